/* Buffers, quantities and suggestions. */
#include "unit.h"

#include "base/memory.h"
#include "ops/buffer.h"
#include "ops/input.h"
#include "ops/quantity.h"
#include "ops/suggest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static dp_str str(const char *text) {
    return (dp_str){text, strlen(text)};
}

static void check_json(dp_str bytes, const char *expected) {
    dp_buffer buffer = {0};
    dp_buffer_add_json(&buffer, bytes);
    assert_string_equal(dp_buffer_text(&buffer), expected);
    dp_buffer_close(&buffer);
}

static void test_json_escapes_what_it_must(void **state) {
    (void)state;
    check_json(DP_STR("plain, «é» 😀"), "plain, «é» 😀");
    check_json(DP_STR("\"\\/"), "\\\"\\\\/");
    check_json(DP_STR("\b\t\n\v\f\r\0\x1F\x7F"), "\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\\u007f");
    check_json(DP_STR("a\xE2\x80\xA8"
                      "b\xE2\x80\xA9"),
               "a\\u2028b\\u2029");
    check_json(DP_STR(""), "");
}

static void test_json_replaces_invalid_utf8(void **state) {
    (void)state;
    check_json(DP_STR("\xFF"), "\\ufffd");
    check_json(DP_STR("a\xC3"), "a\\ufffd");
    check_json(DP_STR("\xC0\xAF"), "\\ufffd\\ufffd");
    check_json(DP_STR("\xED\xA0\x80"), "\\ufffd\\ufffd\\ufffd");
    check_json(DP_STR("\xF4\x90\x80\x80x"), "\\ufffd\\ufffd\\ufffd\\ufffdx");
    check_json(DP_STR("\xE2\x80"), "\\ufffd\\ufffd");
}

static void test_buffer_grows_and_keeps_bytes(void **state) {
    (void)state;
    dp_buffer buffer = {0};
    for (int i = 0; i < 10000; i++) dp_buffer_format(&buffer, "%d,", i % 10);
    assert_int_equal(buffer.len, 20000);
    assert_memory_equal(buffer.at + 19980, "0,1,2,3,4,5,6,7,8,9,", 20);
    dp_buffer_clear(&buffer);
    assert_string_equal(dp_buffer_text(&buffer), "");
    dp_buffer_close(&buffer);
}

static void test_buffer_remembers_that_memory_ran_out(void **state) {
    (void)state;
    dp_buffer buffer = {0};
    dp_buffer_add_text(&buffer, "kept");
    char large[1000] = {0};
    dp_memory_fail_at(1);
    dp_buffer_add(&buffer, (dp_str){large, sizeof large});
    dp_memory_fail_at(0);
    dp_buffer_add_text(&buffer, "more");
    assert_true(buffer.failed);
    assert_int_equal(buffer.len, 4);
    assert_null(dp_buffer_text(&buffer));
    dp_buffer_close(&buffer);
}

static void test_durations_need_units(void **state) {
    (void)state;
    int64_t us;
    assert_true(dp_quantity_duration(str("500ms"), &us) && us == 500000);
    assert_true(dp_quantity_duration(str("30s"), &us) && us == 30000000);
    assert_true(dp_quantity_duration(str("5m"), &us) && us == 300000000);
    assert_true(dp_quantity_duration(str("1m30s"), &us) && us == 90000000);
    assert_true(dp_quantity_duration(str("2H"), &us) && us == INT64_C(7200000000));
    assert_true(dp_quantity_duration(str("1d"), &us) && us == INT64_C(86400000000));
    assert_true(dp_quantity_duration(str("7us"), &us) && us == 7);
    assert_true(dp_quantity_duration(str("0"), &us) && us == 0);
    static const char *const bad[] = {"",
                                      "5",
                                      "s",
                                      "-5s",
                                      "5 s",
                                      "5s ",
                                      "1.5s",
                                      "5sec",
                                      "5x",
                                      "ms5s",
                                      "5s5",
                                      "++5s",
                                      "00",
                                      "9223372036854775808s",
                                      "9223372036854775807s",
                                      "1e3s",
                                      "9223372036854ms9223372036854775807us"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (dp_quantity_duration(str(bad[i]), &us)) fail_msg("accepted: %s", bad[i]);
    }
}

static void test_sizes_have_decimal_and_binary_units(void **state) {
    (void)state;
    int64_t bytes;
    assert_true(dp_quantity_size(str("10"), &bytes) && bytes == 10);
    assert_true(dp_quantity_size(str("10B"), &bytes) && bytes == 10);
    assert_true(dp_quantity_size(str("10MB"), &bytes) && bytes == 10000000);
    assert_true(dp_quantity_size(str("10 MiB"), &bytes) && bytes == 10485760);
    assert_true(dp_quantity_size(str("2k"), &bytes) && bytes == 2048);
    assert_true(dp_quantity_size(str("1g"), &bytes) && bytes == 1073741824);
    static const char *const bad[] = {"",       "MB",   "-1MB",  "1.5MB",  "10 ",
                                      "10  MB", "10TB", "10MBx", "1MB1kB", "9223372036854775807kB"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (dp_quantity_size(str(bad[i]), &bytes)) fail_msg("accepted: %s", bad[i]);
    }
}

static void test_integers_are_bounded(void **state) {
    (void)state;
    int64_t number;
    assert_true(dp_quantity_integer(str("-12"), &number) && number == -12);
    assert_true(dp_quantity_integer(str("9223372036854775807"), &number) && number == INT64_MAX);
    assert_false(dp_quantity_integer(str("9223372036854775808"), &number));
    assert_false(dp_quantity_integer(str("-"), &number));
    assert_false(dp_quantity_integer(str("1a"), &number));
    assert_false(dp_quantity_integer(str("+1"), &number));
    assert_false(dp_quantity_integer(str(""), &number));
}

static void test_booleans_have_four_spellings(void **state) {
    (void)state;
    bool value;
    static const char *const yes[] = {"true", "YES", "on", "1"}, *const no[] = {"false", "No", "OFF", "0"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(dp_quantity_boolean(str(yes[i]), &value) && value);
        assert_true(dp_quantity_boolean(str(no[i]), &value) && !value);
    }
    assert_false(dp_quantity_boolean(str("y"), &value));
    assert_false(dp_quantity_boolean(str(""), &value));
}

static void test_quantities_are_written_as_they_are_read(void **state) {
    (void)state;
    static const int64_t durations[] = {0, 1, 999, 1000, 90000000, INT64_C(3600000000), INT64_C(86461001001)};
    char text[32];
    int64_t back;
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        dp_quantity_duration_text(durations[i], text);
        assert_true(dp_quantity_duration(str(text), &back));
        assert_int_equal(back, durations[i]);
    }
    static const int64_t sizes[] = {0, 1, 1000, 1024, 10000000, 10485760, 1234567, INT64_C(68719476736)};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        dp_quantity_size_text(sizes[i], text);
        assert_true(dp_quantity_size(str(text), &back));
        assert_int_equal(back, sizes[i]);
    }
    dp_quantity_duration_text(90000000, text);
    assert_string_equal(text, "1m30s");
    dp_quantity_size_text(10485760, text);
    assert_string_equal(text, "10MiB");
}

static const char *nearest(const char *typed, const char *const *candidates) {
    dp_suggestion suggestion = {0};
    for (; *candidates; candidates++) dp_suggestion_offer(&suggestion, str(typed), *candidates);
    return suggestion.name;
}

static void test_the_nearest_name_is_suggested(void **state) {
    (void)state;
    static const char *const names[] = {"input.topic", "output.topic", "threads", "run", "analyze", NULL};
    assert_string_equal(nearest("input_topic", names), "input.topic");
    assert_string_equal(nearest("outptu.topic", names), "output.topic");
    assert_string_equal(nearest("thread", names), "threads");
    assert_string_equal(nearest("anal", names), "analyze");
    assert_string_equal(nearest("urn", names), "run");
    assert_null(nearest("completely.different", names));
    assert_null(nearest("", names));
    char long_name[300];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_null(nearest(long_name, names));
}

static void test_files_are_read_up_to_a_limit(void **state) {
    (void)state;
    char path[] = "/tmp/depeche-test-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    char large[100000];
    memset(large, 'x', sizeof large);
    assert_int_equal(write(descriptor, large, sizeof large), sizeof large);
    close(descriptor);
    dp_buffer content = {0};
    assert_int_equal(dp_input_file(path, sizeof large, &content), 0);
    assert_int_equal(content.len, sizeof large);
    dp_buffer_clear(&content);
    assert_int_equal(dp_input_file(path, sizeof large - 1, &content), EFBIG);
    dp_buffer_close(&content);
    assert_int_equal(dp_input_file("/tmp", 100, &content), EISDIR);
    assert_int_equal(dp_input_file("/nonexistent/file", 100, &content), ENOENT);
    dp_memory_fail_at(1);
    int result = dp_input_file(path, sizeof large, &content);
    dp_memory_fail_at(0);
    assert_int_equal(result, ENOMEM);
    dp_buffer_close(&content);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_escapes_what_it_must),
        cmocka_unit_test(test_json_replaces_invalid_utf8),
        cmocka_unit_test(test_buffer_grows_and_keeps_bytes),
        cmocka_unit_test(test_buffer_remembers_that_memory_ran_out),
        cmocka_unit_test(test_durations_need_units),
        cmocka_unit_test(test_sizes_have_decimal_and_binary_units),
        cmocka_unit_test(test_integers_are_bounded),
        cmocka_unit_test(test_booleans_have_four_spellings),
        cmocka_unit_test(test_quantities_are_written_as_they_are_read),
        cmocka_unit_test(test_the_nearest_name_is_suggested),
        cmocka_unit_test(test_files_are_read_up_to_a_limit),
    };
    return cmocka_run_group_tests_name("ops text", tests, NULL, NULL);
}
