/*
 * choice.h - choosing one of several candidates: a conditional logit over hashed features, with calibrated
 * probabilities.
 *
 * Each candidate has a score, the sum of the weights of its features; the probability that it is the right one is its
 * share of the exponentials of all candidates' scores (McFadden: Conditional logit analysis of qualitative choice
 * behavior, 1974). "None of them" is a candidate like the others, with features of its own.
 */
#ifndef DP_CHOICE_H
#define DP_CHOICE_H

#include "learn/features.h"
#include "learn/weights.h"

enum { DP_CHOICES_MAX = 64 }; /* candidates of one decision */

/* An opened model; points into the bytes that it was opened on. */
typedef struct dp_choice {
    dp_weights weights;
    float scale; /* calibration: score = scale * sum */
} dp_choice;

/* Opens a model on bytes that dp_choice_train wrote (16-byte aligned; they must outlive it). Errors: PACK_FORMAT. */
depeche_status dp_choice_open(dp_str bytes, dp_choice *choice, depeche_error *error);

/* The probability of each candidate, written to probabilities[0..positions): the positions of `features` are the
 * candidates of one decision, at most DP_CHOICES_MAX. */
void dp_choice_predict(const dp_choice *choice, const dp_features *features, float *probabilities);

#endif
