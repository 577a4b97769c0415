#include "decisions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "learn/choice.h"
#include "learn/logistic.h"
#include "learn/numeric.h"
#include "learn/train.h"
#include "learn/weights_format.h"
#include "learn/weights_write.h"

enum { OUTSIDE, BEGIN, INSIDE, LABELS };

/* Words are numbers. A name is an even word followed by any number of multiples of three. */
static void make_sequence(uint64_t *state, dp_features *features, uint8_t *labels, uint32_t length) {
    bool in_name = false;
    for (uint32_t t = 0; t < length; t++) {
        uint64_t word = 1 + dp_random(state) % 40;
        in_name = word % 2 == 0 || (in_name && word % 3 == 0);
        labels[t] = word % 2 == 0 ? BEGIN : in_name ? INSIDE : OUTSIDE;
        assert_true(dp_features_reserve(features, 3));
        dp_features_add(features, dp_feature(1, word));
        dp_features_add(features, dp_feature(2, word % 3));
        dp_features_add(features, dp_feature(3, 7));
        assert_int_equal(dp_features_close_position(features), 0);
    }
}

static dp_label_rules bio_rules(void) {
    dp_label_rules rules;
    dp_label_rules_free(&rules, LABELS);
    rules.start[INSIDE] = false;
    rules.follows[OUTSIDE][INSIDE] = false;
    return rules;
}

static dp_dataset *make_dataset(uint32_t sequences) {
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    dp_arena arena;
    dp_arena_init(&arena);
    uint64_t state = 11;
    for (uint32_t i = 0; i < sequences; i++) {
        dp_features features;
        dp_features_init(&features, &arena);
        uint8_t labels[30];
        uint32_t length = 1 + i % 30;
        make_sequence(&state, &features, labels, length);
        assert_int_equal(dp_dataset_add(dataset, &features, 0, length, labels, i), 0);
        dp_arena_reset(&arena);
    }
    assert_int_equal(dp_dataset_finish(dataset, 1), 0);
    dp_arena_close(&arena);
    return dataset;
}

static dp_model train_crf(uint32_t sequences) {
    dp_dataset *dataset = make_dataset(sequences);
    dp_label_rules rules = bio_rules();
    dp_train_options options = dp_train_defaults();
    dp_model model;
    assert_int_equal(dp_crf_train(dataset, &rules, &options, &model), 0);
    dp_dataset_close(dataset);
    return model;
}

static void test_crf_learns_a_language_of_names(void **state) {
    (void)state;
    dp_model model = train_crf(600);
    dp_crf crf;
    assert_int_equal(dp_crf_open(dp_model_bytes(&model), &crf, NULL), DEPECHE_OK);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_features features;
    dp_features_init(&features, &arena);
    uint64_t random = 99;
    uint8_t gold[2000], found[2000];
    float probabilities[2000];
    make_sequence(&random, &features, gold, 2000);
    assert_int_equal(dp_crf_decode(&crf, &arena, &features, 0, 2000, found, probabilities, NULL), 0);
    uint32_t right = 0;
    for (uint32_t t = 0; t < 2000; t++) {
        right += gold[t] == found[t];
        assert_true(probabilities[t] > 0.0f && probabilities[t] <= 1.00001f);
        if (found[t] == INSIDE) assert_true(t > 0 && found[t - 1] != OUTSIDE);
    }
    assert_true(right > 1960);
    dp_arena_close(&arena);
    dp_model_close(&model);
}

static void test_training_gives_the_same_bytes_each_time(void **state) {
    (void)state;
    dp_model first = train_crf(60), second = train_crf(60);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    dp_model_close(&first);
    dp_model_close(&second);
}

/* Sums over all paths of a short sequence, one by one, and the best of them. */
static void enumerate(const dp_crf *crf, const float *scores, uint32_t length, double *marginals, uint8_t *best) {
    double total = 0, top = -1e30;
    uint32_t paths = 1, stride = crf->weights.stride;
    for (uint32_t t = 0; t < length; t++) paths *= LABELS;
    for (uint32_t path = 0; path < paths; path++) {
        uint8_t labels[8];
        uint32_t rest = path;
        double sum = 0;
        for (uint32_t t = 0; t < length; t++, rest /= LABELS) {
            labels[t] = (uint8_t)(rest % LABELS);
            uint32_t before = t ? labels[t - 1] : LABELS;
            sum += (double)scores[t * stride + labels[t]] + (double)crf->transitions[before * stride + labels[t]];
        }
        sum += (double)crf->finals[labels[length - 1]];
        total += exp(sum);
        for (uint32_t t = 0; t < length; t++) marginals[t * stride + labels[t]] += exp(sum);
        if (sum > top) {
            top = sum;
            memcpy(best, labels, length);
        }
    }
    for (uint32_t i = 0; i < length * stride; i++) marginals[i] /= total;
}

static void test_decoding_agrees_with_all_paths_enumerated(void **state) {
    (void)state;
    dp_model model = train_crf(40);
    dp_crf crf;
    assert_int_equal(dp_crf_open(dp_model_bytes(&model), &crf, NULL), DEPECHE_OK);
    dp_arena arena;
    dp_arena_init(&arena);
    uint64_t random = 5;
    for (uint32_t round = 0; round < 50; round++) {
        float scores[6 * 8];
        for (uint32_t i = 0; i < 6 * 8; i++) scores[i] = (float)(dp_random(&random) % 1000) / 200.0f - 2.5f;
        uint32_t length = 1 + round % 6;
        double expected[6 * 8] = {0};
        uint8_t best[8], found[8];
        float marginals[6 * 8], probabilities[8];
        enumerate(&crf, scores, length, expected, best);
        assert_int_equal(dp_crf_decode_scores(&crf, &arena, scores, length, found, probabilities, marginals), 0);
        assert_memory_equal(found, best, length);
        for (uint32_t t = 0; t < length; t++) {
            for (uint32_t k = 0; k < LABELS; k++) {
                assert_true(fabs((double)marginals[t * 8 + k] - expected[t * 8 + k]) < 1e-4);
            }
            assert_true(fabs((double)probabilities[t] - expected[t * 8 + best[t]]) < 1e-4);
        }
    }
    dp_arena_close(&arena);
    dp_model_close(&model);
}

static void test_exponential_is_close(void **state) {
    (void)state;
    for (float x = -86.0f; x < 87.0f; x += 0.0371f) {
        double want = exp((double)x);
        assert_true(fabs((double)dp_exp(x) - want) <= 3e-7 * want);
    }
    assert_true(dp_exp(-1e6f) == 0.0f);
    assert_true(dp_exp(1e6f) > 1e38f);
}

/* Label 1 with a probability that the first feature names: 0 to 100 %. */
static uint8_t draw_level(uint64_t *random, uint64_t values[2]) {
    values[0] = dp_random(random) % 11;
    values[1] = 0;
    return dp_random(random) % 10 < values[0];
}

static void test_logistic_probabilities_are_calibrated(void **state) {
    (void)state;
    dp_dataset *dataset = make_decisions(20000, 3, draw_level);
    dp_train_options options = dp_train_defaults();
    dp_model model;
    assert_int_equal(dp_logistic_train(dataset, 2, &options, &model), 0);
    dp_logistic logistic;
    assert_int_equal(dp_logistic_open(dp_model_bytes(&model), &logistic, NULL), DEPECHE_OK);
    for (uint64_t level = 0; level <= 10; level++) {
        uint64_t features[2] = {dp_feature(1, level), dp_feature(2, 0)};
        float p = dp_logistic_probability(&logistic, features, 2);
        assert_true(fabsf(p - (float)level / 10.0f) < 0.05f);
    }
    uint64_t features[3] = {dp_feature(1, 10), dp_feature(1, 0), dp_feature(9, 9)};
    float weights[3];
    dp_logistic_weigh(&logistic, features, 3, 1, weights);
    assert_true(weights[0] > weights[1]);
    assert_true(weights[2] == 0.0f);
    dp_model_close(&model);
    dp_dataset_close(dataset);
}

/* In even groups the feature means 1, in three of four odd ones too. */
static dp_dataset *make_groups_that_differ(uint32_t count) {
    dp_arena arena;
    dp_features features;
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    dp_arena_init(&arena);
    dp_features_init(&features, &arena);
    for (uint32_t group = 0; group < count; group++) {
        uint8_t label = group % 8 != 1;
        dp_features_clear(&features);
        assert_true(dp_features_reserve(&features, 1));
        dp_features_add(&features, dp_feature(1, 1));
        assert_int_equal(dp_features_close_position(&features), 0);
        assert_int_equal(dp_dataset_add(dataset, &features, 0, 1, &label, group), 0);
    }
    assert_int_equal(dp_dataset_finish(dataset, 1), 0);
    dp_arena_close(&arena);
    return dataset;
}

static void test_what_is_held_out_calibrates_and_teaches_nothing(void **state) {
    (void)state;
    dp_dataset *dataset = make_groups_that_differ(200);
    dp_train_options options = dp_train_defaults();
    int gaps[2];
    options.folds = 2;
    for (options.fold = 0; options.fold < 2; options.fold++) {
        dp_model model;
        dp_logistic logistic;
        assert_int_equal(dp_logistic_train(dataset, 2, &options, &model), 0);
        assert_int_equal(dp_logistic_open(dp_model_bytes(&model), &logistic, NULL), DEPECHE_OK);
        uint64_t feature = dp_feature(1, 1);
        const int16_t *row = dp_weights_find(&logistic.weights, feature);
        assert_non_null(row);
        float p = dp_logistic_probability(&logistic, &feature, 1);
        /* The weights tell of the groups that were learned from, the probability of those held out. */
        gaps[options.fold] = row[1] - row[0];
        assert_true(options.fold == 0 ? p > 0.9f : fabsf(p - 0.75f) < 0.05f);
        dp_model_close(&model);
    }
    assert_true(gaps[0] < gaps[1]);
    dp_dataset_close(dataset);
}

/* How far the weights of two trainings lie apart that differ in their seeds alone. */
static float seeds_apart(const dp_dataset *dataset, uint32_t runs) {
    dp_train_options options = dp_train_defaults();
    dp_model models[2];
    dp_logistic logistic[2];
    float apart = 0.0f;
    options.runs = runs;
    for (unsigned i = 0; i < 2; i++) {
        options.seed = i + 1;
        assert_int_equal(dp_logistic_train(dataset, 2, &options, &models[i]), 0);
        assert_int_equal(dp_logistic_open(dp_model_bytes(&models[i]), &logistic[i], NULL), DEPECHE_OK);
    }
    for (uint64_t level = 0; level <= 10; level++) {
        uint64_t feature = dp_feature(1, level);
        float weights[2];
        for (unsigned i = 0; i < 2; i++) dp_logistic_weigh(&logistic[i], &feature, 1, 1, &weights[i]);
        apart += fabsf(weights[0] - weights[1]);
    }
    for (unsigned i = 0; i < 2; i++) dp_model_close(&models[i]);
    return apart;
}

static void test_mean_of_several_runs_hangs_less_upon_their_order(void **state) {
    (void)state;
    dp_dataset *dataset = make_decisions(400, 3, draw_level);
    float one = seeds_apart(dataset, 1), many = seeds_apart(dataset, 8);
    assert_true(many > 0.0f);
    assert_true(many < one / 1.5f);
    dp_dataset_close(dataset);
}

enum { CANDIDATES = 4 };

/* The right one of three candidates is the one with feature 1, or, in three decisions of ten, the last, for none. */
static dp_dataset *make_choices(uint32_t count) {
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    dp_arena arena;
    dp_arena_init(&arena);
    uint64_t random = 3;
    for (uint32_t i = 0; i < count; i++) {
        dp_features features;
        uint8_t labels[CANDIDATES] = {0};
        uint32_t marked = (uint32_t)(dp_random(&random) % (CANDIDATES - 1));
        bool none = dp_random(&random) % 10 < 3;
        dp_features_init(&features, &arena);
        for (uint32_t c = 0; c < CANDIDATES; c++) {
            assert_true(dp_features_reserve(&features, 2));
            dp_features_add(&features, dp_feature(c + 1 == CANDIDATES ? 3 : 2, 0));
            if (c == marked) dp_features_add(&features, dp_feature(1, 0));
            assert_int_equal(dp_features_close_position(&features), 0);
        }
        labels[none ? CANDIDATES - 1 : marked] = 1;
        assert_int_equal(dp_dataset_add(dataset, &features, 0, CANDIDATES, labels, i), 0);
        dp_arena_reset(&arena);
    }
    assert_int_equal(dp_dataset_finish(dataset, 2), 0);
    dp_arena_close(&arena);
    return dataset;
}

static void test_choice_gives_each_candidate_its_share(void **state) {
    (void)state;
    dp_dataset *dataset = make_choices(5000);
    dp_train_options options = dp_train_defaults();
    options.dropout = 0.0f;
    dp_model model;
    assert_int_equal(dp_choice_train(dataset, &options, &model), 0);
    dp_choice choice;
    assert_int_equal(dp_choice_open(dp_model_bytes(&model), &choice, NULL), DEPECHE_OK);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_features features;
    dp_features_init(&features, &arena);
    static const unsigned templates[CANDIDATES] = {2, 1, 2, 3};
    for (uint32_t c = 0; c < CANDIDATES; c++) {
        assert_true(dp_features_reserve(&features, 2));
        dp_features_add(&features, dp_feature(templates[c], 0));
        if (templates[c] == 1) dp_features_add(&features, dp_feature(2, 0));
        assert_int_equal(dp_features_close_position(&features), 0);
    }
    float p[CANDIDATES];
    dp_choice_predict(&choice, &features, p);
    assert_true(fabsf(p[1] - 0.7f) < 0.05f);
    assert_true(fabsf(p[3] - 0.3f) < 0.05f);
    assert_true(fabsf(p[0] + p[1] + p[2] + p[3] - 1.0f) < 1e-5f);
    float before = p[0];
    dp_features_clear(&features);
    dp_choice_predict(&choice, &features, p);
    assert_true(p[0] >= before && p[0] <= before);
    dp_arena_close(&arena);
    dp_logistic logistic;
    depeche_error error;
    dp_str bytes = dp_model_bytes(&model);
    assert_int_equal(dp_logistic_open(bytes, &logistic, &error), DEPECHE_ERROR_PACK_FORMAT);
    assert_int_equal(dp_choice_open((dp_str){bytes.at, bytes.len - 1}, &choice, &error), DEPECHE_ERROR_PACK_FORMAT);
    dp_model_close(&model);
    dp_dataset_close(dataset);
}

static void test_choice_of_nothing_is_trained_to_nothing(void **state) {
    (void)state;
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    assert_int_equal(dp_dataset_finish(dataset, 1), 0);
    dp_train_options options = dp_train_defaults();
    dp_model model;
    assert_int_equal(dp_choice_train(dataset, &options, &model), 0);
    dp_choice choice;
    assert_int_equal(dp_choice_open(dp_model_bytes(&model), &choice, NULL), DEPECHE_OK);
    dp_model_close(&model);
    dp_dataset_close(dataset);
}

enum { MANY = 20000 };

static dp_model write_many(uint64_t *hashes) {
    float *rows = calloc(MANY * 8, sizeof *rows);
    uint64_t random = 1;
    for (uint32_t f = 0; f < MANY; f++) {
        hashes[f] = dp_random(&random);
        for (uint32_t k = 0; k < 5; k++) rows[f * 8 + k] = (float)(f % 100) / 50.0f - (float)k / 4.0f;
    }
    dp_weights_source source = {.labels = 5,
                                .stride = 8,
                                .features = MANY,
                                .hashes = hashes,
                                .rows = rows,
                                .prune = 0.01f,
                                .extra = DP_STR("beside")};
    dp_model model;
    assert_int_equal(dp_weights_write(&source, "test", &model), 0);
    free(rows);
    return model;
}

static void test_every_row_is_found_again(void **state) {
    (void)state;
    uint64_t *hashes = calloc(MANY, sizeof *hashes);
    dp_model model = write_many(hashes);
    dp_weights weights;
    assert_int_equal(dp_weights_open(dp_model_bytes(&model), "test", &weights, NULL), DEPECHE_OK);
    assert_true(dp_str_equal(weights.extra, DP_STR("beside")));
    for (uint32_t f = 0; f < MANY; f++) {
        const int16_t *row = dp_weights_find(&weights, hashes[f]);
        assert_non_null(row);
        for (uint32_t k = 0; k < 5; k++) {
            assert_true(fabsf((float)row[k] / 512.0f - ((float)(f % 100) / 50.0f - (float)k / 4.0f)) < 0.002f);
        }
    }
    uint64_t random = 77;
    for (uint32_t i = 0; i < MANY; i++) assert_null(dp_weights_find(&weights, dp_random(&random)));
    int16_t sums[8] = {0};
    dp_weights_sum(&weights, hashes, 77, sums);
    int expected = 0;
    for (uint32_t f = 0; f < 77; f++) expected += dp_weights_find(&weights, hashes[f])[0];
    assert_int_equal(sums[0], expected);
    dp_model_close(&model);
    free(hashes);
}

static void test_positions_of_any_size_are_summed_as_each_alone(void **state) {
    (void)state;
    static const uint32_t sizes[] = {0, 1, 300, 0, 0, 5, 122, 128, 1, 127, 600, 0};
    enum { POSITIONS = sizeof sizes / sizeof *sizes, STRIDE = 8, FIRST = 3 };
    uint64_t *hashes = calloc(MANY, sizeof *hashes);
    dp_model model = write_many(hashes);
    dp_weights weights;
    assert_int_equal(dp_weights_open(dp_model_bytes(&model), "test", &weights, NULL), DEPECHE_OK);
    for (uint32_t f = 0; f < MANY; f += 7) hashes[f]++; /* these are not in the model */
    uint32_t ends[POSITIONS], at = FIRST;
    int16_t sums[POSITIONS * STRIDE] = {0};
    for (uint32_t p = 0; p < POSITIONS; p++) ends[p] = at += sizes[p];
    dp_weights_sum_positions(&weights, hashes, FIRST, ends, POSITIONS, sums);
    for (uint32_t p = 0; p < POSITIONS; p++) {
        int expected[5] = {0};
        for (uint32_t f = ends[p] - sizes[p]; f < ends[p]; f++) {
            const int16_t *row = dp_weights_find(&weights, hashes[f]);
            assert_int_equal(row == NULL, f % 7 == 0);
            for (uint32_t k = 0; row && k < 5; k++) {
                int sum = expected[k] + row[k];
                expected[k] = sum < INT16_MIN ? INT16_MIN : sum > INT16_MAX ? INT16_MAX : sum;
            }
        }
        for (uint32_t k = 0; k < 5; k++) assert_int_equal(sums[p * STRIDE + k], expected[k]);
    }
    int16_t none[STRIDE] = {0}, zeros[STRIDE] = {0};
    dp_weights_sum_positions(&weights, hashes, 0, ends, 0, none);
    assert_memory_equal(none, zeros, sizeof none);
    dp_model_close(&model);
    free(hashes);
}

static void test_sums_are_saturated(void **state) {
    (void)state;
    float row[8] = {15.0f, -15.0f};
    uint64_t hash = 42, hashes[40];
    dp_weights_source source = {.labels = 2, .stride = 8, .features = 1, .hashes = &hash, .rows = row, .prune = 0.1f};
    dp_model model;
    assert_int_equal(dp_weights_write(&source, "test", &model), 0);
    dp_weights weights;
    assert_int_equal(dp_weights_open(dp_model_bytes(&model), "test", &weights, NULL), DEPECHE_OK);
    for (uint32_t i = 0; i < 40; i++) hashes[i] = 42;
    int16_t sums[8] = {0};
    dp_weights_sum(&weights, hashes, 40, sums);
    assert_int_equal(sums[0], INT16_MAX);
    assert_int_equal(sums[1], INT16_MIN);
    dp_model_close(&model);
}

static void test_damaged_models_are_refused(void **state) {
    (void)state;
    dp_model model = train_crf(5);
    dp_crf crf;
    depeche_error error;
    dp_str bytes = dp_model_bytes(&model);
    assert_int_equal(dp_crf_open((dp_str){bytes.at, 0}, &crf, &error), DEPECHE_ERROR_PACK_FORMAT);
    assert_int_equal(dp_crf_open((dp_str){bytes.at, 63}, &crf, &error), DEPECHE_ERROR_PACK_FORMAT);
    assert_int_equal(dp_crf_open((dp_str){bytes.at, bytes.len - 1}, &crf, &error), DEPECHE_ERROR_PACK_FORMAT);
    dp_logistic logistic;
    assert_int_equal(dp_logistic_open(bytes, &logistic, &error), DEPECHE_ERROR_PACK_FORMAT);
    for (size_t field = 8; field < 28; field += 4) {
        uint32_t before, after;
        memcpy(&before, model.bytes + field, 4);
        after = before * 3 + 1;
        memcpy(model.bytes + field, &after, 4);
        assert_int_equal(dp_crf_open(bytes, &crf, &error), DEPECHE_ERROR_PACK_FORMAT);
        memcpy(model.bytes + field, &before, 4);
    }
    assert_int_equal(dp_crf_open(bytes, &crf, &error), DEPECHE_OK);
    dp_model_close(&model);
}

static void test_models_with_numbers_that_are_none_are_refused(void **state) {
    (void)state;
    static const float values[] = {NAN, INFINITY, -INFINITY, 1e31f};
    dp_model model = train_crf(5);
    dp_crf crf;
    dp_str bytes = dp_model_bytes(&model);
    assert_int_equal(dp_crf_open(bytes, &crf, NULL), DEPECHE_OK);
    float *numbers = (float *)(void *)(model.bytes + (crf.weights.extra.at - bytes.at));
    size_t count = crf.weights.extra.len / sizeof *numbers;
    for (size_t i = 0; i < count; i++) {
        float before = numbers[i];
        numbers[i] = values[i % 4];
        assert_int_equal(dp_crf_open(bytes, &crf, NULL), DEPECHE_ERROR_PACK_FORMAT);
        numbers[i] = before;
    }
    dp_model_close(&model);
}

static void test_any_displacement_leads_to_a_row_of_the_model(void **state) {
    (void)state;
    uint64_t *hashes = calloc(MANY, sizeof *hashes);
    dp_model model = write_many(hashes);
    dp_weights weights;
    assert_int_equal(dp_weights_open(dp_model_bytes(&model), "test", &weights, NULL), DEPECHE_OK);
    /* Every row says that it belongs to any feature whose low bits are all set. */
    memset((void *)(uintptr_t)weights.rows, 0xff, (size_t)weights.slots * weights.pitch * sizeof *weights.rows);
    uint16_t *displacements = (uint16_t *)(void *)(model.bytes + sizeof(dp_weights_header));
    for (uint32_t displacement = 0; displacement <= UINT16_MAX; displacement++) {
        displacements[weights.mask] = (uint16_t)displacement;
        uint64_t feature = hashes[displacement % MANY] | UINT32_MAX;
        const int16_t *row = dp_weights_find(&weights, feature);
        assert_non_null(row);
        assert_true(row >= weights.rows && row + weights.pitch <= weights.rows + (size_t)weights.slots * weights.pitch);
    }
    dp_model_close(&model);
    free(hashes);
}

static void test_features_that_share_their_low_or_high_bits_are_told_apart(void **state) {
    (void)state;
    enum { SIDE = 60 };
    uint64_t hashes[2 * SIDE];
    float rows[2 * SIDE * 8] = {0};
    for (uint32_t f = 0; f < SIDE; f++) {
        hashes[f] = UINT64_C(0x1234567800000000) | f * 7919u;
        hashes[SIDE + f] = (uint64_t)(f * 7919u) << 32 | 0x9abcdef0u;
    }
    for (uint32_t f = 0; f < 2 * SIDE; f++) rows[(size_t)f * 8] = (float)(f + 1) / 8.0f;
    dp_weights_source source = {
        .labels = 1, .stride = 8, .features = 2 * SIDE, .hashes = hashes, .rows = rows, .prune = 0.01f};
    dp_model model;
    assert_int_equal(dp_weights_write(&source, "test", &model), 0);
    dp_weights weights;
    assert_int_equal(dp_weights_open(dp_model_bytes(&model), "test", &weights, NULL), DEPECHE_OK);
    for (uint32_t f = 0; f < 2 * SIDE; f++) {
        const int16_t *row = dp_weights_find(&weights, hashes[f]);
        assert_non_null(row);
        assert_int_equal(row[0], (f + 1) * 64);
    }
    dp_model_close(&model);
}

static void test_training_survives_every_failed_allocation(void **state) {
    (void)state;
    dp_label_rules rules = bio_rules();
    dp_train_options options = dp_train_defaults();
    options.epochs = 1;
    dp_dataset *dataset = make_dataset(5);
    int result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_model model;
        dp_memory_fail_at(number);
        result = dp_crf_train(dataset, &rules, &options, &model);
        dp_memory_fail_at(0);
        if (!result) dp_model_close(&model);
        assert_true(number < 100);
    }
    result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_model model;
        dp_memory_fail_at(number);
        result = dp_logistic_train(dataset, LABELS, &options, &model);
        dp_memory_fail_at(0);
        if (!result) dp_model_close(&model);
        assert_true(number < 200);
    }
    dp_dataset_close(dataset);
    dataset = make_choices(10);
    result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_model model;
        dp_memory_fail_at(number);
        result = dp_choice_train(dataset, &options, &model);
        dp_memory_fail_at(0);
        if (!result) dp_model_close(&model);
        assert_true(number < 200);
    }
    dp_dataset_close(dataset);
}

static void test_dataset_survives_every_failed_allocation(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_features features;
    dp_features_init(&features, &arena);
    uint64_t random = 8;
    uint8_t labels[50];
    make_sequence(&random, &features, labels, 50);
    int result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_memory_fail_at(number);
        dp_dataset *dataset = dp_dataset_new();
        result = dataset ? 0 : -1;
        if (!result) result = dp_dataset_add(dataset, &features, 0, 50, labels, 0);
        if (!result) result = dp_dataset_finish(dataset, 1);
        dp_memory_fail_at(0);
        dp_dataset_close(dataset);
        assert_true(number < 100);
    }
    dp_arena_close(&arena);
}

static void test_rare_features_are_left_out(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_features features;
    dp_features_init(&features, &arena);
    for (uint64_t t = 0; t < 6; t++) {
        assert_true(dp_features_reserve(&features, 2));
        dp_features_add(&features, dp_feature(1, t < 3 ? 0 : t));
        dp_features_add(&features, dp_feature(2, 0));
        assert_int_equal(dp_features_close_position(&features), 0);
    }
    uint8_t labels[6] = {0};
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    assert_int_equal(dp_dataset_add(dataset, &features, 0, 6, labels, 0), 0);
    assert_int_equal(dp_dataset_finish(dataset, 2), 0);
    dp_examples examples = dp_dataset_examples(dataset);
    assert_int_equal(examples.features, 2);
    assert_true(examples.hashes[0] == dp_feature(2, 0));
    assert_true(examples.hashes[1] == dp_feature(1, 0));
    assert_int_equal(examples.ids[0], 1);
    assert_int_equal(examples.ids[6], DP_FEATURE_RARE);
    dp_dataset_close(dataset);
    dp_arena_close(&arena);
}

static void test_features_without_room_are_marked(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_features features;
    dp_features_init(&features, &arena);
    dp_features_add(&features, 1);
    assert_true(features.failed);
    dp_features_clear(&features);
    dp_memory_fail_at(1);
    assert_false(dp_features_reserve(&features, 10));
    dp_memory_fail_at(0);
    assert_true(features.failed);
    dp_features_clear(&features);
    assert_true(dp_features_reserve(&features, 100000));
    assert_false(dp_features_reserve(&features, UINT32_MAX - 5));
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crf_learns_a_language_of_names),
        cmocka_unit_test(test_training_gives_the_same_bytes_each_time),
        cmocka_unit_test(test_decoding_agrees_with_all_paths_enumerated),
        cmocka_unit_test(test_exponential_is_close),
        cmocka_unit_test(test_logistic_probabilities_are_calibrated),
        cmocka_unit_test(test_what_is_held_out_calibrates_and_teaches_nothing),
        cmocka_unit_test(test_mean_of_several_runs_hangs_less_upon_their_order),
        cmocka_unit_test(test_choice_gives_each_candidate_its_share),
        cmocka_unit_test(test_choice_of_nothing_is_trained_to_nothing),
        cmocka_unit_test(test_every_row_is_found_again),
        cmocka_unit_test(test_positions_of_any_size_are_summed_as_each_alone),
        cmocka_unit_test(test_sums_are_saturated),
        cmocka_unit_test(test_damaged_models_are_refused),
        cmocka_unit_test(test_models_with_numbers_that_are_none_are_refused),
        cmocka_unit_test(test_any_displacement_leads_to_a_row_of_the_model),
        cmocka_unit_test(test_features_that_share_their_low_or_high_bits_are_told_apart),
        cmocka_unit_test(test_training_survives_every_failed_allocation),
        cmocka_unit_test(test_dataset_survives_every_failed_allocation),
        cmocka_unit_test(test_rare_features_are_left_out),
        cmocka_unit_test(test_features_without_room_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
