/*
 * train.h - what all training has in common: the settings, and the model as bytes.
 *
 * Training uses one thread, no clock, no system random numbers and its own exponential function (numeric.h), so a model
 * comes out the same to the bit each time. To use two cores, train two models at once.
 */
#ifndef DP_TRAIN_H
#define DP_TRAIN_H

#include "learn/crf.h"
#include "learn/dataset.h"

typedef struct dp_train_options {
    uint32_t epochs;      /* passes over the examples */
    uint32_t runs;        /* not for a CRF: trainings from the start, in other orders, whose mean is taken */
    uint32_t units;       /* of a logistic regression: hidden units of a run (layer.h), at most DP_LABELS_MAX in all
                           * runs; 0: a linear model */
    float l2;             /* strength of the L2 penalty: lambda / 2 * |w|^2 against the mean loss of a position */
    float rate;           /* step size of the first updates */
    float dropout;        /* share of features left out at each visit of a position, 0 to 1 */
    float local;          /* CRF: share of the loss of each position by itself, beside that of the sequence */
    float prune;          /* rows without a weight as large as this do not go into the model */
    uint64_t seed;        /* of the order of examples and of the dropout */
    uint32_t folds, fold; /* with folds > 0 examples whose group % folds == fold are held out */
    void (*progress)(void *context, uint32_t epoch, double loss); /* may be NULL; epochs are counted through all runs;
                                                                   * the mean loss of a position */
    void *context;
} dp_train_options;

/* Settings that do well on tagging French news. */
dp_train_options dp_train_defaults(void);

/* A serialised model. 64-byte aligned; freed with dp_model_close. */
typedef struct dp_model {
    unsigned char *bytes;
    size_t size;
} dp_model;

static inline dp_str dp_model_bytes(const dp_model *model) {
    return (dp_str){(const char *)model->bytes, model->size};
}

void dp_model_close(dp_model *model);

/* Trains a linear-chain CRF (crf.h): regularised maximum likelihood by stochastic gradient descent with per-weight
 * steps (AdaGrad: Duchi, Hazan, Singer, JMLR 2011), the mean of the last epochs' weights taken in the end (Polyak and
 * Juditsky 1992). Returns 0 and *model (the caller's, to close), or -1 (memory). */
int dp_crf_train(const dp_dataset *dataset, const dp_label_rules *rules, const dp_train_options *options,
                 dp_model *model);

/* Trains a logistic regression (logistic.h) with `labels` classes on a dataset whose sequences have any length (each
 * position is an example of its own), and calibrates it: a scale and a bias a class are fitted to predictions on what
 * the options hold out, or else on held-out fifths (by group), with Newton's method (Platt 1999; Guo et al., ICML 2017).
 * Returns 0 or -1 (memory). */
int dp_logistic_train(const dp_dataset *dataset, uint32_t labels, const dp_train_options *options, dp_model *model);

/* Trains a choice (choice.h) on a dataset whose sequences are decisions of at most DP_CHOICES_MAX candidates each, of
 * which one has label 1, and calibrates its scale as above. Returns 0 or -1 (memory). */
int dp_choice_train(const dp_dataset *dataset, const dp_train_options *options, dp_model *model);

#endif
