/*
 * layer.h - from the sums of a position's weights to the scores of its labels: the sums themselves, or hidden units.
 *
 * Hidden units let features speak together: each unit adds up weights of its own and counts only while the sum is
 * positive (rectified linear units: Nair, Hinton, ICML 2010), and the scores are sums over the units.
 */
#ifndef DP_LAYER_H
#define DP_LAYER_H

#include "learn/weights.h"

/* Points into the bytes that it was opened on. */
typedef struct dp_layer {
    uint32_t units;          /* 0: the sums are the scores */
    uint32_t labels, stride; /* of the scores; stride: labels rounded up to a multiple of eight */
    const float *biases;     /* [units], added to the sums */
    const float *outputs;    /* [units][stride] */
    const float *bases;      /* [stride]: the scores where no unit counts */
} dp_layer;

/* How many numbers a layer has. */
static inline size_t dp_layer_size(uint32_t units, uint32_t stride) {
    return units ? (size_t)units + (size_t)units * stride + stride : 0;
}

/* A layer on its numbers: biases, outputs, bases. */
dp_layer dp_layer_on(const float *numbers, uint32_t units, uint32_t labels);

/* Opens the layer that stands before what else lies beside the rows of `weights`, which *rest gets. Errors:
 * PACK_FORMAT. */
depeche_status dp_layer_open(const dp_weights *weights, dp_layer *layer, dp_str *rest, depeche_error *error);

/* The scores, [stride], of a position whose weights have these sums, as many as there are units or labels. */
void dp_layer_score(const dp_layer *layer, const float *sums, float *scores);

/* The same of sums in fixed point. */
void dp_layer_score_fixed(const dp_layer *layer, const int16_t *sums, float *scores);

/* What stands before the numbers of a serialised layer. */
typedef struct dp_layer_header {
    uint32_t units, labels;
    uint32_t reserved[2];
} dp_layer_header;

_Static_assert(sizeof(dp_layer_header) == 16, "the numbers behind it are aligned");

#endif
