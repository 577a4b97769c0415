/* `depeche analyze` and `depeche demo` of the built program. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../article/documents.h"
#include "program.h"

#define ARTICLE                                                                                               \
    "{\"id\":\"a-1\",\"title\":\"Titre\",\"published_at\":\"2025-09-04\",\"source\":\"Le Journal\","          \
    "\"text\":\"Le pr\\u00e9sident russe Vladimir Poutine a d\\u00e9clar\\u00e9 jeudi \\u00e0 Moscou que la " \
    "guerre finirait. Il a promis 2 millions d'euros.\"}"
#define SPANISH                                                                                                   \
    "{\"id\":\"a-2\",\"text\":\"El presidente del Gobierno anunció ayer en Madrid que las elecciones serán en " \
    "mayo.\"}"

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static void check_code(const program *p, int code) {
    if (p->code != code) fail_msg("exit code %d, not %d: %s%s", p->code, code, p->output, p->errors);
}

/* Each line of the output is a document; gives how many, keeps them for the validator, and the last parsed. */
static size_t check_documents(const char *output, json_t **last) {
    size_t count = 0;
    *last = NULL;
    for (const char *line = output; *line; count++) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        json_decref(*last);
        *last = json_loadb(line, (size_t)(end - line), 0, NULL);
        assert_true(json_is_object(*last));
        test_document_keep((dp_str){line, (size_t)(end - line)});
        line = end + 1;
    }
    return count;
}

static const char *text_of(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "(absent)";
}

static void test_json_article_from_a_file(void **state) {
    (void)state;
    char path[64];
    program_file(path, ARTICLE);
    program p;
    json_t *document;
    program_run(&p, NULL, "analyze", path, NULL);
    check_code(&p, 0);
    assert_int_equal(check_documents(p.output, &document), 1);
    assert_string_equal(text_of(document, "id"), "a-1");
    assert_string_equal(text_of(document, "language"), "fr");
    assert_int_equal(strncmp(text_of(document, "text"), "Titre\n\nLe pr", 12), 0);
    json_decref(document);
    program_close(&p);
    unlink(path);
}

static void test_json_lines_from_standard_input(void **state) {
    (void)state;
    program p;
    json_t *document;
    program_run(&p, ARTICLE "\n" SPANISH "\n", "analyze", NULL);
    check_code(&p, 0);
    assert_int_equal(check_documents(p.output, &document), 2);
    assert_string_equal(text_of(json_object_get(document, "analysis"), "status"), "unsupported_language");
    json_decref(document);
    program_close(&p);
}

static void test_plain_text_takes_its_description_from_options(void **state) {
    (void)state;
    program p;
    json_t *document;
    program_run(&p, "Le ministre a dit \"oui\" jeudi à Paris.\n", "analyze", "--title", "Un \"titre\"", "--date",
                "2025-09-04", "--source", "Le Temps", "--language", "fr", "-", NULL);
    check_code(&p, 0);
    assert_int_equal(check_documents(p.output, &document), 1);
    assert_string_equal(text_of(document, "title"), "Un \"titre\"");
    assert_string_equal(text_of(document, "published_at"), "2025-09-04");
    assert_string_equal(text_of(document, "source"), "Le Temps");
    json_decref(document);
    program_close(&p);
    program_run(&p, "Le ministre a dit oui jeudi à Paris.\n", "analyze", "-", NULL);
    check_code(&p, 0);
    assert_int_equal(check_documents(p.output, &document), 1);
    assert_string_equal(text_of(document, "title"), "(absent)");
    assert_int_equal(strncmp(text_of(document, "text"), "Le ministre", 11), 0);
    json_decref(document);
    program_close(&p);
}

static void test_options_keep_their_sense_with_other_member_names(void **state) {
    (void)state;
    program p;
    json_t *document;
    program_run(&p, "Le ministre a dit oui jeudi à Paris.\n", "analyze", "--title", "T", "-s", "member.title=headline",
                "-s", "member.text=contenu,corps", NULL);
    check_code(&p, 0);
    assert_int_equal(check_documents(p.output, &document), 1);
    assert_string_equal(text_of(document, "title"), "T");
    json_decref(document);
    program_close(&p);
}

static void test_pretty_json_is_the_same_document(void **state) {
    (void)state;
    program plain, pretty;
    program_run(&plain, ARTICLE, "analyze", NULL);
    program_run(&pretty, ARTICLE, "analyze", "--pretty", NULL);
    json_t *a = json_loads(plain.output, 0, NULL), *b = json_loads(pretty.output, 0, NULL);
    assert_true(json_is_object(a) && json_equal(a, b));
    assert_contains(pretty.output, "\n  \"language\": \"fr\",\n");
    json_decref(a);
    json_decref(b);
    program_close(&plain);
    program_close(&pretty);
}

static void test_explained_scores_are_told_what_moved_them(void **state) {
    (void)state;
    program plain, explained;
    json_t *document;
    program_run(&plain, ARTICLE, "analyze", NULL);
    assert_null(strstr(plain.output, "check_worthiness_factors"));
    program_run(&explained, ARTICLE, "analyze", "--explain", NULL);
    check_code(&explained, 0);
    assert_int_equal(check_documents(explained.output, &document), 1);
    json_t *claim = json_array_get(json_object_get(document, "claims"), 0);
    json_t *factors = json_object_get(claim, "check_worthiness_factors");
    assert_true(json_array_size(factors) > 1);
    json_t *last = json_array_get(factors, json_array_size(factors) - 1);
    assert_string_equal(text_of(last, "feature"), "base");
    json_decref(document);
    program_close(&plain);
    program_close(&explained);
}

static void test_same_input_gives_the_same_bytes(void **state) {
    (void)state;
    static const char *const formats[] = {"json", "text", "html"};
    for (size_t i = 0; i < 3; i++) {
        program first, second;
        program_run(&first, ARTICLE, "analyze", "-f", formats[i], NULL);
        program_run(&second, ARTICLE, "analyze", "-f", formats[i], NULL);
        check_code(&first, 0);
        assert_string_equal(first.output, second.output);
        program_close(&first);
        program_close(&second);
    }
}

static void test_text_form_lists_what_was_found(void **state) {
    (void)state;
    program p;
    program_run(&p, ARTICLE, "analyze", "--format", "text", NULL);
    check_code(&p, 0);
    assert_contains(p.output, "Le Journal · 2025-09-04 · fr · a-1\n");
    assert_contains(p.output, "\nPeople\n  Vladimir Poutine");
    assert_contains(p.output, "\nLocations\n  Moscou");
    assert_null(strchr(p.output, '\033'));
    program_close(&p);
    program_run(&p, ARTICLE, "analyze", "--format", "text", "--color", "always", NULL);
    assert_contains(p.output, "\033[4;32mVladimir");
    program_close(&p);
}

static void test_html_form_is_chosen_by_the_name_of_the_output(void **state) {
    (void)state;
    char path[64], page[80];
    program_file(path, ARTICLE);
    snprintf(page, sizeof page, "%s.html", path);
    program p;
    program_run(&p, NULL, "analyze", path, "-o", page, NULL);
    check_code(&p, 0);
    assert_string_equal(p.output, "");
    program_close(&p);
    char content[65536] = "";
    FILE *file = fopen(page, "rb");
    assert_non_null(file);
    assert_true(fread(content, 1, sizeof content - 1, file) > 0);
    fclose(file);
    assert_int_equal(strncmp(content, "<!DOCTYPE html>", 15), 0);
    assert_contains(content, "<span class=\"person\" title=\"person: Vladimir Poutine\">Vladimir Poutine</span>");
    unlink(path);
    unlink(page);
}

typedef struct bad_article {
    const char *content, *reason;
} bad_article;

static void test_what_cannot_be_analysed_is_named_and_the_rest_goes_on(void **state) {
    (void)state;
    static const bad_article cases[] = {
        {"{\"text\": \"coup", "invalid_json"},
        {"{\"text\": 5}", "no_text"},
        {"{\"title\": \"seul\"}", "no_text"},
        {"caf\xE9", "invalid_utf8"},
        {"", "no_text"},
        {" \n \n", "no_text"},
    };
    char good[64];
    program_file(good, ARTICLE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bad[64];
        program_file(bad, cases[i].content);
        program p;
        json_t *document;
        program_run(&p, NULL, "analyze", bad, good, NULL);
        check_code(&p, 1);
        assert_contains(p.errors, bad);
        assert_contains(p.errors, cases[i].reason);
        assert_int_equal(check_documents(p.output, &document), 1);
        json_decref(document);
        program_close(&p);
        unlink(bad);
    }
    program p;
    program_run(&p, NULL, "analyze", "/nonexistent/file", "/tmp", good, NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "/nonexistent/file: No such file or directory");
    assert_contains(p.errors, "/tmp: Is a directory");
    assert_contains(p.output, "\"a-1\"");
    program_close(&p);
    unlink(good);
}

static void test_the_line_of_a_bad_article_is_told(void **state) {
    (void)state;
    program p;
    program_run(&p, ARTICLE "\n{broken\n" ARTICLE "\n", "analyze", "-", NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "standard input:2: invalid_json");
    program_close(&p);
}

static void test_limits_are_settings(void **state) {
    (void)state;
    char path[64];
    char *large = malloc(3000);
    assert_non_null(large);
    memset(large, 'a', 2999);
    large[2999] = '\0';
    program_file(path, large);
    free(large);
    program p;
    program_run(&p, NULL, "analyze", "-s", "article.max.size=2kB", path, NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "too_large");
    program_close(&p);
    unlink(path);
}

static void test_output_that_cannot_be_written_is_a_failure(void **state) {
    (void)state;
    program p;
    program_run(&p, ARTICLE, "analyze", "-o", "/nonexistent/out.json", NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "/nonexistent/out.json: No such file or directory");
    program_close(&p);
    if (access("/dev/full", W_OK) != 0) return;
    program_run(&p, ARTICLE, "analyze", "-o", "/dev/full", NULL);
    check_code(&p, 1);
    program_close(&p);
}

static void test_demo_brings_every_article_through(void **state) {
    (void)state;
    program p;
    json_t *document;
    program_run(&p, NULL, "demo", "--json", NULL);
    check_code(&p, 0);
    size_t count = check_documents(p.output, &document);
    assert_in_range(count, 3, 6);
    json_decref(document);
    assert_contains(p.errors, "went to the dead-letter topic articles.dead-letter, unchanged: invalid_json.");
    char all[64];
    snprintf(all, sizeof all, "All %zu arrived: %zu enriched, 1 dead letter.", count + 1, count);
    assert_contains(p.errors, all);
    program_close(&p);
}

static void test_demo_reads_for_people(void **state) {
    (void)state;
    char path[64];
    program_file(path, ARTICLE "\n" SPANISH "\n");
    program p;
    program_run(&p, NULL, "demo", "--articles", path, NULL);
    check_code(&p, 0);
    assert_contains(p.output, "Titre\n  Le Journal · 2025-09-04 · fr · a-1\n  who      Vladimir Poutine");
    assert_contains(p.output, "  where    Moscou");
    assert_contains(p.errors, "All 2 arrived: 2 enriched, 0 dead letters.");
    program_close(&p);
    unlink(path);
}

static void test_demo_refuses_files_without_articles(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "demo", "--articles", "/nonexistent/file", NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "No such file or directory");
    program_close(&p);
    program_run(&p, NULL, "demo", "--articles", "/dev/null", NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "there is no article in it");
    program_close(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_article_from_a_file),
        cmocka_unit_test(test_json_lines_from_standard_input),
        cmocka_unit_test(test_plain_text_takes_its_description_from_options),
        cmocka_unit_test(test_options_keep_their_sense_with_other_member_names),
        cmocka_unit_test(test_pretty_json_is_the_same_document),
        cmocka_unit_test(test_explained_scores_are_told_what_moved_them),
        cmocka_unit_test(test_same_input_gives_the_same_bytes),
        cmocka_unit_test(test_text_form_lists_what_was_found),
        cmocka_unit_test(test_html_form_is_chosen_by_the_name_of_the_output),
        cmocka_unit_test(test_what_cannot_be_analysed_is_named_and_the_rest_goes_on),
        cmocka_unit_test(test_the_line_of_a_bad_article_is_told),
        cmocka_unit_test(test_limits_are_settings),
        cmocka_unit_test(test_output_that_cannot_be_written_is_a_failure),
        cmocka_unit_test(test_demo_brings_every_article_through),
        cmocka_unit_test(test_demo_reads_for_people),
        cmocka_unit_test(test_demo_refuses_files_without_articles),
    };
    return cmocka_run_group_tests_name("cli analyze", tests, NULL, NULL);
}
