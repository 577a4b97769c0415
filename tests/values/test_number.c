#include "unit.h"

#include <string.h>

#include "values/number.h"
#include "values/reading.h"

typedef struct number_case {
    const char *text;
    double value;
    uint32_t length; /* tokens; 0 when no number begins the text */
} number_case;

static void test_figures_of_all_countries_are_read(void **state) {
    (void)state;
    static const number_case cases[] = {{"2 000", 2000, 1},        {"25'000", 25000, 1}, {"1.234.567", 1234567, 1},
                                        {"20.000", 20000, 1},      {"2.5", 2.5, 1},      {"3,75", 3.75, 1},
                                        {"1,234,567", 1234567, 1}, {"007", 7, 1},        {"0,5", 0.5, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value;
        assert_true(dp_number_of_figures((dp_str){cases[i].text, strlen(cases[i].text)}, &value));
        assert_true(value == cases[i].value);
    }
}

static void test_what_is_no_number_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"",      "x",    "12h30",
                                        "1er",   ",5",   "12.05.2013",
                                        "1,2,3", "1..2", "99999999999999999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value;
        assert_false(dp_number_of_figures((dp_str){texts[i], strlen(texts[i])}, &value));
    }
}

static bool read(const char *bytes, dp_number *number) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    assert_int_equal(reading_cut(&arena, (dp_str){bytes, strlen(bytes)}, &text), 0);
    bool found = dp_number_read(reading_pack(), &text, 0, text.token_count, number);
    dp_arena_close(&arena);
    return found;
}

static void test_numbers_in_words_are_put_together(void **state) {
    (void)state;
    static const number_case cases[] = {
        {"deux", 2, 1},
        {"vingt et un", 21, 3},
        {"soixante-dix", 70, 1},
        {"quatre-vingt-dix-neuf", 99, 1},
        {"septante-deux", 72, 1},
        {"huitante", 80, 1},
        {"cent", 100, 1},
        {"deux cents", 200, 2},
        {"trois cent douze", 312, 3},
        {"quatre cent cinquante", 450, 3},
        {"mille", 1000, 1},
        {"deux mille cinq cents", 2500, 4},
        {"vingt et un mille trois cent douze", 21312, 7},
        {"dix millions", 1e7, 2},
        {"deux milliards trois cents millions", 2.3e9, 5},
        {"un million", 1e6, 2},
        {"3,5 millions", 3.5e6, 2},
        {"200 mille", 200000, 2},
        {"vingtaine", 20, 1},
        {"un", 0, 0},
        {"une", 0, 0},
        {"pomme", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_number number = {0};
        bool found = read(cases[i].text, &number);
        assert_int_equal(found, cases[i].length > 0);
        if (!found) continue;
        assert_true(number.value == cases[i].value);
        assert_int_equal(number.tokens.end - number.tokens.first, cases[i].length);
    }
}

static void test_numbers_do_not_run_into_each_other(void **state) {
    (void)state;
    dp_number number;
    assert_true(read("deux trois", &number));
    assert_int_equal(number.tokens.end, 1);
    assert_true(read("vingt trente", &number));
    assert_int_equal(number.tokens.end, 1);
    assert_true(read("2 3", &number));
    assert_int_equal(number.tokens.end, 1);
}

static void test_unsaid_numbers_have_no_value(void **state) {
    (void)state;
    dp_number number;
    assert_true(read("dizaines de milliers", &number));
    assert_false(number.known);
    assert_int_equal(number.form, DP_NUMBER_COLLECTIVE);
    assert_true(read("deux tiers", &number));
    assert_int_equal(number.form, DP_NUMBER_FRACTION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_of_all_countries_are_read),
        cmocka_unit_test(test_what_is_no_number_is_refused),
        cmocka_unit_test(test_numbers_in_words_are_put_together),
        cmocka_unit_test(test_numbers_do_not_run_into_each_other),
        cmocka_unit_test(test_unsaid_numbers_have_no_value),
    };
    return cmocka_run_group_tests_name("values: number", tests, reading_open, reading_close);
}
