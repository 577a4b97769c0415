/*
 * candidate.h - what a rule takes for a value, and how sure it is.
 */
#ifndef DP_CANDIDATE_H
#define DP_CANDIDATE_H

#include "values/meaning.h"
#include "values/values.h"

typedef enum dp_sureness {
    DP_DOUBTFUL = 0, /* may be one: counts only where the tagger has one too */
    DP_LIKELY,       /* is one unless the tagger has something else */
    DP_SURE,
} dp_sureness;

typedef struct dp_candidate {
    dp_value value;
    dp_meaning meaning; /* of dates */
    dp_sureness sureness;
} dp_candidate;

#endif
