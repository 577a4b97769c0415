#include "french.h"

#include "base/memory.h"

/* Cuts a text, pairs too. */
static void cut(dp_arena *arena, const char *string, dp_text *text) {
    french_cut(arena, string, text);
    assert_int_equal(dp_pack_split_pairs(french_pack, arena, text), 0);
}

static void assert_token(const dp_text *text, uint32_t token, const char *expected) {
    dp_str slice = dp_text_range(text, (dp_range){token, token + 1});
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.at, expected, slice.len);
}

static void test_pairs_become_three_tokens(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    cut(&arena, "Voilà. La ligne Béjaïa-Alger, puis France-Croatie. Fin.", &text);
    static const char *const tokens[] = {"Voilà", ".",      "La", "ligne",   "Béjaïa", "-",   "Alger", ",",
                                         "puis",  "France", "-",  "Croatie", ".",      "Fin", "."};
    assert_int_equal(text.token_count, sizeof tokens / sizeof *tokens);
    for (uint32_t t = 0; t < text.token_count; t++) assert_token(&text, t, tokens[t]);
    assert_int_equal(text.sentence_count, 3);
    assert_int_equal(text.sentences[1].tokens.first, 2);
    assert_int_equal(text.sentences[1].tokens.end, 13);
    assert_int_equal(text.sentences[2].tokens.end, 15);
    for (uint32_t t = 1; t < text.token_count; t++) {
        assert_true(text.tokens[t].char_start >= text.tokens[t - 1].char_end);
        assert_true(text.tokens[t].sentence >= text.tokens[t - 1].sentence);
    }
    assert_int_equal(text.tokens[4].char_start, 16);
    assert_int_equal(text.tokens[6].char_start, 23);
    assert_int_equal(text.tokens[6].casing, DP_CASING_CAPITAL);
    assert_int_equal(text.tokens[6].word, dp_pack_word_find(french_pack, DP_STR("alger")));
    assert_int_equal(text.tokens[5].kind, DP_TOKEN_PUNCTUATION);
    dp_arena_close(&arena);
}

static void test_names_of_one_thing_stay_whole(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Roland-Garros",
        "Clermont-Ferrand",
        "Jean-Pierre",
        "Paris-Nice",
        "Berlin-Est",
        "rendez-vous",
        "France-",
        "-France",
        "France--Allemagne",
        "A-B",
        "Aix-les-Bains",
        "Granges-Marnand",
        "",
    };
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dp_text text, split;
        french_cut(&arena, texts[i], &text);
        cut(&arena, texts[i], &split);
        assert_int_equal(split.token_count, text.token_count);
    }
    dp_arena_close(&arena);
}

static void test_failed_allocations_are_reported(void **state) {
    (void)state;
    dp_arena arena, empty;
    dp_arena_init(&arena);
    dp_arena_init(&empty);
    dp_text text;
    french_cut(&arena, "Le match France-Croatie.", &text);
    dp_memory_fail_at(1);
    int code = dp_pack_split_pairs(french_pack, &empty, &text);
    dp_memory_fail_at(0);
    assert_int_equal(code, -1);
    assert_int_equal(text.token_count, 4);
    dp_arena_close(&empty);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_become_three_tokens),
        cmocka_unit_test(test_names_of_one_thing_stay_whole),
        cmocka_unit_test(test_failed_allocations_are_reported),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
