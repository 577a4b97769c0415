/*
 * cover.h - the characters that some spans cover, white space left out, and how far two such sets are the same.
 */
#ifndef DP_COVER_H
#define DP_COVER_H

#include "eval/exam.h"
#include "eval/letters.h"

/* A set of characters as stretches in the order of the text that neither touch nor overlap. */
typedef struct dp_cover {
    depeche_span *at; /* code points only */
    uint32_t count;
    uint32_t size; /* characters */
} dp_cover;

/* The characters of the text that `spans` cover, in any order and overlapping. Lies in `arena`. Returns 0, or -1 when
 * memory is out. */
int dp_cover_build(dp_arena *arena, const dp_letters *letters, const depeche_span *spans, uint32_t count,
                   dp_cover *cover);

/* Characters that two sets share. */
uint32_t dp_cover_shared(const dp_letters *letters, const dp_cover *a, const dp_cover *b);

/* Two sets that belong together. */
typedef struct dp_pair {
    double overlap; /* shared characters by those of either, over 0 up to 1 */
    uint32_t a, b;
} dp_pair;

typedef struct dp_pairs {
    dp_pair *at; /* best overlap first */
    uint32_t count;
} dp_pairs;

/* Pairs the sets of two lists one to one, best overlap first, and with equal overlap the earlier in `a`, then in `b`.
 * Sets that share nothing are not paired. Returns 0, or -1 when memory is out. */
int dp_cover_match(dp_arena *arena, const dp_letters *letters, const dp_cover *a, uint32_t a_count, const dp_cover *b,
                   uint32_t b_count, dp_pairs *pairs);

#endif
