/* Any bytes as a model: refused, or used without a step beyond them. */
#include "fuzz/target.h"
#include "learn/crf.h"
#include "learn/logistic.h"

enum { POSITIONS = 6, FEATURES = 9 };

static void fill(dp_features *features, dp_arena *arena) {
    dp_features_init(features, arena);
    for (uint64_t position = 0; position < POSITIONS; position++) {
        FUZZ_CHECK(dp_features_reserve(features, FEATURES));
        for (uint64_t f = 0; f < FEATURES; f++) dp_features_add(features, dp_feature(1, position * f % 7));
        FUZZ_CHECK(dp_features_close_position(features) == 0);
    }
}

static void use_crf(dp_str bytes, dp_arena *arena, const dp_features *features) {
    dp_crf crf;
    depeche_error error;
    if (dp_crf_open(bytes, &crf, &error)) return;
    uint8_t labels[POSITIONS];
    float probabilities[POSITIONS];
    float *marginals = dp_arena_calloc(arena, POSITIONS * (size_t)crf.weights.stride, sizeof *marginals);
    FUZZ_CHECK(marginals && !dp_crf_decode(&crf, arena, features, 0, POSITIONS, labels, probabilities, marginals));
    for (int i = 0; i < POSITIONS; i++) FUZZ_CHECK(labels[i] < crf.weights.labels);
    int16_t *sums = dp_arena_calloc(arena, POSITIONS * (size_t)crf.weights.stride, sizeof *sums);
    FUZZ_CHECK(sums);
    dp_crf_sum(&crf, features, 0, POSITIONS, sums);
    FUZZ_CHECK(!dp_crf_decode_sums(&crf, arena, sums, POSITIONS, labels, probabilities, NULL));
    for (int i = 0; i < POSITIONS; i++) FUZZ_CHECK(labels[i] < crf.weights.labels);
}

static void use_logistic(dp_str bytes, const dp_features *features) {
    dp_logistic logistic;
    depeche_error error;
    if (dp_logistic_open(bytes, &logistic, &error)) return;
    float probabilities[DP_LABELS_MAX];
    for (uint32_t i = 0; i < POSITIONS; i++) {
        uint32_t count;
        const uint64_t *at = dp_features_at(features, i, &count);
        dp_logistic_predict(&logistic, at, count, probabilities);
        float weights[FEATURES];
        dp_logistic_weigh(&logistic, at, count, i, weights);
    }
}

void fuzz_model(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    /* malloc aligns to 16 bytes, which a model needs. */
    dp_str bytes = fuzz_copy(input);
    dp_features features;
    fill(&features, &arena);
    use_crf(bytes, &arena, &features);
    use_logistic(bytes, &features);
    fuzz_free(bytes);
    dp_arena_close(&arena);
}
