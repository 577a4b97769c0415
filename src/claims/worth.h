/*
 * worth.h - how much a fact-checker would want to verify a sentence or a claim.
 */
#ifndef DP_WORTH_H
#define DP_WORTH_H

#include "claims/loose.h"

enum { DP_WORTH_SEEN = 250 }; /* tokens of a stretch that are looked at */

/* Writes the features of a stretch of text (a sentence, or the content of a claim) as one position. */
int dp_worth_features(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, dp_features *features);

#endif
