/*
 * weights_format.h - the header of serialised weights; shared by reader and writer.
 */
#ifndef DP_WEIGHTS_FORMAT_H
#define DP_WEIGHTS_FORMAT_H

#include "learn/weights.h"

typedef struct dp_weights_header {
    char magic[4]; /* "DPW1" */
    char kind[4];
    uint32_t labels, stride;
    uint32_t bucket_count, rows; /* bucket_count is a power of two */
    uint32_t extra_size;         /* bytes */
    uint32_t reserved[9];
} dp_weights_header;

_Static_assert(sizeof(dp_weights_header) == 64, "the header fills one cache line");
_Static_assert(sizeof(dp_bucket) == 64, "a bucket fills one cache line");

/* Where a feature starts to look, and the fingerprint that it leaves there (never 0). */
static inline uint32_t dp_bucket_of(uint64_t feature, uint32_t mask) {
    return (uint32_t)feature & mask;
}

static inline uint32_t dp_fingerprint_of(uint64_t feature) {
    uint32_t fingerprint = (uint32_t)(feature >> 32);
    return fingerprint ? fingerprint : 1;
}

/* Bytes of the rows, rounded up to whole cache lines. */
static inline uint64_t dp_weights_rows_size(uint32_t rows, uint32_t stride) {
    return ((uint64_t)rows * stride * sizeof(int16_t) + 63) & ~UINT64_C(63);
}

#endif
