#include "french.h"

#include <stdlib.h>

#include "base/memory.h"
#include "tagger/label.h"
#include "tagger/passes.h"
#include "tagger/tagger.h"

typedef struct tagging {
    dp_text text;
    dp_tags tags;
} tagging;

static int tag(dp_arena *arena, dp_str bytes, size_t title_length, tagging *out) {
    dp_quotations quotations;
    if (dp_text_cut(arena, dp_pack_token_rules(french_pack), bytes, title_length, &out->text)) return -1;
    dp_pack_assign_words(french_pack, &out->text);
    if (dp_quotations_find(arena, &out->text, &quotations)) return -1;
    return dp_tagger_run(french_pack, arena, &out->text, &quotations, &out->tags);
}

static bool has_tag(const tagging *found, dp_tag tag, const char *name) {
    for (uint32_t i = 0; i < found->tags.count; i++) {
        dp_str slice = dp_text_range(&found->text, found->tags.at[i].tokens);
        if (found->tags.at[i].tag == tag && dp_str_equal(slice, (dp_str){name, strlen(name)})) return true;
    }
    return false;
}

static const char ARTICLE[] =
    "Le président ukrainien Volodymyr Zelensky a rencontré jeudi Emmanuel Macron à Paris.\n\n"
    "Selon l'AFP, la Banque mondiale a promis 41,5 millions d'euros, soit 3,2 % du budget du ministère de la Santé. "
    "Quelque 2 000 soldats sont arrivés à Kharkiv le 3 septembre 2025, a dit M. Zelensky. Les Ukrainiens attendent.";

static void test_names_and_values_of_an_article_are_tagged(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    tagging found;
    assert_int_equal(tag(&arena, DP_STR(ARTICLE), 0, &found), 0);
    assert_true(has_tag(&found, DP_TAG_PER, "Volodymyr Zelensky"));
    assert_true(has_tag(&found, DP_TAG_PER, "Emmanuel Macron"));
    assert_true(has_tag(&found, DP_TAG_PER, "Zelensky"));
    assert_true(has_tag(&found, DP_TAG_LOC, "Paris"));
    assert_true(has_tag(&found, DP_TAG_LOC, "Kharkiv"));
    assert_true(has_tag(&found, DP_TAG_ORG, "AFP"));
    assert_true(has_tag(&found, DP_TAG_ORG, "Banque mondiale"));
    assert_true(has_tag(&found, DP_TAG_ORG, "ministère de la Santé"));
    assert_true(has_tag(&found, DP_TAG_GRP, "Ukrainiens"));
    assert_true(has_tag(&found, DP_TAG_DATE, "jeudi"));
    assert_true(has_tag(&found, DP_TAG_DATE, "3 septembre 2025"));
    assert_true(has_tag(&found, DP_TAG_MONEY, "41,5 millions d'euros"));
    assert_true(has_tag(&found, DP_TAG_PCT, "3,2 %"));
    assert_true(has_tag(&found, DP_TAG_QTY, "2 000 soldats"));
    dp_arena_close(&arena);
}

static void test_tags_are_in_order_apart_and_have_a_confidence(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    tagging found;
    assert_int_equal(tag(&arena, DP_STR(ARTICLE), 0, &found), 0);
    uint32_t end = 0;
    for (uint32_t i = 0; i < found.tags.count; i++) {
        const dp_tagged *tagged = &found.tags.at[i];
        assert_true(tagged->tokens.first >= end && tagged->tokens.end > tagged->tokens.first);
        assert_true(tagged->confidence > 0.0f && tagged->confidence <= 1.0f);
        end = tagged->tokens.end;
        assert_true(end <= found.text.token_count);
    }
    dp_arena_close(&arena);
}

static void test_tagging_gives_the_same_each_time(void **state) {
    (void)state;
    dp_arena first, second;
    dp_arena_init(&first);
    dp_arena_init(&second);
    tagging a, b;
    assert_int_equal(tag(&first, DP_STR(ARTICLE), 0, &a), 0);
    for (int i = 0; i < 3; i++) {
        dp_arena_reset(&second);
        assert_int_equal(tag(&second, DP_STR(ARTICLE), 0, &b), 0);
        assert_int_equal(a.tags.count, b.tags.count);
        for (uint32_t t = 0; t < a.tags.count; t++) {
            assert_int_equal(a.tags.at[t].tokens.first, b.tags.at[t].tokens.first);
            assert_int_equal(a.tags.at[t].tokens.end, b.tags.at[t].tokens.end);
            assert_int_equal(a.tags.at[t].tag, b.tags.at[t].tag);
            assert_true(a.tags.at[t].confidence == b.tags.at[t].confidence);
        }
    }
    dp_arena_close(&first);
    dp_arena_close(&second);
}

static void test_warm_tagger_takes_no_memory(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    tagging found;
    assert_int_equal(tag(&arena, DP_STR(ARTICLE), 0, &found), 0);
    dp_arena_reset(&arena);
    dp_memory_fail_at(1);
    assert_int_equal(tag(&arena, DP_STR(ARTICLE), 0, &found), 0);
    dp_memory_fail_at(0);
    dp_arena_close(&arena);
}

static void test_every_failed_allocation_is_reported(void **state) {
    (void)state;
    int result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_arena arena;
        dp_arena_init(&arena);
        tagging found;
        dp_memory_fail_at(number);
        result = tag(&arena, DP_STR(ARTICLE), 0, &found);
        dp_memory_fail_at(0);
        dp_arena_close(&arena);
        assert_true(number < 100);
    }
}

/* `piece` over and over. */
static dp_str repeat(const char *piece, size_t size) {
    size_t length = strlen(piece);
    char *bytes = malloc(size);
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++) bytes[i] = piece[i % length];
    return (dp_str){bytes, size / length * length};
}

static void test_hostile_texts_are_survived(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "A",
        "a ",
        "A ",
        "« ",
        "( A ",
        "PARIS ",
        "(AB) ",
        "1 2,5 % ",
        "Jean Jean ",
        "\n",
        ". ",
        "d'",
        "ministère de la ",
        "\xc3\x89",
        "M. ",
        "\xf0\x9f\x98\x80",
        "A.\n\n",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        dp_arena arena;
        dp_arena_init(&arena);
        tagging found;
        dp_str bytes = repeat(pieces[i], 60000);
        assert_int_equal(tag(&arena, bytes, 0, &found), 0);
        for (uint32_t t = 0; t < found.tags.count; t++) {
            assert_true(found.tags.at[t].tokens.end <= found.text.token_count);
        }
        free((char *)(uintptr_t)bytes.at);
        dp_arena_close(&arena);
    }
}

static void test_empty_text_has_no_tags(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    tagging found;
    assert_int_equal(tag(&arena, (dp_str){"", 0}, 0, &found), 0);
    assert_int_equal(found.tags.count, 0);
    dp_arena_close(&arena);
}

static void test_labels_and_names_go_both_ways(void **state) {
    (void)state;
    for (int t = DP_TAG_PER; t < DP_TAG_COUNT; t++) {
        const char *name = dp_tag_name((dp_tag)t);
        assert_int_equal(dp_tag_find((dp_str){name, strlen(name)}), t);
        assert_int_equal(dp_label_tag(dp_label_begin((dp_tag)t)), t);
        assert_int_equal(dp_label_tag(dp_label_inside((dp_tag)t)), t);
    }
    assert_int_equal(dp_tag_find(DP_STR("XYZ")), DP_TAG_NONE);
    assert_int_equal(dp_label_tag(DP_LABEL_OUTSIDE), DP_TAG_NONE);
    assert_string_equal(dp_tag_name(DP_TAG_NONE), "O");
}

static void test_damaged_model_is_refused(void **state) {
    (void)state;
    dp_str model = dp_pack_section(french_pack, "model.tagger");
    assert_non_null(model.at);
    dp_tagger_model opened;
    depeche_error error;
    assert_int_equal(dp_tagger_model_open(model, &opened, &error), DEPECHE_OK);
    assert_int_equal(dp_tagger_model_open((dp_str){model.at, model.len - 64}, &opened, &error),
                     DEPECHE_ERROR_PACK_FORMAT);
    assert_int_equal(dp_tagger_model_open((dp_str){model.at, 10}, &opened, &error), DEPECHE_ERROR_PACK_FORMAT);
    assert_int_equal(dp_tagger_model_open((dp_str){NULL, 0}, &opened, &error), DEPECHE_ERROR_PACK_FORMAT);
}

static void test_model_of_other_templates_is_refused(void **state) {
    (void)state;
    dp_str model = dp_pack_section(french_pack, "model.tagger");
    char *copy = aligned_alloc(64, (model.len + 63) / 64 * 64);
    assert_non_null(copy);
    memcpy(copy, model.at, model.len);
    dp_tagger_model opened;
    depeche_error error;
    assert_int_equal(dp_tagger_model_open((dp_str){copy, model.len}, &opened, &error), DEPECHE_OK);
    copy[4] ^= 1;
    assert_int_equal(dp_tagger_model_open((dp_str){copy, model.len}, &opened, &error), DEPECHE_ERROR_PACK_VERSION);
    free(copy);
}

/* Adds up the hashes of the features of some families, which their order does not change; gives how many there are. */
static uint32_t add_features(uint32_t families, const dp_token_facts *facts, dp_features *features, uint64_t *sum) {
    dp_templates templates;
    dp_templates_open(families, &templates);
    dp_features_clear(features);
    assert_int_equal(dp_templates_apply(&templates, facts, features), 0);
    for (uint32_t i = 0; i < features->count; i++) *sum += features->hashes[i];
    return features->count;
}

static void test_templates_of_a_pass_are_those_of_its_families(void **state) {
    (void)state;
    dp_arena arena;
    dp_features features;
    dp_token_facts facts[2 * DP_FACTS_EDGE + 1] = {0};
    dp_arena_init(&arena);
    dp_features_init(&features, &arena);
    uint64_t random = 1;
    for (uint32_t t = 0; t < 2 * DP_FACTS_EDGE + 1; t++) {
        for (uint32_t fact = 1; fact < DP_FACT_COUNT; fact++) {
            random = random * UINT64_C(6364136223846793005) + 1;
            facts[t].at[fact] = random >> 62 ? random : 0;
        }
        dp_facts_add(&facts[t], DP_MANY_HITS, random);
        dp_facts_add(&facts[t], DP_MANY_AROUND, random + 1);
    }
    const uint32_t passes[] = {DP_FAMILIES_FIRST, DP_FAMILIES_SECOND};
    for (size_t pass = 0; pass < 2; pass++) {
        uint64_t whole = 0, parts = 0;
        uint32_t count = add_features(passes[pass], facts + DP_FACTS_EDGE, &features, &whole), added = 0;
        for (uint32_t family = 0; family < DP_FAMILY_COUNT; family++) {
            uint32_t one = passes[pass] & UINT32_C(1) << family;
            if (one) added += add_features(one, facts + DP_FACTS_EDGE, &features, &parts);
        }
        assert_true(count > 0);
        assert_int_equal(added, count);
        assert_true(parts == whole);
    }
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_values_of_an_article_are_tagged),
        cmocka_unit_test(test_tags_are_in_order_apart_and_have_a_confidence),
        cmocka_unit_test(test_tagging_gives_the_same_each_time),
        cmocka_unit_test(test_warm_tagger_takes_no_memory),
        cmocka_unit_test(test_every_failed_allocation_is_reported),
        cmocka_unit_test(test_hostile_texts_are_survived),
        cmocka_unit_test(test_empty_text_has_no_tags),
        cmocka_unit_test(test_labels_and_names_go_both_ways),
        cmocka_unit_test(test_damaged_model_is_refused),
        cmocka_unit_test(test_model_of_other_templates_is_refused),
        cmocka_unit_test(test_templates_of_a_pass_are_those_of_its_families),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
