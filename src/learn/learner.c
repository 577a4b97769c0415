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

/* Weights to begin with: none, or random ones where hidden units must become different. What training never visits
 * stays out of the scores. */
static void begin(dp_learner *learner, uint64_t *state) {
    uint32_t width = learner->width;
    for (size_t f = 0; f < learner->features; f++) {
        float *row = learner->rows + f * 2 * width, *sums = row + width;
        for (uint32_t k = 0; k < width; k++) {
            row[k] = learner->hidden.units && learner->penalty[f] > 0.0f ? dp_random_around(state, 0.05f) : 0.0f;
            sums[k] = EPSILON;
        }
    }
    if (learner->hidden.units) dp_hidden_restart(&learner->hidden, state);
}

int dp_learner_init(dp_learner *learner, const dp_examples *examples, uint32_t labels, const dp_train_options *options,
                    uint64_t *state) {
    uint32_t stride = dp_stride_of(labels), runs = options->runs ? options->runs : 1;
    *learner = (dp_learner){0};
    if (labels > DP_LABELS_MAX || (uint64_t)options->units * runs > DP_LABELS_MAX) return -1;
    *learner = (dp_learner){
        .labels = labels,
        .stride = stride,
        .features = examples->features,
        .width = options->units ? options->units : stride,
        .pitch = options->units ? options->units * runs : stride,
        .rate = options->rate,
        .factor = 1.0f / (1.0f - options->dropout),
    };
    size_t count = examples->features;
    learner->rows = dp_calloc(count * 2 * learner->width, sizeof *learner->rows);
    learner->mean = dp_calloc(count * learner->pitch, sizeof *learner->mean);
    learner->penalty = dp_calloc(count, sizeof *learner->penalty);
    if (dp_hidden_init(&learner->hidden, options->units, labels, runs, options->rate)) return -1;
    if (!learner->rows || !learner->mean || !learner->penalty) return -1;
    float positions = (float)count_visits(examples, options, learner->penalty);
    begin(learner, state);
    for (size_t f = 0; f < count; f++) {
        float visits = learner->penalty[f];
        learner->penalty[f] = visits > 0.0f ? options->l2 * positions / visits : 0.0f;
    }
    return 0;
}

void dp_learner_restart(dp_learner *learner, uint64_t *state) {
    learner->run++;
    begin(learner, state);
}

void dp_learner_close(dp_learner *learner) {
    dp_free(learner->rows);
    dp_free(learner->mean);
    dp_free(learner->penalty);
    dp_hidden_close(&learner->hidden);
    *learner = (dp_learner){0};
}

/* The sums of the rows of features, [width]. */
DP_VECTOR_CLONES
static void sum_rows(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *sums) {
    uint32_t width = learner->width;
    memset(sums, 0, width * sizeof *sums);
    for (uint32_t i = 0; i < count; i++) {
        const float *row = learner->rows + (size_t)ids[i] * 2 * width;
        for (uint32_t k = 0; k < width; k++) sums[k] += row[k];
    }
    for (uint32_t k = 0; k < width; k++) sums[k] *= learner->factor;
}

void dp_learner_score(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *scores) {
    float sums[DP_LABELS_MAX];
    sum_rows(learner, ids, count, sums);
    dp_layer_score(&learner->hidden.layer, sums, scores);
}

/* Moves rows against the gradient of their sums, [width]. The penalty is that of what the gradient is not 0 for. */
DP_VECTOR_CLONES
static void move_rows(const dp_learner *learner, const uint32_t *ids, uint32_t count, const float *gradient,
                      const float *penalised) {
    uint32_t width = learner->width;
    float squares[DP_LABELS_MAX];
    for (uint32_t k = 0; k < width; k++) squares[k] = gradient[k] * gradient[k];
    for (uint32_t i = 0; i < count; i++) {
        float *row = learner->rows + (size_t)ids[i] * 2 * width;
        float *sums = row + width;
        float penalty = learner->rate * learner->penalty[ids[i]], rate = learner->rate;
        /* With step = rate / root: weight = (weight - step * gradient) / (1 + step * penalty). */
        for (uint32_t k = 0; k < width; k++) {
            float root = sqrtf(sums[k] + squares[k]);
            sums[k] += squares[k];
            row[k] = (row[k] * root - rate * gradient[k]) / (root + penalty * penalised[k]);
        }
    }
}

void dp_learner_update(dp_learner *learner, const uint32_t *ids, uint32_t count, const float *gradient) {
    float active[DP_LABELS_MAX], back[DP_LABELS_MAX], penalised[DP_LABELS_MAX];
    if (learner->hidden.units) {
        sum_rows(learner, ids, count, active);
        dp_hidden_activate(&learner->hidden, active);
        dp_hidden_update(&learner->hidden, active, gradient, back);
        gradient = back;
    }
    for (uint32_t k = 0; k < learner->width; k++) {
        penalised[k] = learner->hidden.units && !(active[k] > 0.0f) ? 0.0f : 1.0f;
    }
    move_rows(learner, ids, count, gradient, penalised);
}

void dp_learner_keep(dp_learner *learner) {
    uint32_t width = learner->width, column = learner->hidden.units * learner->run;
    for (size_t f = 0; f < learner->features; f++) {
        const float *row = learner->rows + f * 2 * width;
        float *sum = learner->mean + f * learner->pitch + column;
        for (uint32_t k = 0; k < width; k++) sum[k] += row[k];
    }
    if (learner->hidden.units) dp_hidden_keep(&learner->hidden, learner->run);
    learner->kept++;
}

void dp_learner_finish(dp_learner *learner) {
    uint32_t kept = learner->kept ? learner->kept : 1;
    if (learner->hidden.units) kept /= learner->run + 1; /* each run has columns of its own */
    float factor = 1.0f / (float)kept;
    size_t count = (size_t)learner->features * learner->pitch;
    for (size_t i = 0; i < count; i++) learner->mean[i] *= factor;
    learner->layer =
        learner->hidden.units ? dp_hidden_join(&learner->hidden, kept) : dp_layer_on(NULL, 0, learner->labels);
}

void dp_learner_score_mean(const dp_learner *learner, const uint32_t *ids, uint32_t count, float *scores) {
    float sums[DP_LABELS_MAX] = {0};
    for (uint32_t i = 0; i < count; i++) {
        const float *row = learner->mean + (size_t)ids[i] * learner->pitch;
        for (uint32_t k = 0; k < learner->pitch; k++) sums[k] += row[k];
    }
    dp_layer_score(&learner->layer, sums, scores);
}

int dp_learner_write(const dp_learner *learner, const uint64_t *hashes, float prune, const char kind[4], dp_str extra,
                     dp_model *model) {
    dp_weights_source source = {
        .labels = learner->layer.units ? learner->layer.units : learner->labels,
        .stride = learner->pitch,
        .features = learner->features,
        .hashes = hashes,
        .rows = learner->mean,
        .prune = prune,
        .extra = extra,
    };
    return dp_weights_write(&source, kind, model);
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
