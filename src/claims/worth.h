/*
 * worth.h - how much a fact-checker would want to verify a sentence or a claim, and what makes it so.
 */
#ifndef DP_WORTH_H
#define DP_WORTH_H

#include "claims/loose.h"
#include "learn/logistic.h"

enum { DP_WORTH_SEEN = 250 }; /* tokens of a stretch that are looked at */

/* Writes the features of a stretch of text (a sentence, or the content of a claim) as one position. */
int dp_worth_features(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, dp_features *features);

/* Whether a stretch says nothing of its own: names and dates alone, as a dateline. */
bool dp_worth_is_bare(const dp_scene *scene, dp_range tokens);

/* The worth of a stretch, 0 to 1, for the features that dp_worth_features wrote. */
float dp_worth_score(const dp_logistic *model, const dp_features *features);

/* What made the worth of a stretch: the parts of its log-odds, most of all first, those that are not among the
 * DP_FACTORS_MAX - 2 greatest summed up as "other", and what every stretch begins with as "base". They lie in `arena`;
 * `features` is scratch. Returns 0 or -1 (memory). */
int dp_worth_explain(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, const dp_logistic *model,
                     dp_features *features, dp_factors *factors);

#endif
