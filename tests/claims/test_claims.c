/* The claim stage from end to end, on small articles. */
#include "claims/claims.h"
#include "claims/reading.h"

static void test_direct_speech_with_its_speaker(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "« Le pont sera fermé jusqu'à lundi », a déclaré {PER:Odile Ferrand}, la maire de {LOC:Valmer}.",
                 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "« Le pont");
    assert_non_null(claim);
    assert_int_equal(claim->kind, DEPECHE_CLAIM_DIRECT);
    assert_string_equal(reading_words(&r, claim->contents[0]), "« Le pont sera fermé jusqu'à lundi »");
    assert_string_equal(reading_words(&r, claim->cues[0]), "a déclaré");
    assert_true(dp_str_equal(claim->speaker_name, DP_STR("Odile Ferrand")));
    assert_int_equal(claim->reported_by, DEPECHE_NONE);
    reading_close(&r);
}

static void test_indirect_speech_starts_after_its_conjunction(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Odile Ferrand} a assuré {DATE:mercredi} que le pont serait réparé avant l'hiver.", 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "le pont");
    assert_non_null(claim);
    assert_int_equal(claim->kind, DEPECHE_CLAIM_INDIRECT);
    assert_string_equal(reading_words(&r, claim->contents[0]), "le pont serait réparé avant l'hiver");
    assert_int_equal(claim->certainty, DEPECHE_FUTURE);
    assert_int_not_equal(claim->said_at, DEPECHE_NONE);
    assert_string_equal(reading_words(&r, r.values.at[claim->said_at].tokens), "mercredi");
    reading_close(&r);
}

static void test_hearsay_is_conditional(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Selon l'agence de presse {ORG:Belga}, deux ouvriers auraient trouvé la mort.", 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "deux ouvriers");
    assert_non_null(claim);
    assert_int_equal(claim->certainty, DEPECHE_CONDITIONAL);
    assert_string_equal(reading_words(&r, claim->cues[0]), "Selon");
    assert_true(dp_str_equal(claim->speaker_name, DP_STR("Belga")));
    reading_close(&r);
}

static void test_agency_reports_what_another_said(void **state) {
    (void)state;
    reading r;
    reading_open(&r,
                 "Le président {PER:Paul Arnal} a déclaré que son pays aiderait ses voisins, a rapporté {DATE:jeudi} "
                 "l'agence de presse officielle {ORG:Belga}.",
                 0);
    reading_find(&r);
    const dp_claim *inner = reading_claim(&r, "son pays"), *outer = reading_claim(&r, "Le président");
    assert_non_null(inner);
    assert_non_null(outer);
    assert_ptr_equal(&r.claims.at[inner->reported_by], outer);
    assert_int_equal(outer->reported_by, DEPECHE_NONE);
    assert_true(dp_str_equal(inner->speaker_name, DP_STR("Paul Arnal")));
    assert_true(dp_str_equal(outer->speaker_name, DP_STR("Belga")));
    reading_close(&r);
}

static void test_inverted_cue_is_given_without_its_subject(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Odile Ferrand} est arrivée. « Nous tiendrons le calendrier », a-t-elle ajouté.", 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "« Nous");
    assert_non_null(claim);
    assert_int_equal(claim->cue_count, 2);
    assert_string_equal(reading_words(&r, claim->cues[0]), "a-t-");
    assert_string_equal(reading_words(&r, claim->cues[1]), "ajouté");
    assert_string_equal(reading_words(&r, claim->source), "elle");
    reading_close(&r);
}

static void test_pronoun_becomes_a_mention_of_its_speaker(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "{PER:Odile Ferrand} est arrivée. « Nous tiendrons le calendrier », a-t-elle ajouté.", 0);
    uint32_t before = r.entities.mention_count;
    reading_find(&r);
    assert_int_equal(r.entities.mention_count, before + 1);
    const dp_mention *last = &r.entities.mentions[r.entities.mention_count - 1];
    assert_int_equal(last->kind, DEPECHE_MENTION_PRONOUN);
    assert_string_equal(reading_words(&r, last->tokens), "elle");
    reading_close(&r);
}

static void test_quotation_goes_on_with_the_same_speaker(void **state) {
    (void)state;
    reading r;
    reading_open(
        &r,
        "« Le pont est fermé », a annoncé {PER:Odile Ferrand}. « Nous avons tout essayé, mais la pile ne tient "
        "plus. »",
        0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "« Nous avons");
    assert_non_null(claim);
    assert_int_equal(claim->cue_count, 0);
    assert_int_equal(claim->cue_lemma.len, 0);
    assert_true(dp_str_equal(claim->speaker_name, DP_STR("Odile Ferrand")));
    reading_close(&r);
}

static void test_negated_cue(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le parquet de {LOC:Valmer} n'a pas confirmé que le suspect avait avoué.", 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "le suspect");
    assert_non_null(claim);
    assert_true(claim->cue_negated);
    reading_close(&r);
}

static void test_claims_are_in_the_order_of_the_text(void **state) {
    (void)state;
    reading r;
    reading_open(&r,
                 "« Il pleut », dit {PER:Anne Morel}. {PER:Luc Petit} répond qu'il neige. « Rentrons », propose "
                 "{PER:Anne Morel}. Selon {PER:Luc Petit}, il est tard.",
                 0);
    reading_find(&r);
    assert_true(r.claims.count >= 4);
    for (uint32_t i = 1; i < r.claims.count; i++) {
        assert_true(r.claims.at[i - 1].contents[0].first <= r.claims.at[i].contents[0].first);
    }
    reading_close(&r);
}

static void test_words_in_quotation_marks_are_not_always_said(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le café « Chez Paulette » a rouvert ses portes dans la rue du Lac.", 0);
    reading_find(&r);
    for (uint32_t i = 0; i < r.claims.count; i++) assert_int_equal(r.claims.at[i].kind, DEPECHE_CLAIM_STATEMENT);
    reading_close(&r);
}

static void test_statement_starts_after_the_dash_of_its_dateline(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "- Le {DATE:12 mars 2011}, un séisme a tué {QTY:15 000 personnes} au {LOC:Japon}.", 0);
    reading_find(&r);
    const dp_claim *claim = reading_claim(&r, "Le 12 mars 2011");
    assert_non_null(claim);
    assert_int_equal(claim->kind, DEPECHE_CLAIM_STATEMENT);
    assert_int_equal(claim->content_count, 1);
    assert_int_equal(claim->cue_count, 0);
    assert_true(claim->check_worthiness >= 0.5F);
    reading_close(&r);
}

static void test_empty_text_has_no_claims(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "", 0);
    reading_find(&r);
    assert_int_equal(r.claims.count, 0);
    reading_close(&r);
}

static void test_same_text_gives_the_same_claims(void **state) {
    (void)state;
    const char *text =
        "« Le pont est fermé », a annoncé {PER:Odile Ferrand}. Selon elle, les travaux dureraient {QTY:six mois}. Le "
        "préfet {PER:Luc Petit} a répondu : « Nous verrons. »";
    reading a, b;
    reading_open(&a, text, 0);
    reading_open(&b, text, 0);
    reading_find(&a);
    reading_find(&b);
    assert_int_equal(a.claims.count, b.claims.count);
    for (uint32_t i = 0; i < a.claims.count; i++) {
        const dp_claim *x = &a.claims.at[i], *y = &b.claims.at[i];
        assert_int_equal(x->content_count, y->content_count);
        assert_memory_equal(x->contents, y->contents, x->content_count * sizeof *x->contents);
        assert_int_equal(x->speaker, y->speaker);
        assert_memory_equal(&x->check_worthiness, &y->check_worthiness, sizeof x->check_worthiness);
    }
    reading_close(&a);
    reading_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_direct_speech_with_its_speaker),
        cmocka_unit_test(test_indirect_speech_starts_after_its_conjunction),
        cmocka_unit_test(test_hearsay_is_conditional),
        cmocka_unit_test(test_agency_reports_what_another_said),
        cmocka_unit_test(test_inverted_cue_is_given_without_its_subject),
        cmocka_unit_test(test_pronoun_becomes_a_mention_of_its_speaker),
        cmocka_unit_test(test_quotation_goes_on_with_the_same_speaker),
        cmocka_unit_test(test_negated_cue),
        cmocka_unit_test(test_claims_are_in_the_order_of_the_text),
        cmocka_unit_test(test_words_in_quotation_marks_are_not_always_said),
        cmocka_unit_test(test_statement_starts_after_the_dash_of_its_dateline),
        cmocka_unit_test(test_empty_text_has_no_claims),
        cmocka_unit_test(test_same_text_gives_the_same_claims),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
