/* The measures: sentences, overlap, names, optional annotations, stand-off files. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "eval/cover.h"
#include "eval/score.h"
#include "eval/speaker_name.h"
#include "eval/splitting.h"
#include "eval/standoff.h"

static dp_arena arena;

static dp_str str(const char *text) {
    return (dp_str){text, strlen(text)};
}

/* ----------------------------------------------------------------------------------------------- sentences */

static dp_splitting split(dp_str text, dp_letters *letters) {
    dp_splitting splitting;
    assert_int_equal(dp_letters_count(&arena, text, letters), 0);
    assert_int_equal(dp_splitting_find(&arena, letters, &splitting), 0);
    return splitting;
}

static void check_cuts(const char *text, const char *expected) {
    dp_letters letters;
    dp_splitting splitting = split(str(text), &letters);
    char cuts[256] = "";
    for (uint32_t i = 0; i < splitting.count; i++) {
        size_t used = strlen(cuts);
        snprintf(cuts + used, sizeof cuts - used, "%s%u", i ? " " : "", splitting.cuts[i]);
    }
    if (strcmp(cuts, expected) != 0) fail_msg("\"%s\" is cut at %s, not at %s", text, cuts, expected);
}

static void test_sentences_end_where_the_definition_says(void **state) {
    (void)state;
    check_cuts("", "0");
    check_cuts("Un. Deux? Trois", "0 4 10");
    check_cuts("Un. deux", "0");
    check_cuts("Un.Deux", "0");
    check_cuts("Titre\n\nTexte", "0 7");
    check_cuts("Il part. 12 restent", "0 9");
    check_cuts("« Oui. » Il part", "0 9");
    check_cuts("« Oui.» Il part", "0 8");
    check_cuts("Oui. « Non »", "0 5");
    check_cuts("Oui. - Non", "0 5");
    check_cuts("M. Kim et Mme. Ri", "0");
    check_cuts("art. 3, etc. Fin", "0");
    check_cuts("ne. Fin... Oui", "0 4 11");
    check_cuts("J.-C. Il", "0");
    check_cuts("fin.\" Il", "0 6");
}

static void test_sentences_take_linear_time(void **state) {
    (void)state;
    static const char *const patterns[] = {".", ". ", ".\" ", " ", "\n", ".\n\" ", "- ", ". -   "};
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t length = strlen(patterns[p]);
        for (size_t i = 0; i < SIZE; i++) text[i] = patterns[p][i % length];
        dp_letters letters;
        clock_t start = clock();
        dp_splitting splitting = split((dp_str){text, SIZE}, &letters);
        assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
        assert_int_equal(splitting.cuts[splitting.count], SIZE);
        dp_arena_reset(&arena);
    }
    free(text);
}

static void test_offsets_fall_into_their_sentence(void **state) {
    (void)state;
    dp_letters letters;
    dp_splitting splitting = split(str("Un. Deux\n"), &letters);
    assert_int_equal(splitting.count, 3);
    assert_int_equal(dp_splitting_of(&splitting, 0), 0);
    assert_int_equal(dp_splitting_of(&splitting, 3), 0);
    assert_int_equal(dp_splitting_of(&splitting, 4), 1);
    assert_int_equal(dp_splitting_of(&splitting, 9), 3);
    assert_true(dp_splitting_is_sentence(&splitting, &letters, 1));
    assert_false(dp_splitting_is_sentence(&splitting, &letters, 2));
}

/* ------------------------------------------------------------------------------------------------- overlap */

static dp_cover cover(const dp_letters *letters, uint32_t start, uint32_t end) {
    depeche_span span = {start, end, 0, 0};
    dp_cover made;
    assert_int_equal(dp_cover_build(&arena, letters, &span, 1, &made), 0);
    return made;
}

static void test_overlap_leaves_out_white_space_and_counts_once(void **state) {
    (void)state;
    dp_letters letters;
    assert_int_equal(dp_letters_count(&arena,
                                      str("ab cd\xC2\xA0"
                                          "ef"),
                                      &letters),
                     0);
    depeche_span spans[] = {{3, 8, 0, 0}, {0, 5, 0, 0}, {4, 4, 0, 0}};
    dp_cover all;
    assert_int_equal(dp_cover_build(&arena, &letters, spans, 3, &all), 0);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.size, 6);
    dp_cover part = cover(&letters, 2, 6);
    assert_int_equal(part.size, 2);
    assert_int_equal(dp_cover_shared(&letters, &all, &part), 2);
}

static void test_pairs_take_the_best_overlap_first_then_the_order(void **state) {
    (void)state;
    dp_letters letters;
    assert_int_equal(dp_letters_count(&arena, str("abcdefghij"), &letters), 0);
    dp_cover gold[] = {cover(&letters, 0, 4), cover(&letters, 4, 8)};
    dp_cover found[] = {cover(&letters, 2, 8), cover(&letters, 2, 6), cover(&letters, 9, 10)};
    dp_pairs pairs;
    assert_int_equal(dp_cover_match(&arena, &letters, gold, 2, found, 3, &pairs), 0);
    assert_int_equal(pairs.count, 2);
    assert_int_equal(pairs.at[0].a, 1);
    assert_int_equal(pairs.at[0].b, 0);
    assert_int_equal(pairs.at[1].a, 0);
    assert_int_equal(pairs.at[1].b, 1);
    assert_true(pairs.at[1].overlap > .33 && pairs.at[1].overlap < .34);
}

static void test_speakers_are_the_same_by_their_last_word(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {{"Kim Jong Un", "UN", true},   {"Odile Ferrand", "Ferrand", true},
                 {"Ferrand", "Ferrant", false}, {"Élysée", "l'élysée", true},
                 {"KCNA", "", false},           {"…", "", true},
                 {"R2_D2", "d2", false},        {"ΟΔΟΣ", "οδος", true},
                 {"Ugo (LFI)", "lfi", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool same;
        assert_int_equal(dp_speaker_name_compare(&arena, str(cases[i].a), str(cases[i].b), &same), 0);
        if (same != cases[i].same) fail_msg("%s and %s", cases[i].a, cases[i].b);
    }
}

/* --------------------------------------------------------------------------------------------------- files */

static const char GOLD[] =
    "{\"id\":\"é1\",\"date\":\"2024-03-14\",\"source\":\"agence\",\"language\":\"fr\",\"text\":\"Valmer \\u00e0 "
    "l\\u2019eau\\n\\nLa maire Odile Ferrand a dit que tout va bien. Il pleut.\",\"entities\":[{\"type\":\"LOC\","
    "\"start\":0,\"end\":6},{\"type\":\"PER\",\"start\":25,\"end\":38}],\"claims\":[{\"id\":4,\"source\":{\"start\":16,"
    "\"end\":38},\"cue\":[{\"start\":39,\"end\":44}],\"content\":[{\"start\":49,\"end\":61}],\"nominal\":false,"
    "\"who\":null}],\"check_worthy\":[16],\"optional\":{\"entities\":[{\"start\":7,\"end\":8}],\"claims\":[[{\"start\":"
    "63,\"end\":71}]],\"check_worthy\":[70]}}\n";

static dp_exams read_gold(const char *bytes) {
    dp_exams exams = {0};
    depeche_error error;
    if (dp_standoff_read(&arena, "gold", str(bytes), &exams, &error)) fail_msg("%s", error.message);
    return exams;
}

static dp_score score(const dp_exams *exams, const char *system, dp_comparisons *compared) {
    dp_gold found[2] = {0};
    depeche_error error;
    if (dp_standoff_read_system(&arena, "system", str(system), exams, found, &error)) fail_msg("%s", error.message);
    dp_score made = {0};
    assert_int_equal(dp_score_add(&arena, &exams->at[0], &found[0], &made, compared), 0);
    return made;
}

static void test_standoff_documents_are_read_with_both_offsets(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    assert_int_equal(exams.count, 1);
    const dp_exam *exam = &exams.at[0];
    assert_int_equal(exam->gold.title_length, strlen("Valmer à l’eau"));
    depeche_span span = exam->gold.entities[1].span;
    assert_true(dp_str_equal((dp_str){exam->gold.text.at + span.byte_start, span.byte_end - span.byte_start},
                             DP_STR("Odile Ferrand")));
    assert_int_equal(exam->gold.claims[0].number, 4);
    assert_int_equal(exam->optional.claim_count, 1);
}

static void test_perfect_findings_score_100(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    dp_comparisons compared;
    dp_score made =
        score(&exams,
              "{\"id\":\"\\u00e91\",\"entities\":[{\"type\":\"PER\",\"start\":25,\"end\":38},{\"type\":"
              "\"LOC\",\"start\":0,\"end\":6}],\"claims\":[{\"content\":[{\"start\":49,\"end\":61}],\"cue\":"
              "[{\"start\":41,\"end\":44}],\"source\":{\"start\":19,\"end\":38},\"who\":\"Odile Ferrand\"}],"
              "\"check_worthy\":[20]}",
              &compared);
    dp_figure figures[DP_FIGURES_MAX];
    size_t count = dp_score_figures(&made, figures);
    for (size_t i = 0; i < count; i++) {
        if (figures[i].count.gold) assert_true(dp_count_f1(figures[i].count) >= 100.0);
        if (!figures[i].count.gold) assert_int_equal(figures[i].count.found, 0);
    }
    assert_int_equal(made.cues + made.sources + made.speakers, 3);
    for (uint32_t i = 0; i < compared.list.count; i++) assert_int_equal(compared.list.at[i].agreement, DP_AGREES);
    assert_int_equal(dp_score_print_errors(&exams.at[0], &exams.at[0].gold, &compared, 9, stdout), 0);
}

static void test_optional_annotations_count_neither_way(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    dp_comparisons compared;
    dp_score made = score(&exams,
                          "{\"id\":\"\\u00e91\",\"entities\":[{\"type\":\"ORG\",\"start\":7,\"end\":10}],\"claims\":["
                          "{\"content\":[{\"start\":63,\"end\":71}]}],\"check_worthy\":[64]}",
                          &compared);
    assert_int_equal(made.types[DP_TAG_ORG].found, 0);
    assert_int_equal(made.claims50.found, 0);
    assert_int_equal(made.claims50.gold, 1);
    assert_int_equal(made.check_worthy.found, 0);
    assert_int_equal(made.check_worthy.gold, 1);
}

static void test_overlapping_errors_stand_side_by_side(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    dp_comparisons compared;
    dp_score made =
        score(&exams, "{\"id\":\"\\u00e91\",\"entities\":[{\"type\":\"PER\",\"start\":19,\"end\":38}]}", &compared);
    assert_int_equal(made.types[DP_TAG_PER].right, 0);
    assert_int_equal(compared.list.at[0].agreement, DP_MISSED);
    assert_int_equal(compared.list.at[1].agreement, DP_DIFFERS);
    assert_int_equal(compared.list.at[1].gold, 1);
    assert_int_equal(compared.list.at[1].system, 0);
    char *lines = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&lines, &size);
    assert_non_null(memory);
    dp_gold found = {.entities = &(dp_gold_entity){DP_STR("PER"), {19, 38, 22, 41}}, .entity_count = 1};
    assert_int_equal(dp_score_print_errors(&exams.at[0], &found, &compared, 3, memory), 3);
    fclose(memory);
    assert_non_null(strstr(lines, "é1 missed LOC «Valmer» in «Valmer à l’eau\n\nLa maire Odile Ferra»\n"));
    assert_non_null(strstr(lines, "é1 missed PER «Odile Ferrand» in «"));
    assert_non_null(strstr(lines, "é1 wrong PER «maire Odile Ferrand» in «Valmer à"));
    free(lines);
}

static void test_written_findings_are_read_back(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    char *lines = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&lines, &size);
    assert_non_null(memory);
    assert_int_equal(dp_standoff_write(&exams.at[0].gold, exams.at[0].gold.id, memory), 0);
    fclose(memory);
    dp_comparisons compared;
    dp_score made = score(&exams, lines, &compared);
    free(lines);
    assert_int_equal(made.claims80.right, 1);
    assert_int_equal(made.types[DP_TAG_PER].right, 1);
    assert_int_equal(made.check_worthy.right, 1);
}

static void test_broken_files_are_named_with_their_line(void **state) {
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"{", "gold:2: "},
        {"[]", "gold:2: not a JSON object"},
        {"{\"id\":\"x\"}", "gold:2: a document without \"text\""},
        {"{\"text\":\"x\"}", "gold:2: a document without \"id\""},
        {"{\"id\":\"x\",\"text\":\"abc\",\"entities\":[{\"type\":\"PER\",\"start\":2,\"end\":4}]}",
         "gold:2: a span without \"start\" and \"end\" inside the text"},
        {"{\"id\":\"x\",\"text\":\"abc\",\"entities\":[{\"type\":\"PER\",\"start\":2,\"end\":1}]}", "gold:2: a span"},
        {"{\"id\":\"x\",\"text\":\"abc\",\"entities\":[{\"type\":\"DOG\",\"start\":0,\"end\":1}]}",
         "gold:2: an entity of no known type"},
        {"{\"id\":\"x\",\"text\":\"abc\",\"check_worthy\":[-1]}", "gold:2: an offset outside of the text"},
        {"{\"id\":\"x\",\"text\":\"abc\",\"claims\":[{\"content\":[7]}]}", "gold:2: a span"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char file[512];
        snprintf(file, sizeof file, "\n%s\n", cases[i].line);
        dp_exams exams = {0};
        depeche_error error;
        assert_int_equal(dp_standoff_read(&arena, "gold", str(file), &exams, &error), DEPECHE_ERROR_PACK_FORMAT);
        if (!strstr(error.message, cases[i].message)) fail_msg("%s: %s", cases[i].line, error.message);
    }
}

static void test_failed_allocations_are_reported(void **state) {
    (void)state;
    dp_exams exams = read_gold(GOLD);
    bool succeeded = false;
    for (unsigned long number = 1; !succeeded && number < 100; number++) {
        dp_arena fresh;
        dp_arena_init(&fresh);
        dp_score made = {0};
        dp_comparisons compared;
        dp_memory_fail_at(number);
        succeeded = dp_score_add(&fresh, &exams.at[0], &exams.at[0].gold, &made, &compared) == 0;
        dp_memory_fail_at(0);
        dp_arena_close(&fresh);
    }
    assert_true(succeeded);
}

static int open_arena(void **state) {
    (void)state;
    dp_arena_init(&arena);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    dp_arena_close(&arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_sentences_end_where_the_definition_says),
        TEST(test_sentences_take_linear_time),
        TEST(test_offsets_fall_into_their_sentence),
        TEST(test_overlap_leaves_out_white_space_and_counts_once),
        TEST(test_pairs_take_the_best_overlap_first_then_the_order),
        TEST(test_speakers_are_the_same_by_their_last_word),
        TEST(test_standoff_documents_are_read_with_both_offsets),
        TEST(test_perfect_findings_score_100),
        TEST(test_optional_annotations_count_neither_way),
        TEST(test_overlapping_errors_stand_side_by_side),
        TEST(test_written_findings_are_read_back),
        TEST(test_broken_files_are_named_with_their_line),
        TEST(test_failed_allocations_are_reported),
    };
    return cmocka_run_group_tests_name("evaluation", tests, NULL, NULL);
}
