/*
 * training.h - training a model that is not a chain: epochs over its decisions, and the scores that each gets from a
 * model which did not see its group.
 *
 * What a decision is (a position, or all positions of an example) and its gradient are the model's own affair.
 */
#ifndef DP_TRAINING_H
#define DP_TRAINING_H

#include "learn/learner.h"
#include "learn/train.h"

typedef struct dp_training {
    /* To be set: */
    const dp_examples *examples;
    dp_train_options options;
    uint32_t labels, stride;
    bool whole; /* a decision is an example, and not each of its positions */
    /* Learns from one decision, the number of a position or an example, with `learner`, `state` and `ids`; gives its
     * loss. */
    double (*visit)(struct dp_training *training, uint32_t decision);

    /* Of a run: */
    dp_learner learner;
    uint32_t *order; /* decisions */
    uint32_t *ids;   /* room for the features of the widest decision */
    uint64_t state;  /* of the random numbers */
} dp_training;

/* Trains on what the options do not hold out; the result is in `learner.mean`. Returns 0 or -1 (memory); close it in
 * both cases. */
int dp_training_run(dp_training *training);
void dp_training_close(dp_training *training);

/* Scores of the positions that a run held out, by what it learned: adds to scores[position * stride + label]. */
void dp_training_score_held_out(const dp_training *training, float *scores);

/* Scores of all positions by models that did not see their group, in fifths: adds to scores[position * stride + label].
 * Returns 0 or -1 (memory). */
int dp_training_score_by_folds(const dp_training *training, float *scores);

/* How many positions the examples have. */
uint32_t dp_training_positions(const dp_examples *examples);

#endif
