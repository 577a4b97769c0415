#include <math.h>

#include "base/memory.h"
#include "learn/logistic.h"
#include "learn/numeric.h"
#include "learn/training.h"

enum {
    NEWTON_STEPS = 30,
    UNKNOWNS_MAX = DP_LABELS_MAX + 1, /* the scale and a bias a label */
};

static void to_probabilities(float *scores, uint32_t labels, uint32_t stride) {
    float factor = 1.0f / dp_exponentials(scores, labels, stride);
    for (uint32_t k = 0; k < stride; k++) scores[k] *= factor;
}

static double visit(dp_training *training, uint32_t position) {
    float scores[DP_LABELS_MAX] = {0};
    float dropout = training->options.dropout;
    uint32_t count = dp_learner_select(training->examples, position, dropout, &training->state, training->ids);
    dp_learner_score(&training->learner, training->ids, count, scores);
    to_probabilities(scores, training->labels, training->stride);
    uint8_t gold = training->examples->labels[position];
    double loss = -log((double)scores[gold] + 1e-30);
    scores[gold] -= 1.0f;
    dp_learner_update(&training->learner, training->ids, count, scores);
    return loss;
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
    to_probabilities(at, labels, dp_stride_of(labels));
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

/* Fits scale and biases to the scores of the examples that are held out, or of all where none is. */
static void calibrate(calibration *c, const dp_training *training, const float *scores) {
    const dp_examples *examples = training->examples;
    const uint32_t stride = training->stride;
    for (uint32_t step = 0; step < NEWTON_STEPS; step++) {
        memset(c->gradient, 0, sizeof c->gradient);
        memset(c->hessian, 0, sizeof c->hessian);
        for (uint32_t e = 0; e < examples->count; e++) {
            const dp_example *example = &examples->at[e];
            if (training->options.folds && !dp_is_held_out(example, &training->options)) continue;
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

/* What lies beside the rows: the layer, the biases of the labels, the scale. */
static int write_model(const dp_training *model, const calibration *c, dp_model *out) {
    const dp_layer *layer = &model->learner.layer;
    dp_layer_header header = {.units = layer->units, .labels = layer->labels};
    size_t numbers = dp_layer_size(layer->units, layer->stride);
    size_t size = sizeof header + (numbers + model->stride + 1) * sizeof(float);
    char *bytes = dp_calloc(size, 1);
    if (!bytes) return -1;
    memcpy(bytes, &header, sizeof header);
    float *at = (float *)(void *)(bytes + sizeof header);
    if (numbers) memcpy(at, layer->biases, numbers * sizeof *at);
    at += numbers;
    for (uint32_t k = 0; k < model->labels; k++) at[k] = (float)c->bias[k];
    at[model->stride] = (float)c->scale;
    int result = dp_learner_write(&model->learner, model->examples->hashes, model->options.prune, "log2",
                                  (dp_str){bytes, size}, out);
    dp_free(bytes);
    return result;
}

int dp_logistic_train(const dp_dataset *dataset, uint32_t labels, const dp_train_options *options, dp_model *model) {
    dp_examples examples = dp_dataset_examples(dataset);
    dp_training whole = {
        .examples = &examples, .options = *options, .labels = labels, .stride = dp_stride_of(labels), .visit = visit};
    calibration *c = dp_calloc(1, sizeof *c);
    float *scores = dp_calloc((size_t)dp_training_positions(&examples) * whole.stride, sizeof *scores);
    int result = c && scores ? dp_training_run(&whole) : -1;
    if (!result && options->folds) dp_training_score_held_out(&whole, scores);
    if (!result && !options->folds) result = dp_training_score_by_folds(&whole, scores);
    if (!result) {
        c->labels = labels;
        c->scale = 1.0;
        calibrate(c, &whole, scores);
    }
    if (!result) result = write_model(&whole, c, model);
    dp_training_close(&whole);
    dp_free(scores);
    dp_free(c);
    return result;
}
