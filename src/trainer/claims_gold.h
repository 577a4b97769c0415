/*
 * claims_gold.h - annotated documents as the claim stage sees them, and what it should have found in them.
 */
#ifndef DP_CLAIMS_GOLD_H
#define DP_CLAIMS_GOLD_H

#include "claims/argument.h"
#include "corpus/gold.h"

/* A document cut into tokens, with the tags that annotators gave it. */
typedef struct dp_gold_text {
    dp_text text;
    dp_quotations quotations;
    dp_tags tags;
} dp_gold_text;

/* Cuts and tags the text of `gold`; results lie in `arena`. Returns 0 or -1 (memory). */
int dp_gold_text_build(const depeche_pack *pack, dp_arena *arena, const dp_gold *gold, dp_gold_text *text);

/* The tokens that a span of bytes touches. */
dp_range dp_gold_tokens(const dp_text *text, depeche_span span);

/* Which gold claim each cue candidate stands for: claim numbers (into gold->claims), DEPECHE_NONE for none, and
 * DP_CUE_SHARED for a candidate inside a cue that another candidate stands for: neither right nor wrong. `claim_of` has
 * room for cues->count numbers. Returns 0 or -1 (memory). */
#define DP_CUE_SHARED (UINT32_MAX - 1)
int dp_gold_match_cues(const dp_scene *scene, const dp_gold *gold, const dp_cues *cues, uint32_t *claim_of);

/* The right labels of the units around a cue. */
void dp_gold_label_units(const dp_text *text, const dp_gold_claim *claim, const dp_units *units,
                         uint8_t labels[DP_UNITS_MAX]);

#endif
