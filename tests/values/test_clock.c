#include "unit.h"

#include "values/reading.h"

static void test_times_have_their_span_and_their_hour(void **state) {
    (void)state;
    static const reading_case cases[] = {
        {"Ouvert à 14h30, à 9 h 05, à 20h et à 7:45.",
         "DATE[14h30]=T14:30 DATE[9 h 05]=T09:05 DATE[20h]=T20:00 DATE[7:45]=T07:45"},
        {"Il est arrivé à 14 heures.", "DATE[14 heures]=T14:00"},
        {"Il est arrivé à trois heures du matin, puis à 4 heures de l'après-midi.",
         "DATE[trois heures du matin]=T03:00 DATE[4 heures de l'après-midi]=T16:00"},
        {"De 22 heures à 5 heures, les rues sont vides.", "DATE[22 heures]=T22:00 DATE[5 heures]=T05:00"},
        {"Il est arrivé mercredi à 14h30.", "DATE[mercredi]=2025-09-03 DATE[14h30]=2025-09-03T14:30"},
        {"Il est arrivé à 10 heures jeudi.", "DATE[10 heures]=2025-09-04T10:00 DATE[jeudi]=2025-09-04"},
        {"Il est arrivé à minuit.", "DATE[minuit]=T00:00"},
        {"L'horloge dit 09:22:29 et pas 25:99.", "DATE[09:22:29]=T09:22"},
        {"Il a fini à 24h et à 99h.", "DATE[24h]=T00:00 QTY[99h]=PT99H"},
        {"Il a dormi en 2h30.", "QTY[2h30]=PT2H30M"},
        {"Elle arrive vers midi.", "DATE[midi]=T12:00"},
        {"Une heure du matin sonnait.", "DATE[Une heure du matin]=T01:00"},
        {"Il dit 8:5, 8:300 et 1:2:3.", ""},
    };
    assert_cases(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_have_their_span_and_their_hour),
    };
    return cmocka_run_group_tests_name("values: clock", tests, reading_open, reading_close);
}
