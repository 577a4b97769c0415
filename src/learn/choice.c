#include "learn/choice.h"

#include "learn/numeric.h"

depeche_status dp_choice_open(dp_str bytes, dp_choice *choice, depeche_error *error) {
    depeche_status status = dp_weights_open(bytes, "choi", &choice->weights, error);
    if (status) return status;
    const float *scale = (const float *)(const void *)choice->weights.extra.at;
    if (choice->weights.labels != 1 || choice->weights.extra.len != sizeof *scale ||
        !dp_weights_are_within(scale, 1, DP_WEIGHT_LIMIT)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    choice->scale = *scale;
    return DEPECHE_OK;
}

void dp_choice_predict(const dp_choice *choice, const dp_features *features, float *probabilities) {
    uint32_t count = features->positions < DP_CHOICES_MAX ? features->positions : DP_CHOICES_MAX;
    float scores[DP_CHOICES_MAX];
    if (!count) return;
    for (uint32_t i = 0; i < count; i++) {
        int16_t sums[DP_LABELS_MAX] = {0};
        uint32_t width = 0;
        const uint64_t *hashes = dp_features_at(features, i, &width);
        dp_weights_sum(&choice->weights, hashes, width, sums);
        scores[i] = (float)sums[0] * (1.0f / DP_WEIGHT_ONE) * choice->scale;
    }
    float sum = dp_exponentials(scores, count, DP_CHOICES_MAX);
    for (uint32_t i = 0; i < count; i++) probabilities[i] = scores[i] / sum;
}
