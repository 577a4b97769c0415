#include "claims/cue.h"
#include "claims/reading.h"

/* The candidate with this head. */
static dp_cue cue_of(reading *r, const char *head) {
    dp_cues cues;
    uint32_t token = reading_token(r, head);
    assert_int_equal(dp_cues_find(&r->scene, &cues), 0);
    for (uint32_t c = 0; c < cues.count; c++) {
        if (cues.at[c].head == token) return cues.at[c];
    }
    fail_msg("%s is no candidate", head);
    return (dp_cue){0};
}

static bool is_candidate(reading *r, const char *head) {
    dp_cues cues;
    uint32_t token = reading_token(r, head);
    assert_int_equal(dp_cues_find(&r->scene, &cues), 0);
    for (uint32_t c = 0; c < cues.count; c++) {
        if (cues.at[c].head == token) return true;
    }
    return false;
}

static void test_group_takes_auxiliary_and_adverb(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le maire a également déclaré que le pont tiendrait.", 0);
    dp_cue cue = cue_of(&r, "déclaré");
    assert_string_equal(reading_words(&r, cue.tokens), "a également déclaré");
    assert_int_equal(cue.form, DP_FORM_ACTIVE);
    assert_int_equal(cue.next, DP_NEXT_THAT);
    assert_false(is_candidate(&r, "a"));
    reading_close(&r);
}

static void test_group_takes_negation(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le parquet n'a pas confirmé cette arrestation.", 0);
    dp_cue cue = cue_of(&r, "confirmé");
    assert_true(cue.negated);
    assert_string_equal(reading_words(&r, cue.tokens), "n'a pas confirmé");
    reading_close(&r);
}

static void test_group_leaves_out_the_word_that_links_it_to_what_is_said(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le maire a demandé aux habitants de partir, puis a mis en garde contre la crue.", 0);
    dp_cue cue = cue_of(&r, "demandé");
    assert_string_equal(reading_words(&r, cue.tokens), "a demandé");
    assert_int_equal(cue.next, DP_NEXT_TO);
    cue = cue_of(&r, "mis");
    assert_string_equal(reading_words(&r, cue.tokens), "a mis en garde");
    reading_close(&r);
}

static void test_group_finds_inverted_subject(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "« Tout ira bien », a-t-elle ajouté.", 0);
    dp_cue cue = cue_of(&r, "ajouté");
    assert_int_not_equal(cue.inverted, DEPECHE_NONE);
    assert_string_equal(reading_words(&r, (dp_range){cue.inverted, cue.inverted + 1}), "elle");
    assert_true(cue.after_quote);
    reading_close(&r);
}

static void test_group_finds_subject_behind_simple_verb(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "« Tout ira bien », dit-il.", 0);
    dp_cue cue = cue_of(&r, "dit");
    assert_int_not_equal(cue.inverted, DEPECHE_NONE);
    reading_close(&r);
}

static void test_group_passes_over_a_remark_between_commas(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le préfet a, pour sa part, déclaré que la route rouvrirait.", 0);
    dp_cue cue = cue_of(&r, "déclaré");
    assert_int_equal(cue.form, DP_FORM_ACTIVE);
    assert_false(is_candidate(&r, "a"));
    reading_close(&r);
}

static void test_group_holds_phrases_that_stand_for_adverbs(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"Le maire a pour sa part déclaré que le pont tiendrait.", "déclaré", "a pour sa part déclaré"},
        {"Le maire a d'ores et déjà annoncé des travaux.", "annoncé", "a d'ores et déjà annoncé"},
        {"« Le pont tiendra », a lui-même assuré le maire.", "assuré", "a lui-même assuré"},
        {"Le maire a lui appelé à la prudence.", "appelé", "a lui appelé"},
        {"Le maire n'a jusqu'à présent rien promis.", "promis", "n'a jusqu'à présent rien promis"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        reading_open(&r, cases[i][0], 0);
        dp_cue cue = cue_of(&r, cases[i][1]);
        assert_string_equal(reading_words(&r, cue.tokens), cases[i][2]);
        assert_int_equal(cue.form, DP_FORM_ACTIVE);
        assert_false(is_candidate(&r, "a"));
        reading_close(&r);
    }
}

static void test_phrases_that_stand_for_adverbs_hold_no_cue(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Il est sans conteste le premier, mais le maire conteste son avance.", 0);
    dp_cues cues;
    assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
    uint32_t count = 0;
    for (uint32_t c = 0; c < cues.count; c++) {
        count += strcmp(reading_words(&r, (dp_range){cues.at[c].head, cues.at[c].head + 1}), "conteste") == 0;
    }
    assert_int_equal(count, 1);
    reading_close(&r);
}

static void test_reflexive_group_is_no_phrase_without_its_pronoun(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le second se dit non coupable. Le premier dit non au projet.", 0);
    dp_cues cues;
    const char *expected[] = {"se dit", "dit non"};
    uint32_t found = 0;
    assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
    for (uint32_t c = 0; c < cues.count; c++) {
        if (strcmp(reading_words(&r, (dp_range){cues.at[c].head, cues.at[c].head + 1}), "dit") != 0) continue;
        assert_true(found < 2);
        assert_string_equal(reading_words(&r, cues.at[c].tokens), expected[found++]);
    }
    assert_int_equal(found, 2);
    reading_close(&r);
}

static void test_passive_is_told_from_active(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "La mesure a été annoncée lundi par le ministre.", 0);
    dp_cue cue = cue_of(&r, "annoncée");
    assert_int_equal(cue.form, DP_FORM_PASSIVE);
    assert_string_equal(reading_words(&r, cue.tokens), "a été annoncée");
    reading_close(&r);
}

static void test_next_passes_over_dates(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le ministre a annoncé {DATE:jeudi} que la ligne fermerait.", 0);
    assert_int_equal(cue_of(&r, "annoncé").next, DP_NEXT_THAT);
    reading_close(&r);
}

static void test_later_passes_over_adjuncts(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le ministre a déclaré au Sénat que la ligne fermerait.", 0);
    dp_cue cue = cue_of(&r, "déclaré");
    assert_int_equal(cue.next, DP_NEXT_TO);
    assert_int_equal(cue.later, DP_NEXT_THAT);
    reading_close(&r);
}

static void test_preposition_is_a_candidate_of_the_lexicon(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Selon le maire, le pont est fermé.", 0);
    dp_cue cue = cue_of(&r, "Selon");
    assert_int_equal(cue.type, DP_CUE_PHRASE);
    assert_int_not_equal(cue.entry, DEPECHE_NONE);
    reading_close(&r);
}

static void test_colon_before_a_quotation_is_a_candidate(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le maire : « Le pont est fermé. »", 0);
    dp_cue cue = cue_of(&r, ":");
    assert_int_equal(cue.type, DP_CUE_MARK);
    assert_int_equal(cue.next, DP_NEXT_QUOTE);
    reading_close(&r);
}

static void test_verbs_out_of_the_lexicon_are_candidates(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "« Le pont est fermé », grelotte le maire.", 0);
    assert_int_equal(cue_of(&r, "grelotte").entry, DEPECHE_NONE);
    reading_close(&r);
}

static void test_features_are_the_same_each_time(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le maire a assuré mercredi que le pont tiendrait.", 0);
    dp_cue cue = cue_of(&r, "assuré");
    dp_features features;
    dp_features_init(&features, &r.arena);
    assert_int_equal(dp_cue_features(&r.scene, &cue, &features), 0);
    assert_int_equal(dp_cue_features(&r.scene, &cue, &features), 0);
    assert_int_equal(features.positions, 2);
    uint32_t first, second;
    const uint64_t *a = dp_features_at(&features, 0, &first), *b = dp_features_at(&features, 1, &second);
    assert_true(first > 40);
    assert_int_equal(first, second);
    assert_memory_equal(a, b, first * sizeof *a);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_group_takes_auxiliary_and_adverb),
        cmocka_unit_test(test_group_takes_negation),
        cmocka_unit_test(test_group_leaves_out_the_word_that_links_it_to_what_is_said),
        cmocka_unit_test(test_group_finds_inverted_subject),
        cmocka_unit_test(test_group_finds_subject_behind_simple_verb),
        cmocka_unit_test(test_group_passes_over_a_remark_between_commas),
        cmocka_unit_test(test_group_holds_phrases_that_stand_for_adverbs),
        cmocka_unit_test(test_phrases_that_stand_for_adverbs_hold_no_cue),
        cmocka_unit_test(test_reflexive_group_is_no_phrase_without_its_pronoun),
        cmocka_unit_test(test_passive_is_told_from_active),
        cmocka_unit_test(test_next_passes_over_dates),
        cmocka_unit_test(test_later_passes_over_adjuncts),
        cmocka_unit_test(test_preposition_is_a_candidate_of_the_lexicon),
        cmocka_unit_test(test_colon_before_a_quotation_is_a_candidate),
        cmocka_unit_test(test_verbs_out_of_the_lexicon_are_candidates),
        cmocka_unit_test(test_features_are_the_same_each_time),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
