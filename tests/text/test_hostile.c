/* Long and strange text: the cut is linear, and its offsets hold together. */
#include "unit.h"

#include <time.h>

#include "rules.h"
#include "text/quotation.h"
#include "text/utf8.h"

enum { SMALL = 30 * 1000, LARGE = 8 * SMALL };

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Every code point lies in at most one token, sentences and paragraphs lie side by side, lower is valid. */
static void assert_whole(const dp_text *text) {
    uint32_t byte = 0, chars = 0;
    for (uint32_t i = 0; i < text->token_count; i++) {
        const dp_token *token = &text->tokens[i];
        dp_str gap = {text->bytes.at + byte, token->byte_start - byte};
        assert_true(token->byte_start >= byte && token->byte_end > token->byte_start);
        if (token->char_start != chars + dp_utf8_length(gap)) fail();
        if (token->char_end - token->char_start != dp_utf8_length(dp_text_token(text, i))) fail();
        if (dp_utf8_check(token->lower) != token->lower.len) fail();
        byte = token->byte_end;
        chars = token->char_end;
    }
    uint32_t next = 0;
    for (uint32_t i = 0; i < text->sentence_count; i++) {
        if (text->sentences[i].tokens.first != next) fail();
        next = text->sentences[i].tokens.end;
    }
    assert_int_equal(next, text->token_count);
    assert_int_equal(text->chars, dp_utf8_length(text->bytes));
}

/* The best time of a few runs on `size` bytes of `pattern`. */
static double time_of(const char *pattern, size_t size, bool check) {
    size_t period = strlen(pattern), count = size / period;
    dp_arena arena;
    dp_arena_init(&arena);
    char *bytes = dp_arena_alloc(&arena, count * period);
    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++) memcpy(bytes + i * period, pattern, period);
    double best = 1e9;
    for (int run = 0; run < 2; run++) {
        dp_arena work;
        dp_arena_init(&work);
        dp_text text;
        dp_quotations quotations;
        double start = seconds();
        assert_int_equal(dp_text_cut(&work, &french, (dp_str){bytes, count * period}, 0, &text), 0);
        assert_int_equal(dp_quotations_find(&work, &text, &quotations), 0);
        double spent = seconds() - start;
        if (spent < best) best = spent;
        if (check && run == 0) assert_whole(&text);
        dp_arena_close(&work);
    }
    dp_arena_close(&arena);
    return best;
}

static void test_time_grows_with_length_alone(void **state) {
    (void)state;
    static const char *const patterns[] = {
        "a",        "É",
        ".",        "!",
        "\"",       "«",
        "«»",       "'",
        "’",        "l'",
        "l'l",      "a-",
        "-il",      "a-t-il-",
        "a.",       "a.b",
        "A.",       "A.-",
        "M. ",      "a@",
        "a.a@",     "@a",
        "#",        "1",
        "1 ",       "1 000 ",
        "1'000'",   "1,2,",
        "1.2",      "1h",
        "http:",    "http://",
        "http://(", ")",
        "www.a.fr", "\u0301",
        "e\u0301",  "e\u0301\u0323\u0301\u0323",
        "\u200B",   "\u200E",
        "\u202E",   "\u00AD",
        "\n",       "a\n",
        "\r",       "\u2028",
        "( ",       "… ",
        "• ",       "— ",
        "😀",        "文",
        "ا",        "\U000E0FFF",
        "\u0378",   " ",
        "\"a. ",    "“a. ” ",
        "a. «",     "''",
        "<<",       "a_",
        "&a",       "·a",
        "%a",       "+",
        "A. B",     "etc. A",
        "1. ",      "\x01",
        "\u0344",   "\u1E9B\u0323",
        "K\u0327",  "ﬁ",
        "ǅ",        "İ",
        "a' ",      "‘a ",
        "' a'",     "a‘",
    };
    for (size_t i = 0; i < COUNT(patterns); i++) {
        double small = time_of(patterns[i], SMALL, true), large = time_of(patterns[i], LARGE, false);
        /* Eight times the text: eight times the time, sixty-four if it were quadratic. */
        if (large > 0.03 && large > small * 30) fail_msg("pattern %zu: %.4f s, then %.4f s", i, small, large);
    }
}

static void test_any_mix_of_characters_holds_together(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "a",  "É",  "e\u0301", " ",  "\u00A0", "\n",     ".",      ",",      "'",    "’", "-",         "\u2011", "«",
        "»",  "\"", "“",       "”",  "‘",      "1",      "000",    "h",      "@",    "#", "://",       "http",   "www.",
        "fr", "M.", "-t-il",   "l'", "qu’",    "°",      "&",      "_",      "·",    "…", "!",         "?",      "(",
        ")",  "[",  "•",       "—",  "😀",      "\u200D", "\u00AD", "\uFEFF", "文",   "ا", "\u0301",    "Le",     "İ",
        "ﬁ",  "%",  "€",       "<<", ">>",     "½",      "²",      "\t",     "\x7F", "ẞ", "\U0010FFFF"};
    dp_arena arena;
    dp_arena_init(&arena);
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char bytes[512];
        size_t len = 0;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 12) % COUNT(pieces)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        dp_text text;
        dp_quotations quotations;
        assert_int_equal(dp_text_cut(&arena, &french, (dp_str){bytes, len}, round % 2 ? 0 : strlen(pieces[0]), &text),
                         0);
        assert_whole(&text);
        assert_int_equal(dp_quotations_find(&arena, &text, &quotations), 0);
        for (uint32_t i = 0; i < quotations.count; i++) {
            assert_true(quotations.at[i].open <= quotations.at[i].close);
            assert_true(i == 0 || quotations.at[i - 1].open <= quotations.at[i].open);
            uint32_t parent = quotations.at[i].parent;
            if (parent != DEPECHE_NONE) assert_true(quotations.at[i].close <= quotations.at[parent].close);
        }
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_grows_with_length_alone),
        cmocka_unit_test(test_any_mix_of_characters_holds_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
