/*
 * reading.h - a small French text as the claim stage gets it, for tests.
 *
 * Names are marked in the text: "{PER:Odile Ferrand} a parlé." A line end separates paragraphs.
 */
#ifndef DP_TEST_READING_H
#define DP_TEST_READING_H

#include "french.h"

#include "claims/scene.h"

typedef struct reading {
    dp_arena arena;
    dp_text text;
    dp_quotations quotations;
    dp_tags tags;
    dp_entities entities;
    dp_values values;
    dp_scene scene;
    dp_claims claims;
} reading;

/* Cuts and looks up a marked text; with a title of its first `title_length` bytes, without marks. */
void reading_open(reading *r, const char *marked, size_t title_length);
void reading_close(reading *r);

/* Runs the whole claim stage on it. */
void reading_find(reading *r);

/* The number of the only token with this text; fails the test when there is none. */
uint32_t reading_token(const reading *r, const char *form);

/* Text of tokens, as a string in the arena. */
const char *reading_words(reading *r, dp_range range);

/* The first claim whose content begins with these words; NULL when there is none. */
const dp_claim *reading_claim(reading *r, const char *content);

#endif
