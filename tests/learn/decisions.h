/*
 * decisions.h - made-up examples for a logistic regression: decisions that are drawn, each with two features.
 */
#ifndef DP_TEST_DECISIONS_H
#define DP_TEST_DECISIONS_H

#include "unit.h"

#include "learn/dataset.h"
#include "learn/numeric.h"

/* Draws one decision: the values of its features, of the templates 1 and 2, and its label. */
typedef uint8_t draw_decision(uint64_t *random, uint64_t values[2]);

/* `count` decisions, each a group of its own; the caller's, to close. */
static inline dp_dataset *make_decisions(uint32_t count, uint64_t seed, draw_decision *draw) {
    dp_dataset *dataset = dp_dataset_new();
    assert_non_null(dataset);
    dp_arena arena;
    dp_arena_init(&arena);
    for (uint32_t i = 0; i < count; i++) {
        dp_features features;
        uint64_t values[2];
        uint8_t label = draw(&seed, values);
        dp_features_init(&features, &arena);
        assert_true(dp_features_reserve(&features, 2));
        for (uint32_t k = 0; k < 2; k++) dp_features_add(&features, dp_feature(k + 1, values[k]));
        assert_int_equal(dp_features_close_position(&features), 0);
        assert_int_equal(dp_dataset_add(dataset, &features, 0, 1, &label, i), 0);
        dp_arena_reset(&arena);
    }
    assert_int_equal(dp_dataset_finish(dataset, 2), 0);
    dp_arena_close(&arena);
    return dataset;
}

#endif
