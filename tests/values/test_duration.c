#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "values/duration.h"

typedef struct length_case {
    double number;
    const char *length, *iso;
} length_case;

static void assert_iso(const dp_duration *duration, const char *expected) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str iso;
    assert_int_equal(dp_duration_write(duration, &arena, &iso), 0);
    assert_int_equal(iso.len, strlen(expected));
    assert_memory_equal(iso.at, expected, iso.len);
    dp_arena_close(&arena);
}

static void test_lengths_are_written_with_the_parts_they_have(void **state) {
    (void)state;
    static const length_case cases[] = {
        {3, "day", "P3D"},
        {2, "year", "P2Y"},
        {2.5, "year", "P2Y6M"},
        {1.5, "hour", "PT1H30M"},
        {3, "7 day", "P3W"},
        {1.5, "7 day", "P1.5W"},
        {3, "0.25 hour", "PT45M"},
        {2, "10 year", "P20Y"},
        {18, "month", "P18M"},
        {0.5, "minute", "PT30S"},
        {9.58, "second", "PT9.58S"},
        {4, "3 month", "P12M"},
        {2000000, "year", "P2000000Y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_duration duration = {0};
        assert_true(dp_duration_add(&duration, cases[i].number, (dp_str){cases[i].length, strlen(cases[i].length)}));
        assert_iso(&duration, cases[i].iso);
    }
}

static void test_parts_add_up(void **state) {
    (void)state;
    dp_duration duration = {0};
    assert_true(dp_duration_add(&duration, 2, DP_STR("hour")));
    assert_true(dp_duration_add(&duration, 30, DP_STR("minute")));
    assert_true(dp_duration_add(&duration, 1, DP_STR("7 day")));
    assert_iso(&duration, "P7DT2H30M");
}

static void test_what_is_no_length_of_time_is_refused(void **state) {
    (void)state;
    static const char *const lengths[] = {"", "-", "metre", "7", "7 ", "day day", "days", "X"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        dp_duration duration = {0};
        assert_false(dp_duration_add(&duration, 1, (dp_str){lengths[i], strlen(lengths[i])}));
        assert_iso(&duration, "");
    }
}

static void test_lengths_beyond_all_measure_are_refused(void **state) {
    (void)state;
    dp_duration duration = {0};
    assert_false(dp_duration_add(&duration, 1e30, DP_STR("year")));
    assert_false(dp_duration_add(&duration, 1e12, DP_STR("day")));
    assert_false(dp_duration_add(&duration, -1, DP_STR("day")));
    assert_iso(&duration, "");
}

static void test_failing_memory_is_reported(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_duration duration = {.days = 1};
    dp_str iso;
    dp_memory_fail_at(1);
    assert_int_equal(dp_duration_write(&duration, &arena, &iso), -1);
    dp_memory_fail_at(0);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths_are_written_with_the_parts_they_have),
        cmocka_unit_test(test_parts_add_up),
        cmocka_unit_test(test_what_is_no_length_of_time_is_refused),
        cmocka_unit_test(test_lengths_beyond_all_measure_are_refused),
        cmocka_unit_test(test_failing_memory_is_reported),
    };
    return cmocka_run_group_tests_name("values: duration", tests, NULL, NULL);
}
