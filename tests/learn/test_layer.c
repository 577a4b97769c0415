/* Hidden units: layer.h, and the training of a logistic regression over them. */
#include "decisions.h"

#include <math.h>

#include "base/memory.h"
#include "learn/logistic.h"
#include "learn/numeric.h"
#include "learn/train.h"

/* Two words, of two forms each: label 1 where their forms differ. */
static uint8_t draw_difference(uint64_t *random, uint64_t values[2]) {
    for (unsigned i = 0; i < 2; i++) values[i] = dp_random(random) % 2;
    return values[0] != values[1];
}

static dp_dataset *make_differences(uint32_t count) {
    return make_decisions(count, 5, draw_difference);
}

static dp_train_options hidden_options(uint32_t units) {
    dp_train_options options = dp_train_defaults();
    options.units = units;
    options.runs = 2;
    options.dropout = 0.1f;
    return options;
}

static dp_model train_differences(uint32_t units) {
    dp_dataset *dataset = make_differences(2000);
    dp_train_options options = hidden_options(units);
    dp_model model;
    assert_int_equal(dp_logistic_train(dataset, 2, &options, &model), 0);
    dp_dataset_close(dataset);
    return model;
}

static void test_hidden_units_learn_what_no_sum_of_weights_can(void **state) {
    (void)state;
    for (uint32_t units = 0; units <= 8; units += 8) {
        dp_model model = train_differences(units);
        dp_logistic logistic;
        assert_int_equal(dp_logistic_open(dp_model_bytes(&model), &logistic, NULL), DEPECHE_OK);
        assert_int_equal(logistic.layer.units, 2 * units);
        for (uint64_t first = 0; first < 2; first++) {
            for (uint64_t second = 0; second < 2; second++) {
                uint64_t features[2] = {dp_feature(1, first), dp_feature(2, second)};
                float expected = !units ? 0.5f : first != second ? 1.0f : 0.0f;
                assert_true(fabsf(dp_logistic_probability(&logistic, features, 2) - expected) < 0.1f);
            }
        }
        dp_model_close(&model);
    }
}

static void test_weights_add_up_to_the_score(void **state) {
    (void)state;
    uint64_t features[3] = {dp_feature(1, 0), dp_feature(2, 1), dp_feature(9, 9)};
    for (uint32_t units = 0; units <= 8; units += 8) {
        dp_model model = train_differences(units);
        dp_logistic logistic;
        assert_int_equal(dp_logistic_open(dp_model_bytes(&model), &logistic, NULL), DEPECHE_OK);
        float sums[2], weights[3];
        for (uint32_t label = 0; label < 2; label++) {
            sums[label] = dp_logistic_weigh(&logistic, features, 3, label, weights);
            for (unsigned i = 0; i < 3; i++) sums[label] += weights[i];
            assert_true(weights[2] == 0.0f);
        }
        float p = dp_logistic_probability(&logistic, features, 3);
        assert_true(fabsf(logf(p / (1.0f - p)) - (sums[1] - sums[0])) < 1e-3f);
        dp_model_close(&model);
    }
}

static void test_hidden_units_come_out_the_same_each_time(void **state) {
    (void)state;
    dp_model first = train_differences(8), second = train_differences(8);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    dp_model_close(&first);
    dp_model_close(&second);
}

static void test_damaged_layers_are_refused(void **state) {
    (void)state;
    dp_model model = train_differences(8);
    dp_str bytes = dp_model_bytes(&model);
    dp_logistic logistic;
    assert_int_equal(dp_logistic_open(bytes, &logistic, NULL), DEPECHE_OK);
    unsigned char *extra = model.bytes + (logistic.weights.extra.at - bytes.at);
    for (size_t field = 0; field < 8; field += 4) { /* the units, the labels */
        uint32_t before, after;
        memcpy(&before, extra + field, 4);
        for (unsigned i = 0; i < 4; i++) {
            after = i == 0 ? 0 : i == 1 ? before + 8 : i == 2 ? DP_LABELS_MAX + 1 : UINT32_MAX;
            memcpy(extra + field, &after, 4);
            assert_int_equal(dp_logistic_open(bytes, &logistic, NULL), DEPECHE_ERROR_PACK_FORMAT);
        }
        memcpy(extra + field, &before, 4);
    }
    float *numbers = (float *)(void *)(extra + sizeof(dp_layer_header));
    size_t count = (logistic.weights.extra.len - sizeof(dp_layer_header)) / sizeof *numbers;
    for (size_t i = 0; i < count; i++) {
        float before = numbers[i];
        numbers[i] = i % 2 ? NAN : 1e30f;
        assert_int_equal(dp_logistic_open(bytes, &logistic, NULL), DEPECHE_ERROR_PACK_FORMAT);
        numbers[i] = before;
    }
    assert_int_equal(dp_logistic_open(bytes, &logistic, NULL), DEPECHE_OK);
    dp_model_close(&model);
}

static void test_more_units_than_a_row_holds_are_refused(void **state) {
    (void)state;
    dp_dataset *dataset = make_differences(20);
    dp_train_options options = hidden_options(DP_LABELS_MAX / 2 + 1);
    dp_model model;
    assert_int_equal(dp_logistic_train(dataset, 2, &options, &model), -1);
    options.runs = 1;
    assert_int_equal(dp_logistic_train(dataset, 2, &options, &model), 0);
    dp_model_close(&model);
    dp_dataset_close(dataset);
}

static void test_a_label_that_is_not_there_has_no_weights(void **state) {
    (void)state;
    uint64_t features[2] = {dp_feature(1, 0), dp_feature(2, 1)};
    dp_model model = train_differences(8);
    dp_logistic logistic;
    float weights[2] = {1.0f, 1.0f};
    assert_int_equal(dp_logistic_open(dp_model_bytes(&model), &logistic, NULL), DEPECHE_OK);
    assert_true(dp_logistic_weigh(&logistic, features, 2, 2, weights) == 0.0f);
    assert_true(weights[0] == 0.0f && weights[1] == 0.0f);
    dp_model_close(&model);
}

static void test_training_of_hidden_units_survives_every_failed_allocation(void **state) {
    (void)state;
    dp_dataset *dataset = make_differences(20);
    dp_train_options options = hidden_options(4);
    options.epochs = 1;
    int result = -1;
    for (unsigned long number = 1; result; number++) {
        dp_model model;
        dp_memory_fail_at(number);
        result = dp_logistic_train(dataset, 2, &options, &model);
        dp_memory_fail_at(0);
        if (!result) dp_model_close(&model);
        assert_true(number < 400);
    }
    dp_dataset_close(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden_units_learn_what_no_sum_of_weights_can),
        cmocka_unit_test(test_weights_add_up_to_the_score),
        cmocka_unit_test(test_hidden_units_come_out_the_same_each_time),
        cmocka_unit_test(test_damaged_layers_are_refused),
        cmocka_unit_test(test_more_units_than_a_row_holds_are_refused),
        cmocka_unit_test(test_a_label_that_is_not_there_has_no_weights),
        cmocka_unit_test(test_training_of_hidden_units_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
