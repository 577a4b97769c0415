#include "unit.h"

#include "article/splitter.h"

typedef struct expected {
    const char *article;
    size_t line;
} expected;

static void check(const char *file, dp_file_form form, const expected *articles, size_t count) {
    dp_splitter splitter;
    dp_str article;
    size_t line;
    dp_splitter_open(&splitter, (dp_str){file, strlen(file)}, 64);
    assert_int_equal(splitter.form, form);
    for (size_t i = 0; i < count; i++) {
        assert_true(dp_splitter_next(&splitter, &article, &line));
        if (!dp_str_equal(article, (dp_str){articles[i].article, strlen(articles[i].article)})) {
            fail_msg("\"%.*s\" is not \"%s\"", (int)article.len, article.at, articles[i].article);
        }
        assert_int_equal(line, articles[i].line);
    }
    assert_false(dp_splitter_next(&splitter, &article, &line));
    assert_false(dp_splitter_next(&splitter, &article, &line));
}

#define CHECK(file, form, ...)                                           \
    do {                                                                 \
        static const expected articles[] = {__VA_ARGS__};                \
        check(file, form, articles, sizeof articles / sizeof *articles); \
    } while (0)

static void test_text_is_one_article(void **state) {
    (void)state;
    CHECK("Une ligne.\n\nUne autre.\n", DP_FILE_ARTICLE, {"Une ligne.\n\nUne autre.\n", 1});
    CHECK("[Mise à jour] Un texte.\n{\"text\":\"a\"}\n", DP_FILE_ARTICLE,
          {"[Mise à jour] Un texte.\n{\"text\":\"a\"}\n", 1});
    check("", DP_FILE_ARTICLE, NULL, 0);
}

static void test_one_object_is_one_article_over_any_lines(void **state) {
    (void)state;
    CHECK("{\n \"text\": \"a\"\n}\n", DP_FILE_ARTICLE, {"{\n \"text\": \"a\"\n}\n", 1});
    CHECK("\xEF\xBB\xBF{\"text\":\"a\"}", DP_FILE_ARTICLE, {"\xEF\xBB\xBF{\"text\":\"a\"}", 1});
}

static void test_lines_are_articles(void **state) {
    (void)state;
    CHECK("{\"text\":\"a\"}\n{\"text\":\"b\"}\n\n \n{\"text\":\"c\"}", DP_FILE_LINES, {"{\"text\":\"a\"}", 1},
          {"{\"text\":\"b\"}", 2}, {"{\"text\":\"c\"}", 5});
    CHECK("\xEF\xBB\xBF\n{\"a\":1}\r\n{\"b\":2}\r\n", DP_FILE_LINES, {"{\"a\":1}\r", 2}, {"{\"b\":2}\r", 3});
}

static void test_a_broken_line_does_not_hide_the_others(void **state) {
    (void)state;
    CHECK("{\"text\":\"a\n{\"text\":\"b\"}\nx\n{\"text\":\"c\"}\n", DP_FILE_LINES, {"{\"text\":\"a", 1},
          {"{\"text\":\"b\"}", 2}, {"x", 3}, {"{\"text\":\"c\"}", 4});
}

static void test_objects_one_after_the_other(void **state) {
    (void)state;
    CHECK("{\n\"text\":\"a\"\n}\n{\n\"text\":\"b\"\n}\n", DP_FILE_SEQUENCE, {"{\n\"text\":\"a\"\n}", 1},
          {"{\n\"text\":\"b\"\n}", 4});
    CHECK("{\n\"text\":\"a\"\n}{\"text\":\"b\"} {broken\n", DP_FILE_SEQUENCE, {"{\n\"text\":\"a\"\n}", 1},
          {"{\"text\":\"b\"}", 3}, {"{broken\n", 3});
}

static void test_elements_of_an_array_are_articles(void **state) {
    (void)state;
    CHECK("[\n {\"text\":\"a\"},\n {\"text\":\"b\"}\n]\n", DP_FILE_ARRAY, {"{\"text\":\"a\"}", 2},
          {"{\"text\":\"b\"}", 3});
    CHECK("[1,2]", DP_FILE_ARTICLE, {"[1,2]", 1});
    CHECK("[]", DP_FILE_ARTICLE, {"[]", 1});
    CHECK("[{\"text\":\"a\"}] et après", DP_FILE_ARTICLE, {"[{\"text\":\"a\"}] et après", 1});
}

static void test_broken_object_is_left_to_the_decoder(void **state) {
    (void)state;
    CHECK("{\"text\":\n", DP_FILE_ARTICLE, {"{\"text\":\n", 1});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_one_article),
        cmocka_unit_test(test_one_object_is_one_article_over_any_lines),
        cmocka_unit_test(test_lines_are_articles),
        cmocka_unit_test(test_a_broken_line_does_not_hide_the_others),
        cmocka_unit_test(test_objects_one_after_the_other),
        cmocka_unit_test(test_elements_of_an_array_are_articles),
        cmocka_unit_test(test_broken_object_is_left_to_the_decoder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
