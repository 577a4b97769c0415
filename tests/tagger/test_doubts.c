#include "french.h"

#include "tagger/doubts.h"
#include "tagger/facts.h"

static void test_doubtful_names_go_and_the_others_keep_their_order(void **state) {
    (void)state;
    dp_tagged tagged[] = {
        {{0, 1}, DP_TAG_PER, 0.44F},  {{1, 2}, DP_TAG_ORG, 0.46F},  {{2, 3}, DP_TAG_MISC, 0.39F},
        {{3, 4}, DP_TAG_EVT, 0.32F},  {{4, 5}, DP_TAG_DATE, 0.01F}, {{5, 6}, DP_TAG_LOC, 1.0F},
        {{6, 7}, DP_TAG_GRP, 0.449F},
    };
    dp_tags tags = {.at = tagged, .count = sizeof tagged / sizeof *tagged};
    dp_doubts_drop(&tags);
    assert_int_equal(tags.count, 4);
    assert_int_equal(tags.at[0].tag, DP_TAG_ORG);
    assert_int_equal(tags.at[1].tag, DP_TAG_MISC);
    assert_int_equal(tags.at[2].tag, DP_TAG_DATE);
    assert_int_equal(tags.at[3].tag, DP_TAG_LOC);
}

static void test_no_tags_are_no_trouble(void **state) {
    (void)state;
    dp_tags tags = {0};
    dp_doubts_drop(&tags);
    assert_int_equal(tags.count, 0);
}

/* Whether a tag that covers a text from token `first` on stays: 1 or 0. */
static uint32_t left_from(const char *string, uint32_t first, dp_tag tag, float confidence) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {first, text.token_count}, .tag = tag, .confidence = confidence};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_doubts_drop_unfounded(french_pack, &text, &tags);
    dp_arena_close(&arena);
    return tags.count;
}

static uint32_t left_of(const char *string, dp_tag tag, float confidence) {
    return left_from(string, 0, tag, confidence);
}

static void test_one_work_of_many_is_no_name(void **state) {
    (void)state;
    assert_int_equal(left_from("un traité de paix", 1, DP_TAG_MISC, 1.0F), 0);
    assert_int_equal(left_from("le traité de paix", 1, DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_from("un traité de Rome", 1, DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_from("un acte 14", 1, DP_TAG_EVT, 1.0F), 1);
}

static void test_initials_that_sign_an_article_are_no_name(void **state) {
    (void)state;
    assert_int_equal(left_of("R. B.", DP_TAG_PER, 1.0F), 0);
    assert_int_equal(left_from("Il est venu. A. L.", 4, DP_TAG_PER, 1.0F), 0);
    assert_int_equal(left_from("Il a vu A. L.", 3, DP_TAG_PER, 1.0F), 1);
    assert_int_equal(left_of("R. Barre", DP_TAG_PER, 1.0F), 1);
    assert_int_equal(left_of("R. B.", DP_TAG_ORG, 1.0F), 1);
}

static void test_works_without_capitals_need_a_ground(void **state) {
    (void)state;
    assert_int_equal(left_of("cadre de la protection sociale", DP_TAG_MISC, 1.0F), 0);
    assert_int_equal(left_of("déclin des petites villes", DP_TAG_EVT, 1.0F), 0);
    assert_int_equal(left_of("loi sur la toponymie", DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_of("code du travail", DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_of("guerre froide", DP_TAG_EVT, 1.0F), 1);
}

static void test_capitals_and_other_types_are_left_alone(void **state) {
    (void)state;
    assert_int_equal(left_of("cadre de la Protection sociale", DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_of("cadre de la protection sociale", DP_TAG_ORG, 1.0F), 1);
}

static void test_what_is_known_to_be_no_name_goes(void **state) {
    (void)state;
    assert_int_equal(left_of("PIB", DP_TAG_ORG, 0.9F), 0);
    assert_int_equal(left_of("Smic", DP_TAG_MISC, 0.9F), 0);
    assert_int_equal(left_of("Smic", DP_TAG_MISC, 1.0F), 1);
    assert_int_equal(left_of("ONU", DP_TAG_ORG, 0.9F), 1);
}

/* Whether the last token of a text stays an organisation. */
static bool stays_organised(const char *string) {
    dp_arena arena;
    dp_text text;
    dp_quotations quotations;
    dp_view view;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    assert_int_equal(dp_quotations_find(&arena, &text, &quotations), 0);
    assert_int_equal(dp_view_open(french_pack, &arena, &text, &quotations, &view), 0);
    dp_tagged tagged = {.tokens = {text.token_count - 1, text.token_count}, .tag = DP_TAG_ORG, .confidence = 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_doubts_drop_unorganised(french_pack, &text, &view.evidence, &tags);
    dp_arena_close(&arena);
    return tags.count == 1;
}

static void test_members_of_a_movement_are_a_group(void **state) {
    (void)state;
    static const struct {
        const char *string;
        dp_tag tag, settled;
    } cases[] = {
        {"Gilet jaune", DP_TAG_MISC, DP_TAG_GRP},      {"Gilets Jaunes", DP_TAG_EVT, DP_TAG_GRP},
        {"gilets jaunes", DP_TAG_EVT, DP_TAG_EVT},     {"Gilets jaunes", DP_TAG_LOC, DP_TAG_LOC},
        {"Mouvement nouveau", DP_TAG_ORG, DP_TAG_ORG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_arena arena;
        dp_text text;
        dp_arena_init(&arena);
        french_cut(&arena, cases[i].string, &text);
        dp_tagged tagged = {.tokens = {0, text.token_count}, .tag = cases[i].tag, .confidence = 1.0F};
        dp_tags tags = {.at = &tagged, .count = 1};
        dp_doubts_settle_groups(french_pack, &text, &tags);
        assert_int_equal(tagged.tag, cases[i].settled);
        dp_arena_close(&arena);
    }
}

/* The type that a whole text, tagged with some confidence, is given by the lexicons. */
static dp_tag settled(const char *string, dp_tag tag, float confidence) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {0, text.token_count}, .tag = tag, .confidence = confidence};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_doubts_settle_known(french_pack, &text, &tags);
    dp_arena_close(&arena);
    return tagged.tag;
}

static void test_names_known_as_one_type_have_it(void **state) {
    (void)state;
    assert_int_equal(settled("Tour Eiffel", DP_TAG_MISC, 0.7F), DP_TAG_LOC);
    assert_int_equal(settled("Tour Eiffel", DP_TAG_MISC, 0.9F), DP_TAG_MISC);
    assert_int_equal(settled("Libération", DP_TAG_LOC, 0.7F), DP_TAG_LOC);
    assert_int_equal(settled("George Washington", DP_TAG_MISC, 0.7F), DP_TAG_MISC);
    assert_int_equal(settled("Tour Inconnue", DP_TAG_MISC, 0.7F), DP_TAG_MISC);
}

static void test_acronyms_of_common_things_are_no_organisations(void **state) {
    (void)state;
    assert_false(stays_organised("Le référendum d'initiative citoyenne (RIC) plaît. Voici le RIC"));
    assert_false(stays_organised("Un gazole non routier (GNR). Il taxe le GNR"));
    assert_true(stays_organised("La direction départementale de la protection des populations (DDPP). Voici la DDPP"));
    assert_true(stays_organised("Le directeur général de la police nationale (DGPN) parle. Voici la DGPN"));
    assert_true(stays_organised("L'Organisation des Nations unies (ONU) parle. Voici l'ONU"));
    assert_true(stays_organised("Voici le RIC"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doubtful_names_go_and_the_others_keep_their_order),
        cmocka_unit_test(test_no_tags_are_no_trouble),
        cmocka_unit_test(test_one_work_of_many_is_no_name),
        cmocka_unit_test(test_initials_that_sign_an_article_are_no_name),
        cmocka_unit_test(test_works_without_capitals_need_a_ground),
        cmocka_unit_test(test_what_is_known_to_be_no_name_goes),
        cmocka_unit_test(test_members_of_a_movement_are_a_group),
        cmocka_unit_test(test_names_known_as_one_type_have_it),
        cmocka_unit_test(test_acronyms_of_common_things_are_no_organisations),
        cmocka_unit_test(test_capitals_and_other_types_are_left_alone),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
