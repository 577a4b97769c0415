#include "claims/loose.h"
#include "claims/reading.h"

static dp_looses find(reading *r, dp_coverage *coverage) {
    dp_looses looses;
    assert_int_equal(dp_looses_find(&r->scene, coverage, &looses), 0);
    return looses;
}

static void test_uncovered_quotation_is_a_candidate(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    reading_open(&r, "Le maire est là. « Le pont est fermé. »", 0);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    dp_looses looses = find(&r, &coverage);
    assert_int_equal(looses.count, 1);
    assert_false(looses.at[0].answer);
    assert_string_equal(reading_words(&r, looses.at[0].tokens), "« Le pont est fermé. »");
    reading_close(&r);
}

static void test_quotation_within_a_sentence_states_nothing_of_its_own(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool candidate;
    } cases[] = {
        {"Le maire redoute pour sa ville et ses habitants un « coup dur » avant les fêtes.", false},
        {"Mais « le pont est fermé et le restera ».", true},
        {"Le maire est clair : « le pont est fermé » pour de bon et pour tous.", true},
        {"Il est « indispensable à tous ceux qui vivent ici et qui y travaillent ».", true},
        {"INTERVIEW « Le pont » Le maire parle de tout avec nous.", true},
        {"À Valmer « le pont » du maire est fermé à tous les camions.", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r;
        dp_coverage coverage;
        reading_open(&r, cases[i].text, 0);
        assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
        dp_looses looses = find(&r, &coverage);
        uint32_t quoted = 0;
        for (uint32_t l = 0; l < looses.count; l++) quoted += !looses.at[l].answer;
        assert_int_equal(quoted, cases[i].candidate);
        reading_close(&r);
    }
}

static void test_covered_quotation_is_none(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    reading_open(&r, "Le maire est là. « Le pont est fermé. »", 0);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    uint32_t pont = reading_token(&r, "pont");
    dp_coverage_add(&r.scene, &coverage, (dp_range){pont, pont + 1}, DP_COVERED_CONTENT);
    assert_int_equal(find(&r, &coverage).count, 0);
    reading_close(&r);
}

static void test_paragraph_without_quotation_may_be_an_answer(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    reading_open(&r, "Que faire du pont ?\n— Le fermer tout de suite.", 0);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    dp_looses looses = find(&r, &coverage);
    assert_int_equal(looses.count, 2);
    assert_true(looses.at[1].answer);
    assert_string_equal(reading_words(&r, looses.at[1].tokens), "Le fermer tout de suite.");
    reading_close(&r);
}

static void test_coverage_ends_with_the_text(void **state) {
    (void)state;
    reading r;
    dp_coverage coverage;
    reading_open(&r, "Le pont est fermé.", 0);
    assert_int_equal(dp_coverage_init(&r.scene, &coverage), 0);
    dp_coverage_add(&r.scene, &coverage, (dp_range){2, UINT32_MAX}, DP_COVERED_CUE);
    for (uint32_t t = 0; t < r.text.token_count; t++) assert_int_equal(coverage.tokens[t], t < 2 ? 0 : DP_COVERED_CUE);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uncovered_quotation_is_a_candidate),
        cmocka_unit_test(test_quotation_within_a_sentence_states_nothing_of_its_own),
        cmocka_unit_test(test_covered_quotation_is_none),
        cmocka_unit_test(test_paragraph_without_quotation_may_be_an_answer),
        cmocka_unit_test(test_coverage_ends_with_the_text),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
