#include "learn/logistic.h"

#include "learn/numeric.h"

depeche_status dp_logistic_open(dp_str bytes, dp_logistic *logistic, depeche_error *error) {
    depeche_status status = dp_weights_open(bytes, "log2", &logistic->weights, error);
    if (status) return status;
    dp_str rest;
    status = dp_layer_open(&logistic->weights, &logistic->layer, &rest, error);
    if (status) return status;
    size_t count = (size_t)logistic->layer.stride + 1;
    logistic->bias = (const float *)(const void *)rest.at;
    if (rest.len != count * sizeof(float) || !dp_weights_are_within(logistic->bias, count, DP_WEIGHT_LIMIT)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    memcpy(&logistic->scale, logistic->bias + logistic->layer.stride, sizeof logistic->scale);
    return DEPECHE_OK;
}

void dp_logistic_predict(const dp_logistic *logistic, const uint64_t *features, uint32_t count, float *probabilities) {
    int16_t sums[DP_LABELS_MAX] = {0};
    float scores[DP_LABELS_MAX];
    uint32_t labels = logistic->layer.labels, stride = logistic->layer.stride;
    dp_weights_sum(&logistic->weights, features, count, sums);
    dp_layer_score_fixed(&logistic->layer, sums, scores);
    for (uint32_t k = 0; k < labels; k++) scores[k] = scores[k] * logistic->scale + logistic->bias[k];
    float sum = dp_exponentials(scores, labels, stride);
    for (uint32_t k = 0; k < labels; k++) probabilities[k] = scores[k] / sum;
}

float dp_logistic_probability(const dp_logistic *logistic, const uint64_t *features, uint32_t count) {
    float probabilities[DP_LABELS_MAX];
    dp_logistic_predict(logistic, features, count, probabilities);
    return logistic->layer.labels > 1 ? probabilities[1] : 1.0f;
}

/* What a row adds to the score of a label where these units count. */
static float weight_of(const dp_layer *layer, const int16_t *row, const bool *counts, uint32_t label) {
    if (!layer->units) return (float)row[label];
    float sum = 0.0f;
    for (uint32_t u = 0; u < layer->units; u++) {
        if (counts[u]) sum += (float)row[u] * layer->outputs[(size_t)u * layer->stride + label];
    }
    return sum;
}

float dp_logistic_weigh(const dp_logistic *logistic, const uint64_t *features, uint32_t count, uint32_t label,
                        float *weights) {
    const dp_layer *layer = &logistic->layer;
    int16_t sums[DP_LABELS_MAX] = {0};
    bool counts[DP_LABELS_MAX] = {false};
    memset(weights, 0, count * sizeof *weights);
    if (label >= layer->labels) return 0.0f;
    float rest = layer->units ? layer->bases[label] : 0.0f;
    dp_weights_sum(&logistic->weights, features, count, sums);
    for (uint32_t u = 0; u < layer->units; u++) {
        counts[u] = (float)sums[u] * (1.0f / DP_WEIGHT_ONE) + layer->biases[u] > 0.0f;
        if (counts[u]) rest += layer->biases[u] * layer->outputs[(size_t)u * layer->stride + label];
    }
    for (uint32_t i = 0; i < count; i++) {
        const int16_t *row = dp_weights_find(&logistic->weights, features[i]);
        float weight = row ? weight_of(layer, row, counts, label) : 0.0f;
        weights[i] = weight * (1.0f / DP_WEIGHT_ONE) * logistic->scale;
    }
    return rest * logistic->scale + logistic->bias[label];
}
