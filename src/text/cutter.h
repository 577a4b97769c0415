/*
 * cutter.h - what the parts of the tokenizer share: the text being cut and the tokens so far. Not for other folders.
 *
 * Each scanner looks at the text from an offset on and appends one or more tokens; it gives the offset after the last
 * one, or SIZE_MAX when memory is out. None looks further back or ahead than a fixed number of bytes beyond its own
 * tokens, so that the whole is linear.
 */
#ifndef DP_CUTTER_H
#define DP_CUTTER_H

#include "text/character.h"
#include "text/text.h"

enum {
    DP_FORM_MAX = 48,   /* bytes of the longest form in the rules that is looked for */
    DP_LINK_HOST = 256, /* bytes of the longest host name or local part of an address */
};

typedef struct dp_cutter {
    dp_arena *arena;
    const dp_token_rules *rules;
    dp_str bytes;
    dp_token *tokens;
    uint32_t count, capacity;
    size_t chars_at; /* byte offset up to which code points are counted */
    uint32_t chars;  /* code points before it */
    char *folded;    /* room for lower-case forms */
    size_t folded_left;
    size_t no_host; /* no host name or address begins before these offsets: the text up to them was looked at */
    size_t no_address;
    bool space_before; /* white space was seen since the last token */
} dp_cutter;

/* Appends the token [start, end); false when memory is out. Fills everything but sentence and word. */
bool dp_cutter_push(dp_cutter *cutter, size_t start, size_t end, dp_token_kind kind, unsigned flags);

/* Sets lower, casing and the code points of a token whose bytes are set; false when memory is out. */
bool dp_lower_fill(dp_cutter *cutter, dp_token *token);

/* Folds a short form into `form` (DP_FORM_MAX bytes) for a look-up in the rules: lower case, straight apostrophes,
 * plain hyphens and spaces. Gives an empty string for a form that is too long or not Latin. */
dp_str dp_lower_short(dp_str source, char *form);

/* Whether a sorted list has the form; the empty form is in none. */
bool dp_cutter_has(const dp_str *forms, size_t count, dp_str form);

size_t dp_word_scan(dp_cutter *cutter, size_t start);
size_t dp_number_scan(dp_cutter *cutter, size_t start);

/* The end of the URL, host name or address that starts with the word [start, end); `start` when there is none. */
size_t dp_link_find(dp_cutter *cutter, size_t start, size_t end);

/* The end of the handle or hashtag whose sign is at `start`; `start` when there is none. */
size_t dp_link_tag(dp_str bytes, size_t start);

/* Cuts the tokens into sentences and paragraphs; breaks[i] is the number of the first token of paragraph i. */
int dp_sentences_cut(dp_cutter *cutter, const uint32_t *breaks, uint32_t break_count, dp_text *text);

#endif
