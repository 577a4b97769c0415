#include "learn/hidden.h"

#include <math.h>

#include "base/memory.h"
#include "learn/numeric.h"

static const float EPSILON = 1e-4f;

static size_t size_of(const dp_hidden *hidden) {
    return dp_layer_size(hidden->units, hidden->stride);
}

int dp_hidden_init(dp_hidden *hidden, uint32_t units, uint32_t labels, uint32_t runs, float rate) {
    *hidden = (dp_hidden){.units = units, .labels = labels, .stride = dp_stride_of(labels), .runs = runs, .rate = rate};
    hidden->layer = dp_layer_on(NULL, 0, labels);
    if (!units) return 0;
    size_t size = size_of(hidden);
    hidden->numbers = dp_calloc(size, sizeof *hidden->numbers);
    hidden->squares = dp_calloc(size, sizeof *hidden->squares);
    hidden->sum = dp_calloc(size * runs, sizeof *hidden->sum);
    hidden->joined = dp_calloc(dp_layer_size(units * runs, hidden->stride), sizeof *hidden->joined);
    if (!hidden->numbers || !hidden->squares || !hidden->sum || !hidden->joined) return -1;
    hidden->layer = dp_layer_on(hidden->numbers, units, labels);
    return 0;
}

void dp_hidden_close(dp_hidden *hidden) {
    dp_free(hidden->numbers);
    dp_free(hidden->squares);
    dp_free(hidden->sum);
    dp_free(hidden->joined);
    *hidden = (dp_hidden){0};
}

void dp_hidden_restart(dp_hidden *hidden, uint64_t *state) {
    for (size_t i = 0; i < size_of(hidden); i++) {
        hidden->numbers[i] = 0.0f;
        hidden->squares[i] = EPSILON;
    }
    float *outputs = hidden->numbers + hidden->units;
    for (uint32_t u = 0; u < hidden->units; u++) {
        for (uint32_t k = 0; k < hidden->labels; k++) outputs[u * hidden->stride + k] = dp_random_around(state, 0.5f);
    }
}

void dp_hidden_activate(const dp_hidden *hidden, float *sums) {
    for (uint32_t u = 0; u < hidden->units; u++) {
        float active = sums[u] + hidden->numbers[u];
        sums[u] = active > 0.0f ? active : 0.0f;
    }
}

static void move(float *number, float *squares, float rate, float gradient) {
    *squares += gradient * gradient;
    *number -= rate / sqrtf(*squares) * gradient;
}

void dp_hidden_update(dp_hidden *hidden, const float *active, const float *gradient, float *back) {
    uint32_t units = hidden->units, stride = hidden->stride;
    float *outputs = hidden->numbers + units, *squares = hidden->squares + units;
    for (uint32_t u = 0; u < units; u++) {
        float *own = outputs + (size_t)u * stride;
        back[u] = 0.0f;
        if (!(active[u] > 0.0f)) continue;
        for (uint32_t k = 0; k < stride; k++) back[u] += own[k] * gradient[k];
        for (uint32_t k = 0; k < hidden->labels; k++) {
            move(own + k, squares + (size_t)u * stride + k, hidden->rate, active[u] * gradient[k]);
        }
        move(hidden->numbers + u, hidden->squares + u, hidden->rate, back[u]);
    }
    float *bases = outputs + (size_t)units * stride, *base_squares = squares + (size_t)units * stride;
    for (uint32_t k = 0; k < hidden->labels; k++) move(bases + k, base_squares + k, hidden->rate, gradient[k]);
}

void dp_hidden_keep(dp_hidden *hidden, uint32_t run) {
    size_t size = size_of(hidden);
    for (size_t i = 0; i < size; i++) hidden->sum[run * size + i] += hidden->numbers[i];
}

dp_layer dp_hidden_join(dp_hidden *hidden, uint32_t kept) {
    uint32_t units = hidden->units, stride = hidden->stride, all = units * hidden->runs;
    float each = kept ? 1.0f / (float)kept : 1.0f, share = each / (float)hidden->runs;
    float *outputs = hidden->joined + all, *bases = outputs + (size_t)all * stride;
    for (uint32_t run = 0; units && run < hidden->runs; run++) {
        const float *own = hidden->sum + run * size_of(hidden), *own_outputs = own + units;
        for (uint32_t u = 0; u < units; u++) hidden->joined[run * units + u] = own[u] * each;
        for (size_t i = 0; i < (size_t)units * stride; i++) {
            outputs[(size_t)run * units * stride + i] = own_outputs[i] * share;
        }
        const float *own_bases = own_outputs + (size_t)units * stride;
        for (uint32_t k = 0; k < stride; k++) bases[k] += own_bases[k] * share;
    }
    return dp_layer_on(hidden->joined, all, hidden->labels);
}
