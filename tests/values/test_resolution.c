#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "values/resolution.h"

static dp_setting setting_on(int64_t year, int month, int day) {
    dp_day published = {.days = dp_calendar_days((dp_civil){year, month, day}), .known = true};
    return (dp_setting){.published = published, .spoken = published};
}

static void assert_resolved(const char *value, dp_tense tense, dp_setting *setting, const char *expected) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_meaning meaning;
    dp_str iso;
    assert_true(dp_meaning_parse((dp_str){value, strlen(value)}, &meaning));
    assert_int_equal(dp_resolve(&meaning, tense, setting, &arena, &iso), 0);
    assert_int_equal(iso.len, strlen(expected));
    assert_memory_equal(iso.at, expected, iso.len);
    dp_arena_close(&arena);
}

typedef struct resolution_case {
    const char *value;
    dp_tense tense;
    const char *iso;
} resolution_case;

/* Published on Thursday 4 September 2025. */
static void test_meanings_are_resolved_by_publication_day_and_tense(void **state) {
    (void)state;
    static const resolution_case cases[] = {
        {"weekday:4", DP_TENSE_PAST, "2025-09-04"},
        {"weekday:5", DP_TENSE_PAST, "2025-08-29"},
        {"weekday:5", DP_TENSE_FUTURE, "2025-09-05"},
        {"weekday:4", DP_TENSE_FUTURE, "2025-09-04"},
        {"weekday:4,last", DP_TENSE_PAST, "2025-08-28"},
        {"weekday:4,next", DP_TENSE_PAST, "2025-09-11"},
        {"weekday:1,next+7", DP_TENSE_FUTURE, "2025-09-15"},
        {"week+0", DP_TENSE_PAST, "2025-09-01/2025-09-07"},
        {"weekend+0", DP_TENSE_FUTURE, "2025-09-06/2025-09-07"},
        {"weekend+0", DP_TENSE_PAST, "2025-08-30/2025-08-31"},
        {"month-1", DP_TENSE_PAST, "2025-08"},
        {"month+4", DP_TENSE_FUTURE, "2026-01"},
        {"month+0,end", DP_TENSE_FUTURE, "2025-09-20/2025-09-30"},
        {"quarter-1", DP_TENSE_PAST, "2025-04/2025-06"},
        {"half+1", DP_TENSE_FUTURE, "2026-01/2026-06"},
        {"quarter:4", DP_TENSE_PAST, "2024-10/2024-12"},
        {"quarter:4", DP_TENSE_FUTURE, "2025-10/2025-12"},
        {"year-1", DP_TENSE_PAST, "2024"},
        {"year+0,start", DP_TENSE_PAST, "2025-01/2025-03"},
        {"decade-1", DP_TENSE_PAST, "2010/2019"},
        {"century-1", DP_TENSE_PAST, "1901/2000"},
        {"era:101/200", DP_TENSE_PAST, "0101/0200"},
        {"era:-800/-31", DP_TENSE_PAST, "-0800/-0031"},
        {"month:12", DP_TENSE_PAST, "2024-12"},
        {"month:12", DP_TENSE_FUTURE, "2025-12"},
        {"month:12", DP_TENSE_PRESENT, "2025-12"},
        {"month:09", DP_TENSE_PAST, "2025-09"},
        {"month:09,last", DP_TENSE_PAST, "2024-09"},
        {"feast:07-14", DP_TENSE_PAST, "2025-07-14"},
        {"feast:07-14", DP_TENSE_FUTURE, "2026-07-14"},
        {"feast:02-29", DP_TENSE_PAST, "2024-02-29"},
        {"easter+1", DP_TENSE_PAST, "2025-04-21"},
        {"easter+0", DP_TENSE_FUTURE, "2026-04-05"},
        {"nth:11.thu.4+4", DP_TENSE_FUTURE, "2025-12-01"},
        {"nth:05.sun.last", DP_TENSE_PAST, "2025-05-25"},
        {"season:summer,last", DP_TENSE_PAST, "2024-06-21/2024-09-21"},
        {"season:winter", DP_TENSE_PAST, "2024-12-21/2025-03-19"},
        {"season:winter", DP_TENSE_FUTURE, "2025-12-21/2026-03-19"},
        {"12-20/01-04", DP_TENSE_FUTURE, "2025-12-20/2026-01-04"},
        {"day-3/day+0", DP_TENSE_PAST, "2025-09-01/2025-09-04"},
        {"clock:23:00", DP_TENSE_PAST, "T23:00"},
        {"part:dawn", DP_TENSE_PAST, "2025-09-04"},
        {"month:12-20/12-end", DP_TENSE_FUTURE, "2025-12-20/2025-12-31"},
        {"month:02-20/02-end", DP_TENSE_PAST, "2025-02-20/2025-02-28"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_setting setting = setting_on(2025, 9, 4);
        assert_resolved(cases[i].value, cases[i].tense, &setting, cases[i].iso);
    }
}

static void test_days_before_and_after_count_from_the_day_spoken_of(void **state) {
    (void)state;
    dp_setting setting = setting_on(2025, 9, 4);
    assert_resolved("feast:07-14", DP_TENSE_PAST, &setting, "2025-07-14");
    assert_resolved("anchor:day-1", DP_TENSE_PAST, &setting, "2025-07-13");
    assert_resolved("anchor:day+1", DP_TENSE_PAST, &setting, "2025-07-14");
    assert_resolved("day+0", DP_TENSE_PAST, &setting, "2025-09-04");
}

static void test_without_a_publication_day_only_what_is_absolute_is_told(void **state) {
    (void)state;
    static const char *const relative[] = {"day+0",    "weekday:3", "month:08",  "feast:07-14", "season:summer",
                                           "easter+0", "year-1",    "quarter:2", "anchor:day-1"};
    dp_setting setting = {0};
    for (size_t i = 0; i < sizeof relative / sizeof *relative; i++) {
        assert_resolved(relative[i], DP_TENSE_PAST, &setting, "");
    }
    assert_resolved("era:1970/1979", DP_TENSE_PAST, &setting, "1970/1979");
    assert_resolved("clock:12:00", DP_TENSE_PAST, &setting, "T12:00");
}

static void test_days_that_do_not_exist_are_empty(void **state) {
    (void)state;
    dp_setting setting = setting_on(2025, 9, 4);
    assert_resolved("feast:02-30", DP_TENSE_PAST, &setting, "");
    assert_resolved("year+999999", DP_TENSE_FUTURE, &setting, "");
    assert_resolved("quarter:9", DP_TENSE_PAST, &setting, "");
}

static void test_failing_memory_is_reported(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_setting setting = setting_on(2025, 9, 4);
    dp_meaning meaning;
    dp_str iso;
    assert_true(dp_meaning_parse(DP_STR("day+0"), &meaning));
    dp_memory_fail_at(1);
    assert_int_equal(dp_resolve(&meaning, DP_TENSE_PAST, &setting, &arena, &iso), -1);
    dp_memory_fail_at(0);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_meanings_are_resolved_by_publication_day_and_tense),
        cmocka_unit_test(test_days_before_and_after_count_from_the_day_spoken_of),
        cmocka_unit_test(test_without_a_publication_day_only_what_is_absolute_is_told),
        cmocka_unit_test(test_days_that_do_not_exist_are_empty),
        cmocka_unit_test(test_failing_memory_is_reported),
    };
    return cmocka_run_group_tests_name("values: resolution", tests, NULL, NULL);
}
