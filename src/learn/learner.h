/*
 * learner.h - weights while they are learned: one row a feature, updated by AdaGrad with an L2 penalty, and the hidden
 * units that the rows are summed for, if there are any.
 *
 * Duchi, Hazan, Singer: Adaptive Subgradient Methods, JMLR 12, 2011. The penalty of a sparse feature is applied when
 * the feature is met, in proportion to how rarely that is, as an implicit step (so that it cannot overshoot).
 */
#ifndef DP_LEARNER_H
#define DP_LEARNER_H

#include "learn/hidden.h"
#include "learn/weights_write.h"

typedef struct dp_learner {
    uint32_t labels, stride, features;
    uint32_t width;     /* numbers in a row: the hidden units, or the stride of the labels where there are none */
    uint32_t pitch;     /* numbers in a row of the mean: the units of all runs, or the stride */
    uint32_t run;       /* trainings ended */
    float rate, factor; /* factor: makes up for the features that dropout leaves out */
    float *rows;        /* [features][2][width]: weights, then sums of squared gradients */
    float *penalty;     /* [features] */
    float *mean;        /* [features][pitch]: sum of the weights of the epochs kept; their mean in the end */
    uint32_t kept;      /* epochs in `mean` */
    dp_hidden hidden;
    dp_layer layer; /* of the mean */
} dp_learner;

/* Takes memory for `labels` classes and the features of `examples`, and counts how often the training part (see
 * dp_is_held_out) meets each. `state`: of the random numbers that hidden units begin with. Returns 0 or -1 (memory, or
 * more than DP_LABELS_MAX labels or hidden units); close it in both cases. */
int dp_learner_init(dp_learner *learner, const dp_examples *examples, uint32_t labels, const dp_train_options *options,
                    uint64_t *state);
void dp_learner_close(dp_learner *learner);

/* Ends a training and begins another: forgets all weights but the mean. */
void dp_learner_restart(dp_learner *learner, uint64_t *state);

/* Whether the options hold an example out of training. */
static inline bool dp_is_held_out(const dp_example *example, const dp_train_options *options) {
    return options->folds > 0 && example->group % options->folds == options->fold;
}

/* The scores, [stride], of a position with these features. Ids of rare features must not be among them. */
void dp_learner_score(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *scores);

/* Moves the weights of the features against the gradient of the scores, [stride] with zeros in the padding. */
void dp_learner_update(dp_learner *learner, const uint32_t *ids, uint32_t count, const float *gradient);

/* Adds the present weights to the mean. */
void dp_learner_keep(dp_learner *learner);

/* Ends the last training: what follows is for the mean of the epochs kept (at least one). */
void dp_learner_finish(dp_learner *learner);

/* The scores, [stride], of a position with all of its features, under the mean. */
void dp_learner_score_mean(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *scores);

/* Writes the rows of the mean as a model of `kind`, with what its owner puts beside them. Returns 0 and *model (the
 * caller's, to close), or -1 (memory, or see dp_weights_write). */
int dp_learner_write(const dp_learner *learner, const uint64_t *hashes, float prune, const char kind[4], dp_str extra,
                     dp_model *model);

/* The order in which an epoch visits the training part of the examples: order[0..*count), shuffled by `state`. */
void dp_learner_shuffle(uint32_t *order, uint32_t count, uint64_t *state);

/* One position's features that are used in this visit: those that are not rare and that dropout leaves in. Writes at
 * most the position's count to `ids`; gives how many. */
uint32_t dp_learner_select(const dp_examples *examples, uint32_t position, float dropout, uint64_t *state,
                           uint32_t *ids);

#endif
