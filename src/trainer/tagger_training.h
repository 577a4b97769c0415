/*
 * tagger_training.h - training of the tagger's two passes.
 *
 * The second pass learns from first-pass labels of documents that the first pass did not see (jackknifing over folds),
 * so that it meets the mistakes it will meet in use.
 */
#ifndef DP_TAGGER_TRAINING_H
#define DP_TAGGER_TRAINING_H

#include <stdio.h>

#include "learn/train.h"
#include "trainer/documents.h"

typedef struct dp_tagger_options {
    dp_train_options first, second;
    uint32_t min_count; /* features at fewer tokens are left out */
    uint32_t jackknife; /* folds for the first pass's labels; 0 = no second pass */
    uint32_t families;  /* that are used, beside the difference between the passes */
    uint32_t threads;   /* models trained at once; the result does not depend on it */
    FILE *jackknifed;   /* where the first pass's names and values of documents it did not see are written, or NULL */
    bool progress;      /* say on standard error what is being trained */
} dp_tagger_options;

dp_tagger_options dp_tagger_defaults(void);

/* Trains on the documents whose number is marked in `use` (all when NULL). *model is the caller's, to close. Returns 0
 * or -1 (memory). */
int dp_tagger_train(const dp_documents *documents, const bool *use, const dp_tagger_options *options, dp_model *model);

#endif
