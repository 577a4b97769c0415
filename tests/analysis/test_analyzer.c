#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "analysis/analyzer.h"
#include "base/memory.h"

static depeche_pack *pack;

static int set_up(void **state) {
    (void)state;
    depeche_error error = {0};
    if (depeche_pack_find("fr", &pack, &error) == DEPECHE_OK) return 0;
    fprintf(stderr, "%s\n", error.message);
    return -1;
}

static int tear_down(void **state) {
    (void)state;
    depeche_pack_close(pack);
    return 0;
}

static depeche_analyzer *open_analyzer(void) {
    depeche_analyzer *analyzer;
    assert_int_equal(depeche_analyzer_new((const depeche_pack *const[]){pack}, 1, &analyzer), DEPECHE_OK);
    return analyzer;
}

static const depeche_document *run(depeche_analyzer *analyzer, depeche_article article) {
    const depeche_document *document;
    assert_int_equal(depeche_analyzer_run(analyzer, &article, &document), DEPECHE_OK);
    assert_non_null(document);
    return document;
}

static void assert_str(depeche_str string, const char *expected) {
    if (string.len != strlen(expected) || memcmp(string.at, expected, string.len) != 0) {
        fail_msg("\"%.*s\" is not \"%s\"", (int)string.len, string.at, expected);
    }
}

#define TEXT(literal) ((depeche_str){(literal), sizeof(literal) - 1})
static const char story[] =
    "La ministre Jeanne Morvan a annoncé jeudi à Brest que la ligne rouvrirait en 2027. Tout le monde attend.";

static void test_needs_a_pack(void **state) {
    (void)state;
    depeche_analyzer *analyzer;
    assert_int_equal(depeche_analyzer_new(NULL, 0, &analyzer), DEPECHE_ERROR_ARGUMENT);
    assert_null(analyzer);
    assert_int_equal(depeche_analyzer_new((const depeche_pack *const[]){NULL}, 1, &analyzer), DEPECHE_ERROR_ARGUMENT);
    depeche_analyzer_close(NULL);
}

static void test_text_is_title_blank_line_body(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    const depeche_document *document =
        run(analyzer, (depeche_article){.title = TEXT("Le titre"), .body = TEXT("Le corps."), .language = TEXT("fr")});
    assert_str(depeche_document_text(document), "Le titre\n\nLe corps.");
    assert_int_equal(depeche_document_title_length(document), 8);
    assert_int_equal(depeche_document_sentence_count(document), 2);
    assert_str(depeche_document_slice(document, depeche_document_sentence(document, 1).span), "Le corps.");
    document = run(analyzer, (depeche_article){.body = TEXT("Le corps."), .language = TEXT("fr")});
    assert_str(depeche_document_text(document), "Le corps.");
    assert_int_equal(depeche_document_title_length(document), 0);
    document = run(analyzer, (depeche_article){.title = TEXT("Le titre"), .language = TEXT("fr")});
    assert_str(depeche_document_text(document), "Le titre\n\n");
    depeche_analyzer_close(analyzer);
}

/* The offset in code points of the first occurrence of a phrase. */
static uint32_t place_of(const depeche_document *document, const char *phrase) {
    depeche_str text = depeche_document_text(document);
    size_t length = strlen(phrase);
    uint32_t chars = 0;
    for (size_t at = 0; at + length <= text.len; at++) {
        if (memcmp(text.at + at, phrase, length) == 0) return chars;
        chars += ((unsigned char)text.at[at] & 0xC0U) != 0x80U;
    }
    fail_msg("no %s in the text", phrase);
    return 0;
}

static void test_article_without_title_is_analysed_alike(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    const depeche_document *document =
        run(analyzer, (depeche_article){.body = TEXT(story), .source = TEXT("La Gazette"), .language = TEXT("fr")});
    assert_str(depeche_document_text(document), story);
    assert_int_equal(depeche_document_sentence_count(document), 2);
    assert_true(depeche_document_entity_count(document) >= 2);
    assert_str(depeche_document_entity(document, 0).name, "Jeanne Morvan");
    depeche_span name = depeche_document_mention(document, 0, 0).span;
    assert_int_equal(name.start, place_of(document, "Jeanne"));
    assert_int_equal(depeche_document_claim_count(document), 1);
    depeche_claim claim = depeche_document_claim(document, 0);
    assert_str(claim.speaker_name, "Jeanne Morvan");
    depeche_span content = depeche_document_claim_content(document, 0, 0);
    assert_str(depeche_document_slice(document, content), "la ligne rouvrirait en 2027");
    depeche_analyzer_close(analyzer);
}

static void test_statements_have_the_source_as_speaker(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    depeche_article article = {.title = TEXT("Été à Brest"),
                               .body = TEXT("En 2024, la ville de Brest a accueilli 320 000 visiteurs."),
                               .source = TEXT("La Gazette"),
                               .language = TEXT("fr")};
    const depeche_document *document = run(analyzer, article);
    uint32_t count = depeche_document_claim_count(document);
    assert_int_equal(count, 1);
    depeche_claim claim = depeche_document_claim(document, 0);
    assert_int_equal(claim.kind, DEPECHE_CLAIM_STATEMENT);
    assert_str(claim.speaker_name, "La Gazette");
    assert_int_equal(claim.speaker, DEPECHE_NONE);
    assert_int_equal(claim.cues, 0);
    assert_false(claim.has_source);
    depeche_span content = depeche_document_claim_content(document, 0, 0);
    assert_int_equal(content.start, place_of(document, "En 2024"));
    assert_true(claim.check_worthiness >= 0.5F && claim.check_worthiness <= 1.0F);
    article.source = (depeche_str){0};
    document = run(analyzer, article);
    assert_int_equal(depeche_document_claim(document, 0).speaker_name.len, 0);
    depeche_analyzer_close(analyzer);
}

static void test_document_outlives_the_article(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    char body[] = "Le corps.", language[] = "fr-CA";
    const depeche_document *document = run(analyzer, (depeche_article){.body = TEXT(body), .language = TEXT(language)});
    memset(body, 'x', sizeof body - 1);
    memset(language, 'x', sizeof language - 1);
    assert_str(depeche_document_text(document), "Le corps.");
    assert_str(depeche_document_language(document), "fr-CA");
    depeche_analyzer_close(analyzer);
}

static void test_language_is_what_the_article_says(void **state) {
    (void)state;
    static const struct {
        const char *said, *given;
        depeche_analysis_status status;
    } cases[] = {
        {"fr", "fr", DEPECHE_ANALYSED},
        {"FR", "FR", DEPECHE_ANALYSED},
        {"fr-CH", "fr-CH", DEPECHE_ANALYSED},
        {"en", "en", DEPECHE_UNSUPPORTED_LANGUAGE},
        {"frp", "frp", DEPECHE_UNSUPPORTED_LANGUAGE},
        {"f", "f", DEPECHE_UNSUPPORTED_LANGUAGE},
        {"", "fr", DEPECHE_ANALYSED},
        {"und", "fr", DEPECHE_ANALYSED},
        {"mul", "fr", DEPECHE_ANALYSED},
    };
    depeche_analyzer *analyzer = open_analyzer();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        depeche_article article = {.body = TEXT(story), .language = {cases[i].said, strlen(cases[i].said)}};
        const depeche_document *document = run(analyzer, article);
        assert_str(depeche_document_language(document), cases[i].given);
        assert_int_equal(depeche_document_status(document), cases[i].status);
        assert_int_equal(dp_analyzer_pack(analyzer) != NULL, cases[i].status == DEPECHE_ANALYSED);
        assert_int_equal(depeche_document_sentence_count(document), 2);
        if (cases[i].status != DEPECHE_ANALYSED) assert_int_equal(depeche_document_claim_count(document), 0);
    }
    depeche_analyzer_close(analyzer);
}

static void test_too_little_text_is_of_unknown_language(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    const depeche_document *document = run(analyzer, (depeche_article){.body = TEXT("1 2 3")});
    assert_int_equal(depeche_document_status(document), DEPECHE_UNKNOWN_LANGUAGE);
    assert_str(depeche_document_language(document), "und");
    document = run(analyzer, (depeche_article){0});
    assert_int_equal(depeche_document_status(document), DEPECHE_UNKNOWN_LANGUAGE);
    assert_int_equal(depeche_document_sentence_count(document), 0);
    assert_int_equal(depeche_document_text(document).len, 0);
    depeche_analyzer_close(analyzer);
}

static void test_bad_articles_leave_it_usable(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    const depeche_document *document;
    const depeche_article bad[] = {{.body = TEXT("a\xFF")},
                                   {.title = TEXT("\xED\xA0\x80"), .body = TEXT("a")},
                                   {.body = TEXT("a"), .source = TEXT("\xC3")},
                                   {.body = TEXT("a"), .language = TEXT("\x80")}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(depeche_analyzer_run(analyzer, &bad[i], &document), DEPECHE_ERROR_TEXT);
        assert_null(document);
    }
    depeche_article large = {.body = {story, DEPECHE_TEXT_MAX + 1}};
    assert_int_equal(depeche_analyzer_run(analyzer, &large, &document), DEPECHE_ERROR_TOO_LARGE);
    large = (depeche_article){.title = {story, DEPECHE_TEXT_MAX}, .body = TEXT("a")};
    assert_int_equal(depeche_analyzer_run(analyzer, &large, &document), DEPECHE_ERROR_TOO_LARGE);
    run(analyzer, (depeche_article){.body = TEXT(story)});
    depeche_analyzer_close(analyzer);
}

static void test_every_failed_allocation_is_told_and_survived(void **state) {
    (void)state;
    depeche_status status = DEPECHE_ERROR_MEMORY;
    unsigned long number = 1;
    depeche_article article = {.title = TEXT("Le titre"), .body = TEXT(story), .language = TEXT("fr")};
    dp_memory_count_pieces(true);
    for (; status == DEPECHE_ERROR_MEMORY && number < 10000; number++) {
        depeche_analyzer *analyzer = NULL;
        const depeche_document *document = NULL;
        dp_memory_fail_at(number);
        status = depeche_analyzer_new((const depeche_pack *const[]){pack}, 1, &analyzer);
        if (status == DEPECHE_OK) status = depeche_analyzer_run(analyzer, &article, &document);
        dp_memory_fail_at(0);
        assert_true(status == DEPECHE_OK || status == DEPECHE_ERROR_MEMORY);
        if (analyzer && status != DEPECHE_OK) run(analyzer, article);
        depeche_analyzer_close(analyzer);
    }
    dp_memory_count_pieces(false);
    assert_int_equal(status, DEPECHE_OK);
    assert_true(number > 50);
}

static void test_stages_have_names_and_times(void **state) {
    (void)state;
    depeche_analyzer *analyzer = open_analyzer();
    assert_string_equal(dp_stage_name(DP_STAGE_LANGUAGE), "language");
    assert_string_equal(dp_stage_name(DP_STAGE_CLAIMS), "claims");
    uint64_t start = dp_clock_us(), sum = 0;
    run(analyzer, (depeche_article){.body = TEXT(story)});
    uint64_t passed = dp_clock_us() - start;
    for (size_t i = 0; i < DP_STAGE_COUNT; i++) sum += dp_analyzer_times(analyzer)[i];
    assert_true(sum <= passed);
    run(analyzer, (depeche_article){.body = TEXT(story), .language = TEXT("en")});
    assert_int_equal(dp_analyzer_times(analyzer)[DP_STAGE_TAGGER], 0);
    depeche_analyzer_close(analyzer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_needs_a_pack),
        cmocka_unit_test(test_text_is_title_blank_line_body),
        cmocka_unit_test(test_article_without_title_is_analysed_alike),
        cmocka_unit_test(test_statements_have_the_source_as_speaker),
        cmocka_unit_test(test_document_outlives_the_article),
        cmocka_unit_test(test_language_is_what_the_article_says),
        cmocka_unit_test(test_too_little_text_is_of_unknown_language),
        cmocka_unit_test(test_bad_articles_leave_it_usable),
        cmocka_unit_test(test_every_failed_allocation_is_told_and_survived),
        cmocka_unit_test(test_stages_have_names_and_times),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
