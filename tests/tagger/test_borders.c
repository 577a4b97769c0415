#include "french.h"

#include "tagger/borders.h"

/* A text with a tag, and room for another. */
typedef struct tagged_text {
    dp_arena arena;
    dp_text text;
    dp_tagged tagged[2];
    dp_tags tags;
} tagged_text;

enum { WHOLE_TEXT = 0 };

/* Cuts a text and tags its first `tokens` tokens. */
static void open_tagged(tagged_text *t, const char *string, uint32_t tokens, dp_tag tag) {
    dp_arena_init(&t->arena);
    french_cut(&t->arena, string, &t->text);
    dp_range range = {0, tokens == WHOLE_TEXT ? t->text.token_count : tokens};
    t->tagged[0] = (dp_tagged){.tokens = range, .tag = tag, .confidence = 1.0F};
    t->tags = (dp_tags){.at = t->tagged, .count = 1};
}

/* Copies what a tag covers. */
static void copy_slice(const tagged_text *t, const dp_tagged *tagged, char *slice, size_t room) {
    dp_str covered = dp_text_range(&t->text, tagged->tokens);
    assert_true(covered.len < room);
    memcpy(slice, covered.at, covered.len);
    slice[covered.len] = '\0';
}

/* Repairs a text that is one tag as a whole; gives how many tags it becomes and the last one's slice. */
static uint32_t repair(const char *string, dp_tag tag, char *last, size_t room) {
    tagged_text t;
    open_tagged(&t, string, WHOLE_TEXT, tag);
    assert_int_equal(dp_borders_repair(french_pack, &t.arena, &t.text, &t.tags), 0);
    copy_slice(&t, &t.tags.at[t.tags.count - 1], last, room);
    if (t.tags.count == 2) assert_int_equal(t.tags.at[1].tag, tag == DP_TAG_LOC ? DP_TAG_PER : DP_TAG_LOC);
    assert_int_equal(t.tags.at[0].tag, tag);
    dp_arena_close(&t.arena);
    return t.tags.count;
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
    tagged_text t;
    open_tagged(&t, string, tokens, tag);
    dp_borders_close(french_pack, &t.text, &t.tags);
    slice[0] = '\0';
    if (t.tags.count) copy_slice(&t, &t.tagged[0], slice, room);
    dp_arena_close(&t.arena);
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
    tagged_text t;
    open_tagged(&t, string, tokens, tag);
    dp_borders_leave_sentence(french_pack, &t.text, &t.tags);
    dp_arena_close(&t.arena);
    return t.tagged[0].tokens.end;
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

/* The tags left of an organisation of the first tokens and what follows it when institutions are joined with their
 * places; *slice is the first. */
static uint32_t join_place(const char *string, uint32_t organization, dp_range place, dp_tag tag, char *slice,
                           size_t room) {
    tagged_text t;
    open_tagged(&t, string, organization, DP_TAG_ORG);
    t.tagged[t.tags.count++] = (dp_tagged){place, tag, 1.0F};
    dp_borders_join_places(french_pack, &t.text, &t.tags);
    copy_slice(&t, &t.tagged[0], slice, room);
    dp_arena_close(&t.arena);
    return t.tags.count;
}

static void test_institutions_take_their_place_in(void **state) {
    (void)state;
    char slice[64];
    assert_int_equal(join_place("CPAS de Seraing fermé", 1, (dp_range){2, 3}, DP_TAG_LOC, slice, 64), 1);
    assert_string_equal(slice, "CPAS de Seraing");
    assert_int_equal(join_place("Protection civile de Béjaïa", 2, (dp_range){3, 4}, DP_TAG_LOC, slice, 64), 1);
    assert_string_equal(slice, "Protection civile de Béjaïa");
    assert_int_equal(join_place("CPAS à Seraing fermé", 1, (dp_range){2, 3}, DP_TAG_LOC, slice, 64), 2);
    assert_int_equal(join_place("Renault de Douai fermé", 1, (dp_range){2, 3}, DP_TAG_LOC, slice, 64), 2);
    assert_int_equal(join_place("CPAS de Morel fermé", 1, (dp_range){2, 3}, DP_TAG_PER, slice, 64), 2);
}

/* The tokens of a name from `first` on, to the end of a text when `end` is 0, when it takes initials and peoples in. */
static dp_range taken_in(const char *string, uint32_t first, uint32_t end, dp_tag tag) {
    tagged_text t;
    open_tagged(&t, string, end, tag);
    t.tagged[0].tokens.first = first;
    dp_borders_take_initials(french_pack, &t.text, &t.tags);
    dp_borders_take_people(french_pack, &t.text, &t.tags);
    dp_arena_close(&t.arena);
    return t.tagged[0].tokens;
}

static void test_names_begin_with_their_initials(void **state) {
    (void)state;
    assert_int_equal(taken_in("déloger B. Obama de là", 2, 3, DP_TAG_PER).first, 1);
    assert_int_equal(taken_in("le juge J. P. Durand parle", 4, 5, DP_TAG_PER).first, 2);
    assert_int_equal(taken_in("Hier M. Durand parlait", 2, 3, DP_TAG_PER).first, 2);
    assert_int_equal(taken_in("Le juge J. Durand parle", 3, 4, DP_TAG_ORG).first, 3);
    assert_int_equal(taken_in("Il a eu l'hépatite B. Emmanuel Macron parle", 6, 8, DP_TAG_PER).first, 6);
    assert_int_equal(taken_in("Le groupe est C. Didier Deschamps parle", 4, 6, DP_TAG_PER).first, 4);
    assert_int_equal(taken_in("A. B. C. D. E. F. Durand parle", 6, 7, DP_TAG_PER).first, 3);
}

static void test_directions_take_their_people_in(void **state) {
    (void)state;
    assert_int_equal(taken_in("Ouest parisien calme", 0, 1, DP_TAG_LOC).end, 2);
    assert_int_equal(taken_in("Est algérien", 0, 1, DP_TAG_LOC).end, 2);
    assert_int_equal(taken_in("Ouest catholique", 0, 1, DP_TAG_LOC).end, 1);
    assert_int_equal(taken_in("Ouest bretons", 0, 1, DP_TAG_LOC).end, 1);
    assert_int_equal(taken_in("Ouest Parisien", 0, 1, DP_TAG_LOC).end, 1);
    assert_int_equal(taken_in("Ouest. parisien", 0, 1, DP_TAG_LOC).end, 1);
    assert_int_equal(taken_in("Lyon français", 0, 1, DP_TAG_LOC).end, 1);
    assert_int_equal(taken_in("Ouest parisien", 0, 1, DP_TAG_ORG).end, 1);
    assert_int_equal(taken_in("Ouest", 0, 1, DP_TAG_LOC).end, 1);
}

/* Cuts links out of a text that is one tag as a whole; gives how many tokens the tag has left, 0 when it is gone. */
static uint32_t tokens_left(const char *string) {
    tagged_text t;
    open_tagged(&t, string, WHOLE_TEXT, DP_TAG_EVT);
    dp_borders_cut_links(&t.text, &t.tags);
    dp_arena_close(&t.arena);
    return t.tags.count ? t.tagged[0].tokens.end - t.tagged[0].tokens.first : 0;
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
        cmocka_unit_test(test_names_begin_with_their_initials),
        cmocka_unit_test(test_directions_take_their_people_in),
        cmocka_unit_test(test_names_end_before_links),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
