/*
 * weights_format.h - the header of serialised weights; shared by reader and writer.
 */
#ifndef DP_WEIGHTS_FORMAT_H
#define DP_WEIGHTS_FORMAT_H

#include "learn/weights.h"

typedef struct dp_weights_header {
    char magic[4]; /* "DPW2" */
    char kind[4];
    uint32_t labels, stride;
    uint32_t displacements, slots; /* displacements is a power of two */
    uint32_t extra_size;           /* bytes */
    uint32_t reserved[9];
} dp_weights_header;

_Static_assert(sizeof(dp_weights_header) == 64, "the header fills one cache line");

/* Which displacement a feature takes. */
static inline uint32_t dp_displacement_of(uint64_t feature, uint32_t mask) {
    return (uint32_t)feature & mask;
}

/* The slot of a feature's row, under `slots`. */
static inline uint32_t dp_slot_of(uint64_t feature, uint16_t displacement, uint32_t slots) {
    uint32_t mixed = ((uint32_t)(feature >> 32) ^ displacement) * UINT32_C(0x9E3779B1);
    return (uint32_t)((uint64_t)mixed * slots >> 32);
}

/* Numbers in a row: the weights, and the two halves of the feature's low bits at the end. */
static inline uint32_t dp_weights_pitch(uint32_t labels) {
    return dp_stride_of(labels + 2);
}

/* Bytes of the displacements and of the rows, rounded up to whole cache lines. */
static inline uint64_t dp_weights_displacements_size(uint32_t displacements) {
    return ((uint64_t)displacements * sizeof(uint16_t) + 63) & ~UINT64_C(63);
}

static inline uint64_t dp_weights_rows_size(uint32_t slots, uint32_t labels) {
    return ((uint64_t)slots * dp_weights_pitch(labels) * sizeof(int16_t) + 63) & ~UINT64_C(63);
}

/* The low bits of the feature that a row belongs to; 0 where there is none. */
static inline uint32_t dp_weights_owner(const int16_t *row, uint32_t pitch) {
    uint32_t owner;
    memcpy(&owner, row + pitch - 2, sizeof owner);
    return owner;
}

#endif
