/*
 * suggest.h - the name that somebody probably meant.
 */
#ifndef DP_SUGGEST_H
#define DP_SUGGEST_H

#include "base/str.h"

/* The best of several candidates; start with {0} and offer each. */
typedef struct dp_suggestion {
    const char *name; /* NULL when none is near enough */
    size_t distance;
} dp_suggestion;

/* Takes `candidate` (kept, not copied) if it is nearer to `typed` than what was offered before and near enough: at
 * most a third of its letters differ (Damerau-Levenshtein, neighbours swapped count once), or `typed` begins it. */
void dp_suggestion_offer(dp_suggestion *suggestion, dp_str typed, const char *candidate);

#endif
