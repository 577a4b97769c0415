/* Gold documents as examples: what stands for what, and models that come out the same each time. */
#include "claims/reading.h"
#include "learn/logistic.h"
#include "trainer/claims_gold.h"
#include "trainer/claims_graft.h"
#include "trainer/claims_train.h"

static const char document[] =
    "# id: test-1\n# date: 2024-03-14\n# source: agence\n# language: fr\n\n"
    "## Le pont de <LOC>Valmer</LOC> ferme\n\n"
    "<CW/><C1>« Le pont est fermé »</C1>, <V1>a-t-</V1><S1 who=\"Odile Ferrand\">elle</S1> <V1>ajouté</V1>. "
    "<CW/>Les travaux du pont dureront plus longtemps que prévu cette année. "
    "<V2>Selon</V2> <S2><PER>Luc Petit</PER></S2>, <C2>la route est sûre</C2>. "
    "<C3 who=\"Luc Petit\">« Tout ira bien. »</C3>\n";

typedef struct lesson {
    dp_arena arena;
    dp_gold gold;
    dp_gold_text text;
    dp_scene scene;
    dp_cues cues;
    uint32_t *claim_of;
} lesson;

static void read_document(dp_arena *arena, dp_gold *gold) {
    depeche_error error;
    dp_str bytes = {document, sizeof document - 1};
    assert_int_equal(dp_gold_parse(arena, "test", bytes, gold, &error), DEPECHE_OK);
}

static void lesson_open(lesson *l) {
    dp_arena_init(&l->arena);
    read_document(&l->arena, &l->gold);
    assert_int_equal(dp_gold_text_build(french_pack, &l->arena, &l->gold, &l->text), 0);
    assert_int_equal(
        dp_scene_build(french_pack, &l->arena, &l->text.text, &l->text.quotations, &l->text.tags, &l->scene), 0);
    assert_int_equal(dp_cues_find(&l->scene, &l->cues), 0);
    l->claim_of = dp_arena_alloc(&l->arena, (l->cues.count + 1) * sizeof *l->claim_of);
    assert_non_null(l->claim_of);
    assert_int_equal(dp_gold_match_cues(&l->scene, &l->gold, &l->cues, l->claim_of), 0);
}

static void test_gold_names_become_tags(void **state) {
    (void)state;
    lesson l;
    lesson_open(&l);
    assert_int_equal(l.text.tags.count, 2);
    assert_int_equal(l.text.tags.at[0].tag, DP_TAG_LOC);
    assert_int_equal(l.text.tags.at[1].tag, DP_TAG_PER);
    dp_arena_close(&l.arena);
}

static void test_each_cued_claim_has_one_candidate(void **state) {
    (void)state;
    lesson l;
    lesson_open(&l);
    unsigned found[3] = {0, 0, 0};
    for (uint32_t c = 0; c < l.cues.count; c++) {
        if (l.claim_of[c] < 3) found[l.claim_of[c]]++;
    }
    assert_int_equal(found[0], 1);
    assert_int_equal(found[1], 1);
    assert_int_equal(found[2], 0);
    dp_arena_close(&l.arena);
}

static void test_labels_follow_the_annotation(void **state) {
    (void)state;
    lesson l;
    dp_units units;
    uint8_t labels[DP_UNITS_MAX];
    lesson_open(&l);
    for (uint32_t c = 0; c < l.cues.count; c++) {
        if (l.claim_of[c] != 0) continue;
        dp_units_cut(&l.scene, &l.cues.at[c], &units);
        dp_gold_label_units(&l.text.text, &l.gold.claims[0], &units, labels);
        assert_true(units.at[0].quote);
        assert_int_equal(labels[0], DP_ARGUMENT_CONTENT + DP_PIECE_ONLY);
        assert_int_equal(labels[units.head], DP_ARGUMENT_NONE);
        assert_int_equal(labels[units.head - 1], DP_ARGUMENT_SOURCE + DP_PIECE_ONLY);
    }
    dp_arena_close(&l.arena);
}

static void test_graft_puts_words_of_saying_to_a_sentence_of_the_narrator(void **state) {
    (void)state;
    lesson l;
    lesson_open(&l);
    dp_grafts *grafts = dp_grafts_new();
    assert_non_null(grafts);
    assert_int_equal(dp_grafts_count(grafts), 0);
    assert_int_equal(dp_grafts_collect(grafts, &l.scene, &l.gold, 7), 0);
    /* The narrator's sentence, and the first of those in which somebody speaks. */
    assert_int_equal(dp_grafts_count(grafts), 2);
    assert_int_equal(dp_grafts_collect(grafts, &l.scene, &l.gold, 8), 0);
    assert_int_equal(dp_grafts_document(grafts, 1), 7);
    assert_int_equal(dp_grafts_document(grafts, dp_grafts_count(grafts) - 1), 8);
    dp_gold made;
    assert_int_equal(dp_grafts_make(grafts, &l.arena, 1, &made), 0);
    assert_int_equal(made.claim_count, 1);
    depeche_span content = made.claims[0].contents[0];
    dp_str words = {made.text.at + content.byte_start, content.byte_end - content.byte_start};
    assert_true(dp_str_equal(
        made.text, DP_STR("Selon Luc Petit, les travaux du pont dureront plus longtemps que prévu cette année.")));
    assert_true(dp_str_equal(words, DP_STR("les travaux du pont dureront plus longtemps que prévu cette année")));
    assert_int_equal(made.entity_count, 1);
    dp_grafts_close(grafts);
    dp_arena_close(&l.arena);
}

static void train_all(dp_model models[DP_CLAIMS_MODELS]) {
    enum { DOCUMENTS = 6 };
    dp_arena scratch;
    dp_gold gold;
    dp_arena_init(&scratch);
    dp_claims_trainer *trainer = dp_claims_trainer_new(french_pack);
    assert_non_null(trainer);
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        dp_arena_reset(&scratch);
        read_document(&scratch, &gold);
        assert_int_equal(dp_claims_trainer_add(trainer, &scratch, &gold), 0);
    }
    assert_int_equal(dp_claims_trainer_finish(trainer), 0);
    for (uint32_t fold = 0; fold < DP_CLAIMS_FOLDS; fold++) {
        assert_int_equal(dp_claims_trainer_train_fold(trainer, fold), 0);
    }
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        dp_arena_reset(&scratch);
        read_document(&scratch, &gold);
        assert_int_equal(dp_claims_trainer_add_reports(trainer, &scratch, &gold, i), 0);
    }
    for (unsigned m = 0; m < DP_CLAIMS_MODELS; m++)
        assert_int_equal(dp_claims_trainer_train(trainer, m, &models[m]), 0);
    dp_claims_trainer_close(trainer);
    dp_arena_close(&scratch);
}

static void test_proposed_reports_are_learned_from(void **state) {
    (void)state;
    dp_model models[DP_CLAIMS_MODELS];
    dp_logistic report;
    bool found = false;
    train_all(models);
    for (unsigned m = 0; m < DP_CLAIMS_MODELS; m++) {
        if (!strcmp(dp_claims_model_name(m), "model.claims.report")) {
            found = true;
            assert_int_equal(dp_logistic_open(dp_model_bytes(&models[m]), &report, NULL), DEPECHE_OK);
            assert_true(report.weights.slots > 1); /* an empty table has one */
        }
        dp_model_close(&models[m]);
    }
    assert_true(found);
}

static void test_models_are_the_same_to_the_bit(void **state) {
    (void)state;
    dp_model first[DP_CLAIMS_MODELS], second[DP_CLAIMS_MODELS];
    train_all(first);
    train_all(second);
    for (unsigned m = 0; m < DP_CLAIMS_MODELS; m++) {
        assert_int_equal(first[m].size, second[m].size);
        assert_memory_equal(first[m].bytes, second[m].bytes, first[m].size);
        dp_model_close(&first[m]);
        dp_model_close(&second[m]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gold_names_become_tags),
        cmocka_unit_test(test_each_cued_claim_has_one_candidate),
        cmocka_unit_test(test_labels_follow_the_annotation),
        cmocka_unit_test(test_graft_puts_words_of_saying_to_a_sentence_of_the_narrator),
        cmocka_unit_test(test_proposed_reports_are_learned_from),
        cmocka_unit_test(test_models_are_the_same_to_the_bit),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
