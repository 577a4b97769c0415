#include <math.h>

#include "base/memory.h"
#include "learn/choice.h"
#include "learn/learner.h"
#include "learn/numeric.h"
#include "learn/train.h"

enum {
    CALIBRATION_FOLDS = 5,
    NEWTON_STEPS = 20,
    STRIDE = 8, /* a row holds one weight, and padding */
};

typedef struct choice_trainer {
    const dp_examples *examples;
    dp_train_options options;
    dp_learner learner;
    uint32_t *order; /* examples */
    uint32_t *ids;   /* room for the features of the widest example */
    uint64_t state;
} choice_trainer;

/* Turns the scores of `count` candidates into probabilities. */
static void to_probabilities(float *scores, uint32_t count) {
    float top = dp_largest(scores, count);
    for (uint32_t i = 0; i < count; i++) scores[i] = dp_exp(scores[i] - top);
    for (uint32_t i = count; i < DP_CHOICES_MAX; i++) scores[i] = 0.0f;
    float factor = 1.0f / dp_sum(scores, DP_CHOICES_MAX);
    for (uint32_t i = 0; i < count; i++) scores[i] *= factor;
}

/* One visit of a decision; gives its loss. */
static double visit(choice_trainer *trainer, const dp_example *example) {
    float scores[DP_CHOICES_MAX], dropout = trainer->options.dropout;
    uint32_t counts[DP_CHOICES_MAX], *ids = trainer->ids;
    for (uint32_t i = 0; i < example->length; i++) {
        float row[STRIDE] = {0};
        counts[i] = dp_learner_select(trainer->examples, example->first + i, dropout, &trainer->state, ids);
        dp_learner_score(&trainer->learner, ids, counts[i], row);
        scores[i] = row[0] / (1.0f - dropout);
        ids += counts[i];
    }
    to_probabilities(scores, example->length);
    double loss = 0;
    ids = trainer->ids;
    for (uint32_t i = 0; i < example->length; i++) {
        bool right = trainer->examples->labels[example->first + i];
        if (right) loss = -log((double)scores[i] + 1e-30);
        float gradient[STRIDE] = {scores[i] - (right ? 1.0f : 0.0f)};
        dp_learner_update(&trainer->learner, ids, counts[i], gradient);
        ids += counts[i];
    }
    return loss;
}

static void learn(choice_trainer *trainer) {
    const dp_train_options *options = &trainer->options;
    uint32_t count = 0;
    for (uint32_t e = 0; e < trainer->examples->count; e++) {
        if (!dp_is_held_out(&trainer->examples->at[e], options)) trainer->order[count++] = e;
    }
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        double loss = 0;
        dp_learner_shuffle(trainer->order, count, &trainer->state);
        for (uint32_t i = 0; i < count; i++) loss += visit(trainer, &trainer->examples->at[trainer->order[i]]);
        if (epoch >= options->epochs / 2) dp_learner_keep(&trainer->learner);
        if (options->progress) options->progress(options->context, epoch, count ? loss / (double)count : 0);
    }
}

static int open_trainer(choice_trainer *trainer) {
    const dp_examples *examples = trainer->examples;
    uint64_t widest = 1;
    for (uint32_t e = 0; e < examples->count; e++) {
        const dp_example *example = &examples->at[e];
        uint64_t start = example->first ? examples->ends[example->first - 1] : 0;
        uint64_t width = examples->ends[example->first + example->length - 1] - start;
        if (width > widest) widest = width;
    }
    trainer->order = dp_calloc((size_t)examples->count + 1, sizeof *trainer->order);
    trainer->ids = dp_calloc((size_t)widest, sizeof *trainer->ids);
    if (!trainer->order || !trainer->ids) return -1;
    return dp_learner_init(&trainer->learner, examples, 1, &trainer->options);
}

static void close_trainer(choice_trainer *trainer) {
    dp_learner_close(&trainer->learner);
    dp_free(trainer->order);
    dp_free(trainer->ids);
}

/* Trains on what the options do not hold out. Returns 0 or -1 (memory); close the trainer in both cases. */
static int train(choice_trainer *trainer) {
    trainer->state = trainer->options.seed;
    if (open_trainer(trainer)) return -1;
    learn(trainer);
    dp_learner_mean(&trainer->learner);
    return 0;
}

/* The mean weights' scores of the candidates held out, written to scores[position]. */
static void score_held_out(choice_trainer *trainer, float *scores) {
    const float *mean = trainer->learner.mean;
    for (uint32_t e = 0; e < trainer->examples->count; e++) {
        const dp_example *example = &trainer->examples->at[e];
        if (!dp_is_held_out(example, &trainer->options)) continue;
        for (uint32_t p = example->first; p < example->first + example->length; p++) {
            uint64_t none = 0;
            uint32_t count = dp_learner_select(trainer->examples, p, 0.0f, &none, trainer->ids);
            for (uint32_t i = 0; i < count; i++) scores[p] += mean[(size_t)trainer->ids[i] * STRIDE];
        }
    }
}

/* Scores of every candidate by models that did not see its group. */
static int score_by_folds(const choice_trainer *model, float *scores) {
    for (uint32_t fold = 0; fold < CALIBRATION_FOLDS; fold++) {
        choice_trainer part = {.examples = model->examples, .options = model->options};
        part.options.folds = CALIBRATION_FOLDS;
        part.options.fold = fold;
        part.options.progress = NULL;
        int result = train(&part);
        if (!result) score_held_out(&part, scores);
        close_trainer(&part);
        if (result) return -1;
    }
    return 0;
}

/* The scale under which the scores lose least, by Newton's method, with a weak prior on 1. */
static float calibrate(const dp_examples *examples, const float *scores) {
    double scale = 1.0;
    for (uint32_t step = 0; step < NEWTON_STEPS; step++) {
        double gradient = scale - 1.0, curvature = 1.0;
        for (uint32_t e = 0; e < examples->count; e++) {
            const dp_example *example = &examples->at[e];
            const float *own = scores + example->first;
            float at[DP_CHOICES_MAX];
            for (uint32_t i = 0; i < example->length; i++) at[i] = (float)scale * own[i];
            to_probabilities(at, example->length);
            double mean = 0, square = 0, right = 0;
            for (uint32_t i = 0; i < example->length; i++) {
                mean += (double)at[i] * (double)own[i];
                square += (double)at[i] * (double)own[i] * (double)own[i];
                if (examples->labels[example->first + i]) right = (double)own[i];
            }
            gradient += mean - right;
            curvature += square - mean * mean;
        }
        scale -= gradient / curvature;
        if (!(scale > 0.05 && scale < 20.0)) return 1.0f;
    }
    return (float)scale;
}

int dp_choice_train(const dp_dataset *dataset, const dp_train_options *options, dp_model *model) {
    dp_examples examples = dp_dataset_examples(dataset);
    choice_trainer whole = {.examples = &examples, .options = *options};
    uint32_t positions =
        examples.count ? examples.at[examples.count - 1].first + examples.at[examples.count - 1].length : 0;
    float *scores = dp_calloc((size_t)positions + 1, sizeof *scores), scale = 1.0f;
    int result = scores ? score_by_folds(&whole, scores) : -1;
    if (!result) {
        scale = calibrate(&examples, scores);
        result = train(&whole);
    }
    if (!result) {
        dp_weights_source source = {
            .labels = 1,
            .stride = STRIDE,
            .features = examples.features,
            .hashes = examples.hashes,
            .rows = whole.learner.mean,
            .prune = options->prune,
            .extra = {(const char *)&scale, sizeof scale},
        };
        result = dp_weights_write(&source, "choi", model);
    }
    close_trainer(&whole);
    dp_free(scores);
    return result;
}
