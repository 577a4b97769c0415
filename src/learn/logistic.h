/*
 * logistic.h - multiclass (and binary) logistic regression over hashed features, with calibrated probabilities.
 */
#ifndef DP_LOGISTIC_H
#define DP_LOGISTIC_H

#include "learn/weights.h"

/* An opened model; points into the bytes that it was opened on. */
typedef struct dp_logistic {
    dp_weights weights;
    float scale;       /* calibration: score = scale * sum + bias */
    const float *bias; /* [stride] */
} dp_logistic;

/* Opens a model on bytes that dp_logistic_train wrote (16-byte aligned; they must outlive it). Errors: PACK_FORMAT. */
depeche_status dp_logistic_open(dp_str bytes, dp_logistic *logistic, depeche_error *error);

/* The probability of each label, written to probabilities[0..labels), for an example with these features. */
void dp_logistic_predict(const dp_logistic *logistic, const uint64_t *features, uint32_t count, float *probabilities);

/* Binary models: the probability of label 1. */
float dp_logistic_probability(const dp_logistic *logistic, const uint64_t *features, uint32_t count);

/* What one feature adds to the calibrated score of a label (log-odds); 0 when the model does not know it. */
float dp_logistic_weight(const dp_logistic *logistic, uint64_t feature, uint32_t label);

#endif
