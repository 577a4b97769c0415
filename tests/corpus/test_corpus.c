#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "corpus/folder.h"
#include "corpus/gold.h"

#define HEAD "# id: x-1\n# date: 2024-03-14\n# source: agence\n# language: fr\n\n"

static depeche_status parse(dp_arena *arena, const char *body, dp_gold *gold, depeche_error *error) {
    return dp_gold_parse(arena, "x.ann", (dp_str){body, strlen(body)}, gold, error);
}

static void assert_slice(const dp_gold *gold, depeche_span span, const char *expected) {
    dp_str slice = {gold->text.at + span.byte_start, span.byte_end - span.byte_start};
    assert_true(dp_str_equal(slice, (dp_str){expected, strlen(expected)}));
}

static void test_document_gives_text_entities_and_claims(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_gold gold;
    assert_int_equal(parse(&arena,
                           HEAD "## <LOC>Été</LOC> : <S1>elle</S1> <V1>promet</V1> <N1>du pain</N1>\n\n"
                                "<CW/><C2>« Oui »</C2>, <V2>a-t-</V2><S2 who=\"Odile Ferrand\">elle</S2> "
                                "<V2>dit</V2> <DATE>lundi</DATE>, <C2>« non »</C2>.\n",
                           &gold, NULL),
                     DEPECHE_OK);
    assert_true(dp_str_equal(gold.id, DP_STR("x-1")));
    assert_true(dp_str_equal(gold.date, DP_STR("2024-03-14")));
    assert_true(dp_str_equal(gold.text, DP_STR("Été : elle promet du pain\n\n« Oui », a-t-elle dit lundi, « non ».")));
    assert_int_equal(gold.title_length, strlen("Été : elle promet du pain"));
    assert_int_equal(gold.entity_count, 2);
    assert_true(dp_str_equal(gold.entities[0].type, DP_STR("LOC")));
    assert_int_equal(gold.entities[0].span.end, 3);
    assert_int_equal(gold.entities[0].span.byte_end, 5);
    assert_slice(&gold, gold.entities[1].span, "lundi");
    assert_int_equal(gold.claim_count, 2);
    assert_true(gold.claims[0].nominal);
    assert_slice(&gold, gold.claims[0].source, "elle");
    assert_false(gold.claims[1].nominal);
    assert_int_equal(gold.claims[1].content_count, 2);
    assert_slice(&gold, gold.claims[1].contents[1], "« non »");
    assert_int_equal(gold.claims[1].cue_count, 2);
    assert_slice(&gold, gold.claims[1].cues[0], "a-t-");
    assert_true(dp_str_equal(gold.claims[1].who, DP_STR("Odile Ferrand")));
    assert_int_equal(gold.check_worthy_count, 1);
    assert_int_equal(gold.check_worthy[0].start, 27);
    dp_arena_close(&arena);
}

static void test_windows_line_ends_change_nothing(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_gold gold;
    const char *file =
        "# id: a\r\n# date: b\r\n# source: c\r\n# language: fr\r\n\r\n## T\r\n\r\nUn <PER>X</PER>.\r\n\r\n";
    assert_int_equal(parse(&arena, file, &gold, NULL), DEPECHE_OK);
    assert_true(dp_str_equal(gold.text, DP_STR("T\n\nUn X.")));
    assert_true(dp_str_equal(gold.language, DP_STR("fr")));
    dp_arena_close(&arena);
}

static void test_offences_are_named_with_file_and_line(void **state) {
    (void)state;
    static const struct {
        const char *file, *message;
    } cases[] = {
        {"# id: a\n\n## T\n", "x.ann:2: the header lacks date"},
        {"", "x.ann:1: the header lacks id"},
        {HEAD "## T\n\nA \xE9t\n", "x.ann:8: not UTF-8"},
        {HEAD "T\n", "x.ann:6: the text does not start with '## ' and a title"},
        {HEAD "## T\n\n<PER>A", "x.ann:8: a tag is never closed: PER"},
        {HEAD "## T\n\nA</PER>", "x.ann:8: a closing tag without its opening tag: PER"},
        {HEAD "## T\n\n<PER>A</ORG>", "x.ann:8: a closing tag without its opening tag: ORG"},
        {HEAD "## T\n\n<S1>A</S2>", "x.ann:8: a closing tag without its opening tag: S"},
        {HEAD "## T\n\n<PER>A <ORG>B</ORG></PER>", "x.ann:8: an entity inside an entity: ORG"},
        {HEAD "## T\n\n<PER><C1>A <ORG>B</ORG></C1></PER>", "x.ann:8: an entity inside an entity: ORG"},
        {HEAD "## T\n\n<PER></PER>", "x.ann:8: an empty tag: PER"},
        {HEAD "## T\n\n<PER> A</PER>", "x.ann:8: a tag with outer spaces:  A"},
        {HEAD "## T\n\n<PER>A\xc2\xa0</PER>", "x.ann:8: a tag with outer spaces: A\xc2\xa0"},
        {HEAD "## T\n\n<XYZ>A</XYZ>", "x.ann:8: unknown tag XYZ"},
        {HEAD "## T\n\n<PER1>A</PER1>", "x.ann:8: unknown tag PER"},
        {HEAD "## T\n\n<S>A</S>", "x.ann:8: unknown tag S"},
        {HEAD "## T\n\na < b", "x.ann:8: a stray angle bracket"},
        {HEAD "## T\n\na > b", "x.ann:8: a stray angle bracket"},
        {HEAD "## T\n\n<S1 who=\"x>A</S1>", "x.ann:8: a stray angle bracket"},
        {HEAD "## T\n\n<S1>A</S1> <S1>B</S1> <V1>c</V1> <C1>d</C1>", "x.ann:8: a claim has two sources"},
        {HEAD "## T\n\n<S1>A</S1> <V1>dit</V1>", "x.ann:8: a claim without content"},
        {HEAD "## T\n\n<C1>A</C1>", "x.ann:8: a claim without a cue whose content has no who="},
    };
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_gold gold;
        depeche_error error;
        assert_int_equal(parse(&arena, cases[i].file, &gold, &error), DEPECHE_ERROR_PACK_FORMAT);
        assert_string_equal(error.message, cases[i].message);
    }
    dp_arena_close(&arena);
}

static void test_deep_nesting_is_refused(void **state) {
    (void)state;
    static char file[4096] = HEAD "## T\n\n";
    for (int i = 0; i < 100; i++) strcat(file, "<C1>");
    dp_arena arena;
    dp_arena_init(&arena);
    dp_gold gold;
    depeche_error error;
    assert_int_equal(parse(&arena, file, &gold, &error), DEPECHE_ERROR_PACK_FORMAT);
    assert_non_null(strstr(error.message, "too deep"));
    dp_arena_close(&arena);
}

static void test_every_cut_of_a_document_is_survived(void **state) {
    (void)state;
    static const char file[] = HEAD "## T\n\n<CW/><C1>« <PER>A</PER> »</C1>, <V1>dit</V1> <S1 who=\"B\">il</S1>.";
    dp_arena arena;
    dp_arena_init(&arena);
    uint32_t read = 0;
    for (size_t length = 0; length < sizeof file; length++) {
        dp_gold gold;
        read += dp_gold_parse(&arena, "x", (dp_str){file, length}, &gold, NULL) == DEPECHE_OK;
    }
    assert_true(read > 0);
    dp_arena_close(&arena);
}

static void test_every_failed_allocation_is_reported(void **state) {
    (void)state;
    static char file[40000] = HEAD "## T\n\n";
    for (int i = 0; i < 1000; i++) strcat(file, "<PER>A</PER> <CW/>b ");
    depeche_status status = DEPECHE_ERROR_MEMORY;
    for (unsigned long number = 1; status == DEPECHE_ERROR_MEMORY; number++) {
        dp_arena arena;
        dp_arena_init(&arena);
        dp_gold gold;
        dp_memory_fail_at(number);
        status = parse(&arena, file, &gold, NULL);
        dp_memory_fail_at(0);
        dp_arena_close(&arena);
        assert_true(number < 100);
    }
    assert_int_equal(status, DEPECHE_OK);
}

static void test_the_whole_corpus_can_be_read(void **state) {
    (void)state;
    const char *source = getenv("DEPECHE_SOURCE");
    assert_non_null(source);
    char path[4096];
    snprintf(path, sizeof path, "%s/src/lang/fr/corpus", source);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_folder folder;
    assert_int_equal(dp_folder_list(&arena, path, ".ann", &folder, NULL), DEPECHE_OK);
    assert_true(folder.count > 700);
    uint32_t entities = 0, claims = 0;
    for (uint32_t i = 0; i < folder.count; i++) {
        dp_gold gold;
        depeche_error error = {0};
        if (i) assert_true(strcmp(folder.paths[i - 1], folder.paths[i]) < 0);
        if (dp_gold_read(&arena, folder.paths[i], &gold, &error)) fail_msg("%s", error.message);
        entities += gold.entity_count;
        claims += gold.claim_count;
        for (uint32_t e = 1; e < gold.entity_count; e++) {
            assert_true(gold.entities[e - 1].span.end <= gold.entities[e].span.start);
        }
    }
    assert_true(entities > 20000);
    assert_true(claims > 4000);
    dp_arena_close(&arena);
}

static void test_missing_files_are_named(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_gold gold;
    dp_folder folder;
    depeche_error error;
    assert_int_equal(dp_gold_read(&arena, "/no/such/file.ann", &gold, &error), DEPECHE_ERROR_IO);
    assert_non_null(strstr(error.message, "/no/such/file.ann"));
    assert_int_equal(dp_folder_list(&arena, "/no/such", ".ann", &folder, &error), DEPECHE_ERROR_IO);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document_gives_text_entities_and_claims),
        cmocka_unit_test(test_windows_line_ends_change_nothing),
        cmocka_unit_test(test_offences_are_named_with_file_and_line),
        cmocka_unit_test(test_deep_nesting_is_refused),
        cmocka_unit_test(test_every_cut_of_a_document_is_survived),
        cmocka_unit_test(test_every_failed_allocation_is_reported),
        cmocka_unit_test(test_the_whole_corpus_can_be_read),
        cmocka_unit_test(test_missing_files_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
