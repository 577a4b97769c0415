/* What the models of cues and arguments propose, and how a proposal is described before it is weighed. */
#include "claims/draft.h"
#include "claims/models.h"
#include "claims/reading.h"

typedef struct drafting {
    reading r;
    dp_claim_models models;
    dp_coverage coverage;
    dp_cues cues;
    dp_features features;
    dp_reports drafts;
} drafting;

static void drafting_open(drafting *d, const char *marked) {
    *d = (drafting){0};
    reading_open(&d->r, marked, 0);
    dp_claim_models_open(french_pack, &d->models);
    assert_true(d->models.cue.present && d->models.argument.present);
    assert_int_equal(dp_coverage_init(&d->r.scene, &d->coverage), 0);
    assert_int_equal(dp_cues_find(&d->r.scene, &d->cues), 0);
    dp_features_init(&d->features, &d->r.arena);
}

static void drafting_run(drafting *d) {
    assert_int_equal(dp_reports_draft(&d->r.scene, &d->models.cue.model, &d->models.argument.model, &d->coverage,
                                      &d->cues, &d->features, &d->drafts),
                     0);
}

static const dp_report *draft_with(const drafting *d, uint32_t head) {
    for (uint32_t i = 0; i < d->drafts.count; i++) {
        if (d->drafts.at[i].cue->head == head) return &d->drafts.at[i];
    }
    return NULL;
}

static void test_cue_is_proposed_with_its_arguments(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "{PER:Odile Ferrand} a déclaré que le pont est fermé.");
    drafting_run(&d);
    const dp_report *draft = draft_with(&d, reading_token(&d.r, "déclaré"));
    assert_non_null(draft);
    assert_string_equal(reading_words(&d.r, draft->arguments.source), "Odile Ferrand");
    assert_string_equal(reading_words(&d.r, draft->arguments.contents[0]), "le pont est fermé");
    float likelihood = draft->cue->probability * draft->arguments.share;
    assert_true(draft->probability == likelihood && likelihood > 0.5f && likelihood <= 1.0f);
    reading_close(&d.r);
}

static void test_what_reports_nothing_is_not_followed_up(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "Le chat mange une souris dans le jardin.");
    drafting_run(&d);
    assert_int_equal(d.drafts.count, 0);
    reading_close(&d.r);
}

static void test_cue_of_a_signature_is_passed_over(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "{PER:Odile Ferrand} a déclaré que le pont est fermé.");
    uint32_t head = reading_token(&d.r, "déclaré");
    dp_coverage_add(&d.r.scene, &d.coverage, (dp_range){head, head + 1}, DP_COVERED_CUE);
    drafting_run(&d);
    assert_null(draft_with(&d, head));
    reading_close(&d.r);
}

static void test_content_ends_before_the_signature_of_a_message(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "Le préfet annonce que la ligne est fermée— {PER:Luc Petit} (@lpetit) 3 février 2019");
    drafting_run(&d);
    const dp_report *draft = draft_with(&d, reading_token(&d.r, "annonce"));
    assert_non_null(draft);
    assert_true(dp_report_is_post(&d.drafts.at[0]));
    assert_string_equal(reading_words(&d.r, draft->arguments.contents[0]), "la ligne est fermée");
    reading_close(&d.r);
}

static dp_cue cue_at(uint32_t head) {
    return (dp_cue){.head = head, .tokens = {head, head + 1}, .probability = 0.9f, .inverted = DEPECHE_NONE};
}

static dp_report report_on(const dp_cue *cue, dp_range content) {
    return (dp_report){.cue = cue,
                       .arguments = {.contents = {content}, .content_count = 1, .share = 0.9f},
                       .probability = 0.8f,
                       .speaker = DEPECHE_NONE};
}

/* The features of the first of some reports. */
static const uint64_t *describe(drafting *d, dp_reports *reports, uint32_t *count) {
    dp_features_clear(&d->features);
    assert_int_equal(dp_report_features(&d->r.scene, reports, 0, &d->features), 0);
    assert_false(d->features.failed);
    assert_int_equal(d->features.positions, 1);
    return dp_features_at(&d->features, 0, count);
}

/* Whether the features of the first of some reports differ from those of the first of others. */
static bool differ(drafting *d, dp_reports some, dp_reports others) {
    enum { MOST = 256 };
    uint64_t kept[MOST];
    uint32_t count = 0, then = 0;
    const uint64_t *hashes = describe(d, &some, &count);
    assert_true(count > 0 && count <= MOST);
    memcpy(kept, hashes, count * sizeof *kept);
    hashes = describe(d, &others, &then);
    return then != count || memcmp(hashes, kept, count * sizeof *kept) != 0;
}

static void test_rivals_count_where_they_take_the_same_words(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "Le maire dit que le pont est fermé et ajoute que la route suffit. Elle conclut.");
    uint32_t said = reading_token(&d.r, "dit"), added = reading_token(&d.r, "ajoute"),
             next = reading_token(&d.r, "conclut");
    dp_cue one = cue_at(said), other = cue_at(added), far = cue_at(next);
    dp_range words = {said + 2, said + 6}, further = {added + 2, added + 5};
    dp_report first = report_on(&one, words);
    dp_report apart[] = {first, report_on(&other, further)}, same[] = {first, report_on(&other, words)};
    dp_report later[] = {first, report_on(&far, words)}, elsewhere[] = {first, report_on(&far, further)};
    assert_true(differ(&d, (dp_reports){apart, 2, 2}, (dp_reports){same, 2, 2}));
    assert_false(differ(&d, (dp_reports){same, 2, 2}, (dp_reports){same, 2, 2}));
    /* Not in another sentence. */
    assert_false(differ(&d, (dp_reports){later, 2, 2}, (dp_reports){elsewhere, 2, 2}));
    reading_close(&d.r);
}

static void test_links_of_a_chain_count(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "Le maire dit que le pont est fermé, rapporte la radio.");
    uint32_t said = reading_token(&d.r, "dit"), told = reading_token(&d.r, "rapporte");
    dp_cue inner = cue_at(said), outer = cue_at(told), other = cue_at(told + 2);
    dp_range fact = {said + 2, said + 6}, message = {0, said + 6};
    dp_report chain[] = {report_on(&inner, fact), report_on(&outer, message)};
    dp_report rivals[] = {report_on(&inner, fact), report_on(&outer, fact)};
    dp_report turned[] = {report_on(&outer, message), report_on(&inner, fact)};
    dp_report apart[] = {report_on(&outer, message), report_on(&inner, (dp_range){told + 1, told + 3})};
    assert_true(differ(&d, (dp_reports){chain, 2, 2}, (dp_reports){rivals, 2, 2}));
    /* The cue tells what is reported, not the content. */
    assert_false(differ(&d, (dp_reports){turned, 2, 2}, (dp_reports){apart, 2, 2}));
    apart[1].cue = &other;
    assert_true(differ(&d, (dp_reports){turned, 2, 2}, (dp_reports){apart, 2, 2}));
    reading_close(&d.r);
}

static void test_source_and_content_count(void **state) {
    (void)state;
    drafting d;
    drafting_open(&d, "Le maire dit que le pont est fermé.");
    uint32_t said = reading_token(&d.r, "dit");
    dp_cue cue = cue_at(said);
    dp_report whole = report_on(&cue, (dp_range){said + 2, said + 6}), named = whole, half = whole;
    named.arguments.source = (dp_range){0, said};
    half.arguments.contents[0].end -= 2;
    assert_true(differ(&d, (dp_reports){&whole, 1, 1}, (dp_reports){&named, 1, 1}));
    assert_true(differ(&d, (dp_reports){&whole, 1, 1}, (dp_reports){&half, 1, 1}));
    reading_close(&d.r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cue_is_proposed_with_its_arguments),
        cmocka_unit_test(test_what_reports_nothing_is_not_followed_up),
        cmocka_unit_test(test_cue_of_a_signature_is_passed_over),
        cmocka_unit_test(test_content_ends_before_the_signature_of_a_message),
        cmocka_unit_test(test_rivals_count_where_they_take_the_same_words),
        cmocka_unit_test(test_links_of_a_chain_count),
        cmocka_unit_test(test_source_and_content_count),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
