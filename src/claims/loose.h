/*
 * loose.h - statements without a cue: a quotation that goes on after a quoting sentence, a signed quotation, the
 * answers of an interview.
 */
#ifndef DP_CLAIMS_LOOSE_H
#define DP_CLAIMS_LOOSE_H

#include "claims/report.h"

typedef struct dp_loose {
    dp_range tokens;
    bool answer; /* a whole paragraph without quotation marks */
} dp_loose;

typedef struct dp_looses {
    dp_loose *at;
    uint32_t count, capacity;
} dp_looses;

/* What the cued claims of a text cover, for the questions about what they leave over. */
typedef struct dp_coverage {
    uint8_t *tokens; /* DP_COVERED_ bits, one a token */
} dp_coverage;

enum { DP_COVERED_CONTENT = 1, DP_COVERED_CUE = 2, DP_COVERED_SOURCE = 4 };

/* Clears and fills the coverage. Returns 0 or -1 (memory). */
int dp_coverage_init(const dp_scene *scene, dp_coverage *coverage);
void dp_coverage_add(const dp_scene *scene, dp_coverage *coverage, dp_range range, unsigned bits);

/* Quotations that no claim covers, and paragraphs that may be answers. Returns 0 or -1 (memory). */
int dp_looses_find(const dp_scene *scene, const dp_coverage *coverage, dp_looses *looses);

/* Writes the features of one candidate as one position. Returns 0 or -1 (memory). */
int dp_loose_features(const dp_scene *scene, const dp_coverage *coverage, const dp_loose *loose, dp_features *features);

#endif
