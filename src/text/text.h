/*
 * text.h - an article's text cut into paragraphs, sentences and tokens, with offsets in bytes and code points.
 */
#ifndef DP_TEXT_H
#define DP_TEXT_H

#include "base/arena.h"
#include "base/str.h"

/* Tokens from `first` up to, not including, `end`. */
typedef struct dp_range {
    uint32_t first, end;
} dp_range;

typedef enum dp_token_kind {
    DP_TOKEN_WORD = 0,
    DP_TOKEN_NUMBER,      /* starts with a digit: 2 000 is one token, so are 14h30, 20h, 3,5, 1er, 25'000, 4G; the unit
                             in 10km, 50%, 5€ is a token of its own, 3-0 and 2018-2019 are three */
    DP_TOKEN_PUNCTUATION, /* . , ; : ? ! … ( ) - – — and the like */
    DP_TOKEN_QUOTE,       /* any quotation mark, « and » included; apostrophes are not */
    DP_TOKEN_SYMBOL,      /* %, €, $, &, emoji… */
    DP_TOKEN_LINK,        /* URL or e-mail address */
    DP_TOKEN_HANDLE,      /* @name */
    DP_TOKEN_HASHTAG,     /* #name */
} dp_token_kind;

typedef enum dp_casing {
    DP_CASING_NONE = 0, /* no cased letter */
    DP_CASING_LOWER,
    DP_CASING_CAPITAL, /* first letter upper case, the rest lower, save after a hyphen or apostrophe (Saint-Denis); a
                          single capital letter too */
    DP_CASING_UPPER,   /* two or more letters, all upper case */
    DP_CASING_MIXED,
} dp_casing;

enum {
    DP_TOKEN_SPACE_BEFORE = 1, /* white space stands before it */
    DP_TOKEN_ELIDED = 2,       /* ends in an apostrophe: l' d' qu' */
    DP_TOKEN_CLITIC = 4,       /* il, elle, ce, là of a-t-il, dit-elle, est-ce, jour-là: cut off at its hyphen. The
                                  hyphen is a token of its own before it, with DP_TOKEN_BRIDGE: a|-t-|il, dit|-|elle */
    DP_TOKEN_ABBREVIATION = 8, /* ends in a full stop of its own: M. art. */
    DP_TOKEN_PARAGRAPH_START = 16,
    DP_TOKEN_SENTENCE_START = 32,
    DP_TOKEN_BRIDGE = 64, /* - or -t- between a word and its clitic; of kind PUNCTUATION */
};

typedef struct dp_token {
    uint32_t byte_start, byte_end; /* into the text's bytes */
    uint32_t char_start, char_end; /* code points */
    uint32_t sentence;             /* number of its sentence */
    uint32_t word;                 /* word number in the language pack's vocabulary, of `lower`; 0 = unknown. Filled
                                      by the lang stage, not by the tokenizer */
    uint8_t kind;                  /* dp_token_kind */
    uint8_t casing;                /* dp_casing */
    uint8_t flags;
    dp_str lower; /* lower case, NFC, apostrophes straight, hyphens and spaces plain, nothing invisible */
} dp_token;

typedef struct dp_sentence {
    dp_range tokens;
    uint32_t paragraph;
} dp_sentence;

typedef struct dp_paragraph {
    dp_range sentences; /* sentences, not tokens, from first up to end */
} dp_paragraph;

typedef struct dp_text {
    dp_str bytes;
    uint32_t chars;           /* code points in all */
    uint32_t title_sentences; /* the first so many sentences are the title; 0 without one */
    dp_token *tokens;
    uint32_t token_count;
    dp_sentence *sentences;
    uint32_t sentence_count;
    dp_paragraph *paragraphs;
    uint32_t paragraph_count;
} dp_text;

/* What the tokenizer must know of a language. Lists are of lower-case forms with straight apostrophes, sorted in byte
 * order. A language pack fills it. */
typedef struct dp_token_rules {
    const dp_str *abbreviations; /* with their full stop: "m.", "art.", "j.-c." */
    size_t abbreviation_count;
    const dp_str *elisions; /* with their apostrophe: "l'", "qu'", "lorsqu'" */
    size_t elision_count;
    const dp_str *clitics; /* with their hyphens: "-t-il", "-elle", "-ci" */
    size_t clitic_count;
    const dp_str *whole; /* words that keep their apostrophe, hyphen or sign: "aujourd'hui", "rendez-vous", "n°" */
    size_t whole_count;
    const dp_str *tails; /* letters that belong to the number before them: "er", "e", "ème", "h" */
    size_t tail_count;
    const dp_str *finals; /* abbreviations that may end a sentence, and such as are also a word: "etc.", "art." */
    size_t final_count;
    const dp_str *starters; /* words that with a capital open a sentence even after an initial: "il", "selon" */
    size_t starter_count;
    const dp_str *glued; /* words that open a sentence and may be glued to the one before: "le", "selon", "l'" */
    size_t glued_count;
} dp_token_rules;

/* Cuts `bytes` (valid UTF-8, the title being its first title_length bytes, 0 for none) into *text, whose arrays lie in
 * `arena` and which refers to `bytes`. Linear in time and memory. Returns 0, or -1 when memory is out. */
int dp_text_cut(dp_arena *arena, const dp_token_rules *rules, dp_str bytes, size_t title_length, dp_text *text);

/* The bytes of a token, and of a range of tokens (from the first's start to the last's end; empty for none). */
static inline bool dp_token_is_year(const dp_token *token) {
    enum { YEAR_DIGITS = 4 };
    return token->kind == DP_TOKEN_NUMBER && token->byte_end - token->byte_start == YEAR_DIGITS;
}

static inline dp_str dp_text_token(const dp_text *text, uint32_t token) {
    const dp_token *t = &text->tokens[token];
    return (dp_str){text->bytes.at + t->byte_start, t->byte_end - t->byte_start};
}

static inline dp_str dp_text_range(const dp_text *text, dp_range range) {
    if (range.first >= range.end) return (dp_str){"", 0};
    uint32_t start = text->tokens[range.first].byte_start;
    return (dp_str){text->bytes.at + start, text->tokens[range.end - 1].byte_end - start};
}

/* The span of a range of tokens, in code points and bytes. An empty range gives an empty span. */
depeche_span dp_text_span(const dp_text *text, dp_range range);

#endif
