/*
 * crf.h - decoding with a linear-chain conditional random field over hashed features.
 *
 * Lafferty, McCallum, Pereira: Conditional Random Fields, ICML 2001. The best sequence by Viterbi's algorithm; the
 * probability of each label by the forward-backward algorithm (Rabiner 1989), with scaling. Both pass over labels whose
 * own score at a position is hopeless.
 */
#ifndef DP_CRF_H
#define DP_CRF_H

#include "learn/features.h"
#include "learn/weights.h"

/* Which label may follow which. Labels are numbered from 0; the names of labels are the caller's affair. */
typedef struct dp_label_rules {
    uint32_t labels;
    bool start[DP_LABELS_MAX], end[DP_LABELS_MAX]; /* may open, may close a sequence */
    bool follows[DP_LABELS_MAX][DP_LABELS_MAX];    /* [before][after] */
} dp_label_rules;

/* Rules that allow everything. */
void dp_label_rules_free(dp_label_rules *rules, uint32_t labels);

/* The score of what the rules forbid. */
#define DP_FORBIDDEN (-DP_WEIGHT_LIMIT)

/* An opened model; points into the bytes that it was opened on. */
typedef struct dp_crf {
    dp_weights weights;
    const float *transitions; /* [labels + 1][stride]: from label (the last row: from the start) to label; forbidden
                                 ones are -1e6 */
    const float *finals;      /* [stride]: from label to the end */
    const float *factors;     /* [labels + 2][stride]: the exponentials of transitions and finals */
} dp_crf;

/* Opens a model on bytes that dp_crf_train wrote (16-byte aligned; they must outlive it). Errors: PACK_FORMAT. */
depeche_status dp_crf_open(dp_str bytes, dp_crf *crf, depeche_error *error);

/* Labels the positions from `first` up to `end` as one sequence: labels[0] is that of `first`. Where `probabilities`
 * is not NULL it gets, for each position, the posterior probability of the label chosen. Where `marginals` is not NULL
 * it gets (end - first) * stride posteriors of all labels. Scratch memory from `arena`. Returns 0 or -1 (memory). */
int dp_crf_decode(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end,
                  uint8_t *labels, float *probabilities, float *marginals);

/* The same on emission scores that the caller has summed: scores[(position - first) * stride + label]. */
int dp_crf_decode_scores(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, uint8_t *labels,
                         float *probabilities, float *marginals);

/* The emission scores of positions first..end, (end - first) * stride floats in `arena`; NULL when memory is out. */
float *dp_crf_scores(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end);

/* Adds the emission scores of positions first..end to sums[(position - first) * stride + label], in fixed point (see
 * weights.h), with saturation. */
void dp_crf_sum(const dp_crf *crf, const dp_features *features, uint32_t first, uint32_t end, int16_t *sums);

/* As dp_crf_decode_scores on such sums. */
int dp_crf_decode_sums(const dp_crf *crf, dp_arena *arena, const int16_t *sums, uint32_t length, uint8_t *labels,
                       float *probabilities, float *marginals);

#endif
