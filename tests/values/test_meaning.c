#include "unit.h"

#include <string.h>

#include "values/meaning.h"

static bool parse(const char *value, dp_meaning *meaning) {
    return dp_meaning_parse((dp_str){value, strlen(value)}, meaning);
}

static void test_shifts_have_unit_amount_and_edge(void **state) {
    (void)state;
    dp_meaning m;
    assert_true(parse("day-1.evening", &m));
    assert_int_equal(m.kind, DP_MEANING_SHIFT);
    assert_int_equal(m.unit, DP_STRETCH_DAY);
    assert_int_equal(m.shift, -1);
    assert_true(parse("weekend+0 (CA)|week+0,end", &m));
    assert_int_equal(m.unit, DP_STRETCH_WEEKEND);
    assert_int_equal(m.edge, DP_EDGE_NONE);
    assert_true(parse("year+1,start", &m));
    assert_int_equal(m.unit, DP_STRETCH_YEAR);
    assert_int_equal(m.edge, DP_EDGE_START);
    assert_true(parse("day-2/day+0", &m));
    assert_true(m.has_end_shift);
    assert_int_equal(m.shift, -2);
    assert_int_equal(m.end_shift, 0);
    assert_true(parse("anchor:year-1", &m));
    assert_true(m.anchored);
}

static void test_days_months_and_seasons_are_told(void **state) {
    (void)state;
    dp_meaning m;
    assert_true(parse("weekday:3.evening,start", &m));
    assert_int_equal(m.kind, DP_MEANING_WEEKDAY);
    assert_int_equal(m.weekday, 3);
    assert_true(parse("weekday:5,before anchor", &m));
    assert_true(m.anchored);
    assert_int_equal(m.lean, DP_LEAN_LAST);
    assert_true(parse("month:08-10/08-20", &m));
    assert_int_equal(m.kind, DP_MEANING_CALENDAR);
    assert_int_equal(m.month, 8);
    assert_int_equal(m.day, 10);
    assert_int_equal(m.last_day, 20);
    assert_true(parse("season:winter,last", &m));
    assert_int_equal(m.season, DP_WINTER);
    assert_int_equal(m.lean, DP_LEAN_LAST);
    assert_true(parse("feast:07-21 BE", &m));
    assert_int_equal(m.month, 7);
    assert_int_equal(m.day, 21);
    assert_true(parse("12-20/01-04", &m));
    assert_int_equal(m.last_month, 1);
}

static void test_eras_feasts_pieces_and_times_are_told(void **state) {
    (void)state;
    dp_meaning m;
    assert_true(parse("era:-800/-31", &m));
    assert_int_equal(m.kind, DP_MEANING_YEARS);
    assert_int_equal(m.year, -800);
    assert_int_equal(m.last_year, -31);
    assert_true(parse("easter+39/easter+42", &m));
    assert_int_equal(m.kind, DP_MEANING_EASTER);
    assert_int_equal(m.shift, 39);
    assert_true(parse("nth:11.thu.4+4", &m));
    assert_int_equal(m.nth, 4);
    assert_int_equal(m.weekday, 4);
    assert_int_equal(m.shift, 4);
    assert_true(parse("nth:05.mon.last US", &m));
    assert_int_equal(m.nth, -1);
    assert_true(parse("quarter:3", &m));
    assert_int_equal(m.kind, DP_MEANING_PIECE);
    assert_int_equal(m.piece, 3);
    assert_true(parse("clock:15:30", &m));
    assert_true(m.has_time);
    assert_int_equal(m.hour, 15);
    assert_int_equal(m.minute, 30);
    assert_true(parse("part:dawn(05/07)", &m));
    assert_false(m.has_time);
}

static void test_what_cannot_be_resolved_says_nothing(void **state) {
    (void)state;
    static const char *const values[] = {"",
                                         "-",
                                         "year-few/year+0",
                                         "hijri:12-10",
                                         "month:13",
                                         "weekday:8",
                                         "weekday:",
                                         "era:ad",
                                         "nth:13.mon.1",
                                         "nth:05.day.1",
                                         "nth:05.mon.9",
                                         "clock:am",
                                         "day+",
                                         "year+0/day+1",
                                         "month:",
                                         "season:dry(11/03)",
                                         "day+99999999999999999999"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        dp_meaning m;
        bool parsed = parse(values[i], &m);
        assert_true(!parsed || m.kind != DP_MEANING_NONE);
        if (i < 16) assert_false(parsed);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shifts_have_unit_amount_and_edge),
        cmocka_unit_test(test_days_months_and_seasons_are_told),
        cmocka_unit_test(test_eras_feasts_pieces_and_times_are_told),
        cmocka_unit_test(test_what_cannot_be_resolved_says_nothing),
    };
    return cmocka_run_group_tests_name("values: meaning", tests, NULL, NULL);
}
