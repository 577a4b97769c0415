#include "french.h"

#include "entities/offices.h"

static uint32_t offices_of(dp_str person, int64_t days, dp_office offices[DP_OFFICES_MAX]) {
    return dp_offices_of(french_pack, dp_pack_table(french_pack, "offices"), person, days, offices);
}

static dp_tenure tenure_on(const char *person, const char *office, int64_t year, int month, int day) {
    dp_office offices[DP_OFFICES_MAX];
    int64_t days = dp_calendar_days((dp_civil){year, month, day});
    uint32_t count = offices_of((dp_str){person, strlen(person)}, days, offices);
    for (uint32_t i = 0; i < count; i++) {
        dp_str names = offices[i].names, name;
        while (dp_pack_next_value(&names, &name)) {
            if (dp_str_equal(name, (dp_str){office, strlen(office)})) return offices[i].tenure;
        }
    }
    fail_msg("%s was never %s", person, office);
    return DP_TENURE_PAST;
}

static void test_term_has_a_first_and_a_last_day(void **state) {
    (void)state;
    assert_int_equal(tenure_on("Christophe Castaner", "ministre de l'Intérieur", 2018, 10, 15), DP_TENURE_FUTURE);
    assert_int_equal(tenure_on("Christophe Castaner", "ministre de l'Intérieur", 2018, 10, 16), DP_TENURE_PRESENT);
    assert_int_equal(tenure_on("christophe castaner", "ministre de l'Intérieur", 2020, 7, 6), DP_TENURE_PRESENT);
    assert_int_equal(tenure_on("Christophe Castaner", "ministre de l'Intérieur", 2020, 7, 7), DP_TENURE_PAST);
    assert_int_equal(tenure_on("Laurent Nuñez", "ministre de l'Intérieur", 2030, 1, 1), DP_TENURE_PRESENT);
}

/* Every date of the table can be read, and no term ends before it begins. */
static void test_table_is_well_formed(void **state) {
    (void)state;
    int table = dp_pack_table(french_pack, "offices");
    uint32_t rows = dp_pack_table_rows(french_pack, table);
    assert_true(rows > 0);
    for (uint32_t row = 0; row < rows; row++) {
        dp_str from = dp_pack_table_field(french_pack, table, row, 2),
               to = dp_pack_table_field(french_pack, table, row, 3);
        const dp_str dates[] = {from, to};
        for (size_t i = 0; i < 2; i++) {
            bool absent = i == 1 && to.len == 0;
            bool length = dates[i].len == 4 || dates[i].len == 7 || dates[i].len == 10;
            if (!absent && !length) fail_msg("row %u: %.*s", row, (int)dates[i].len, dates[i].at);
            for (size_t c = 0; c < dates[i].len; c++) {
                bool hyphen = c == 4 || c == 7;
                assert_true(hyphen ? dates[i].at[c] == '-' : dates[i].at[c] >= '0' && dates[i].at[c] <= '9');
            }
        }
        size_t shared = from.len < to.len ? from.len : to.len;
        if (to.len && memcmp(from.at, to.at, shared) > 0) fail_msg("row %u ends before it begins", row);
    }
}

static void test_nobody_unknown_has_an_office(void **state) {
    (void)state;
    dp_office offices[DP_OFFICES_MAX];
    assert_int_equal(offices_of(DP_STR("Odile Ferrand-Nulle-Part"), 17869, offices), 0);
    assert_int_equal(offices_of(DP_STR(""), 17869, offices), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_term_has_a_first_and_a_last_day),
        cmocka_unit_test(test_table_is_well_formed),
        cmocka_unit_test(test_nobody_unknown_has_an_office),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
