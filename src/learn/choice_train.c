#include <math.h>

#include "base/memory.h"
#include "learn/choice.h"
#include "learn/numeric.h"
#include "learn/training.h"

enum {
    NEWTON_STEPS = 20,
    STRIDE = 8, /* a row holds one weight, and padding */
};

/* Turns the scores of `count` candidates into probabilities. */
static void to_probabilities(float *scores, uint32_t count) {
    float factor = 1.0f / dp_exponentials(scores, count, DP_CHOICES_MAX);
    for (uint32_t i = 0; i < count; i++) scores[i] *= factor;
}

static double visit(dp_training *training, uint32_t decision) {
    const dp_example *example = &training->examples->at[decision];
    float scores[DP_CHOICES_MAX], dropout = training->options.dropout;
    uint32_t counts[DP_CHOICES_MAX], *ids = training->ids;
    for (uint32_t i = 0; i < example->length; i++) {
        float row[STRIDE] = {0};
        counts[i] = dp_learner_select(training->examples, example->first + i, dropout, &training->state, ids);
        dp_learner_score(&training->learner, ids, counts[i], row);
        scores[i] = row[0];
        ids += counts[i];
    }
    to_probabilities(scores, example->length);
    double loss = 0;
    ids = training->ids;
    for (uint32_t i = 0; i < example->length; i++) {
        bool right = training->examples->labels[example->first + i];
        if (right) loss = -log((double)scores[i] + 1e-30);
        float gradient[STRIDE] = {scores[i] - (right ? 1.0f : 0.0f)};
        dp_learner_update(&training->learner, ids, counts[i], gradient);
        ids += counts[i];
    }
    return loss;
}

/* The scale under which the scores lose least, by Newton's method, with a weak prior on 1. */
static float calibrate(const dp_examples *examples, const float *scores) {
    double scale = 1.0;
    for (uint32_t step = 0; step < NEWTON_STEPS; step++) {
        double gradient = scale - 1.0, curvature = 1.0;
        for (uint32_t e = 0; e < examples->count; e++) {
            const dp_example *example = &examples->at[e];
            const float *own = scores + (size_t)example->first * STRIDE;
            float at[DP_CHOICES_MAX];
            for (uint32_t i = 0; i < example->length; i++) at[i] = (float)scale * own[i * STRIDE];
            to_probabilities(at, example->length);
            double mean = 0, square = 0, right = 0;
            for (uint32_t i = 0; i < example->length; i++) {
                mean += (double)at[i] * (double)own[i * STRIDE];
                square += (double)at[i] * (double)own[i * STRIDE] * (double)own[i * STRIDE];
                if (examples->labels[example->first + i]) right = (double)own[i * STRIDE];
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
    dp_training whole = {
        .examples = &examples, .options = *options, .labels = 1, .stride = STRIDE, .whole = true, .visit = visit};
    whole.options.units = 0;
    float *scores = dp_calloc((size_t)dp_training_positions(&examples) * STRIDE + 1, sizeof *scores), scale = 1.0f;
    int result = scores ? dp_training_score_by_folds(&whole, scores) : -1;
    if (!result) {
        scale = calibrate(&examples, scores);
        result = dp_training_run(&whole);
    }
    if (!result) {
        result = dp_learner_write(&whole.learner, examples.hashes, options->prune, "choi",
                                  (dp_str){(const char *)&scale, sizeof scale}, model);
    }
    dp_training_close(&whole);
    dp_free(scores);
    return result;
}
