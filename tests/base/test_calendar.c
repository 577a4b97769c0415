#include "unit.h"

#include "base/calendar.h"

static void test_days_and_civil_dates_are_each_others_inverse(void **state) {
    (void)state;
    for (int64_t days = -800000; days <= 2900000; days += 37) {
        dp_civil civil = dp_calendar_civil(days);
        assert_true(dp_calendar_valid(civil));
        assert_int_equal(dp_calendar_days(civil), days);
    }
}

static void test_known_days_have_their_number_and_weekday(void **state) {
    (void)state;
    assert_int_equal(dp_calendar_days((dp_civil){1970, 1, 1}), 0);
    assert_int_equal(dp_calendar_days((dp_civil){2000, 3, 1}), 11017);
    assert_int_equal(dp_calendar_weekday(0), 4);
    assert_int_equal(dp_calendar_weekday(-1), 3);
    assert_int_equal(dp_calendar_weekday(dp_calendar_days((dp_civil){2025, 9, 4})), 4);
    assert_int_equal(dp_calendar_weekday(dp_calendar_days((dp_civil){1789, 7, 14})), 2);
}

static void test_days_that_do_not_exist_are_told(void **state) {
    (void)state;
    assert_true(dp_calendar_valid((dp_civil){2024, 2, 29}));
    assert_false(dp_calendar_valid((dp_civil){2023, 2, 29}));
    assert_false(dp_calendar_valid((dp_civil){1900, 2, 29}));
    assert_true(dp_calendar_valid((dp_civil){2000, 2, 29}));
    assert_false(dp_calendar_valid((dp_civil){2024, 4, 31}));
    assert_false(dp_calendar_valid((dp_civil){2024, 13, 1}));
    assert_false(dp_calendar_valid((dp_civil){2024, 0, 1}));
    assert_false(dp_calendar_valid((dp_civil){2024, 1, 0}));
}

static void test_months_are_added_over_years_in_both_directions(void **state) {
    (void)state;
    dp_civil later = dp_calendar_add_months((dp_civil){2024, 11, 30}, 3);
    assert_int_equal(later.year, 2025);
    assert_int_equal(later.month, 2);
    assert_int_equal(later.day, 1);
    dp_civil earlier = dp_calendar_add_months((dp_civil){2024, 1, 15}, -13);
    assert_int_equal(earlier.year, 2022);
    assert_int_equal(earlier.month, 12);
    dp_civil ancient = dp_calendar_add_months((dp_civil){0, 1, 1}, -1);
    assert_int_equal(ancient.year, -1);
    assert_int_equal(ancient.month, 12);
}

static void test_easter_falls_on_its_day(void **state) {
    (void)state;
    static const int days[][3] = {{1961, 4, 2}, {2000, 4, 23}, {2008, 3, 23},
                                  {2018, 4, 1}, {2024, 3, 31}, {2025, 4, 20}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int64_t expected = dp_calendar_days((dp_civil){days[i][0], days[i][1], days[i][2]});
        assert_int_equal(dp_calendar_easter(days[i][0]), expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_and_civil_dates_are_each_others_inverse),
        cmocka_unit_test(test_known_days_have_their_number_and_weekday),
        cmocka_unit_test(test_days_that_do_not_exist_are_told),
        cmocka_unit_test(test_months_are_added_over_years_in_both_directions),
        cmocka_unit_test(test_easter_falls_on_its_day),
    };
    return cmocka_run_group_tests_name("base: calendar", tests, NULL, NULL);
}
