#include "claims/reading.h"
#include "claims/worth.h"

#include <math.h>

#include "claims/models.h"

static float worth_of(const char *text) {
    reading r;
    reading_open(&r, text, 0);
    reading_find(&r);
    float worth = r.claims.sentence_worthiness[0];
    reading_close(&r);
    return worth;
}

static void test_figures_are_worth_more_than_wishes(void **state) {
    (void)state;
    float fact = worth_of("L'{ORG:Insee} a recensé {QTY:4 200 habitants} à {LOC:Valmer} en {DATE:2024}.");
    float wish = worth_of("Nous espérons tous que cela ira mieux bientôt.");
    assert_true(fact > 0.5f);
    assert_true(wish < 0.5f);
    assert_true(fact <= 1.0f && wish >= 0.0f);
}

static void test_narrator_states_what_nobody_says(void **state) {
    (void)state;
    reading r;
    reading_open(&r, "Le pont de {LOC:Valmer} a coûté {MONEY:4 millions d'euros} en {DATE:2024}.", 0);
    reading_find(&r);
    assert_int_equal(r.claims.count, 1);
    assert_int_equal(r.claims.at[0].kind, DEPECHE_CLAIM_STATEMENT);
    assert_true(dp_str_equal(r.claims.at[0].speaker_name, DP_STR("La Dépêche du Lac")));
    assert_int_equal(r.claims.at[0].cue_count, 0);
    assert_int_equal(r.claims.at[0].speaker, DEPECHE_NONE);
    assert_true(r.claims.at[0].check_worthiness >= 0.5f);
    reading_close(&r);
}

static void test_features_of_an_empty_stretch_are_one_position(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    dp_features features;
    reading_open(&r, "Le pont.", 0);
    dp_features_init(&features, &r.arena);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    assert_int_equal(dp_worth_features(&r.scene, &coverage, (dp_range){1, 1}, &features), 0);
    assert_int_equal(features.positions, 1);
    assert_int_equal(features.count, 0);
    reading_close(&r);
}

static void test_a_dateline_is_worth_nothing(void **state) {
    (void)state;
    assert_true(worth_of("{LOC:Valmer}, le {DATE:16 juin 2012}.") == 0.0f);
    assert_true(worth_of("{DATE:16 juin 2012}, la mairie a brûlé.") > 0.0f);
}

static void test_factors_add_up_to_the_log_odds(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    dp_features features;
    dp_claim_models models;
    dp_factors factors;
    reading_open(&r, "L'{ORG:Insee} a recensé {QTY:4 200 habitants} à {LOC:Valmer} en {DATE:2024}.", 0);
    dp_claim_models_open(french_pack, &models);
    assert_true(models.worth.present);
    dp_range sentence = r.text.sentences[0].tokens;
    dp_features_init(&features, &r.arena);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    assert_int_equal(dp_worth_features(&r.scene, &coverage, sentence, &features), 0);
    double score = (double)dp_worth_score(&models.worth.model, &features), sum = 0;
    assert_int_equal(dp_worth_explain(&r.scene, &coverage, sentence, &models.worth.model, &features, &factors), 0);
    assert_in_range(factors.count, 3, DP_FACTORS_MAX);
    for (uint32_t i = 0; i < factors.count; i++) sum += (double)factors.at[i].weight;
    assert_true(fabs(sum - log(score / (1 - score))) < 0.01);
    assert_string_equal(factors.at[factors.count - 1].feature, "base");
    for (uint32_t i = 1; i + 2 < factors.count; i++) {
        assert_true(fabsf(factors.at[i - 1].weight) >= fabsf(factors.at[i].weight));
    }
    assert_int_equal(dp_worth_explain(&r.scene, &coverage, (dp_range){2, 2}, &models.worth.model, &features, &factors),
                     0);
    assert_int_equal(factors.count, 0);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures_are_worth_more_than_wishes),
        cmocka_unit_test(test_narrator_states_what_nobody_says),
        cmocka_unit_test(test_a_dateline_is_worth_nothing),
        cmocka_unit_test(test_factors_add_up_to_the_log_odds),
        cmocka_unit_test(test_features_of_an_empty_stretch_are_one_position),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
