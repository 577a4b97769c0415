#include "unit.h"

#include <jansson.h>

#include "article/json.h"

static bool accepts(dp_str bytes) {
    dp_json value;
    dp_json_error error;
    return dp_json_check(bytes, 64, &value, &error);
}

static void test_takes_what_rfc_8259_allows(void **state) {
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        " { } ",
        "\t\r\n[\n]",
        "0",
        "-0",
        "-0.0e-0",
        "1E+9",
        "12345678901234567890123456789",
        "1e99999",
        "\"\"",
        "\"\\u00e9\\n\\/\\\"\\\\\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"é\"",
        "true",
        "false",
        "null",
        "{\"a\":1,\"a\":2}",
        "{\"\":[[],{},[{}]]}",
        "[1, 2 ,3]",
        "\"\x7f\"",
        "{\"a\":{\"b\":[1,{\"c\":null}]}}",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!accepts((dp_str){good[i], strlen(good[i])})) fail_msg("refused: %s", good[i]);
    }
}

static void test_refuses_what_rfc_8259_forbids(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{1:2}",
        "{\"a\":1]",
        "[1}",
        "01",
        "-",
        "-a",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "tru",
        "truee",
        "nul",
        "TRUE",
        "\"",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"a\nb\"",
        "{} {}",
        "[] 1",
        "{}}",
        "// c\n{}",
        "{/**/}",
        "\xEF\xBB\xBF{}",
        "{\"a\":1,,\"b\":2}",
        "[1,,2]",
        "{,}",
        "\"\\u00",
        "\"\\",
        "\f{}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (accepts((dp_str){bad[i], strlen(bad[i])})) fail_msg("taken: %s", bad[i]);
    }
    assert_false(accepts((dp_str){"{\0}", 3}));
    assert_false(accepts((dp_str){NULL, 0}));
}

static void test_half_a_surrogate_pair_is_a_fault_of_its_own(void **state) {
    (void)state;
    static const char *const bad[] = {"\"\\ud800\"",    "\"\\udc00\"",        "\"\\ud800\\ud800\"", "\"\\ud800x\"",
                                      "\"\\ud800\\n\"", "\"\\udfff\\ud800\"", "\"\\uD800\\u0041\""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        dp_json value;
        dp_json_error error;
        assert_false(dp_json_check((dp_str){bad[i], strlen(bad[i])}, 64, &value, &error));
        assert_int_equal(error.fault, DP_JSON_FAULT_SURROGATE);
    }
}

static void test_depth_is_bounded_and_never_recursed(void **state) {
    (void)state;
    enum { LEVELS = 1000000 };
    char *nested = malloc(2 * LEVELS);
    assert_non_null(nested);
    dp_json value;
    dp_json_error error;
    memset(nested, '[', LEVELS);
    memset(nested + LEVELS, ']', LEVELS);
    assert_false(dp_json_check((dp_str){nested, 2 * LEVELS}, 64, &value, &error));
    assert_int_equal(error.fault, DP_JSON_FAULT_DEPTH);
    assert_int_equal(error.at, 64);
    assert_true(dp_json_check((dp_str){nested + LEVELS - 64, 128}, 64, &value, &error));
    assert_false(dp_json_check((dp_str){nested + LEVELS - 64, 128}, 63, &value, &error));
    dp_str most = {nested + LEVELS - DP_JSON_DEPTH_MAX, 2 * DP_JSON_DEPTH_MAX};
    assert_true(dp_json_check(most, 1u << 30, &value, &error));
    most = (dp_str){nested + LEVELS - DP_JSON_DEPTH_MAX - 1, 2 * DP_JSON_DEPTH_MAX + 2};
    assert_false(dp_json_check(most, 1u << 30, &value, &error));
    free(nested);
}

static void test_errors_tell_the_place(void **state) {
    (void)state;
    dp_json value;
    dp_json_error error;
    assert_false(dp_json_check(DP_STR("{\"a\": tru}"), 64, &value, &error));
    assert_int_equal(error.at, 6);
    assert_false(dp_json_check(DP_STR("{\"a\": 1} x"), 64, &value, &error));
    assert_int_equal(error.at, 9);
    assert_string_equal(error.what, "more after the end of the value");
}

static void test_prefix_gives_the_rest(void **state) {
    (void)state;
    dp_json value;
    dp_json_error error;
    dp_str rest;
    assert_true(dp_json_check_prefix(DP_STR(" {\"a\":[1]}\n {}"), 64, &value, &rest, &error));
    assert_int_equal(value.kind, DP_JSON_OBJECT);
    assert_true(dp_str_equal(value.raw, DP_STR("{\"a\":[1]}")));
    assert_true(dp_str_equal(rest, DP_STR("{}")));
}

static void test_walk_gives_every_member_with_its_bytes(void **state) {
    (void)state;
    static const char text[] =
        "{ \"a\" : 1.0 , \"b\":\"x\\\"]}\" ,\"c\":[1,{\"d\":\"}\"}],\"e\" :{ } ,\"f\":null,\"g\":-2e5}";
    static const char *const expected[][2] = {
        {"\"a\"", "1.0"}, {"\"b\"", "\"x\\\"]}\""}, {"\"c\"", "[1,{\"d\":\"}\"}]"},
        {"\"e\"", "{ }"}, {"\"f\"", "null"},        {"\"g\"", "-2e5"}};
    dp_json value, name, member;
    dp_json_error error;
    assert_true(dp_json_check((dp_str){text, sizeof text - 1}, 64, &value, &error));
    dp_json_cursor cursor = dp_json_enter(value);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(dp_json_next(&cursor, &name, &member));
        assert_true(dp_str_equal(name.raw, (dp_str){expected[i][0], strlen(expected[i][0])}));
        assert_true(dp_str_equal(member.raw, (dp_str){expected[i][1], strlen(expected[i][1])}));
    }
    assert_false(dp_json_next(&cursor, &name, &member));
    cursor = dp_json_enter((dp_json){DP_JSON_NUMBER, DP_STR("12")});
    assert_false(dp_json_next(&cursor, &name, &member));
}

static void test_string_resolves_escapes(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str characters;
    dp_json string = {DP_JSON_STRING, DP_STR("\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\n\\t\\/\\\\\\\"é\\u0000z\"")};
    assert_int_equal(dp_json_string(&arena, string, &characters), 0);
    assert_true(dp_str_equal(characters, (dp_str){"Aé€😀\n\t/\\\"é\0z", sizeof "Aé€😀\n\t/\\\"é\0z" - 1}));
    string = (dp_json){DP_JSON_STRING, DP_STR("\"plain\"")};
    assert_int_equal(dp_json_string(&arena, string, &characters), 0);
    assert_ptr_equal(characters.at, string.raw.at + 1);
    dp_arena_close(&arena);
}

/* A small generator, the same numbers on every run. */
static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* jansson as the other opinion. It does not take numbers that do not fit a double or 64 bits, nor NUL escapes in names,
 * so the pieces make none. */
static void test_agrees_with_jansson_on_mutated_values(void **state) {
    (void)state;
    static const char base[] = "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\ud83d\\ude00\"],\"b\":{\"c\":\"\",\"d\":[[]]}}";
    static const char pieces[] = "{}[]\",:0 1.-e\\utfn9";
    uint32_t seed = 20250904, taken = 0;
    for (int round = 0; round < 200000; round++) {
        char text[sizeof base];
        memcpy(text, base, sizeof base);
        uint32_t changes = 1 + next_random(&seed) % 3;
        for (uint32_t i = 0; i < changes; i++) {
            text[next_random(&seed) % (sizeof base - 1)] = pieces[next_random(&seed) % (sizeof pieces - 1)];
        }
        json_error_t error;
        json_t *other = json_loadb(text, sizeof base - 1, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
        bool ours = accepts((dp_str){text, sizeof base - 1});
        if (ours != (other != NULL) && !strstr(error.text, "overflow") && !strstr(error.text, "too big") &&
            !strstr(error.text, "NUL byte in object key")) {
            fail_msg("disagree on %s: %s", text, error.text);
        }
        taken += ours;
        json_decref(other);
    }
    assert_true(taken > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_what_rfc_8259_allows),
        cmocka_unit_test(test_refuses_what_rfc_8259_forbids),
        cmocka_unit_test(test_half_a_surrogate_pair_is_a_fault_of_its_own),
        cmocka_unit_test(test_depth_is_bounded_and_never_recursed),
        cmocka_unit_test(test_errors_tell_the_place),
        cmocka_unit_test(test_prefix_gives_the_rest),
        cmocka_unit_test(test_walk_gives_every_member_with_its_bytes),
        cmocka_unit_test(test_string_resolves_escapes),
        cmocka_unit_test(test_agrees_with_jansson_on_mutated_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
