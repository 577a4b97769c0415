#include <math.h>

#include "base/memory.h"
#include "learn/learner.h"
#include "learn/logistic.h"
#include "learn/numeric.h"
#include "learn/train.h"

enum {
    CALIBRATION_FOLDS = 5,
    NEWTON_STEPS = 30,
    UNKNOWNS_MAX = DP_LABELS_MAX + 1, /* the scale and a bias a label */
};

typedef struct logit_trainer {
    const dp_examples *examples;
    dp_train_options options;
    uint32_t labels, stride;
    dp_learner learner;
    uint32_t *order; /* positions */
    uint32_t *ids;   /* room for the widest position */
    uint64_t state;
} logit_trainer;

static void to_probabilities(float *scores, uint32_t labels, uint32_t stride) {
    float top = dp_largest(scores, labels);
    for (uint32_t k = 0; k < labels; k++) scores[k] = dp_exp(scores[k] - top);
    for (uint32_t k = labels; k < stride; k++) scores[k] = 0.0f;
    float factor = 1.0f / dp_sum(scores, stride);
    for (uint32_t k = 0; k < stride; k++) scores[k] *= factor;
}

static double visit(logit_trainer *trainer, uint32_t position) {
    float scores[DP_LABELS_MAX] = {0};
    float dropout = trainer->options.dropout;
    uint32_t count = dp_learner_select(trainer->examples, position, dropout, &trainer->state, trainer->ids);
    dp_learner_score(&trainer->learner, trainer->ids, count, scores);
    for (uint32_t k = 0; k < trainer->stride; k++) scores[k] *= 1.0f / (1.0f - dropout);
    to_probabilities(scores, trainer->labels, trainer->stride);
    uint8_t gold = trainer->examples->labels[position];
    double loss = -log((double)scores[gold] + 1e-30);
    scores[gold] -= 1.0f;
    dp_learner_update(&trainer->learner, trainer->ids, count, scores);
    return loss;
}

static uint32_t list_positions(logit_trainer *trainer) {
    uint32_t count = 0;
    for (uint32_t e = 0; e < trainer->examples->count; e++) {
        const dp_example *example = &trainer->examples->at[e];
        if (dp_is_held_out(example, &trainer->options)) continue;
        for (uint32_t t = 0; t < example->length; t++) trainer->order[count++] = example->first + t;
    }
    return count;
}

static void learn(logit_trainer *trainer) {
    uint32_t count = list_positions(trainer);
    for (uint32_t epoch = 0; epoch < trainer->options.epochs; epoch++) {
        double loss = 0;
        dp_learner_shuffle(trainer->order, count, &trainer->state);
        for (uint32_t i = 0; i < count; i++) loss += visit(trainer, trainer->order[i]);
        if (epoch >= trainer->options.epochs / 2) dp_learner_keep(&trainer->learner);
        if (trainer->options.progress) {
            trainer->options.progress(trainer->options.context, epoch, count ? loss / (double)count : 0);
        }
    }
}

static int open_trainer(logit_trainer *trainer) {
    const dp_examples *examples = trainer->examples;
    uint64_t widest = 1, positions = 0;
    for (uint32_t e = 0; e < examples->count; e++) {
        const dp_example *example = &examples->at[e];
        positions += example->length;
        for (uint32_t p = example->first; p < example->first + example->length; p++) {
            uint64_t width = examples->ends[p] - (p ? examples->ends[p - 1] : 0);
            if (width > widest) widest = width;
        }
    }
    trainer->order = dp_calloc((size_t)positions, sizeof *trainer->order);
    trainer->ids = dp_calloc((size_t)widest, sizeof *trainer->ids);
    if (!trainer->order || !trainer->ids) return -1;
    return dp_learner_init(&trainer->learner, examples, trainer->labels, &trainer->options);
}

static void close_trainer(logit_trainer *trainer) {
    dp_learner_close(&trainer->learner);
    dp_free(trainer->order);
    dp_free(trainer->ids);
}

/* Trains on what the options do not hold out. Returns 0 or -1 (memory); close the trainer in both cases. */
static int train(logit_trainer *trainer) {
    trainer->state = trainer->options.seed;
    if (open_trainer(trainer)) return -1;
    learn(trainer);
    dp_learner_mean(&trainer->learner);
    return 0;
}

/* The mean weights' scores of all held-out positions, written to scores[position * stride]. */
static void score_held_out(logit_trainer *trainer, float *scores) {
    const float *mean = trainer->learner.mean;
    for (uint32_t e = 0; e < trainer->examples->count; e++) {
        const dp_example *example = &trainer->examples->at[e];
        if (!dp_is_held_out(example, &trainer->options)) continue;
        for (uint32_t p = example->first; p < example->first + example->length; p++) {
            uint64_t none = 0;
            uint32_t count = dp_learner_select(trainer->examples, p, 0.0f, &none, trainer->ids);
            float *row = scores + (size_t)p * trainer->stride;
            for (uint32_t i = 0; i < count; i++) {
                const float *weights = mean + (size_t)trainer->ids[i] * trainer->stride;
                for (uint32_t k = 0; k < trainer->stride; k++) row[k] += weights[k];
            }
        }
    }
}

/* Predictions for every position by models that did not see its group. */
static int predict_by_folds(const logit_trainer *model, float *scores) {
    for (uint32_t fold = 0; fold < CALIBRATION_FOLDS; fold++) {
        logit_trainer part = {
            .examples = model->examples, .options = model->options, .labels = model->labels, .stride = model->stride};
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

typedef struct calibration {
    uint32_t labels;
    double scale, bias[DP_LABELS_MAX];
    double gradient[UNKNOWNS_MAX], hessian[UNKNOWNS_MAX][UNKNOWNS_MAX];
} calibration;

/* Adds one position to gradient and Hessian of the mean log loss in (scale, biases). */
static void calibrate_position(calibration *c, const float *scores, uint8_t gold) {
    float at[DP_LABELS_MAX];
    uint32_t labels = c->labels;
    for (uint32_t k = 0; k < labels; k++) at[k] = (float)(c->scale * (double)scores[k] + c->bias[k]);
    to_probabilities(at, labels, (labels + 7) & ~7u);
    double mean = 0;
    for (uint32_t k = 0; k < labels; k++) mean += (double)at[k] * (double)scores[k];
    for (uint32_t k = 0; k < labels; k++) {
        double p = (double)at[k], error = p - (k == gold ? 1.0 : 0.0), off = (double)scores[k] - mean;
        c->gradient[0] += error * (double)scores[k];
        c->gradient[1 + k] += error;
        c->hessian[0][0] += p * off * (double)scores[k];
        c->hessian[0][1 + k] += p * off;
        c->hessian[1 + k][0] += p * off;
        for (uint32_t j = 0; j < labels; j++) c->hessian[1 + k][1 + j] += p * ((k == j) - (double)at[j]);
    }
}

/* Solves hessian * x = gradient in place by elimination; the ridge makes the matrix regular. x is left in gradient. */
static void solve(calibration *c) {
    uint32_t n = c->labels + 1;
    for (uint32_t i = 0; i < n; i++) {
        double pivot = c->hessian[i][i];
        for (uint32_t r = i + 1; r < n; r++) {
            double factor = c->hessian[r][i] / pivot;
            for (uint32_t k = i; k < n; k++) c->hessian[r][k] -= factor * c->hessian[i][k];
            c->gradient[r] -= factor * c->gradient[i];
        }
    }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t k = i + 1; k < n; k++) c->gradient[i] -= c->hessian[i][k] * c->gradient[k];
        c->gradient[i] /= c->hessian[i][i];
    }
}

static void calibrate(calibration *c, const dp_examples *examples, const float *scores, uint32_t stride) {
    for (uint32_t step = 0; step < NEWTON_STEPS; step++) {
        memset(c->gradient, 0, sizeof c->gradient);
        memset(c->hessian, 0, sizeof c->hessian);
        for (uint32_t e = 0; e < examples->count; e++) {
            const dp_example *example = &examples->at[e];
            for (uint32_t p = example->first; p < example->first + example->length; p++) {
                calibrate_position(c, scores + (size_t)p * stride, examples->labels[p]);
            }
        }
        /* A weak prior on scale 1 and bias 0. */
        c->gradient[0] += c->scale - 1.0;
        for (uint32_t k = 0; k < c->labels; k++) c->gradient[1 + k] += c->bias[k];
        for (uint32_t k = 0; k <= c->labels; k++) c->hessian[k][k] += 1.0;
        solve(c);
        c->scale -= c->gradient[0];
        for (uint32_t k = 0; k < c->labels; k++) c->bias[k] -= c->gradient[1 + k];
    }
    if (!(c->scale > 0.05 && c->scale < 20.0)) c->scale = 1.0;
}

static int write_model(logit_trainer *model, const calibration *c, dp_model *out) {
    float extra[DP_LABELS_MAX + 1] = {0};
    for (uint32_t k = 0; k < model->labels; k++) extra[k] = (float)c->bias[k];
    extra[model->stride] = (float)c->scale;
    dp_weights_source source = {
        .labels = model->labels,
        .stride = model->stride,
        .features = model->examples->features,
        .hashes = model->examples->hashes,
        .rows = model->learner.mean,
        .prune = model->options.prune,
        .extra = {(const char *)extra, (model->stride + 1) * sizeof *extra},
    };
    return dp_weights_write(&source, "logi", out);
}

int dp_logistic_train(const dp_dataset *dataset, uint32_t labels, const dp_train_options *options, dp_model *model) {
    dp_examples examples = dp_dataset_examples(dataset);
    logit_trainer whole = {.examples = &examples, .options = *options, .labels = labels, .stride = (labels + 7) & ~7u};
    uint32_t positions =
        examples.count ? examples.at[examples.count - 1].first + examples.at[examples.count - 1].length : 0;
    calibration *c = dp_calloc(1, sizeof *c);
    float *scores = dp_calloc((size_t)positions * whole.stride, sizeof *scores);
    int result = c && scores ? predict_by_folds(&whole, scores) : -1;
    if (!result) {
        c->labels = labels;
        c->scale = 1.0;
        calibrate(c, &examples, scores, whole.stride);
        result = train(&whole);
    }
    if (!result) result = write_model(&whole, c, model);
    close_trainer(&whole);
    dp_free(scores);
    dp_free(c);
    return result;
}
