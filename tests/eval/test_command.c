/* `depeche eval` of the built program. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cli/program.h"

static const char ANN[] =
    "# id: ex-1\n# date: 2024-03-14\n# source: agence\n# language: fr\n\n## Une école promise à <LOC>Paris</LOC>\n\n"
    "<CW/><S1>La maire, <PER>Anne Hidalgo</PER></S1>, <V1>a assuré</V1> <DATE>mercredi</DATE> que <C1>la construction "
    "de "
    "l'école coûterait <MONEY>4,2 millions d'euros</MONEY></C1>. <C2>« Nous tiendrons le calendrier »</C2>, "
    "<V2>a-t-</V2><S2 who=\"Anne Hidalgo\">elle</S2> <V2>ajouté</V2>.\n";

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static void check_code(const program *p, int code) {
    if (p->code != code) fail_msg("exit code %d, not %d: %s%s", p->code, code, p->output, p->errors);
}

/* A file of that content whose name ends in `ending`. */
static void write_named(char path[96], const char *ending, const char *content) {
    char made[64];
    program_file(made, content);
    snprintf(path, 96, "%s%s", made, ending);
    assert_int_equal(rename(made, path), 0);
}

static json_t *figures_of(const char *output) {
    json_t *figures = json_loads(output, JSON_DISABLE_EOF_CHECK, NULL);
    assert_non_null(figures);
    return figures;
}

static double figure(const json_t *figures, const char *name, const char *part) {
    return json_number_value(json_object_get(json_object_get(figures, name), part));
}

static void test_table_and_json_tell_the_same(void **state) {
    (void)state;
    char path[96], line[96];
    write_named(path, ".ann", ANN);
    program table, json;
    program_run(&table, NULL, "eval", path, NULL);
    program_run(&json, NULL, "eval", path, "--json", NULL);
    check_code(&table, 0);
    check_code(&json, 0);
    json_t *figures = figures_of(json.output);
    assert_int_equal(json_integer_value(json_object_get(figures, "documents")), 1);
    static const char *const names[] = {"entities",  "names",     "PER",       "QTY",
                                        "claims@.5", "claims@.8", "quoted@.5", "check_worthy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(line, sizeof line, "%-12s %6.1f %6.1f %6.1f %6.0f %7.0f\n", names[i], figure(figures, names[i], "p"),
                 figure(figures, names[i], "r"), figure(figures, names[i], "f1"), figure(figures, names[i], "gold"),
                 figure(figures, names[i], "system"));
        assert_contains(table.output, line);
    }
    assert_true(figure(figures, "PER", "gold") == 1);
    assert_true(figure(figures, "claims@.5", "gold") == 2);
    json_decref(figures);
    program_close(&table);
    program_close(&json);
    unlink(path);
}

static void test_own_output_measured_again_gives_the_same_figures(void **state) {
    (void)state;
    char path[96], found[96];
    write_named(path, ".ann", ANN);
    write_named(found, ".jsonl", "");
    program analysed, given;
    program_run(&analysed, NULL, "eval", path, "-o", found, "--errors", "100", NULL);
    check_code(&analysed, 0);
    program_run(&given, NULL, "eval", path, "--system", found, "--errors", "100", NULL);
    check_code(&given, 0);
    assert_string_equal(analysed.output, given.output);
    program_close(&analysed);
    program_close(&given);
    unlink(path);
    unlink(found);
}

static void test_errors_and_page_show_what_was_missed(void **state) {
    (void)state;
    char path[96], found[96], page[96];
    write_named(path, ".ann", ANN);
    write_named(found, ".jsonl", "{\"id\":\"ex-1\",\"entities\":[{\"type\":\"ORG\",\"start\":23,\"end\":28}]}\n");
    write_named(page, ".html", "");
    program p;
    program_run(&p, NULL, "eval", path, "--system", found, "--errors", "3", "--html", page, NULL);
    check_code(&p, 0);
    assert_contains(p.output, "ex-1 missed LOC «Paris» in «Une école promise à Paris");
    assert_contains(p.output, "ex-1 missed PER «Anne Hidalgo»");
    assert_null(strstr(p.output, "missed claim"));
    program_close(&p);
    FILE *file = fopen(page, "rb");
    assert_non_null(file);
    static char html[1 << 16];
    html[fread(html, 1, sizeof html - 1, file)] = '\0';
    fclose(file);
    assert_contains(html, "<!doctype html>");
    assert_contains(html, "<tr class=\"LOC different\">");
    assert_contains(html, "<tr class=\"claim missed\">");
    assert_contains(html, "<tr class=\"sentence missed\">");
    assert_contains(html, "<mark>Paris</mark>");
    assert_contains(html, "l&#39;école");
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "http"));
    unlink(path);
    unlink(found);
    unlink(page);
}

static void test_folders_and_standoff_files_are_read(void **state) {
    (void)state;
    char folder[] = "/tmp/depeche-eval-XXXXXX", path[128], file[96];
    assert_non_null(mkdtemp(folder));
    program p;
    program_run(&p, NULL, "eval", folder, NULL);
    check_code(&p, 1);
    assert_contains(p.errors, "holds no annotated document");
    program_close(&p);
    write_named(file, ".ann", ANN);
    snprintf(path, sizeof path, "%s/one.ann", folder);
    assert_int_equal(rename(file, path), 0);
    write_named(
        file, ".jsonl",
        "{\"id\":\"s\",\"date\":\"2024-03-14\",\"source\":\"x\",\"language\":\"fr\",\"text\":\"Le ministre est \\u00e0 "
        "Paris.\",\"entities\":[{\"type\":\"LOC\",\"start\":18,\"end\":23}],\"claims\":[],\"check_worthy\":[]}\n");
    program_run(&p, NULL, "eval", "--json", folder, file, NULL);
    check_code(&p, 0);
    json_t *figures = figures_of(p.output);
    assert_int_equal(json_integer_value(json_object_get(figures, "documents")), 2);
    assert_true(figure(figures, "LOC", "gold") == 2);
    json_decref(figures);
    program_close(&p);
    unlink(file);
    unlink(path);
    rmdir(folder);
}

static void test_bad_files_are_failures_with_a_reason(void **state) {
    (void)state;
    char ann[96], lines[96], good[96];
    write_named(ann, ".ann", "# id: x\n\n## Titre\n");
    write_named(lines, ".jsonl", "{\"id\":1}\n");
    write_named(good, ".ann", ANN);
    const struct {
        const char *arguments[4];
        const char *message;
    } cases[] = {{{"eval", ann, NULL}, "the header lacks date"},
                 {{"eval", lines, NULL}, ":1: a document without \"id\""},
                 {{"eval", "/nonexistent.ann", NULL}, "/nonexistent.ann"},
                 {{"eval", good, "--output=/nonexistent/x", NULL}, "/nonexistent/x: "},
                 {{"eval", good, "--html=/nonexistent/x", NULL}, "/nonexistent/x: "},
                 {{"eval", good, "--html=/dev/full", NULL}, "/dev/full: "},
                 {{"eval", good, "--output=/dev/full", NULL}, "/dev/full: "},
                 {{"eval", good, "--system=/nonexistent/x", NULL}, "/nonexistent/x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        program p;
        program_start(&p, cases[i].arguments);
        program_finish(&p, NULL);
        check_code(&p, 1);
        assert_contains(p.errors, cases[i].message);
        program_close(&p);
    }
    unlink(ann);
    unlink(lines);
    unlink(good);
}

static void test_documents_of_another_language_are_told(void **state) {
    (void)state;
    char path[96];
    write_named(path, ".jsonl", "{\"id\":\"e\",\"text\":\"Nothing.\",\"language\":\"en\"}\n");
    program p;
    program_run(&p, NULL, "eval", path, NULL);
    check_code(&p, 0);
    assert_contains(p.errors, "in a language without a pack, in which nothing was found: 1");
    program_close(&p);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_and_json_tell_the_same),
        cmocka_unit_test(test_own_output_measured_again_gives_the_same_figures),
        cmocka_unit_test(test_errors_and_page_show_what_was_missed),
        cmocka_unit_test(test_folders_and_standoff_files_are_read),
        cmocka_unit_test(test_bad_files_are_failures_with_a_reason),
        cmocka_unit_test(test_documents_of_another_language_are_told),
    };
    return cmocka_run_group_tests_name("depeche eval", tests, NULL, NULL);
}
