/*
 * hidden.h - the numbers of hidden units (layer.h) while they are learned, updated by AdaGrad.
 */
#ifndef DP_HIDDEN_H
#define DP_HIDDEN_H

#include "learn/layer.h"

typedef struct dp_hidden {
    uint32_t units, labels, stride, runs;
    float rate;
    float *numbers; /* [size] as dp_layer_on takes them */
    dp_layer layer; /* on the numbers */
    float *squares; /* [size]: sums of squared gradients */
    float *sum;     /* [runs][size]: of the numbers of the epochs kept */
    float *joined;  /* the numbers of one layer with the units of all runs */
} dp_hidden;

/* Takes memory for `units` hidden units in each of `runs` trainings; none for 0 units. Returns 0 or -1 (memory); close
 * it in both cases. */
int dp_hidden_init(dp_hidden *hidden, uint32_t units, uint32_t labels, uint32_t runs, float rate);
void dp_hidden_close(dp_hidden *hidden);

/* Begins a training: random outputs, everything else 0. */
void dp_hidden_restart(dp_hidden *hidden, uint64_t *state);

/* Turns sums of weights into what the units give, [units]. */
void dp_hidden_activate(const dp_hidden *hidden, float *sums);

/* Moves the numbers against the gradient of the scores, [stride], and finds that of the sums, [units]. */
void dp_hidden_update(dp_hidden *hidden, const float *active, const float *gradient, float *back);

/* Adds the present numbers to the sum of a run. */
void dp_hidden_keep(dp_hidden *hidden, uint32_t run);

/* The layer whose scores are the mean of those of all runs, each with the mean numbers of its `kept` epochs; lent. */
dp_layer dp_hidden_join(dp_hidden *hidden, uint32_t kept);

#endif
