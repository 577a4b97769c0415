/*
 * splitting.h - the sentences that check-worthiness is counted by, alike in gold and system.
 *
 * A splitter of its own, coarse on purpose, so that no system's idea of a sentence moves the figures. A sentence ends
 * at line ends, and where a run of . ! ? … (white space and a closing quotation mark may follow it), or a closing mark
 * after one, is followed by white space and then a capital or digit, before which a mark that opens (and white space)
 * may stand. It does not end after a capital letter on its own or one of the usual abbreviations.
 */
#ifndef DP_SPLITTING_H
#define DP_SPLITTING_H

#include "eval/letters.h"

typedef struct dp_splitting {
    uint32_t *cuts; /* where each stretch begins, in code points; the first is 0; cuts[count] is the text's end */
    uint32_t count; /* stretches; some may hold nothing but white space: see dp_splitting_is_sentence */
} dp_splitting;

/* Splits a text; linear; results lie in `arena`. Returns 0, or -1 when memory is out. */
int dp_splitting_find(dp_arena *arena, const dp_letters *letters, dp_splitting *splitting);

/* Whether a stretch holds more than white space. */
static inline bool dp_splitting_is_sentence(const dp_splitting *splitting, const dp_letters *letters, uint32_t number) {
    return letters->before[splitting->cuts[number]] < letters->before[splitting->cuts[number + 1]];
}

/* The stretch that an offset lies in; splitting->count for one past the text. */
uint32_t dp_splitting_of(const dp_splitting *splitting, uint32_t offset);

#endif
