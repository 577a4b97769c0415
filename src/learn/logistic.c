#include "learn/logistic.h"

#include "learn/numeric.h"

depeche_status dp_logistic_open(dp_str bytes, dp_logistic *logistic, depeche_error *error) {
    depeche_status status = dp_weights_open(bytes, "logi", &logistic->weights, error);
    if (status) return status;
    size_t count = (size_t)logistic->weights.stride + 1;
    logistic->bias = (const float *)(const void *)logistic->weights.extra.at;
    if (logistic->weights.extra.len != count * sizeof(float) ||
        !dp_weights_are_within(logistic->bias, count, DP_WEIGHT_LIMIT)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    memcpy(&logistic->scale, logistic->bias + logistic->weights.stride, sizeof logistic->scale);
    return DEPECHE_OK;
}

void dp_logistic_predict(const dp_logistic *logistic, const uint64_t *features, uint32_t count, float *probabilities) {
    int16_t sums[DP_LABELS_MAX] = {0};
    float scores[DP_LABELS_MAX];
    uint32_t labels = logistic->weights.labels, stride = logistic->weights.stride;
    dp_weights_sum(&logistic->weights, features, count, sums);
    for (uint32_t k = 0; k < labels; k++) {
        scores[k] = (float)sums[k] * (1.0f / DP_WEIGHT_ONE) * logistic->scale + logistic->bias[k];
    }
    float sum = dp_exponentials(scores, labels, stride);
    for (uint32_t k = 0; k < labels; k++) probabilities[k] = scores[k] / sum;
}

float dp_logistic_probability(const dp_logistic *logistic, const uint64_t *features, uint32_t count) {
    float probabilities[DP_LABELS_MAX];
    dp_logistic_predict(logistic, features, count, probabilities);
    return logistic->weights.labels > 1 ? probabilities[1] : 1.0f;
}

float dp_logistic_weight(const dp_logistic *logistic, uint64_t feature, uint32_t label) {
    const int16_t *row = dp_weights_find(&logistic->weights, feature);
    if (!row || label >= logistic->weights.labels) return 0.0f;
    return (float)row[label] * (1.0f / DP_WEIGHT_ONE) * logistic->scale;
}
