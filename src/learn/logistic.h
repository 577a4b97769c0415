/*
 * logistic.h - multiclass (and binary) logistic regression over hashed features or over hidden units (layer.h) that sum
 * them up, with calibrated probabilities.
 */
#ifndef DP_LOGISTIC_H
#define DP_LOGISTIC_H

#include "learn/features.h"
#include "learn/layer.h"

/* An opened model; points into the bytes that it was opened on. */
typedef struct dp_logistic {
    dp_weights weights;
    dp_layer layer;
    float scale;       /* calibration: score = scale * sum + bias */
    const float *bias; /* [stride] */
} dp_logistic;

/* Opens a model on bytes that dp_logistic_train wrote (16-byte aligned; they must outlive it). Errors: PACK_FORMAT. */
depeche_status dp_logistic_open(dp_str bytes, dp_logistic *logistic, depeche_error *error);

/* The probability of each label, written to probabilities[0..labels), for an example with these features. */
void dp_logistic_predict(const dp_logistic *logistic, const uint64_t *features, uint32_t count, float *probabilities);

/* Binary models: the probability of label 1. */
float dp_logistic_probability(const dp_logistic *logistic, const uint64_t *features, uint32_t count);

/* The same for a position of a list of features. */
static inline float dp_logistic_probability_at(const dp_logistic *logistic, const dp_features *features,
                                               uint32_t position) {
    uint32_t count = 0;
    const uint64_t *hashes = dp_features_at(features, position, &count);
    return dp_logistic_probability(logistic, hashes, count);
}

/* What each feature adds to the calibrated score of a label (log-odds) beside the others, written to weights[0..count);
 * 0 for one that the model does not know. Gives what is added without them: all together are the score, unless a sum of
 * weights saturates (weights.h). With hidden units too, as the score is a sum over the units that count here. All are 0
 * for a label that the model does not have. */
float dp_logistic_weigh(const dp_logistic *logistic, const uint64_t *features, uint32_t count, uint32_t label,
                        float *weights);

#endif
