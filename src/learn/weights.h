/*
 * weights.h - serialised weights: from the hash of a feature to one row of them, one a label or, in models that have
 * some (layer.h), one a hidden unit: both are called labels here.
 *
 * Read in place from the mapped pack. A row is a run of 16-bit fixed-point numbers (1/512), padded to whole groups of
 * eight, so that rows add up with saturating vector instructions, to the same sum on every machine.
 *
 * Look-up: a perfect hash, so that a feature has one slot where its row can be, and that is known without a branch: the
 * low bits of the feature choose a displacement, which with the high bits gives the slot. The row ends with the low 32
 * bits of its feature, which tell a feature that the model does not have. (Belazzougui, Botelho, Dietzfelbinger: Hash,
 * Displace, and Compress, ESA 2009.)
 *
 * Bytes (little-endian, 64-byte aligned parts): header, displacements, rows, extra.
 */
#ifndef DP_WEIGHTS_H
#define DP_WEIGHTS_H

#include "base/error.h"
#include "base/str.h"

enum {
    DP_LABELS_MAX = 64,
    DP_WEIGHT_ONE = 512, /* the fixed-point number for 1.0 */
};

/* How many sums or scores stand beside each other for so many labels: a multiple of eight. */
static inline uint32_t dp_stride_of(uint32_t labels) {
    return (labels + 7) & ~7u;
}

/* The greatest transition, bias or scale that a model may have. */
#define DP_WEIGHT_LIMIT 1e6f

/* An opened table; points into the bytes that it was opened on. */
typedef struct dp_weights {
    uint32_t labels, stride; /* sums of a position: labels rounded up to a multiple of eight */
    uint32_t pitch;          /* numbers in a row */
    uint32_t mask, slots;
    const uint16_t *displacements; /* [mask + 1] */
    const int16_t *rows;           /* [slots][pitch] */
    dp_str extra;                  /* what the owner of the model put beside the rows: transitions, calibration */
} dp_weights;

/* Opens a table on serialised bytes and verifies its form: `kind` is the four letters that its writer gave. The bytes
 * must be 16-byte aligned and outlive the table. Errors: PACK_FORMAT. */
depeche_status dp_weights_open(dp_str bytes, const char kind[4], dp_weights *weights, depeche_error *error);

/* Whether `count` numbers that lie beside the rows are numbers from -limit to limit. What opens a model checks them, so
 * that no sum of them is infinite or no number. */
bool dp_weights_are_within(const float *at, size_t count, float limit);

/* The row of a feature, or NULL when the model has none for it. */
const int16_t *dp_weights_find(const dp_weights *weights, uint64_t feature);

/* Adds the rows of `count` features to sums[0..stride), with saturation. The sums past the labels mean nothing. */
void dp_weights_sum(const dp_weights *weights, const uint64_t *features, uint32_t count, int16_t *sums);

/* The same for `count` positions at once, which is faster: the features of position i go up to ends[i], from where
 * those of the position before end, those of the first from `start`; they are added to sums[i * stride...]. */
void dp_weights_sum_positions(const dp_weights *weights, const uint64_t *features, uint32_t start, const uint32_t *ends,
                              uint32_t count, int16_t *sums);

#endif
