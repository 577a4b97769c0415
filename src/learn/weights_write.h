/*
 * weights_write.h - serialising weights in the form that weights.h reads.
 */
#ifndef DP_WEIGHTS_WRITE_H
#define DP_WEIGHTS_WRITE_H

#include "learn/train.h"

/* Weights in memory: rows of `stride` floats (labels rounded up to a multiple of eight), one a feature. */
typedef struct dp_weights_source {
    uint32_t labels, stride, features;
    const uint64_t *hashes;
    const float *rows;
    float prune;  /* rows without a weight as large as this are left out */
    dp_str extra; /* at most UINT32_MAX bytes */
} dp_weights_source;

/* Writes the weights as a model of `kind`; all hashes must differ. Returns 0 and *model (the caller's, to close), or -1
 * (memory, or hashes so alike that no table tells them apart). */
int dp_weights_write(const dp_weights_source *source, const char kind[4], dp_model *model);

#endif
