#include "unit.h"

#include <string.h>

#include "values/reading.h"
#include "values/tense.h"

typedef struct tense_case {
    const char *text; /* the first token stands for the date */
    dp_tense tense;
} tense_case;

static void test_the_nearest_verb_gives_the_tense(void **state) {
    (void)state;
    static const tense_case cases[] = {
        {"Lundi, il a gagné.", DP_TENSE_PAST},
        {"Lundi, il gagnait.", DP_TENSE_PAST},
        {"Lundi, elle est partie.", DP_TENSE_PAST},
        {"Lundi, ils annoncèrent la nouvelle.", DP_TENSE_PAST},
        {"Lundi, il gagnera.", DP_TENSE_FUTURE},
        {"Lundi, il va gagner.", DP_TENSE_FUTURE},
        {"Lundi, ils doivent se rencontrer.", DP_TENSE_FUTURE},
        {"Lundi, il devrait gagner.", DP_TENSE_FUTURE},
        {"Lundi, il aurait gagné.", DP_TENSE_PAST},
        {"Lundi, un texte attendu par tous.", DP_TENSE_FUTURE},
        {"Lundi, rien.", DP_TENSE_PRESENT},
        {"Lundi.", DP_TENSE_PRESENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_arena arena;
        dp_arena_init(&arena);
        dp_text text;
        dp_lexis lexis;
        assert_int_equal(reading_cut(&arena, (dp_str){cases[i].text, strlen(cases[i].text)}, &text), 0);
        dp_lexis_open(&lexis, reading_pack(), &text);
        assert_int_equal(dp_tense_near(&lexis, (dp_range){0, 1}, 0, text.token_count), cases[i].tense);
        dp_arena_close(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nearest_verb_gives_the_tense),
    };
    return cmocka_run_group_tests_name("values: tense", tests, reading_open, reading_close);
}
