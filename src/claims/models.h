/*
 * models.h - the trained models of the claim stage, as they lie in a pack.
 */
#ifndef DP_CLAIM_MODELS_H
#define DP_CLAIM_MODELS_H

#include "lang/pack.h"
#include "learn/choice.h"
#include "learn/crf.h"
#include "learn/logistic.h"

/* A model that the pack lacks, or that is damaged, has `present` false, and its step finds nothing. */
typedef struct dp_claim_models {
    struct {
        bool present;
        dp_logistic model;
    } cue, report, loose, worth;
    struct {
        bool present;
        dp_choice model;
    } speaker;
    struct {
        bool present;
        dp_crf model;
    } argument;
} dp_claim_models;

/* Opens the sections model.claims.cue, .argument, .report, .loose, .speakers and .worth. */
void dp_claim_models_open(const depeche_pack *pack, dp_claim_models *models);

#endif
