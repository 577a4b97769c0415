#include "unit.h"

#include <stdio.h>

#include "base/memory.h"
#include "ops/buffer.h"
#include "ops/properties.h"

/* Writes each entry as "line name=[value];" */
static int list_entry(void *context, const dp_properties_entry *entry) {
    dp_buffer *list = context;
    dp_buffer_format(list, "%u ", entry->line);
    dp_buffer_add(list, entry->name);
    dp_buffer_add_text(list, "=[");
    dp_buffer_add(list, entry->value);
    dp_buffer_add_text(list, "];");
    return 0;
}

static void check_bytes(dp_str file, const char *expected) {
    dp_buffer list = {0};
    dp_properties_error error;
    assert_int_equal(dp_properties_parse(file, list_entry, &list, &error), 0);
    assert_null(error.message);
    assert_string_equal(dp_buffer_text(&list), expected);
    dp_buffer_close(&list);
}

static void check(const char *file, const char *expected) {
    check_bytes((dp_str){file, strlen(file)}, expected);
}

static void check_refused(dp_str file, unsigned line, const char *message) {
    dp_buffer list = {0};
    dp_properties_error error;
    assert_int_equal(dp_properties_parse(file, list_entry, &list, &error), -1);
    assert_non_null(error.message);
    assert_non_null(strstr(error.message, message));
    assert_int_equal(error.line, line);
    dp_buffer_close(&list);
}

static void test_separators_are_equals_colon_and_blanks(void **state) {
    (void)state;
    check("a=1\nb:2\nc 3\nd = 4\n e : 5\nf\t6\ng==7\nh = :8\n",
          "1 a=[1];2 b=[2];3 c=[3];4 d=[4];5 e=[5];6 f=[6];7 g=[=7];8 h=[:8];");
}

static void test_names_without_value_are_empty(void **state) {
    (void)state;
    check("a\nb=\nc:", "1 a=[];2 b=[];3 c=[];");
    check("=x", "1 =[x];");
}

static void test_comments_and_empty_lines_are_skipped(void **state) {
    (void)state;
    check("# a=1\n  ! b=2\n\n   \t\nc=3 # not a comment\n", "5 c=[3 # not a comment];");
}

static void test_comments_are_not_continued(void **state) {
    (void)state;
    check("# comment \\\na=1\n", "2 a=[1];");
}

static void test_lines_are_joined_and_counted(void **state) {
    (void)state;
    check("a = one,\\\n    two,\\\r\n  three\nb=2\n", "1 a=[one,two,three];4 b=[2];");
    check("na\\\n  me=1\n", "1 name=[1];");
    check("a=even\\\\\nb=2\n", "1 a=[even\\];2 b=[2];");
    check("a \\\n = 1\n", "1 a=[1];");
}

static void test_all_line_ends_work(void **state) {
    (void)state;
    check("a=1\rb=2\r\nc=3", "1 a=[1];2 b=[2];3 c=[3];");
}

static void test_escapes_are_those_of_java(void **state) {
    (void)state;
    check("a\\ b\\=c\\:d=1\n", "1 a b=c:d=[1];");
    check("a=\\t|\\n|\\r|\\f|\\q|\\\\\n", "1 a=[\t|\n|\r|\f|q|\\];");
    check("a=\\u00e9\\u20AC\\ud83d\\uDE00\n", "1 a=[é€😀];");
    check("\\#a=1\n", "1 #a=[1];");
}

static void test_utf8_and_byte_order_mark_are_read(void **state) {
    (void)state;
    check(
        "\xEF\xBB\xBF"
        "clé=dépêche\n",
        "1 clé=[dépêche];");
}

static void test_trailing_blanks_belong_to_the_value(void **state) {
    (void)state;
    check("a=1 \n", "1 a=[1 ];");
}

static void test_empty_files_have_no_entries(void **state) {
    (void)state;
    check("", "");
    check("\\", "");
    check("a=\\", "1 a=[];");
}

static void test_malformed_files_are_refused_with_their_line(void **state) {
    (void)state;
    check_refused(DP_STR("a=1\nb=\\u12g4\n"), 2, "four hexadecimal digits");
    check_refused(DP_STR("a=\\u"), 1, "four hexadecimal digits");
    check_refused(DP_STR("a=\\ud800\n"), 1, "surrogate");
    check_refused(DP_STR("a=\\ud800\\u0041\n"), 1, "surrogate");
    check_refused(DP_STR("a=\\udc00\n"), 1, "surrogate");
    check_refused(DP_STR("a=\\u0000\n"), 1, "not allowed");
    check_refused(DP_STR("a=1\n\nb=\0"), 3, "zero byte");
    check_refused(DP_STR("a=caf\xE9\n"), 1, "UTF-8");
    check_refused(DP_STR("\xFF\xFE=1\n"), 1, "UTF-8");
}

static int stop_at_second(void *context, const dp_properties_entry *entry) {
    (void)entry;
    return ++*(int *)context == 2 ? 7 : 0;
}

static void test_the_callers_result_stops_the_parser(void **state) {
    (void)state;
    int seen = 0;
    dp_properties_error error;
    assert_int_equal(dp_properties_parse(DP_STR("a=1\nb=2\nc=3\n"), stop_at_second, &seen, &error), 7);
    assert_int_equal(seen, 2);
    assert_null(error.message);
}

static int ignore_entry(void *context, const dp_properties_entry *entry) {
    (void)context;
    (void)entry;
    return 0;
}

static void test_memory_failure_is_reported(void **state) {
    (void)state;
    dp_properties_error error;
    for (unsigned long at = 1; at <= 2; at++) {
        dp_memory_fail_at(at);
        int result = dp_properties_parse(DP_STR("name=value\n"), ignore_entry, NULL, &error);
        dp_memory_fail_at(0);
        assert_int_equal(result, -1);
        assert_string_equal(error.message, "memory is out");
    }
}

/* Every byte pair after a name: never a crash, and what is accepted is valid UTF-8. */
static void test_any_bytes_are_survived(void **state) {
    (void)state;
    dp_properties_error error;
    for (int first = 0; first < 256; first++) {
        for (int second = 0; second < 256; second++) {
            char file[] = {'a', '=', (char)first, (char)second, '\\', 'u'};
            int result = dp_properties_parse((dp_str){file, sizeof file}, ignore_entry, NULL, &error);
            assert_true(result == 0 || error.message);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_separators_are_equals_colon_and_blanks),
        cmocka_unit_test(test_names_without_value_are_empty),
        cmocka_unit_test(test_comments_and_empty_lines_are_skipped),
        cmocka_unit_test(test_comments_are_not_continued),
        cmocka_unit_test(test_lines_are_joined_and_counted),
        cmocka_unit_test(test_all_line_ends_work),
        cmocka_unit_test(test_escapes_are_those_of_java),
        cmocka_unit_test(test_utf8_and_byte_order_mark_are_read),
        cmocka_unit_test(test_trailing_blanks_belong_to_the_value),
        cmocka_unit_test(test_empty_files_have_no_entries),
        cmocka_unit_test(test_malformed_files_are_refused_with_their_line),
        cmocka_unit_test(test_the_callers_result_stops_the_parser),
        cmocka_unit_test(test_memory_failure_is_reported),
        cmocka_unit_test(test_any_bytes_are_survived),
    };
    return cmocka_run_group_tests_name("ops properties", tests, NULL, NULL);
}
