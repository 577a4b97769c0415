/*
 * claims.h - who says what: quotations and reported speech with cue, source and content; check-worthiness.
 */
#ifndef DP_CLAIMS_H
#define DP_CLAIMS_H

#include "entities/entities.h"
#include "values/values.h"

/* What moved a score: one part of its log-odds. */
typedef struct dp_factor {
    const char *feature; /* "word", "numbers"...; static */
    dp_range tokens;     /* the word that it is about; else empty */
    float weight;        /* log-odds: above 0 for worth checking */
} dp_factor;

enum { DP_FACTORS_MAX = 10 };

typedef struct dp_factors {
    dp_factor *at;
    uint32_t count;
} dp_factors;

typedef struct dp_claim {
    depeche_claim_kind kind;
    dp_range *contents, *cues; /* in the order of the text */
    uint32_t content_count, cue_count;
    dp_range source; /* empty when the text names none */
    dp_str cue_lemma, cue_class;
    bool cue_negated;
    uint32_t speaker; /* entity, or DEPECHE_NONE */
    dp_str speaker_name;
    uint32_t *joint; /* entities that the source names beside the speaker */
    uint32_t joint_count;
    uint32_t reported_by; /* claim, or DEPECHE_NONE */
    depeche_polarity polarity;
    depeche_certainty certainty;
    uint32_t said_at; /* value, or DEPECHE_NONE */
    float check_worthiness;
    dp_factors factors; /* of the check-worthiness; empty unless they were asked for */
} dp_claim;

typedef struct dp_claims {
    dp_claim *at; /* in the order of the text */
    uint32_t count;
    float *sentence_worthiness;   /* for every sentence of the text, 0 to 1 */
    dp_factors *sentence_factors; /* likewise; NULL unless they were asked for */
} dp_claims;

/* What the claim stage reads; `entities` gains the pronouns and descriptions that it resolves. `narrator` is the name
 * of the article's source, the speaker of its own statements. */
typedef struct dp_claims_input {
    const dp_text *text;
    const dp_quotations *quotations;
    const dp_tags *tags;
    const dp_values *values;
    dp_entities *entities;
    dp_str narrator;
    bool explain; /* say what moved the scores */
} dp_claims_input;

/* Finds the claims of a text with the pack's cue lexicon and claim models. Returns 0 or -1 (memory). */
int dp_claims_find(const depeche_pack *pack, dp_arena *arena, const dp_claims_input *input, dp_claims *claims);

#endif
