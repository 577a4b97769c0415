/*
 * arbitration.h - which of the rules' candidates and the tagger's findings are values, where they disagree.
 */
#ifndef DP_ARBITRATION_H
#define DP_ARBITRATION_H

#include "base/array.h"
#include "values/candidate.h"

typedef dp_array(dp_candidate) dp_candidates;

/* Leaves in `candidates` (sorted by first token, overlapping) those that hold: none overlaps another or a name that the
 * tagger has found. Linear. */
void dp_arbitrate_rules(dp_candidates *candidates, const dp_tags *tags);

/* Whether what the tagger found counts beside the candidates that hold: where it is no guess and overlaps none of them.
 * `at` is where the last call ended, 0 at first; tags must come in order. */
bool dp_arbitrate_tag(const dp_candidates *candidates, const dp_tagged *tagged, uint32_t *at);

#endif
