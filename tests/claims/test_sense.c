#include "claims/reading.h"
#include "claims/sense.h"

/* A report with the cue whose head is `head` and the content from one word to another. */
static dp_report report_of(reading *r, dp_cues *cues, const char *head, const char *first, const char *last) {
    dp_report report = {.speaker = DEPECHE_NONE};
    uint32_t token = reading_token(r, head);
    assert_int_equal(dp_cues_find(&r->scene, cues), 0);
    for (uint32_t c = 0; c < cues->count; c++) {
        if (cues->at[c].head == token) report.cue = &cues->at[c];
    }
    assert_non_null(report.cue);
    report.arguments.contents[0] = (dp_range){reading_token(r, first), reading_token(r, last) + 1};
    report.arguments.content_count = 1;
    return report;
}

static void test_kinds(void **state) {
    (void)state;
    reading r;
    dp_cues cues;
    reading_open(&r, "« Le pont est fermé », dit le maire.", 0);
    dp_report report = report_of(&r, &cues, "dit", "«", "»");
    assert_int_equal(dp_sense_kind(&r.scene, &report), DEPECHE_CLAIM_DIRECT);
    reading_close(&r);

    reading_open(&r, "Le maire dit que le pont est fermé.", 0);
    report = report_of(&r, &cues, "dit", "le", "fermé");
    assert_int_equal(dp_sense_kind(&r.scene, &report), DEPECHE_CLAIM_INDIRECT);
    reading_close(&r);

    reading_open(&r, "Le maire dit que le pont est « bien fermé ».", 0);
    report = report_of(&r, &cues, "dit", "le", "»");
    assert_int_equal(dp_sense_kind(&r.scene, &report), DEPECHE_CLAIM_MIXED);
    reading_close(&r);

    reading_open(&r, "Le maire promet une nouvelle école.", 0);
    report = report_of(&r, &cues, "promet", "une", "école");
    assert_int_equal(dp_sense_kind(&r.scene, &report), DEPECHE_CLAIM_NOMINAL);
    reading_close(&r);
}

static depeche_certainty certainty(const char *text, const char *head, const char *first, const char *last) {
    reading r;
    dp_cues cues;
    reading_open(&r, text, 0);
    dp_report report = report_of(&r, &cues, head, first, last);
    depeche_certainty found = dp_sense_certainty(&r.scene, &report);
    reading_close(&r);
    return found;
}

static void test_certainty(void **state) {
    (void)state;
    assert_int_equal(certainty("Selon l'agence, dix soldats auraient trouvé la mort.", "Selon", "dix", "mort"),
                     DEPECHE_CONDITIONAL);
    assert_int_equal(certainty("Le maire a dit que l'école coûterait cher.", "dit", "école", "cher"), DEPECHE_FUTURE);
    assert_int_equal(certainty("Selon le maire, le pont rouvrira lundi.", "Selon", "le", "lundi"), DEPECHE_FUTURE);
    assert_int_equal(certainty("« Qui paiera ? » demande le maire.", "demande", "«", "»"), DEPECHE_QUESTION);
    assert_int_equal(certainty("« Fermez ce pont », dit le maire.", "dit", "«", "»"), DEPECHE_IMPERATIVE);
    assert_int_equal(certainty("Le maire dit que le pont est fermé.", "dit", "le", "fermé"), DEPECHE_ASSERTED);
}

static depeche_polarity polarity(const char *text, const char *head, const char *first, const char *last) {
    reading r;
    dp_cues cues;
    reading_open(&r, text, 0);
    dp_report report = report_of(&r, &cues, head, first, last);
    depeche_polarity found = dp_sense_polarity(&r.scene, &report);
    reading_close(&r);
    return found;
}

static void test_polarity_is_that_of_the_lexicon_and_the_negation(void **state) {
    (void)state;
    assert_int_equal(polarity("Le maire affirme que le pont est fermé.", "affirme", "le", "fermé"), DEPECHE_ASSERTS);
    assert_int_equal(polarity("Le maire dément la fermeture.", "dément", "la", "fermeture"), DEPECHE_DENIES);
    assert_int_equal(polarity("Le maire n'a pas affirmé cela.", "affirmé", "cela", "cela"), DEPECHE_DENIES);
}

static void test_time_of_saying_is_beside_the_cue(void **state) {
    (void)state;
    reading r;
    dp_cues cues;
    reading_open(&r, "Le maire a annoncé {DATE:jeudi} que le pont fermerait en {DATE:2027}.", 0);
    dp_report report = report_of(&r, &cues, "annoncé", "le", "2027");
    uint32_t value = dp_sense_said_at(&r.scene, &r.values, &report);
    assert_int_not_equal(value, DEPECHE_NONE);
    assert_string_equal(reading_words(&r, r.values.at[value].tokens), "jeudi");
    reading_close(&r);
}

static void test_cue_has_its_lemma_and_class(void **state) {
    (void)state;
    reading r;
    dp_cues cues;
    reading_open(&r, "Le maire a promis que le pont tiendrait.", 0);
    dp_report report = report_of(&r, &cues, "promis", "le", "tiendrait");
    assert_true(dp_str_equal(dp_sense_cue_lemma(&r.scene, &report), DP_STR("promettre")));
    assert_true(dp_str_equal(dp_sense_cue_class(&r.scene, &report), DP_STR("promise")));
    report.cue = NULL;
    assert_int_equal(dp_sense_cue_lemma(&r.scene, &report).len, 0);
    assert_int_equal(dp_sense_cue_class(&r.scene, &report).len, 0);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_certainty),
        cmocka_unit_test(test_polarity_is_that_of_the_lexicon_and_the_negation),
        cmocka_unit_test(test_time_of_saying_is_beside_the_cue),
        cmocka_unit_test(test_cue_has_its_lemma_and_class),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
