#include "unit.h"

#include "text/utf8.h"

static void test_valid_text_is_valid_to_its_end(void **state) {
    (void)state;
    static const char *const valid[] = {"",
                                        "a",
                                        "plain text of more than eight bytes",
                                        "é",
                                        "\xED\x9F\xBF",
                                        "\xEE\x80\x80",
                                        "\xF0\x90\x80\x80",
                                        "\xF4\x8F\xBF\xBF",
                                        "aaaaaaaé",
                                        "\xEF\xBF\xBF"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
        dp_str bytes = {valid[i], strlen(valid[i])};
        assert_int_equal(dp_utf8_check(bytes), bytes.len);
    }
    assert_int_equal(dp_utf8_check((dp_str){"a\0b", 3}), 3);
}

static void test_first_error_is_found(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t error;
    } invalid[] = {
        {"\x80", 0},             /* continuation byte alone */
        {"ab\xC0\x80", 2},       /* overlong */
        {"\xC1\xBF", 0},         /* overlong */
        {"\xE0\x9F\xBF", 0},     /* overlong */
        {"\xF0\x8F\xBF\xBF", 0}, /* overlong */
        {"a\xED\xA0\x80", 1},    /* surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
        {"abcdefgh\xC3", 8}, /* cut short */
        {"\xE2\x82", 0},
        {"\xF0\x9F\x98", 0},
        {"\xC3(", 0},
        {"\xE2\x82(", 0},
        {"\xF0\x9F\x98(", 0},
    };
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        dp_str bytes = {invalid[i].bytes, strlen(invalid[i].bytes)};
        assert_int_equal(dp_utf8_check(bytes), invalid[i].error);
    }
}

static void test_stepping_and_writing_give_the_same_code_points(void **state) {
    (void)state;
    dp_str bytes = DP_STR("a\u00E9\u20AC\U0001F600\U0010FFFF");
    static const uint32_t codes[] = {'a', 0xE9, 0x20AC, 0x1F600, 0x10FFFF};
    size_t offset = 0;
    for (size_t i = 0; i < 5; i++) {
        char written[4];
        size_t start = offset;
        assert_int_equal(dp_utf8_next(bytes, &offset), codes[i]);
        assert_int_equal(dp_utf8_put(written, codes[i]), offset - start);
        assert_memory_equal(written, bytes.at + start, offset - start);
    }
    assert_int_equal(offset, bytes.len);
    assert_int_equal(dp_utf8_length(bytes), 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid_text_is_valid_to_its_end),
        cmocka_unit_test(test_first_error_is_found),
        cmocka_unit_test(test_stepping_and_writing_give_the_same_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
