/* What the engine reads of a pack: words, hits, fields, sets, cities. */
#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "lang/fold.h"
#include "tiny.h"

typedef struct fixture {
    char folder[TINY_PATH];
    depeche_pack *pack;
    dp_arena arena;
} fixture;

static fixture shared;

static int set_up(void **state) {
    tiny_make(shared.folder);
    shared.pack = tiny_open(shared.folder);
    dp_arena_init(&shared.arena);
    *state = &shared;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    dp_arena_close(&f->arena);
    depeche_pack_close(f->pack);
    tiny_remove(f->folder);
    return 0;
}

static dp_str str(const char *string) {
    return (dp_str){string, strlen(string)};
}

static void assert_str(dp_str string, const char *expected) {
    if (!dp_str_equal(string, str(expected))) fail_msg("'%.*s' is not '%s'", (int)string.len, string.at, expected);
}

/* The first hit at a token of a text that is of a list and has a length in tokens; NULL when there is none. */
static const dp_hit *hit_of(const dp_hit *hits, size_t count, dp_list list, unsigned length) {
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == list && hits[i].length == length) return &hits[i];
    }
    return NULL;
}

/* All hits at the token `lower` of a text. */
static size_t hits_at(fixture *f, const char *bytes, const char *lower, dp_hit hits[DP_HITS_MAX]) {
    dp_text text;
    tiny_cut(f->pack, &f->arena, bytes, &text);
    return dp_pack_hits(f->pack, &text, tiny_token(&text, lower), hits, DP_HITS_MAX);
}

static void test_language_and_content_are_in_the_header(void **state) {
    fixture *f = *state;
    assert_string_equal(depeche_pack_language(f->pack), "xx");
    assert_int_equal(strlen(depeche_pack_version(f->pack)), 32);
}

static void test_a_word_has_classes_frequency_lemma_and_grammar(void **state) {
    fixture *f = *state;
    const dp_word *orange = dp_pack_word(f->pack, dp_pack_word_find(f->pack, str("orange")));
    assert_int_equal(orange->class64, 64);
    assert_int_equal(orange->class256, 256);
    assert_int_equal(orange->class1024, 1024);
    assert_int_equal(orange->cluster, 512);
    assert_int_equal(orange->frequency, 7000);
    assert_int_equal(orange->capitals, 61);
    assert_int_equal(orange->pos, DP_POS_NOUN | DP_POS_ADJECTIVE);
    assert_int_equal(orange->grammar, DP_GRAM_MASCULINE | DP_GRAM_FEMININE | DP_GRAM_SINGULAR);
    const dp_word *dire = dp_pack_word(f->pack, dp_pack_word_find(f->pack, str("dire")));
    assert_int_equal(dire->capitals, 0);
}

static void test_an_ambiguous_form_has_its_first_lemma_and_all_parts_of_speech(void **state) {
    fixture *f = *state;
    const dp_word *dit = dp_pack_word(f->pack, dp_pack_word_find(f->pack, str("dit")));
    assert_str(dp_pack_word_form(f->pack, dit->lemma), "dire");
    assert_int_equal(dit->pos, DP_POS_VERB | DP_POS_PARTICIPLE | DP_POS_NOUN);
}

static void test_words_are_numbered_from_the_most_frequent_then_by_form(void **state) {
    fixture *f = *state;
    assert_int_equal(dp_pack_word_find(f->pack, str("de")), 1);
    assert_int_equal(dp_pack_word_find(f->pack, str("dire")), 2);
    assert_int_equal(dp_pack_word_find(f->pack, str("orange")), 3);
    for (uint32_t i = 4; i + 1 < dp_pack_word_count(f->pack); i++) {
        assert_true(dp_str_compare(dp_pack_word_form(f->pack, i), dp_pack_word_form(f->pack, i + 1)) < 0);
    }
}

static void test_every_word_is_found_by_its_form(void **state) {
    fixture *f = *state;
    assert_true(dp_pack_word_count(f->pack) > 50);
    for (uint32_t i = 1; i < dp_pack_word_count(f->pack); i++) {
        assert_int_equal(dp_pack_word_find(f->pack, dp_pack_word_form(f->pack, i)), i);
    }
}

static void test_the_unknown_word_is_all_zero(void **state) {
    fixture *f = *state;
    dp_word nothing = {0};
    assert_int_equal(dp_pack_word_find(f->pack, str("xylophone")), 0);
    assert_int_equal(dp_pack_word_find(f->pack, str("")), 0);
    assert_memory_equal(dp_pack_word(f->pack, 0), &nothing, sizeof nothing);
    assert_memory_equal(dp_pack_word(f->pack, UINT32_MAX), &nothing, sizeof nothing);
    assert_str(dp_pack_word_form(f->pack, UINT32_MAX), "");
}

static void test_hits_come_longest_first(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    size_t count = hits_at(f, "Marie Orange dit.", "marie", hits);
    assert_int_equal(count, 1);
    assert_int_equal(hits[0].list, DP_LIST_PERSON);
    assert_int_equal(hits[0].length, 2);
    assert_int_equal(hits[0].exact, 1);
    count = hits_at(f, "L'Organisation des Nations unies et l'ONU.", "organisation", hits);
    assert_int_equal(count, 1);
    assert_int_equal(hits[0].length, 4);
    dp_text text;
    tiny_cut(f->pack, &f->arena, "fait savoir", &text);
    count = dp_pack_hits(f->pack, &text, 0, hits, DP_HITS_MAX);
    for (size_t i = 0; i + 1 < count; i++) assert_true(hits[i].length >= hits[i + 1].length);
}

static void test_a_name_and_a_common_word_are_told_apart_by_exact(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    size_t count = hits_at(f, "Il mange une orange.", "orange", hits);
    assert_int_equal(count, 3); /* the alias of the person, the company, the place */
    for (size_t i = 0; i < count; i++) assert_int_equal(hits[i].exact, 0);
    count = hits_at(f, "Le groupe Orange recrute.", "orange", hits);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) assert_int_equal(hits[i].exact, 1);
    count = hits_at(f, "LE GROUPE ORANGE RECRUTE.", "orange", hits);
    for (size_t i = 0; i < count; i++) assert_int_equal(hits[i].exact, 0);
}

static void test_places_are_found_without_their_hyphens(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX], lookup[DP_HITS_MAX];
    assert_int_equal(hits_at(f, "Il vit au Val-Vert ici", "val-vert", hits), 1);
    uint32_t entry = hits[0].entry;
    assert_int_equal(hits_at(f, "Il vit au Val Vert ici", "val", hits), 1);
    assert_int_equal(hits[0].length, 2);
    assert_int_equal(hits[0].entry, entry);
    assert_int_equal(hits[0].exact, 1);
    assert_int_equal(hits_at(f, "Il vit au val vert ici", "val", hits), 1);
    assert_int_equal(hits[0].exact, 0);
    assert_int_equal(dp_pack_lookup(f->pack, str("Val Vert"), lookup, DP_HITS_MAX), 1);
    assert_int_equal(lookup[0].entry, entry);
    assert_int_equal(hits_at(f, "Avec Jean Luc ici", "jean", hits), 0); /* a person: not said of that list */
}

static void test_exact_sees_capitals_inside_of_words(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    assert_int_equal(hits_at(f, "Avec McDonald ici", "mcdonald", hits), 1);
    assert_int_equal(hits[0].exact, 1);
    assert_int_equal(hits_at(f, "Avec Mcdonald ici", "mcdonald", hits), 1);
    assert_int_equal(hits[0].exact, 0);
    assert_int_equal(hits_at(f, "Avec Jean-Luc ici", "jean-luc", hits), 1);
    assert_int_equal(hits[0].exact, 1);
    assert_int_equal(hits_at(f, "Avec Jean-luc ici", "jean-luc", hits), 1);
    assert_int_equal(hits[0].exact, 0);
}

static void test_spellings_in_other_capitals_are_one_hit(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    static const char *const exact[] = {"Pour l'ONU ici", "Pour l'Onu ici"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(hits_at(f, exact[i], "onu", hits), 1);
        assert_int_equal(hits[0].exact, 1);
        assert_int_equal(hits[0].column, 1);
    }
    assert_int_equal(hits_at(f, "Pour l'onu ici", "onu", hits), 1);
    assert_int_equal(hits[0].exact, 0);
}

static void test_curly_apostrophes_and_narrow_spaces_match(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    assert_int_equal(hits_at(f,
                             "Selon l’Institut\xC2\xA0"
                             "d’Auge, rien.",
                             "institut", hits),
                     1);
    assert_int_equal(hits[0].length, 3);
    assert_int_equal(hits[0].exact, 1);
}

static void test_the_column_of_the_form_is_told(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    size_t count = hits_at(f, "Les ministres votent.", "ministres", hits);
    assert_int_equal(count, 4); /* columns 2 and 3, two kinds each */
    assert_int_equal(hits[0].column, 2);
    assert_int_equal(hits[1].column, 2);
    assert_int_equal(hits[2].column, 3);
    assert_int_equal(hits[3].column, 3);
    assert_int_equal(hits_at(f, "La ballerine danse.", "ballerine", hits), 1);
    assert_int_equal(hits[0].column, 1);
}

static void test_several_kinds_are_hits_in_the_order_of_the_line(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    assert_int_equal(hits_at(f, "En Auge, il pleut.", "auge", hits), 2);
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_PLACE, hits[0].kind), "region");
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_PLACE, hits[1].kind), "valley");
    assert_int_equal(hits[0].entry, hits[1].entry);
}

static void test_hits_never_cross_a_sentence(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    size_t count = hits_at(f, "Il vit avec Marie\n\nOrange ferme.", "marie", hits);
    assert_int_equal(count, 0);
    count = hits_at(f, "Il vit avec Marie", "marie", hits);
    assert_int_equal(count, 0);
}

static void test_hits_stop_at_max_and_at_the_end_of_the_text(void **state) {
    fixture *f = *state;
    dp_text text;
    dp_hit hits[2];
    tiny_cut(f->pack, &f->arena, "Les ministres", &text);
    assert_int_equal(dp_pack_hits(f->pack, &text, 1, hits, 2), 2);
    assert_int_equal(dp_pack_hits(f->pack, &text, 1, hits, 0), 0);
    assert_int_equal(dp_pack_hits(f->pack, &text, text.token_count, hits, 2), 0);
    assert_int_equal(dp_pack_hits(f->pack, &text, UINT32_MAX, hits, 2), 0);
}

static void test_without_words_nothing_is_hit(void **state) {
    fixture *f = *state;
    dp_text text;
    dp_hit hits[4];
    assert_int_equal(dp_text_cut(&f->arena, dp_pack_token_rules(f->pack), DP_STR("Orange"), 0, &text), 0);
    text.tokens[0].word = UINT32_MAX;
    assert_int_equal(dp_pack_hits(f->pack, &text, 0, hits, 4), 0);
    assert_int_equal(dp_pack_set_match(f->pack, 0, &text, 0), 0);
}

static void test_cues_match_all_forms_of_their_verb(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    static const char *const forms[][2] = {{"Ils disent oui", "disent"}, {"Il dit oui", "dit"}, {"Il va dire", "dire"}};
    for (size_t i = 0; i < 3; i++) {
        size_t count = hits_at(f, forms[i][0], forms[i][1], hits);
        assert_int_equal(count, 2); /* dire; ne pas dire */
        assert_str(dp_pack_field(f->pack, DP_LIST_CUE, hits[0].entry, 0), "dire");
        assert_str(dp_pack_field(f->pack, DP_LIST_CUE, hits[1].entry, 0), "ne pas dire");
        assert_str(dp_pack_kind_name(f->pack, DP_LIST_CUE, hits[1].kind), "deny");
        assert_int_equal(hits[0].column, 0);
    }
    /* The plural of the noun is no form of the verb. */
    assert_int_equal(hits_at(f, "Les dits textes", "dits", hits), 0);
}

static void test_cues_of_several_words_inflect_and_vary(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    size_t count = hits_at(f, "Il fait savoir que non", "fait", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 2));
    count = hits_at(f, "Elles se disent sûre du pays", "disent", hits);
    const dp_hit *hit = hit_of(hits, count, DP_LIST_CUE, 3);
    assert_non_null(hit);
    assert_str(dp_pack_field(f->pack, DP_LIST_CUE, hit->entry, 0), "se dire sûr de");
    count = hits_at(f, "Donner leur avis", "donner", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 3));
    count = hits_at(f, "Des mises en garde", "mises", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 3));
    count = hits_at(f, "La loi citée par lui", "citée", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 2));
    count = hits_at(f, "Selon lui", "selon", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 1));
    /* A verb without morphology matches by its infinitive. */
    count = hits_at(f, "Il va inconnaître", "inconnaître", hits);
    assert_non_null(hit_of(hits, count, DP_LIST_CUE, 1));
}

static void test_all_hits_are_those_of_each_token(void **state) {
    fixture *f = *state;
    dp_text text;
    dp_hits all;
    tiny_cut(
        f->pack, &f->arena,
        "Les ministres d'Orange, Marie Orange et Kim Jong Un font savoir, selon l'ONU, qu'ils se disent sûrs. "
        "Orange dit non. Selon l'ONU, Kim Jong Un et Marie Orange font savoir qu'ils se disent sûrs, selon Orange. "
        "Les ministres d'Orange se disent sûrs, Kim Jong Un dit non. L'ONU, selon Marie Orange, fait savoir non.",
        &text);
    assert_true(text.token_count > 64);
    assert_int_equal(dp_pack_hits_all(f->pack, &f->arena, &text, &all), 0);
    assert_true(all.count > 8);
    for (uint32_t token = 0; token < text.token_count; token++) {
        dp_hit hits[DP_HITS_MAX];
        size_t expected = dp_pack_hits(f->pack, &text, token, hits, DP_HITS_MAX);
        uint32_t count;
        const dp_hit *found = dp_hits_of(&all, token, &count);
        assert_int_equal(count, expected);
        if (count) assert_memory_equal(found, hits, count * sizeof *hits);
    }
    assert_int_equal(all.first[text.token_count], all.count);
}

static void test_all_hits_report_memory(void **state) {
    fixture *f = *state;
    dp_text text;
    dp_hits all;
    dp_arena cold;
    dp_arena_init(&cold);
    tiny_cut(f->pack, &f->arena, "Orange", &text);
    dp_memory_fail_at(1);
    assert_int_equal(dp_pack_hits_all(f->pack, &cold, &text, &all), -1);
    dp_memory_fail_at(0);
    assert_int_equal(dp_pack_hits_all(f->pack, &cold, &text, &all), 0);
    assert_int_equal(all.count, 3);
    dp_arena_close(&cold);
}

static void test_an_empty_text_has_no_hits(void **state) {
    fixture *f = *state;
    dp_text text;
    dp_hits all;
    tiny_cut(f->pack, &f->arena, "", &text);
    assert_int_equal(dp_pack_hits_all(f->pack, &f->arena, &text, &all), 0);
    assert_int_equal(all.count, 0);
    assert_int_equal(all.first[0], 0);
}

static void test_a_form_is_looked_up_whole(void **state) {
    fixture *f = *state;
    dp_hit hits[DP_HITS_MAX];
    assert_int_equal(dp_pack_lookup(f->pack, str("la Dame d'Auge"), hits, DP_HITS_MAX), 1);
    assert_int_equal(hits[0].exact, 1);
    assert_int_equal(hits[0].length, 4);
    assert_int_equal(hits[0].column, 2);
    assert_int_equal(dp_pack_lookup(f->pack, str("  La  Dame d’Auge "), hits, DP_HITS_MAX), 1);
    assert_int_equal(hits[0].exact, 0);
    assert_int_equal(dp_pack_lookup(f->pack, str("la Dame"), hits, DP_HITS_MAX), 0);
    assert_int_equal(dp_pack_lookup(f->pack, str(""), hits, DP_HITS_MAX), 0);
    assert_int_equal(dp_pack_lookup(f->pack, str("Orange"), hits, 2), 2);
    assert_int_equal(dp_pack_lookup(f->pack, str("disent"), hits, DP_HITS_MAX), 2);
}

static void test_a_form_too_long_to_fold_is_in_no_pack(void **state) {
    fixture *f = *state;
    char form[DP_FOLD_MAX + 1];
    dp_hit hits[1];
    dp_city cities[1];
    memset(form, 'A', sizeof form);
    assert_int_equal(dp_pack_lookup(f->pack, (dp_str){form, sizeof form}, hits, 1), 0);
    assert_int_equal(dp_pack_cities(f->pack, (dp_str){form, sizeof form}, cities, 1), 0);
}

static void test_fields_are_columns_and_a_dash_is_none(void **state) {
    fixture *f = *state;
    assert_int_equal(dp_pack_entries(f->pack, DP_LIST_PERSON), 4);
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 2, 0), "Marie Orange");
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 2, 2), "Orange|la Dame d'Auge");
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 0, 2), "");
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 0, 3), "");
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 0, UINT32_MAX), "");
    assert_str(dp_pack_field(f->pack, DP_LIST_PERSON, 4, 0), "");
    assert_str(dp_pack_field(f->pack, DP_LIST_COUNT, 0, 0), "");
    assert_str(dp_pack_field(f->pack, DP_LIST_EVENT, 0, 0), "");
}

static void test_a_list_of_two_files_counts_its_entries_on(void **state) {
    fixture *f = *state;
    assert_int_equal(dp_pack_entries(f->pack, DP_LIST_ORGANIZATION), 3);
    assert_str(dp_pack_field(f->pack, DP_LIST_ORGANIZATION, 2, 0), "Orange");
    assert_int_equal(dp_pack_entries(f->pack, DP_LIST_COUNT), 0);
}

static void test_kinds_have_names_and_numbers(void **state) {
    fixture *f = *state;
    uint16_t city = dp_pack_kind_find(f->pack, DP_LIST_PLACE, "city");
    assert_int_equal(city, 1);
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_PLACE, city), "city");
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_PLACE, 0), "");
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_PLACE, 99), "");
    assert_str(dp_pack_kind_name(f->pack, DP_LIST_COUNT, 1), "");
    assert_int_equal(dp_pack_kind_find(f->pack, DP_LIST_PLACE, "river"), UINT16_MAX);
    assert_int_equal(dp_pack_kind_find(f->pack, DP_LIST_COUNT, "city"), UINT16_MAX);
}

static void test_words_are_in_their_sets(void **state) {
    fixture *f = *state;
    dp_text text;
    int prepositions = dp_pack_set(f->pack, "prepositions"), inverted = dp_pack_set(f->pack, "pronouns.inverted");
    assert_true(prepositions >= 0 && inverted >= 0 && prepositions != inverted);
    tiny_cut(f->pack, &f->arena, "De l'eau, dit-elle, et d’Auge à Orange", &text);
    assert_true(dp_pack_in_set(f->pack, prepositions, &text.tokens[tiny_token(&text, "de")]));
    assert_true(dp_pack_in_set(f->pack, prepositions, &text.tokens[tiny_token(&text, "d'")]));
    assert_true(dp_pack_in_set(f->pack, prepositions, &text.tokens[tiny_token(&text, "à")]));
    /* A clitic is two tokens: its hyphen and the word. */
    assert_int_equal(dp_pack_set_match(f->pack, inverted, &text, tiny_token(&text, "-")), 2);
    assert_false(dp_pack_in_set(f->pack, inverted, &text.tokens[tiny_token(&text, "de")]));
    assert_false(dp_pack_in_set(f->pack, prepositions, &text.tokens[tiny_token(&text, "eau")]));
    assert_false(dp_pack_in_set(f->pack, -1, &text.tokens[0]));
    assert_false(dp_pack_in_set(f->pack, 1000, &text.tokens[0]));
    assert_false(dp_pack_word_in_set(f->pack, prepositions, UINT32_MAX));
}

static void test_the_sets_of_a_word_are_those_it_is_in(void **state) {
    fixture *f = *state;
    int sets[32];
    for (int i = 0; i < 32; i++) sets[i] = i - 1;
    assert_int_equal(dp_pack_word_sets(f->pack, sets, 32, UINT32_MAX), 0);
    uint32_t all = 0;
    for (uint32_t word = 0; word < dp_pack_word_count(f->pack); word++) {
        uint32_t expected = 0;
        for (int i = 0; i < 32; i++) expected |= (uint32_t)dp_pack_word_in_set(f->pack, sets[i], word) << i;
        assert_int_equal(dp_pack_word_sets(f->pack, sets, 32, word), expected);
        all |= expected;
    }
    assert_true(all != 0);
}

static void test_phrases_of_sets_match_the_longest(void **state) {
    fixture *f = *state;
    dp_text text;
    int because = dp_pack_set(f->pack, "because"), prepositions = dp_pack_set(f->pack, "prepositions");
    tiny_cut(f->pack, &f->arena, "En face de lui, en ville, parce qu'il dit parce que oui, car non, parce", &text);
    assert_int_equal(dp_pack_set_match(f->pack, prepositions, &text, 0), 3);
    assert_int_equal(dp_pack_set_match(f->pack, prepositions, &text, 5), 1);
    uint32_t parce = tiny_token(&text, "parce");
    assert_int_equal(dp_pack_set_match(f->pack, because, &text, parce), 2);
    assert_int_equal(dp_pack_set_match(f->pack, because, &text, tiny_token(&text, "car")), 1);
    assert_int_equal(dp_pack_set_match(f->pack, because, &text, text.token_count - 1), 0);
    assert_int_equal(dp_pack_set_match(f->pack, prepositions, &text, parce), 0);
    assert_int_equal(dp_pack_set_match(f->pack, -1, &text, 0), 0);
    assert_int_equal(dp_pack_set_match(f->pack, because, &text, text.token_count), 0);
}

static void test_sets_are_listed_with_their_members(void **state) {
    fixture *f = *state;
    int because = dp_pack_set(f->pack, "because"), empty = dp_pack_set(f->pack, "empty");
    assert_int_equal(dp_pack_set(f->pack, "no.such.set"), -1);
    assert_str(dp_pack_set_name(f->pack, because), "because");
    assert_int_equal(dp_pack_set_size(f->pack, because), 3);
    assert_str(dp_pack_set_member(f->pack, because, 1), "parce qu'");
    assert_str(dp_pack_set_member(f->pack, because, 3), "");
    assert_int_equal(dp_pack_set_size(f->pack, empty), 0);
    assert_int_equal(dp_pack_set_size(f->pack, -1), 0);
    assert_str(dp_pack_set_name(f->pack, -1), "");
    for (int set = 0; dp_pack_set_name(f->pack, set + 1).len; set++) {
        assert_true(dp_str_compare(dp_pack_set_name(f->pack, set), dp_pack_set_name(f->pack, set + 1)) < 0);
    }
}

static void test_abbreviations_in_forms_are_cut_as_in_texts(void **state) {
    fixture *f = *state;
    dp_text text;
    int titles = dp_pack_set(f->pack, "titles");
    tiny_cut(f->pack, &f->arena, "Selon l'art. 3, M. Orange dit", &text);
    assert_int_equal(dp_pack_set_match(f->pack, titles, &text, tiny_token(&text, "m.")), 1);
    assert_true(dp_pack_in_set(f->pack, titles, &text.tokens[tiny_token(&text, "art.")]));
}

static void test_a_set_whose_name_begins_anothers_is_found(void **state) {
    fixture *f = *state;
    assert_str(dp_pack_set_name(f->pack, dp_pack_set(f->pack, "pronouns")), "pronouns");
    assert_str(dp_pack_set_name(f->pack, dp_pack_set(f->pack, "pronouns.inverted")), "pronouns.inverted");
}

static void test_token_rules_are_the_sets_of_that_name(void **state) {
    fixture *f = *state;
    const dp_token_rules *rules = dp_pack_token_rules(f->pack);
    assert_int_equal(rules->abbreviation_count, 2);
    assert_str(rules->abbreviations[0], "art.");
    assert_int_equal(rules->elision_count, 4);
    assert_str(rules->clitics[1], "-t-il");
    assert_str(rules->whole[0], "aujourd'hui");
    assert_int_equal(rules->tail_count, 0);
}

static void test_cities_come_most_populous_first(void **state) {
    fixture *f = *state;
    dp_city cities[4];
    assert_int_equal(dp_pack_cities(f->pack, str("ORANGE"), cities, 4), 2);
    assert_int_equal(cities[0].geonames, 2);
    assert_int_equal(cities[1].geonames, 1);
    assert_memory_equal(cities[1].country, "FR", 2);
    assert_str(cities[1].name, "Orange");
    assert_int_equal(cities[1].population, 30008);
    assert_true(cities[1].latitude > 44.138F && cities[1].latitude < 44.1381F);
    assert_true(cities[0].longitude < -117.853F && cities[0].longitude > -117.8532F);
    assert_int_equal(dp_pack_cities(f->pack, str("Orange"), cities, 1), 1);
    assert_int_equal(dp_pack_cities(f->pack, str("Orange"), cities, 0), 0);
    assert_int_equal(dp_pack_cities(f->pack, str("Sainté"), cities, 4), 1);
    assert_str(cities[0].name, "Saint-Étienne");
    assert_int_equal(dp_pack_cities(f->pack, str("saint-étienne"), cities, 4), 1);
    assert_int_equal(dp_pack_cities(f->pack, str("saint-etienne"), cities, 4), 0);
    assert_int_equal(dp_pack_cities(f->pack, str(""), cities, 4), 0);
}

static void test_tables_are_looked_up_by_name(void **state) {
    fixture *f = *state;
    uint32_t rows[4];
    int colours = dp_pack_table(f->pack, "colours");
    assert_int_equal(dp_pack_table(f->pack, "sounds"), -1);
    assert_int_equal(dp_pack_table_rows(f->pack, colours), 3);
    assert_int_equal(dp_pack_table_find(f->pack, colours, str("Azur"), rows, 4), 2);
    assert_str(dp_pack_table_field(f->pack, colours, rows[0], 0), "BL");
    assert_str(dp_pack_table_field(f->pack, colours, rows[1], 2), "00FF00");
    assert_int_equal(dp_pack_table_find(f->pack, colours, str("azur"), rows, 1), 1);
    assert_int_equal(dp_pack_table_find(f->pack, colours, str("or"), rows, 4), 1);
    assert_str(dp_pack_table_field(f->pack, colours, rows[0], 2), "");
    assert_str(dp_pack_table_field(f->pack, colours, rows[0], 3), "");
    assert_int_equal(dp_pack_table_find(f->pack, colours, str("0000ff"), rows, 4), 0);
    assert_int_equal(dp_pack_table_find(f->pack, colours, str(""), rows, 4), 0);
    assert_int_equal(dp_pack_table_find(f->pack, -1, str("azur"), rows, 4), 0);
    assert_str(dp_pack_table_field(f->pack, colours, 3, 0), "");
    assert_str(dp_pack_table_field(f->pack, -1, 0, 0), "");
    assert_int_equal(dp_pack_table_rows(f->pack, -1), 0);
}

static void test_a_table_whose_file_is_absent_is_empty(void **state) {
    fixture *f = *state;
    uint32_t row;
    int nothing = dp_pack_table(f->pack, "nothing");
    assert_true(nothing >= 0);
    assert_int_equal(dp_pack_table_rows(f->pack, nothing), 0);
    assert_int_equal(dp_pack_table_find(f->pack, nothing, str("azur"), &row, 1), 0);
}

static void test_a_section_that_is_absent_is_null(void **state) {
    fixture *f = *state;
    assert_null(dp_pack_section(f->pack, "model.tagger").at);
    assert_int_equal(dp_pack_section(f->pack, "model.tagger").len, 0);
    dp_str words = dp_pack_section(f->pack, "words.info");
    assert_int_equal(words.len, dp_pack_word_count(f->pack) * sizeof(dp_word));
    assert_int_equal((uintptr_t)words.at % 16, 0);
}

static void test_folding_makes_forms_comparable(void **state) {
    (void)state;
    char folded[DP_FOLD_MAX];
    size_t length = dp_fold(str(" L’ÉTÉ\xE2\x80\xAFÀ\t\nŒuvre ǅ 𐐀 "), folded);
    assert_str((dp_str){folded, length}, "l'été à œuvre ǆ 𐐨");
    assert_int_equal(dp_fold(str(""), folded), 0);
    assert_int_equal(dp_fold(str(" \xC2\xA0"), folded), 0);
}

static void test_a_signature_is_of_capitals_and_their_places(void **state) {
    (void)state;
    static const char *const forms[] = {"abcd", "Abcd", "aBcd", "ABcd", "abcD", "ABCD", "AbCd"};
    uint32_t values[7];
    for (size_t i = 0; i < 7; i++) {
        dp_signature signature = {0};
        dp_signature_add(&signature, str(forms[i]));
        values[i] = signature.value;
        for (size_t j = 0; j < i; j++) assert_int_not_equal(values[i], values[j]);
    }
    assert_int_equal(values[0], 0);
    dp_signature spaced = {0}, pieces = {0};
    dp_signature_add(&spaced, str("Kim\xC2\xA0Jong Un"));
    dp_signature_add(&pieces, str("Kim"));
    dp_signature_add(&pieces, str("Jong"));
    dp_signature_add(&pieces, str("Un"));
    assert_int_equal(spaced.value, pieces.value);
}

static void test_the_signature_of_a_token_is_that_of_its_bytes(void **state) {
    fixture *f = *state;
    dp_text text;
    tiny_cut(f->pack, &f->arena,
             "Élan d'Été: MCDonald, L’Île-de-France Saint-Denis Saint-denis d’Ormesson 1Er ÉTÉ été A b 2 000 Œuvre "
             "dit-Elle @Nom #Mot",
             &text);
    for (uint32_t i = 0; i < text.token_count; i++) {
        dp_signature fast = {0}, slow = {0};
        dp_signature_add_token(&fast, &text.tokens[i], dp_text_token(&text, i));
        dp_signature_add(&slow, dp_text_token(&text, i));
        assert_int_equal(fast.value, slow.value);
        assert_int_equal(fast.position, slow.position);
    }
}

static void test_values_of_a_field_come_one_by_one(void **state) {
    (void)state;
    dp_str field = DP_STR("a|bc||d"), value;
    static const char *const values[] = {"a", "bc", "", "d"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_true(dp_pack_next_value(&field, &value));
        assert_str(value, values[i]);
    }
    assert_false(dp_pack_next_value(&field, &value));
    field = (dp_str){"", 0};
    assert_false(dp_pack_next_value(&field, &value));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_a_field_come_one_by_one),
        cmocka_unit_test(test_language_and_content_are_in_the_header),
        cmocka_unit_test(test_a_word_has_classes_frequency_lemma_and_grammar),
        cmocka_unit_test(test_an_ambiguous_form_has_its_first_lemma_and_all_parts_of_speech),
        cmocka_unit_test(test_words_are_numbered_from_the_most_frequent_then_by_form),
        cmocka_unit_test(test_every_word_is_found_by_its_form),
        cmocka_unit_test(test_the_unknown_word_is_all_zero),
        cmocka_unit_test(test_hits_come_longest_first),
        cmocka_unit_test(test_a_name_and_a_common_word_are_told_apart_by_exact),
        cmocka_unit_test(test_places_are_found_without_their_hyphens),
        cmocka_unit_test(test_exact_sees_capitals_inside_of_words),
        cmocka_unit_test(test_spellings_in_other_capitals_are_one_hit),
        cmocka_unit_test(test_curly_apostrophes_and_narrow_spaces_match),
        cmocka_unit_test(test_the_column_of_the_form_is_told),
        cmocka_unit_test(test_several_kinds_are_hits_in_the_order_of_the_line),
        cmocka_unit_test(test_hits_never_cross_a_sentence),
        cmocka_unit_test(test_hits_stop_at_max_and_at_the_end_of_the_text),
        cmocka_unit_test(test_without_words_nothing_is_hit),
        cmocka_unit_test(test_cues_match_all_forms_of_their_verb),
        cmocka_unit_test(test_cues_of_several_words_inflect_and_vary),
        cmocka_unit_test(test_all_hits_are_those_of_each_token),
        cmocka_unit_test(test_all_hits_report_memory),
        cmocka_unit_test(test_an_empty_text_has_no_hits),
        cmocka_unit_test(test_a_form_is_looked_up_whole),
        cmocka_unit_test(test_a_form_too_long_to_fold_is_in_no_pack),
        cmocka_unit_test(test_fields_are_columns_and_a_dash_is_none),
        cmocka_unit_test(test_a_list_of_two_files_counts_its_entries_on),
        cmocka_unit_test(test_kinds_have_names_and_numbers),
        cmocka_unit_test(test_words_are_in_their_sets),
        cmocka_unit_test(test_the_sets_of_a_word_are_those_it_is_in),
        cmocka_unit_test(test_phrases_of_sets_match_the_longest),
        cmocka_unit_test(test_sets_are_listed_with_their_members),
        cmocka_unit_test(test_abbreviations_in_forms_are_cut_as_in_texts),
        cmocka_unit_test(test_a_set_whose_name_begins_anothers_is_found),
        cmocka_unit_test(test_token_rules_are_the_sets_of_that_name),
        cmocka_unit_test(test_cities_come_most_populous_first),
        cmocka_unit_test(test_tables_are_looked_up_by_name),
        cmocka_unit_test(test_a_table_whose_file_is_absent_is_empty),
        cmocka_unit_test(test_a_section_that_is_absent_is_null),
        cmocka_unit_test(test_folding_makes_forms_comparable),
        cmocka_unit_test(test_a_signature_is_of_capitals_and_their_places),
        cmocka_unit_test(test_the_signature_of_a_token_is_that_of_its_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
