#include "french.h"

#include <stdio.h>

#include "tagger/listing.h"

enum { NAMES_MAX = 8 };

/* The tags, one letter each (P, O, L, D), of the names of a text, which are its words with a capital but for the first
 * word, when those of a list are settled; `before`: the letters that they have at first. */
static const char *settled(const char *string, const char *before) {
    static char after[NAMES_MAX + 1];
    static const char letters[] = "POLD";
    static const dp_tag kinds[] = {DP_TAG_PER, DP_TAG_ORG, DP_TAG_LOC, DP_TAG_DATE};
    dp_arena arena;
    dp_text text;
    dp_tagged tagged[NAMES_MAX];
    dp_tags tags = {.at = tagged};
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    for (uint32_t t = 1; t < text.token_count; t++) {
        if (text.tokens[t].casing < DP_CASING_CAPITAL) continue;
        if (tags.count && tagged[tags.count - 1].tokens.end == t) {
            tagged[tags.count - 1].tokens.end++;
            continue;
        }
        const char *letter = strchr(letters, before[tags.count]);
        assert_true(letter && *letter);
        tagged[tags.count++] = (dp_tagged){{t, t + 1}, kinds[letter - letters], 0.9F};
    }
    dp_listing_settle(french_pack, &text, &tags);
    for (uint32_t i = 0; i < tags.count; i++) {
        for (unsigned k = 0; k < 4; k++) {
            if (kinds[k] == tagged[i].tag) after[i] = letters[k];
        }
    }
    after[tags.count] = '\0';
    dp_arena_close(&arena);
    return after;
}

static void test_names_of_a_list_have_the_type_of_most(void **state) {
    (void)state;
    assert_string_equal(settled("Il va à Bordeaux, Toulouse, Lyon et Roanne", "LOLL"), "LLLL");
    assert_string_equal(settled("Il va à Bordeaux, à Toulouse ou en Corse", "LOL"), "LLL");
    assert_string_equal(settled("Les gens de Berriche, Henchir Toumghani et Souk Naâmane", "LPL"), "LLL");
}

static void test_names_that_are_known_otherwise_keep_their_type(void **state) {
    (void)state;
    assert_string_equal(settled("Il va à Bordeaux, Renault et Roanne", "LOL"), "LOL");
    assert_string_equal(settled("Il va à Bordeaux, Pierre Vasnier et Roanne", "LPL"), "LPL");
}

static void test_what_opens_the_sentence_is_none_of_the_list(void **state) {
    (void)state;
    assert_string_equal(settled("En Corse, Vasnier et Morvenec parlent", "LPP"), "LPP");
    assert_string_equal(settled("Chez Smartbox, Paris et Dublin restent", "OLL"), "OLL");
}

static void test_other_names_are_no_list(void **state) {
    (void)state;
    assert_string_equal(settled("Il va à Bordeaux, Toulouse", "LO"), "LO");
    assert_string_equal(settled("Il va à Bordeaux, Toulouse gagne, Lyon et Roanne", "LOLL"), "LOLL");
    assert_string_equal(settled("Il va à Bordeaux, Toulouse. Lyon et Roanne", "LOLL"), "LOLL");
    assert_string_equal(settled("Il va à Bordeaux, Toulouse, Lyon et Roanne", "LOLO"), "LOLO");
    assert_string_equal(settled("Il va à Bordeaux, Toulouse, Lyon et Roanne", "LODL"), "LODL");
    assert_string_equal(settled("", ""), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_of_a_list_have_the_type_of_most),
        cmocka_unit_test(test_names_that_are_known_otherwise_keep_their_type),
        cmocka_unit_test(test_what_opens_the_sentence_is_none_of_the_list),
        cmocka_unit_test(test_other_names_are_no_list),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
