#include "unit.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "article/writer.h"
#include "base/memory.h"

static void assert_written(const dp_writer *writer, const char *expected) {
    dp_str bytes = dp_writer_bytes(writer);
    if (!dp_str_equal(bytes, (dp_str){expected, strlen(expected)})) {
        fail_msg("%.*s is not %s", (int)bytes.len, bytes.at, expected);
    }
}

static void test_commas_come_where_they_are_due(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    dp_writer_open(&writer, '{');
    dp_writer_name(&writer, "a");
    dp_writer_open(&writer, '[');
    dp_writer_unsigned(&writer, 1);
    dp_writer_boolean(&writer, true);
    dp_writer_word(&writer, "x,");
    dp_writer_open(&writer, '{');
    dp_writer_end(&writer, '}');
    dp_writer_end(&writer, ']');
    dp_writer_raw(&writer, DP_STR("\"b\""));
    dp_writer_colon(&writer);
    dp_writer_raw(&writer, DP_STR("1.0"));
    dp_writer_name(&writer, "c");
    dp_writer_id(&writer, 'e', 12);
    dp_writer_end(&writer, '}');
    assert_written(&writer, "{\"a\":[1,true,\"x,\",{}],\"b\":1.0,\"c\":\"e12\"}");
    dp_writer_close(&writer);
}

static void test_strings_escape_what_they_must(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    dp_writer_string(&writer, (dp_str){"é\"\\\n\r\t\b\f\0\x1f\x7f😀", sizeof "é\"\\\n\r\t\b\f\0\x1f\x7f😀" - 1});
    assert_written(&writer, "\"é\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\x7f😀\"");
    dp_writer_reset(&writer);
    dp_writer_string(&writer, (dp_str){0});
    assert_written(&writer, "\"\"");
    dp_writer_close(&writer);
}

static void check_number(dp_writer *writer, double number, const char *expected) {
    dp_writer_reset(writer);
    dp_writer_number(writer, number);
    assert_written(writer, expected);
}

static void check_numbers(dp_writer *writer) {
    check_number(writer, 0, "0");
    check_number(writer, -0.0, "0");
    check_number(writer, 41.5, "41.5");
    check_number(writer, -2.25, "-2.25");
    check_number(writer, 0.1, "0.1");
    check_number(writer, 0.001, "0.001");
    check_number(writer, 41500000, "41500000");
    check_number(writer, 39.01938, "39.01938");
    check_number(writer, 999999999999999, "999999999999999");
    check_number(writer, 1e15, "1e+15");
    check_number(writer, 0.1 + 0.2, "0.30000000000000004");
    check_number(writer, 1e-7, "0.0000001");
    check_number(writer, 1.5e300, "1.5e+300");
    check_number(writer, 1.0 / 3, "0.3333333333333333");
}

static void test_numbers_are_the_shortest_that_read_back(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    check_numbers(&writer);
    static const double hard[] = {DBL_MAX,           DBL_MIN, DBL_EPSILON, 5e-324, 123456.789, 2.2250738585072011e-308,
                                  9007199254740993.0};
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        dp_writer_reset(&writer);
        dp_writer_number(&writer, hard[i]);
        dp_writer_end(&writer, ']'); /* ends the digits for strtod */
        assert_true(strtod(writer.at, NULL) == hard[i]);
    }
    dp_writer_close(&writer);
}

/* A locale with another decimal point, which not every machine has; the build makes one where it can. */
static void test_numbers_are_the_same_in_every_locale(void **state) {
    (void)state;
    dp_writer writer;
    char form[16];
    if (!setlocale(LC_ALL, "fr_FR.UTF-8")) skip();
    snprintf(form, sizeof form, "%.1f", 0.5);
    assert_string_equal(form, "0,5");
    dp_writer_init(&writer);
    check_numbers(&writer);
    dp_writer_close(&writer);
    setlocale(LC_ALL, "C");
}

static void test_scores_have_three_decimals_and_stay_in_range(void **state) {
    (void)state;
    static const struct {
        float score;
        const char *written;
    } cases[] = {{0, "0"},        {1, "1"},           {0.5f, "0.5"},  {0.1234f, "0.123"}, {0.9996f, "1"},
                 {0.0004f, "0"},  {0.0006f, "0.001"}, {-1, "0"},      {7, "1"},           {NAN, "0"},
                 {INFINITY, "1"}, {-INFINITY, "0"},   {0.25f, "0.25"}};
    dp_writer writer;
    dp_writer_init(&writer);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_writer_reset(&writer);
        dp_writer_score(&writer, cases[i].score);
        assert_written(&writer, cases[i].written);
    }
    dp_writer_close(&writer);
}

static void test_degrees_have_five_decimals(void **state) {
    (void)state;
    static const struct {
        double degrees;
        const char *written;
    } cases[] = {{39.907501220703125, "39.9075"},
                 {-116.39723, "-116.39723"},
                 {0, "0"},
                 {-0.000001, "0"},
                 {179.999999, "180"},
                 {NAN, "0"},
                 {1e300, "0"},
                 {-0.00001, "-0.00001"}};
    dp_writer writer;
    dp_writer_init(&writer);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_writer_reset(&writer);
        dp_writer_degrees(&writer, cases[i].degrees);
        assert_written(&writer, cases[i].written);
    }
    dp_writer_close(&writer);
}

static void test_writer_without_memory_fails_once_and_recovers(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    dp_memory_fail_at(1);
    dp_writer_open(&writer, '[');
    dp_writer_word(&writer, "lost");
    dp_writer_number(&writer, 1e300);
    dp_memory_fail_at(0);
    dp_writer_end(&writer, ']');
    assert_true(writer.failed);
    assert_int_equal(dp_writer_bytes(&writer).len, 0);
    dp_writer_reset(&writer);
    dp_writer_word(&writer, "kept");
    assert_written(&writer, "\"kept\"");
    dp_writer_close(&writer);
}

static void test_writer_stops_at_its_maximum(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    writer.max = 6;
    dp_writer_word(&writer, "four");
    assert_written(&writer, "\"four\"");
    dp_writer_word(&writer, "");
    assert_true(writer.failed && writer.overflowed);
    assert_int_equal(dp_writer_bytes(&writer).len, 0);
    dp_writer_reset(&writer);
    assert_false(writer.failed || writer.overflowed);
    dp_writer_close(&writer);
}

static void test_reset_gives_back_a_buffer_of_exception(void **state) {
    (void)state;
    dp_writer writer;
    dp_writer_init(&writer);
    writer.retained = 1 << 20;
    for (int i = 0; i < 300000; i++) dp_writer_word(&writer, "12345678");
    assert_true(writer.capacity > writer.retained);
    dp_writer_reset(&writer);
    assert_int_equal(writer.capacity, 0);
    dp_writer_word(&writer, "again");
    assert_written(&writer, "\"again\"");
    dp_writer_close(&writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commas_come_where_they_are_due),
        cmocka_unit_test(test_strings_escape_what_they_must),
        cmocka_unit_test(test_numbers_are_the_shortest_that_read_back),
        cmocka_unit_test(test_numbers_are_the_same_in_every_locale),
        cmocka_unit_test(test_scores_have_three_decimals_and_stay_in_range),
        cmocka_unit_test(test_degrees_have_five_decimals),
        cmocka_unit_test(test_writer_without_memory_fails_once_and_recovers),
        cmocka_unit_test(test_writer_stops_at_its_maximum),
        cmocka_unit_test(test_reset_gives_back_a_buffer_of_exception),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
