#include "learn/layer.h"

dp_layer dp_layer_on(const float *numbers, uint32_t units, uint32_t labels) {
    uint32_t stride = dp_stride_of(labels);
    dp_layer layer = {.units = units, .labels = labels, .stride = stride};
    if (!units) return layer;
    layer.biases = numbers;
    layer.outputs = numbers + units;
    layer.bases = layer.outputs + (size_t)units * stride;
    return layer;
}

depeche_status dp_layer_open(const dp_weights *weights, dp_layer *layer, dp_str *rest, depeche_error *error) {
    dp_layer_header header = {0};
    dp_str bytes = weights->extra;
    bool sound = bytes.len >= sizeof header;
    if (sound) memcpy(&header, bytes.at, sizeof header);
    sound = sound && header.labels > 0 && header.labels <= DP_LABELS_MAX && header.units <= DP_LABELS_MAX &&
            (header.units ? header.units : header.labels) == weights->labels;
    uint32_t stride = dp_stride_of(header.labels);
    size_t count = sound ? dp_layer_size(header.units, stride) : 0;
    sound = sound && bytes.len - sizeof header >= count * sizeof(float);
    const float *numbers = sound ? (const float *)(const void *)(bytes.at + sizeof header) : NULL;
    if (!sound || !dp_weights_are_within(numbers, count, DP_WEIGHT_LIMIT)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    *layer = dp_layer_on(numbers, header.units, header.labels);
    size_t taken = sizeof header + count * sizeof(float);
    *rest = (dp_str){bytes.at + taken, bytes.len - taken};
    return DEPECHE_OK;
}

void dp_layer_score(const dp_layer *layer, const float *sums, float *scores) {
    if (!layer->units) {
        memcpy(scores, sums, layer->stride * sizeof *scores);
        return;
    }
    memcpy(scores, layer->bases, layer->stride * sizeof *scores);
    for (uint32_t u = 0; u < layer->units; u++) {
        float active = sums[u] + layer->biases[u];
        if (!(active > 0.0f)) continue;
        const float *outputs = layer->outputs + (size_t)u * layer->stride;
        for (uint32_t k = 0; k < layer->stride; k++) scores[k] += active * outputs[k];
    }
}

void dp_layer_score_fixed(const dp_layer *layer, const int16_t *sums, float *scores) {
    float own[DP_LABELS_MAX];
    uint32_t count = layer->units ? layer->units : layer->stride;
    for (uint32_t i = 0; i < count; i++) own[i] = (float)sums[i] * (1.0f / DP_WEIGHT_ONE);
    dp_layer_score(layer, own, scores);
}
