#include "claims/reading.h"
#include "claims/report.h"

static dp_cue cue_at(uint32_t head, float probability) {
    return (dp_cue){.head = head, .tokens = {head, head + 1}, .probability = probability};
}

static dp_report report_on(const dp_cue *cue, uint32_t first, uint32_t end) {
    return (dp_report){
        .cue = cue,
        .arguments = {.contents = {{first, end}}, .content_count = 1, .share = 1.0f},
        .probability = cue ? cue->probability : 0.5f,
        .speaker = DEPECHE_NONE,
    };
}

static void test_sort_is_by_content_and_stable(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_cue cues[5];
    dp_report at[5];
    const uint32_t places[5] = {30, 10, 20, 10, 0};
    for (uint32_t i = 0; i < 5; i++) {
        cues[i] = cue_at(100 + i, 0.9f);
        at[i] = report_on(&cues[i], places[i], places[i] + 5);
    }
    dp_reports reports = {at, 5, 5};
    assert_int_equal(dp_reports_sort(&arena, &reports), 0);
    const uint32_t heads[5] = {104, 101, 103, 102, 100};
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(reports.at[i].cue->head, heads[i]);
    dp_arena_close(&arena);
}

static void test_less_likely_double_is_dropped(void **state) {
    (void)state;
    dp_cue weak = cue_at(50, 0.6f), strong = cue_at(52, 0.9f);
    dp_report at[] = {report_on(&weak, 10, 30), report_on(&strong, 11, 30)};
    dp_reports reports = {at, 2, 2};
    dp_reports_drop_doubles(&reports);
    assert_true(at[0].dropped);
    assert_false(at[1].dropped);
}

static void test_report_inside_another_is_no_double(void **state) {
    (void)state;
    dp_cue inner = cue_at(12, 0.6f), outer = cue_at(40, 0.9f);
    dp_report at[] = {report_on(&outer, 10, 39), report_on(&inner, 13, 39)};
    dp_reports reports = {at, 2, 2};
    dp_reports_drop_doubles(&reports);
    assert_false(at[0].dropped);
    assert_false(at[1].dropped);
}

static void test_nesting_gives_the_smallest_enclosing_report(void **state) {
    (void)state;
    dp_cue agency = cue_at(60, 0.9f), minister = cue_at(3, 0.9f), deputy = cue_at(10, 0.9f);
    dp_report at[] = {report_on(&agency, 0, 58), report_on(&minister, 5, 50), report_on(&deputy, 12, 40)};
    dp_reports reports = {at, 3, 3};
    uint32_t enclosing[3];
    dp_reports_nest(&reports, enclosing);
    assert_int_equal(enclosing[0], DEPECHE_NONE);
    assert_int_equal(enclosing[1], 0);
    assert_int_equal(enclosing[2], 1);
}

static void test_nesting_never_runs_in_a_circle(void **state) {
    (void)state;
    dp_report at[] = {report_on(NULL, 10, 20), report_on(NULL, 10, 21), report_on(NULL, 10, 22)};
    dp_reports reports = {at, 3, 3};
    uint32_t enclosing[3];
    dp_reports_nest(&reports, enclosing);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t steps = 0;
        for (uint32_t around = i; around != DEPECHE_NONE; around = enclosing[around]) assert_true(++steps <= 3);
    }
}

/* Opens a text in which one message reports another, whose content reaches to the end; cuts it, the outer cue being as
 * likely as told. */
static void cut_enclosed(reading *r, float probability, dp_cue cues[2], dp_report at[2]) {
    reading_open(r, "Le maire dit que le pont est fermé, a ajouté l'agence.", 0);
    uint32_t said = reading_token(r, "dit"), added = reading_token(r, "ajouté");
    cues[0] = (dp_cue){.head = added, .tokens = {added - 1, added + 1}, .probability = probability};
    cues[1] = cue_at(said, 0.9f);
    at[0] = report_on(&cues[0], 0, added - 2);
    at[1] = report_on(&cues[1], said + 2, r->text.token_count - 1);
    dp_reports reports = {at, 2, 2};
    dp_reports_cut(&r->scene, &reports);
}

static void test_content_is_cut_before_the_cue_that_encloses_it(void **state) {
    (void)state;
    reading r;
    dp_cue cues[2];
    dp_report at[2];
    cut_enclosed(&r, 0.9f, cues, at);
    assert_string_equal(reading_words(&r, at[1].arguments.contents[0]), "le pont est fermé");
    reading_close(&r);
}

static void test_unlikely_draft_cuts_no_other(void **state) {
    (void)state;
    reading r;
    dp_cue cues[2];
    dp_report at[2];
    cut_enclosed(&r, 0.2f, cues, at);
    assert_int_equal(at[1].arguments.contents[0].end, r.text.token_count - 1);
    reading_close(&r);
}

/* Opens a text in which two say something, set beside each other: two reports, whose contents reach to its end. */
static void open_contrast(reading *r, dp_cue cues[2], dp_report at[2]) {
    reading_open(r, "Le maire dit que le pont est fermé, tandis que la préfète dit que tout va bien.", 0);
    uint32_t first = reading_token(r, "dit"), second = r->text.token_count - 6, end = r->text.token_count - 1;
    cues[0] = cue_at(first, 0.9f);
    cues[1] = cue_at(second, 0.9f);
    at[0] = report_on(&cues[0], first + 2, end);
    at[1] = report_on(&cues[1], second + 2, end);
    at[1].arguments.source = (dp_range){second - 2, second};
    assert_string_equal(reading_words(r, at[1].arguments.source), "la préfète");
}

static void test_content_ends_where_another_report_is_set_beside_it(void **state) {
    (void)state;
    reading r;
    dp_cue cues[2];
    dp_report at[2];
    open_contrast(&r, cues, at);
    dp_reports reports = {at, 2, 2};
    dp_reports_cut(&r.scene, &reports);
    assert_string_equal(reading_words(&r, at[0].arguments.contents[0]), "le pont est fermé");
    assert_string_equal(reading_words(&r, at[1].arguments.contents[0]), "tout va bien");
    reading_close(&r);
}

static void test_pieces_behind_another_report_set_beside_it_go(void **state) {
    (void)state;
    reading r;
    dp_cue cues[2];
    dp_report at[2];
    open_contrast(&r, cues, at);
    dp_range *pieces = at[0].arguments.contents;
    pieces[1] = (dp_range){at[1].arguments.source.first, pieces[0].end};
    pieces[0].end = reading_token(&r, "fermé") + 1;
    at[0].arguments.content_count = 2;
    dp_reports reports = {at, 2, 2};
    dp_reports_cut(&r.scene, &reports);
    assert_int_equal(at[0].arguments.content_count, 1);
    assert_string_equal(reading_words(&r, pieces[0]), "le pont est fermé");
    reading_close(&r);
}

/* Opens a text that begins with "Le maire dit que", and a report on what follows; beside it one on what follows a
 * further verb. */
static void open_siblings(reading *r, const char *text, const char *verb, uint8_t form, dp_cue cues[2],
                          dp_report at[2]) {
    reading_open(r, text, 0);
    uint32_t first = reading_token(r, "dit"), second = reading_token(r, verb), end = r->text.token_count - 1;
    cues[0] = cue_at(first, 0.9f);
    cues[1] = cue_at(second, 0.9f);
    cues[1].form = form;
    at[0] = report_on(&cues[0], first + 2, end);
    at[1] = report_on(&cues[1], second + 1, end);
}

static void test_content_ends_before_a_further_report_of_its_source(void **state) {
    (void)state;
    static const char *const texts[] = {"Le maire dit que le pont est fermé et annonce des travaux.",
                                        "Le maire dit que le pont est fermé, tout en annonçant des travaux.",
                                        "Le maire dit que le pont est fermé, avant d'annoncer des travaux."};
    static const char *const cues[] = {"annonce", "annonçant", "annoncer"};
    static const uint8_t forms[] = {DP_FORM_FINITE, DP_FORM_GERUND, DP_FORM_INFINITIVE};
    for (unsigned i = 0; i < 3; i++) {
        reading r;
        dp_cue both[2];
        dp_report at[2];
        open_siblings(&r, texts[i], cues[i], forms[i], both, at);
        uint32_t first_cue = both[0].head;
        at[1].arguments.source = (dp_range){0, 2};
        dp_reports reports = {at, 2, 2};
        dp_reports_cut(&r.scene, &reports);
        assert_string_equal(reading_words(&r, at[0].arguments.contents[0]), "le pont est fermé");
        /* A verb of the content itself is no report beside it. */
        at[0].arguments.contents[0].end = r.text.token_count - 1;
        at[1].arguments.source = (dp_range){first_cue + 2, first_cue + 4};
        dp_reports_cut(&r.scene, &reports);
        assert_int_equal(at[0].arguments.contents[0].end, r.text.token_count - 1);
        reading_close(&r);
    }
}

static void test_content_ends_before_an_infinitive_beside_it_only(void **state) {
    (void)state;
    static const struct {
        const char *text, *content;
    } cases[] = {
        {"Le maire dit que le pont est fermé, sans annoncer de travaux.", "le pont est fermé"},
        {"Le maire dit que le pont est fermé, pour annoncer des travaux.",
         "le pont est fermé, pour annoncer des travaux"},
        {"Le maire dit que le pont est fermé avant d'annoncer des travaux.",
         "le pont est fermé avant d'annoncer des travaux"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_cue both[2];
        dp_report at[2];
        open_siblings(&r, cases[i].text, "annoncer", DP_FORM_INFINITIVE, both, at);
        dp_reports reports = {at, 2, 2};
        dp_reports_cut(&r.scene, &reports);
        assert_string_equal(reading_words(&r, at[0].arguments.contents[0]), cases[i].content);
        reading_close(&r);
    }
}

static void test_noun_phrase_ends_before_another_source(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le maire réclame une enquête et la préfète dit non.", 0);
    uint32_t first_cue = reading_token(&r, "réclame"), second_cue = reading_token(&r, "dit");
    dp_cue first = cue_at(first_cue, 0.9f), second = cue_at(second_cue, 0.9f);
    dp_report at[] = {report_on(&first, first_cue + 1, r.text.token_count - 1),
                      report_on(&second, second_cue + 1, r.text.token_count - 1)};
    at[1].arguments.source = (dp_range){second_cue - 2, second_cue};
    dp_reports reports = {at, 2, 2};
    dp_reports_cut(&r.scene, &reports);
    assert_string_equal(reading_words(&r, at[0].arguments.contents[0]), "une enquête");
    reading_close(&r);
}

/* A report whose cue is the verb at a token, without a source, on what follows up to `end`. */
static dp_report said(const reading *r, dp_cue *cue, const char *verb, dp_cue_form form, uint32_t end) {
    uint32_t head = reading_token(r, verb);
    *cue = cue_at(head, 0.9f);
    cue->form = (uint8_t)form;
    cue->inverted = DEPECHE_NONE;
    return report_on(cue, head + 1, end);
}

static void test_verbs_of_one_subject_share_its_source(void **state) {
    (void)state;
    static const struct {
        const char *text, *first, *second;
        dp_cue_form form;
        bool shared;
    } cases[] = {
        {"Le maire regrette le bruit, ajoutant des excuses.", "regrette", "ajoutant", DP_FORM_GERUND, true},
        {"Le maire regrette le bruit avant de promettre du calme.", "regrette", "promettre", DP_FORM_INFINITIVE, true},
        {"Le maire regrette le bruit, mais affirme son droit.", "regrette", "affirme", DP_FORM_FINITE, true},
        {"Le maire regrette le bruit que dénonce la ville.", "regrette", "dénonce", DP_FORM_FINITE, false},
        {"Le maire regrette le bruit. Promettre du calme, enfin.", "regrette", "Promettre", DP_FORM_INFINITIVE, false},
        {"Le maire a regretté le bruit et promis du calme.", "regretté", "promis", DP_FORM_PARTICIPLE, true},
        {"Le maire a regretté le bruit promis par la ville.", "regretté", "promis", DP_FORM_PARTICIPLE, false},
        {"Le maire a promis et regretté le bruit.", "regretté", "promis", DP_FORM_PARTICIPLE, false},
        {"Le maire regrette le bruit, « ajoutant des excuses ».", "regrette", "ajoutant", DP_FORM_GERUND, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_cue cues[2];
        reading_open(&r, cases[i].text, 0);
        uint32_t noise = reading_token(&r, "bruit");
        dp_report at[] = {said(&r, &cues[0], cases[i].first, DP_FORM_FINITE, noise + 1),
                          said(&r, &cues[1], cases[i].second, cases[i].form, r.text.token_count - 1)};
        if (cases[i].form == DP_FORM_PARTICIPLE) cues[0].form = DP_FORM_ACTIVE;
        at[0].arguments.source = (dp_range){0, 2};
        dp_reports reports = {at, 2, 2};
        dp_reports_share_sources(&r.scene, &reports);
        const char *source = reading_words(&r, at[1].arguments.source);
        assert_string_equal(source, cases[i].shared ? "Le maire" : "");
        reading_close(&r);
    }
}

static void test_verb_within_a_content_has_another_subject(void **state) {
    (void)state;
    reading r;
    dp_cue cues[2];
    reading_open(&r, "Le maire appelle la ville à dénoncer le bruit.", 0);
    uint32_t end = r.text.token_count - 1;
    dp_report at[] = {said(&r, &cues[0], "appelle", DP_FORM_FINITE, end),
                      said(&r, &cues[1], "dénoncer", DP_FORM_INFINITIVE, end)};
    at[0].arguments.source = (dp_range){0, 2};
    dp_reports reports = {at, 2, 2};
    dp_reports_share_sources(&r.scene, &reports);
    assert_int_equal(at[1].arguments.source.end, 0);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_ends_before_a_further_report_of_its_source),
        cmocka_unit_test(test_content_ends_before_an_infinitive_beside_it_only),
        cmocka_unit_test(test_noun_phrase_ends_before_another_source),
        cmocka_unit_test(test_verbs_of_one_subject_share_its_source),
        cmocka_unit_test(test_verb_within_a_content_has_another_subject),
        cmocka_unit_test(test_sort_is_by_content_and_stable),
        cmocka_unit_test(test_less_likely_double_is_dropped),
        cmocka_unit_test(test_report_inside_another_is_no_double),
        cmocka_unit_test(test_nesting_gives_the_smallest_enclosing_report),
        cmocka_unit_test(test_nesting_never_runs_in_a_circle),
        cmocka_unit_test(test_content_is_cut_before_the_cue_that_encloses_it),
        cmocka_unit_test(test_unlikely_draft_cuts_no_other),
        cmocka_unit_test(test_content_ends_where_another_report_is_set_beside_it),
        cmocka_unit_test(test_pieces_behind_another_report_set_beside_it_go),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
