/*
 * letters.h - the characters of a text that measures count: all but white space.
 */
#ifndef DP_LETTERS_H
#define DP_LETTERS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* White space as Unicode has it: the separators, and the control characters whose direction is that of white space. */
bool dp_letters_is_space(uint32_t code);

typedef struct dp_letters {
    uint32_t *codes;  /* the code points of the text */
    uint32_t *before; /* for every code point and the end: how many before it are no white space */
    uint32_t count;   /* code points */
} dp_letters;

/* Counts the characters of a text (valid UTF-8); results lie in `arena`. Returns 0, or -1 when memory is out. */
int dp_letters_count(dp_arena *arena, dp_str text, dp_letters *letters);

#endif
