/*
 * dataset.h - examples to learn from: sequences of positions with numbered features and the right label of each.
 *
 * For training programs only; grows with dp_malloc.
 */
#ifndef DP_DATASET_H
#define DP_DATASET_H

#include "learn/features.h"

typedef struct dp_dataset dp_dataset;

/* One sequence: positions [first, first + length). */
typedef struct dp_example {
    uint32_t first, length;
    uint32_t group; /* the document: examples of a group are held out together */
} dp_example;

/* What training reads. Feature ids are numbered by falling frequency. Lent by the dataset. */
typedef struct dp_examples {
    const dp_example *at;
    uint32_t count;
    const uint8_t *labels;  /* by position */
    const uint64_t *ends;   /* by position: where its ids end */
    const uint32_t *ids;    /* feature ids; DP_FEATURE_RARE for those under the cut-off */
    const uint64_t *hashes; /* by feature id */
    uint32_t features;      /* ids in use */
    const int16_t *sums;    /* [position][stride]: scores of an earlier model; NULL when there is none */
} dp_examples;

#define DP_FEATURE_RARE UINT32_MAX

/* An empty dataset; NULL when memory is out. */
dp_dataset *dp_dataset_new(void);
void dp_dataset_close(dp_dataset *dataset);

/* Adds positions first..end of `features` as one sequence; labels[0] is that of `first`. Returns 0 or -1 (memory). */
int dp_dataset_add(dp_dataset *dataset, const dp_features *features, uint32_t first, uint32_t end,
                   const uint8_t *labels, uint32_t group);

/* As dp_dataset_add, for a model that adds to the scores of an earlier one: sums[(position - first) * stride + label]
 * as dp_crf_sum gives them, stride being the labels rounded up to a multiple of eight. All sequences of a dataset have
 * such scores, with one stride, or none has. */
int dp_dataset_add_with_sums(dp_dataset *dataset, const dp_features *features, uint32_t first, uint32_t end,
                             const uint8_t *labels, uint32_t group, const int16_t *sums, uint32_t stride);

/* Ends the adding: leaves out features that occur at fewer than `min_count` positions and numbers the others by
 * falling frequency (hash order where equal). Returns 0 or -1 (memory). */
int dp_dataset_finish(dp_dataset *dataset, uint32_t min_count);

/* The finished dataset, for training. */
dp_examples dp_dataset_examples(const dp_dataset *dataset);

#endif
