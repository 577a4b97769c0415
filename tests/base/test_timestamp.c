#include "unit.h"

#include "base/timestamp.h"

static void test_day_is_that_of_the_stamp_in_its_own_offset(void **state) {
    (void)state;
    static const struct {
        const char *stamp;
        int64_t days;
    } good[] = {
        {"1970-01-01", 0},
        {"1969-12-31T23:59:59Z", -1},
        {"2000-02-29T00:00:00Z", 11016},
        {"2025-09-04T08:00:00+02:00", 20335},
        {"2025-09-04T23:30:00-04:00", 20335},
        {"2025-09-04t23:30:00z", 20335},
        {"2025-09-04 23:30:00Z", 20335},
        {"2025-09-04T23:30Z", 20335},
        {"2025-09-04T23:30:00", 20335},
        {"2025-09-04T23:30:00.123456789Z", 20335},
        {"2025-09-04T23:30:60Z", 20335},
        {"2025-09-04T23:30:00+0200", 20335},
        {"0000-03-01", -719468},
        {"9999-12-31", 2932896},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t days = 0;
        if (!dp_timestamp_day((dp_str){good[i].stamp, strlen(good[i].stamp)}, &days)) fail_msg("%s", good[i].stamp);
        assert_int_equal(days, good[i].days);
    }
}

static void test_what_is_no_timestamp_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "jeudi",
        "2025",
        "2025-09",
        "2025-9-4",
        "2025-13-01",
        "2025-00-10",
        "2025-02-29",
        "1900-02-29",
        "2025-04-31",
        "2025-09-00",
        "20250904",
        "04/09/2025",
        "2025-09-04T",
        "2025-09-04T24:00:00Z",
        "2025-09-04T10",
        "2025-09-04T10:60Z",
        "2025-09-04T10:00:61Z",
        "2025-09-04T10:00:00.Z",
        "2025-09-04T10:00:00+25:00",
        "2025-09-04T10:00:00+2",
        "2025-09-04T10:00:00Zx",
        "2025-09-04x",
        "-2025-09-04",
        "+2025-09-04",
        "2025-09-04T10:00:00 Z",
        "1725430000",
        " 2025-09-04",
        "2025-09-04 ",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t days;
        if (dp_timestamp_day((dp_str){bad[i], strlen(bad[i])}, &days)) fail_msg("taken: %s", bad[i]);
    }
    int64_t days;
    assert_false(dp_timestamp_day((dp_str){"2025-09-04\0", 11}, &days));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_is_that_of_the_stamp_in_its_own_offset),
        cmocka_unit_test(test_what_is_no_timestamp_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
