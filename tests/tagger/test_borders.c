#include "french.h"

#include "tagger/borders.h"

/* Repairs a text that is one tag as a whole; gives how many tags it becomes and the last one's slice. */
static uint32_t repair(const char *string, dp_tag tag, char *last, size_t room) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {0, text.token_count}, .tag = tag, .confidence = 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    assert_int_equal(dp_borders_repair(french_pack, &arena, &text, &tags), 0);
    dp_str slice = dp_text_range(&text, tags.at[tags.count - 1].tokens);
    assert_true(slice.len < room);
    memcpy(last, slice.at, slice.len);
    last[slice.len] = '\0';
    if (tags.count == 2) assert_int_equal(tags.at[1].tag, tag == DP_TAG_LOC ? DP_TAG_PER : DP_TAG_LOC);
    assert_int_equal(tags.at[0].tag, tag);
    dp_arena_close(&arena);
    return tags.count;
}

static void test_known_name_is_cut_free_of_a_place(void **state) {
    (void)state;
    char last[64];
    assert_int_equal(repair("Seconde Guerre mondiale à Pékin", DP_TAG_EVT, last, sizeof last), 2);
    assert_string_equal(last, "Pékin");
    assert_int_equal(repair("Nations unies à New York", DP_TAG_ORG, last, sizeof last), 2);
    assert_string_equal(last, "New York");
}

static void test_known_place_is_cut_free_of_a_person(void **state) {
    (void)state;
    char last[64];
    assert_int_equal(repair("Nantes Pierre Sennès", DP_TAG_LOC, last, sizeof last), 2);
    assert_string_equal(last, "Pierre Sennès");
    assert_int_equal(repair("Nantes Pierre", DP_TAG_LOC, last, sizeof last), 1);
    assert_int_equal(repair("Nantes Atlantique Nord", DP_TAG_LOC, last, sizeof last), 1);
    assert_int_equal(repair("Nantes Pierre Sennès", DP_TAG_ORG, last, sizeof last), 1);
}

static void test_known_organisation_ends_before_its_people(void **state) {
    (void)state;
    char last[64];
    assert_int_equal(repair("Conseil des ministres espagnol", DP_TAG_ORG, last, sizeof last), 1);
    assert_string_equal(last, "Conseil des ministres");
    assert_int_equal(repair("Conseil des ministres", DP_TAG_ORG, last, sizeof last), 1);
    assert_string_equal(last, "Conseil des ministres");
    assert_int_equal(repair("Comité inconnu espagnol", DP_TAG_ORG, last, sizeof last), 1);
    assert_string_equal(last, "Comité inconnu espagnol");
}

static void test_names_with_a_place_inside_stay_whole(void **state) {
    (void)state;
    char last[64];
    assert_int_equal(repair("Université du Québec à Trois-Rivières", DP_TAG_ORG, last, sizeof last), 1);
    assert_int_equal(repair("Seconde Guerre mondiale", DP_TAG_EVT, last, sizeof last), 1);
    assert_int_equal(repair("Association inconnue de tous à Pékin", DP_TAG_ORG, last, sizeof last), 1);
    assert_int_equal(repair("Seconde Guerre mondiale à bicyclette", DP_TAG_EVT, last, sizeof last), 1);
    assert_int_equal(repair("Seconde Guerre mondiale à Pékin", DP_TAG_PER, last, sizeof last), 1);
}

/* Mends the end of a tag over the first tokens of a text; *slice is what the tag covers then, empty when it is gone. */
static void close_name(const char *string, uint32_t tokens, dp_tag tag, char *slice, size_t room) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {0, tokens}, .tag = tag, .confidence = 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_borders_close(french_pack, &text, &tags);
    dp_str left = tags.count ? dp_text_range(&text, tagged.tokens) : (dp_str){"", 0};
    assert_true(left.len < room);
    memcpy(slice, left.at, left.len);
    slice[left.len] = '\0';
    dp_arena_close(&arena);
}

static void test_names_do_not_end_in_small_words(void **state) {
    (void)state;
    char slice[64];
    close_name("Arc de triomphe ouvert", 2, DP_TAG_LOC, slice, sizeof slice);
    assert_string_equal(slice, "Arc de triomphe");
    close_name("Front National et sur la rue", 3, DP_TAG_ORG, slice, sizeof slice);
    assert_string_equal(slice, "Front National");
    close_name("Nations unies sur la transition", 4, DP_TAG_ORG, slice, sizeof slice);
    assert_string_equal(slice, "Nations unies");
    close_name("Palme d'or décernée", 3, DP_TAG_MISC, slice, sizeof slice);
    assert_string_equal(slice, "Palme d'or");
    close_name("plan de sécurité", 2, DP_TAG_MISC, slice, sizeof slice);
    assert_string_equal(slice, "");
}

/* The tokens left of a person's name over the first `tokens` of a text when it leaves the sentence behind it. */
static uint32_t left_of_name(const char *string, uint32_t tokens, dp_tag tag) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {0, tokens}, .tag = tag, .confidence = 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_borders_leave_sentence(french_pack, &text, &tags);
    dp_arena_close(&arena);
    return tagged.tokens.end;
}

static void test_names_leave_the_sentence_behind_them(void **state) {
    (void)state;
    assert_int_equal(left_of_name("Paul Berger Nous avons gagné.", 3, DP_TAG_PER), 2);
    assert_int_equal(left_of_name("Paul Berger Les voisins dorment.", 3, DP_TAG_PER), 2);
    assert_int_equal(left_of_name("Kim Jong Un a parlé.", 3, DP_TAG_PER), 3);      /* known */
    assert_int_equal(left_of_name("Paul Berger Nous, dit-il.", 3, DP_TAG_PER), 3); /* no sentence follows */
    assert_int_equal(left_of_name("Paul Berger Dupont avait gagné.", 3, DP_TAG_PER), 3);
    assert_int_equal(left_of_name("Manif Pour Tous avait gagné.", 3, DP_TAG_ORG), 3);
    assert_int_equal(left_of_name("Paul Berger Nous", 3, DP_TAG_PER), 3);
    assert_int_equal(left_of_name("Nous avons gagné.", 1, DP_TAG_PER), 1);
}

/* The tags left of an organisation and what follows it when institutions are joined with their places; *slice is the
 * first. */
static uint32_t join_place(const char *string, dp_range organization, dp_range place, dp_tag tag, char *slice,
                           size_t room) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged[] = {{organization, DP_TAG_ORG, 1.0F}, {place, tag, 1.0F}};
    dp_tags tags = {.at = tagged, .count = 2};
    dp_borders_join_places(french_pack, &text, &tags);
    dp_str first = dp_text_range(&text, tagged[0].tokens);
    assert_true(first.len < room);
    memcpy(slice, first.at, first.len);
    slice[first.len] = '\0';
    dp_arena_close(&arena);
    return tags.count;
}

static void test_institutions_take_their_place_in(void **state) {
    (void)state;
    char slice[64];
    assert_int_equal(join_place("CPAS de Seraing fermé", (dp_range){0, 1}, (dp_range){2, 3}, DP_TAG_LOC, slice, 64), 1);
    assert_string_equal(slice, "CPAS de Seraing");
    assert_int_equal(
        join_place("Protection civile de Béjaïa", (dp_range){0, 2}, (dp_range){3, 4}, DP_TAG_LOC, slice, 64), 1);
    assert_string_equal(slice, "Protection civile de Béjaïa");
    assert_int_equal(join_place("CPAS à Seraing fermé", (dp_range){0, 1}, (dp_range){2, 3}, DP_TAG_LOC, slice, 64), 2);
    assert_int_equal(join_place("Renault de Douai fermé", (dp_range){0, 1}, (dp_range){2, 3}, DP_TAG_LOC, slice, 64),
                     2);
    assert_int_equal(join_place("CPAS de Morel fermé", (dp_range){0, 1}, (dp_range){2, 3}, DP_TAG_PER, slice, 64), 2);
}

/* Cuts links out of a text that is one tag as a whole; gives how many tokens the tag has left, 0 when it is gone. */
static uint32_t tokens_left(const char *string) {
    dp_arena arena;
    dp_text text;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    dp_tagged tagged = {.tokens = {0, text.token_count}, .tag = DP_TAG_EVT, .confidence = 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_borders_cut_links(&text, &tags);
    dp_arena_close(&arena);
    return tags.count ? tagged.tokens.end - tagged.tokens.first : 0;
}

static void test_names_end_before_links(void **state) {
    (void)state;
    assert_int_equal(tokens_left("Coupe du monde https://exemple.fr/a #Foot"), 3);
    assert_int_equal(tokens_left("Coupe du monde @exemple"), 3);
    assert_int_equal(tokens_left("@exemple Coupe du monde"), 0);
    assert_int_equal(tokens_left("#Foot"), 1);
    assert_int_equal(tokens_left("Coupe du monde"), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_name_is_cut_free_of_a_place),
        cmocka_unit_test(test_known_place_is_cut_free_of_a_person),
        cmocka_unit_test(test_known_organisation_ends_before_its_people),
        cmocka_unit_test(test_names_with_a_place_inside_stay_whole),
        cmocka_unit_test(test_names_do_not_end_in_small_words),
        cmocka_unit_test(test_names_leave_the_sentence_behind_them),
        cmocka_unit_test(test_institutions_take_their_place_in),
        cmocka_unit_test(test_names_end_before_links),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
