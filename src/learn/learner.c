#include "learn/learner.h"

#include <math.h>

#include "base/memory.h"
#include "learn/numeric.h"

static const float EPSILON = 1e-4f;

/* Compiled for wider vectors too where the machine has them; the results are the same to the bit. */
#if defined(DP_CLONES) && defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DP_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define DP_VECTOR_CLONES
#endif

dp_train_options dp_train_defaults(void) {
    return (dp_train_options){
        .epochs = 8, .runs = 1, .l2 = 1e-5f, .rate = 0.1f, .dropout = 0.5f, .local = 0.1f, .prune = 0.02f, .seed = 1};
}

/* Counts, over the training part, in how many positions each feature is, and all positions. */
static uint64_t count_visits(const dp_examples *examples, const dp_train_options *options, float *counts) {
    uint64_t positions = 0;
    for (uint32_t e = 0; e < examples->count; e++) {
        const dp_example *example = &examples->at[e];
        if (dp_is_held_out(example, options)) continue;
        positions += example->length;
        uint64_t start = example->first ? examples->ends[example->first - 1] : 0;
        uint64_t end = examples->ends[example->first + example->length - 1];
        for (uint64_t i = start; i < end; i++) {
            if (examples->ids[i] != DP_FEATURE_RARE) counts[examples->ids[i]] += 1.0f;
        }
    }
    return positions;
}

int dp_learner_init(dp_learner *learner, const dp_examples *examples, uint32_t labels,
                    const dp_train_options *options) {
    uint32_t stride = (labels + 7) & ~7u;
    *learner = (dp_learner){.labels = labels, .stride = stride, .features = examples->features, .rate = options->rate};
    size_t count = examples->features;
    learner->rows = dp_calloc(count * 2 * stride, sizeof *learner->rows);
    learner->mean = dp_calloc(count * stride, sizeof *learner->mean);
    learner->penalty = dp_calloc(count, sizeof *learner->penalty);
    if (!learner->rows || !learner->mean || !learner->penalty) return -1;
    dp_learner_restart(learner);
    float positions = (float)count_visits(examples, options, learner->penalty);
    for (size_t f = 0; f < count; f++) {
        float visits = learner->penalty[f];
        learner->penalty[f] = visits > 0.0f ? options->l2 * positions / visits : 0.0f;
    }
    return 0;
}

void dp_learner_restart(dp_learner *learner) {
    uint32_t stride = learner->stride;
    for (size_t f = 0; f < learner->features; f++) {
        float *row = learner->rows + f * 2 * stride, *sums = row + stride;
        for (uint32_t k = 0; k < stride; k++) {
            row[k] = 0.0f;
            sums[k] = EPSILON;
        }
    }
}

void dp_learner_close(dp_learner *learner) {
    dp_free(learner->rows);
    dp_free(learner->mean);
    dp_free(learner->penalty);
    *learner = (dp_learner){0};
}

DP_VECTOR_CLONES
void dp_learner_score(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *scores) {
    uint32_t stride = learner->stride;
    for (uint32_t i = 0; i < count; i++) {
        const float *row = learner->rows + (size_t)ids[i] * 2 * stride;
        for (uint32_t k = 0; k < stride; k++) scores[k] += row[k];
    }
}

DP_VECTOR_CLONES
void dp_learner_update(dp_learner *learner, const uint32_t *ids, uint32_t count, const float *gradient) {
    uint32_t stride = learner->stride;
    float squares[DP_LABELS_MAX];
    for (uint32_t k = 0; k < stride; k++) squares[k] = gradient[k] * gradient[k];
    for (uint32_t i = 0; i < count; i++) {
        float *row = learner->rows + (size_t)ids[i] * 2 * stride;
        float *sums = row + stride;
        float penalty = learner->penalty[ids[i]], rate = learner->rate;
        /* With step = rate / root: weight = (weight - step * gradient) / (1 + step * penalty). */
        for (uint32_t k = 0; k < stride; k++) {
            float root = sqrtf(sums[k] + squares[k]);
            sums[k] += squares[k];
            row[k] = (row[k] * root - rate * gradient[k]) / (root + rate * penalty);
        }
    }
}

void dp_learner_keep(dp_learner *learner) {
    uint32_t stride = learner->stride;
    for (size_t f = 0; f < learner->features; f++) {
        const float *row = learner->rows + f * 2 * stride;
        float *sum = learner->mean + f * stride;
        for (uint32_t k = 0; k < stride; k++) sum[k] += row[k];
    }
    learner->kept++;
}

const float *dp_learner_mean(dp_learner *learner) {
    float factor = 1.0f / (float)(learner->kept ? learner->kept : 1);
    size_t count = (size_t)learner->features * learner->stride;
    for (size_t i = 0; i < count; i++) learner->mean[i] *= factor;
    learner->kept = 1;
    return learner->mean;
}

void dp_learner_shuffle(uint32_t *order, uint32_t count, uint64_t *state) {
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = (uint32_t)(dp_random(state) % i);
        uint32_t swapped = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swapped;
    }
}

uint32_t dp_learner_select(const dp_examples *examples, uint32_t position, float dropout, uint64_t *state,
                           uint32_t *ids) {
    uint64_t start = position ? examples->ends[position - 1] : 0, end = examples->ends[position];
    uint32_t limit = (uint32_t)(dropout * 65536.0f), count = 0;
    for (uint64_t i = start; i < end; i++) {
        if (examples->ids[i] == DP_FEATURE_RARE) continue;
        if (limit && (dp_random(state) & 0xffff) < limit) continue;
        ids[count++] = examples->ids[i];
    }
    return count;
}
