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

/* Writes the weights as a model of `kind`. Of two features with the same bucket and fingerprint the first stays.
 * Returns 0 and *model (the caller's, to close), or -1 (memory). */
int dp_weights_write(const dp_weights_source *source, const char kind[4], dp_model *model);

#endif
