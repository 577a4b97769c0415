#include "learn/crf.h"

#include "learn/numeric.h"

void dp_label_rules_free(dp_label_rules *rules, uint32_t labels) {
    memset(rules, 0, sizeof *rules);
    rules->labels = labels;
    for (uint32_t a = 0; a < labels; a++) {
        rules->start[a] = rules->end[a] = true;
        for (uint32_t b = 0; b < labels; b++) rules->follows[a][b] = true;
    }
}

depeche_status dp_crf_open(dp_str bytes, dp_crf *crf, depeche_error *error) {
    depeche_status status = dp_weights_open(bytes, "crf ", &crf->weights, error);
    if (status) return status;
    size_t row = crf->weights.stride * sizeof(float);
    if (crf->weights.extra.len != (crf->weights.labels + 2) * row) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    crf->transitions = (const float *)(const void *)crf->weights.extra.at;
    crf->finals = crf->transitions + (size_t)(crf->weights.labels + 1) * crf->weights.stride;
    return DEPECHE_OK;
}

float *dp_crf_scores(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end) {
    uint32_t stride = crf->weights.stride;
    float *scores = dp_arena_alloc(arena, (size_t)(end - first) * stride * sizeof *scores);
    if (!scores) return NULL;
    for (uint32_t position = first; position < end; position++) {
        int16_t sums[DP_LABELS_MAX] = {0};
        uint32_t count;
        const uint64_t *hashes = dp_features_at(features, position, &count);
        dp_weights_sum(&crf->weights, hashes, count, sums);
        float *row = scores + (size_t)(position - first) * stride;
        for (uint32_t k = 0; k < stride; k++) row[k] = (float)sums[k] * (1.0f / DP_WEIGHT_ONE);
    }
    return scores;
}

/* One step of Viterbi's algorithm: best[j] = max over i of before[i] + transition[i][j], and which i. */
static void viterbi_step(const dp_crf *crf, const float *before, const float *emission, float *best, uint8_t *from) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    int32_t chosen[DP_LABELS_MAX] = {0};
    for (uint32_t j = 0; j < stride; j++) best[j] = before[0] + crf->transitions[j];
    for (uint32_t i = 1; i < labels; i++) {
        const float *row = crf->transitions + (size_t)i * stride;
        float base = before[i];
        int32_t number = (int32_t)i;
        for (uint32_t j = 0; j < stride; j++) {
            float score = base + row[j];
            bool better = score > best[j];
            best[j] = better ? score : best[j];
            chosen[j] = better ? number : chosen[j];
        }
    }
    for (uint32_t j = 0; j < stride; j++) {
        best[j] += emission[j];
        from[j] = (uint8_t)chosen[j];
    }
}

static int find_best(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, uint8_t *path) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    uint8_t *from = dp_arena_alloc(arena, (size_t)length * stride);
    if (!from) return -1;
    float rows[2][DP_LABELS_MAX];
    const float *opening = crf->transitions + (size_t)labels * stride;
    for (uint32_t k = 0; k < stride; k++) rows[0][k] = opening[k] + scores[k];
    for (uint32_t t = 1; t < length; t++) {
        viterbi_step(crf, rows[(t + 1) % 2], scores + (size_t)t * stride, rows[t % 2], from + (size_t)t * stride);
    }
    const float *last = rows[(length + 1) % 2];
    uint32_t best = 0;
    for (uint32_t k = 1; k < labels; k++) {
        if (last[k] + crf->finals[k] > last[best] + crf->finals[best]) best = k;
    }
    for (uint32_t t = length; t-- > 0;) {
        path[t] = (uint8_t)best;
        if (t) best = from[(size_t)t * stride + best];
    }
    return 0;
}

/* exp(scores) of one position, scaled so that the largest is 1; padding labels get 0. */
static void potentials(const dp_crf *crf, const float *scores, float *at) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    float top = dp_largest(scores, labels);
    for (uint32_t k = 0; k < stride; k++) at[k] = dp_exp(scores[k] - top);
    for (uint32_t k = labels; k < stride; k++) at[k] = 0.0f;
}

static void normalise(float *at, uint32_t stride) {
    float sum = dp_sum(at, stride);
    float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
    for (uint32_t k = 0; k < stride; k++) at[k] *= factor;
}

/* exp of the transitions: [labels + 2][stride], the row `labels` for the start, `labels + 1` for the end. */
static float *transition_potentials(const dp_crf *crf, dp_arena *arena) {
    size_t count = (size_t)(crf->weights.labels + 2) * crf->weights.stride;
    float *at = dp_arena_alloc(arena, count * sizeof *at);
    if (!at) return NULL;
    for (size_t i = 0; i < count; i++) at[i] = dp_exp(crf->transitions[i]);
    return at;
}

static void forward(const dp_crf *crf, const float *step, const float *scores, uint32_t length, float *alpha) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    float emission[DP_LABELS_MAX];
    for (uint32_t t = 0; t < length; t++) {
        float *now = alpha + (size_t)t * stride;
        potentials(crf, scores + (size_t)t * stride, emission);
        if (t == 0) {
            memcpy(now, step + (size_t)labels * stride, stride * sizeof *now);
        } else {
            memset(now, 0, stride * sizeof *now);
            for (uint32_t i = 0; i < labels; i++) {
                float before = (now - stride)[i]; /* of the position before */
                const float *row = step + (size_t)i * stride;
                for (uint32_t j = 0; j < stride; j++) now[j] += before * row[j];
            }
        }
        for (uint32_t j = 0; j < stride; j++) now[j] *= emission[j];
        normalise(now, stride);
    }
}

/* Multiplies alpha by the backward values, which makes it the posterior. `step` is transposed: [after][before]. */
static void backward(const dp_crf *crf, const float *step, const float *finals, const float *scores, uint32_t length,
                     float *alpha) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    float beta[DP_LABELS_MAX], emission[DP_LABELS_MAX];
    memcpy(beta, finals, stride * sizeof *beta);
    for (uint32_t t = length; t-- > 0;) {
        float *now = alpha + (size_t)t * stride;
        for (uint32_t k = 0; k < stride; k++) now[k] *= beta[k];
        normalise(now, stride);
        potentials(crf, scores + (size_t)t * stride, emission);
        for (uint32_t k = 0; k < stride; k++) emission[k] *= beta[k];
        memset(beta, 0, sizeof beta);
        for (uint32_t j = 0; j < labels; j++) {
            const float *row = step + (size_t)j * stride;
            for (uint32_t i = 0; i < stride; i++) beta[i] += emission[j] * row[i];
        }
        normalise(beta, stride);
    }
}

static float *posteriors(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, float *marginals) {
    uint32_t labels = crf->weights.labels, stride = crf->weights.stride;
    float *step = transition_potentials(crf, arena);
    float *turned = dp_arena_calloc(arena, (size_t)labels * stride, sizeof *turned);
    float *alpha = marginals ? marginals : dp_arena_alloc(arena, (size_t)length * stride * sizeof *alpha);
    if (!step || !turned || !alpha) return NULL;
    for (uint32_t i = 0; i < labels; i++) {
        for (uint32_t j = 0; j < labels; j++) turned[(size_t)j * stride + i] = step[(size_t)i * stride + j];
    }
    forward(crf, step, scores, length, alpha);
    backward(crf, turned, step + (size_t)(labels + 1) * stride, scores, length, alpha);
    return alpha;
}

int dp_crf_decode_scores(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, uint8_t *labels,
                         float *probabilities, float *marginals) {
    if (length == 0) return 0;
    if (find_best(crf, arena, scores, length, labels)) return -1;
    if (!probabilities && !marginals) return 0;
    const float *alpha = posteriors(crf, arena, scores, length, marginals);
    if (!alpha) return -1;
    for (uint32_t t = 0; probabilities && t < length; t++) {
        probabilities[t] = alpha[(size_t)t * crf->weights.stride + labels[t]];
    }
    return 0;
}

int dp_crf_decode(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end,
                  uint8_t *labels, float *probabilities, float *marginals) {
    if (first >= end) return 0;
    float *scores = dp_crf_scores(crf, arena, features, first, end);
    return scores ? dp_crf_decode_scores(crf, arena, scores, end - first, labels, probabilities, marginals) : -1;
}
