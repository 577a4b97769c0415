/*
 * tense.h - whether a clause speaks of what was or of what is to come.
 */
#ifndef DP_TENSE_H
#define DP_TENSE_H

#include "values/lexis.h"

typedef enum dp_tense { DP_TENSE_PRESENT = 0, DP_TENSE_PAST, DP_TENSE_FUTURE } dp_tense;

/* The tense of the finite verb nearest to `tokens` in its clause, else in the sentence from `first` to `limit`, a
 * bounded number of tokens away; PRESENT when there is none. */
dp_tense dp_tense_near(const dp_lexis *lexis, dp_range tokens, uint32_t first, uint32_t limit);

#endif
