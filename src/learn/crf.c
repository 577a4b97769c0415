#include "learn/crf.h"

#include <math.h>

#include "learn/numeric.h"

/* Labels are left out whose emission score is further than this under the best one of their position, or whose best
 * path from the start is further than that under the best path: they have next to no probability. */
typedef struct crf_beams {
    float emission, path;
} crf_beams;

static const crf_beams BEAMS = {14.0f, 10.0f}, NO_BEAMS = {-DP_FORBIDDEN, -DP_FORBIDDEN};

/* The greatest exponential of a transition: the sum of a column of such, times probabilities, stays finite. */
static const float FACTOR_LIMIT = 1e30f;

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
    size_t half = (size_t)(crf->weights.labels + 2) * crf->weights.stride;
    const float *numbers = (const float *)(const void *)crf->weights.extra.at;
    if (crf->weights.extra.len != 2 * half * sizeof *numbers ||
        !dp_weights_are_within(numbers, half, DP_WEIGHT_LIMIT) ||
        !dp_weights_are_within(numbers + half, half, FACTOR_LIMIT)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "a model of the language pack is damaged");
    }
    crf->transitions = numbers;
    crf->finals = numbers + half - crf->weights.stride;
    crf->factors = numbers + half;
    return DEPECHE_OK;
}

/* The candidates, position by position: the labels worth looking at. */
typedef struct crf_lattice {
    uint32_t length, pitch; /* pitch: room for the candidates of a position */
    uint8_t *count;         /* candidates, by position */
    uint8_t *label;         /* [length][pitch] */
    float *score;           /* emission */
    float *value;           /* of the best path here, then forward probability */
} crf_lattice;

static int open_lattice(const dp_crf *crf, dp_arena *arena, uint32_t length, crf_lattice *lattice) {
    uint32_t pitch = crf->weights.stride;
    size_t cells = (size_t)length * pitch;
    *lattice = (crf_lattice){
        .length = length,
        .pitch = pitch,
        .count = dp_arena_alloc(arena, length),
        .label = dp_arena_alloc(arena, cells),
        .score = dp_arena_alloc(arena, cells * sizeof *lattice->score),
        .value = dp_arena_alloc(arena, cells * sizeof *lattice->value),
    };
    return lattice->count && lattice->label && lattice->score && lattice->value ? 0 : -1;
}

/* The values of the best paths to all labels after position `t`, emission scores left out. Whole rows of transitions
 * are compared; where a path comes from is not noted, as few labels lie on the best one. */
static void extend_paths(const dp_crf *crf, const crf_lattice *lattice, uint32_t t, float *restrict values) {
    uint32_t stride = crf->weights.stride;
    size_t here = (size_t)t * lattice->pitch;
    for (uint32_t k = 0; k < stride; k++) values[k] = -INFINITY;
    for (uint32_t c = 0; c < lattice->count[t]; c++) {
        const float *row = crf->transitions + (size_t)lattice->label[here + c] * stride;
        float so_far = lattice->value[here + c];
        for (uint32_t k = 0; k < stride; k++) {
            float value = so_far + row[k];
            values[k] = value > values[k] ? value : values[k];
        }
    }
}

/* As dp_largest, with four comparisons under way at a time. */
static float find_largest(const float *at, uint32_t count) {
    float lanes[4] = {at[0], at[0], at[0], at[0]};
    uint32_t whole = count & ~3u;
    for (uint32_t i = 0; i < whole; i += 4) {
        for (uint32_t k = 0; k < 4; k++) lanes[k] = at[i + k] > lanes[k] ? at[i + k] : lanes[k];
    }
    for (uint32_t i = whole; i < count; i++) lanes[0] = at[i] > lanes[0] ? at[i] : lanes[0];
    return dp_largest(lanes, 4);
}

/* Adds the emission scores to the values of the paths, and makes candidates of the labels within the beams. */
static void choose_candidates(const float *restrict scores, uint32_t labels, crf_beams beams, uint32_t t,
                              float *restrict values, crf_lattice *lattice) {
    size_t here = (size_t)t * lattice->pitch;
    uint8_t *label = lattice->label + here;
    float least = find_largest(scores, labels) - beams.emission;
    for (uint32_t k = 0; k < labels; k++) {
        float value = values[k] + scores[k];
        values[k] = scores[k] >= least ? value : -INFINITY;
    }
    least = find_largest(values, labels) - beams.path;
    uint32_t count = 0;
    for (uint32_t k = 0; k < labels; k++) {
        label[count] = (uint8_t)k;
        count += values[k] >= least;
    }
    for (uint32_t c = 0; c < count; c++) {
        lattice->score[here + c] = scores[label[c]];
        lattice->value[here + c] = values[label[c]];
    }
    lattice->count[t] = (uint8_t)count;
}

/* The label at position `t` from which the best path goes on, and through *top that path's value; the scores from label
 * to label are `step` apart. */
static uint8_t find_best_at(const crf_lattice *lattice, uint32_t t, const float *onwards, uint32_t step, float *top) {
    size_t here = (size_t)t * lattice->pitch;
    const uint8_t *label = lattice->label + here;
    uint32_t best = 0;
    *top = lattice->value[here] + onwards[(size_t)label[0] * step];
    for (uint32_t c = 1; c < lattice->count[t]; c++) {
        float value = lattice->value[here + c] + onwards[(size_t)label[c] * step];
        best = value > *top ? c : best;
        *top = value > *top ? value : *top;
    }
    return label[best];
}

/* Viterbi's algorithm; gives the score of the best path, written to `path`. */
static float find_best(const dp_crf *crf, const float *scores, crf_beams beams, crf_lattice *lattice, uint8_t *path) {
    uint32_t pitch = lattice->pitch, labels = crf->weights.labels, last = lattice->length - 1;
    float values[DP_LABELS_MAX], top, part;
    memcpy(values, crf->transitions + (size_t)labels * pitch, pitch * sizeof *values);
    choose_candidates(scores, labels, beams, 0, values, lattice);
    for (uint32_t t = 1; t <= last; t++) {
        extend_paths(crf, lattice, t - 1, values);
        choose_candidates(scores + (size_t)t * pitch, labels, beams, t, values, lattice);
    }
    path[last] = find_best_at(lattice, last, crf->finals, 1, &top);
    for (uint32_t t = last; t > 0; t--) {
        path[t - 1] = find_best_at(lattice, t - 1, crf->transitions + path[t], pitch, &part);
    }
    return top;
}

static void normalise(float *at, uint32_t count) {
    float sum = 0.0f;
    for (uint32_t k = 0; k < count; k++) sum += at[k];
    float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
    for (uint32_t k = 0; k < count; k++) at[k] *= factor;
}

/* Turns scores into potentials, exp(score - best), and values into forward probabilities. */
static void forward(const dp_crf *crf, crf_lattice *lattice) {
    uint32_t stride = crf->weights.stride, pitch = lattice->pitch;
    for (uint32_t t = 0; t < lattice->length; t++) {
        size_t here = (size_t)t * pitch, before = t ? here - pitch : 0;
        uint32_t count = lattice->count[t];
        float top = dp_largest(lattice->score + here, count);
        for (uint32_t c = 0; c < count; c++) {
            const float *into = crf->factors + lattice->label[here + c];
            float sum = into[(size_t)crf->weights.labels * stride];
            if (t) {
                sum = 0.0f;
                for (uint32_t p = 0; p < lattice->count[t - 1]; p++) {
                    sum += lattice->value[before + p] * into[(size_t)lattice->label[before + p] * stride];
                }
            }
            lattice->score[here + c] = dp_exp(lattice->score[here + c] - top);
            lattice->value[here + c] = sum * lattice->score[here + c];
        }
        normalise(lattice->value + here, count);
    }
}

/* Multiplies the forward probabilities by the backward ones, which makes them posteriors. */
static void backward(const dp_crf *crf, crf_lattice *lattice) {
    uint32_t stride = crf->weights.stride, pitch = lattice->pitch;
    const float *closing = crf->factors + (size_t)(crf->weights.labels + 1) * stride;
    float beta[DP_LABELS_MAX], product[DP_LABELS_MAX];
    for (uint32_t t = lattice->length; t-- > 0;) {
        size_t here = (size_t)t * pitch;
        uint32_t count = lattice->count[t];
        for (uint32_t c = 0; c < count; c++) {
            const float *row = crf->factors + (size_t)lattice->label[here + c] * stride;
            float sum = closing[lattice->label[here + c]];
            if (t + 1 < lattice->length) {
                sum = 0.0f;
                for (uint32_t n = 0; n < lattice->count[t + 1]; n++) {
                    sum += product[n] * row[lattice->label[here + pitch + n]];
                }
            }
            beta[c] = sum;
        }
        normalise(beta, count);
        for (uint32_t c = 0; c < count; c++) {
            lattice->value[here + c] *= beta[c];
            product[c] = beta[c] * lattice->score[here + c];
        }
        normalise(lattice->value + here, count);
    }
}

static void write_posteriors(const crf_lattice *lattice, const uint8_t *path, float *probabilities, float *marginals) {
    for (uint32_t t = 0; t < lattice->length; t++) {
        size_t here = (size_t)t * lattice->pitch;
        for (uint32_t k = 0; marginals && k < lattice->pitch; k++) marginals[here + k] = 0.0f;
        for (uint32_t c = 0; c < lattice->count[t]; c++) {
            if (marginals) marginals[here + lattice->label[here + c]] = lattice->value[here + c];
            if (probabilities && lattice->label[here + c] == path[t]) probabilities[t] = lattice->value[here + c];
        }
    }
}

int dp_crf_decode_scores(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, uint8_t *labels,
                         float *probabilities, float *marginals) {
    if (length == 0) return 0;
    crf_lattice lattice;
    if (open_lattice(crf, arena, length, &lattice)) return -1;
    if (find_best(crf, scores, BEAMS, &lattice, labels) <= DP_FORBIDDEN / 2) {
        /* No path through the candidates is allowed: all labels become candidates. */
        find_best(crf, scores, NO_BEAMS, &lattice, labels);
    }
    if (!probabilities && !marginals) return 0;
    forward(crf, &lattice);
    backward(crf, &lattice);
    write_posteriors(&lattice, labels, probabilities, marginals);
    return 0;
}

void dp_crf_sum(const dp_crf *crf, const dp_features *features, uint32_t first, uint32_t end, int16_t *sums) {
    if (first >= end) return;
    uint32_t start = first ? features->ends[first - 1] : 0;
    dp_weights_sum_positions(&crf->weights, features->hashes, start, features->ends + first, end - first, sums);
}

static float *to_scores(const dp_crf *crf, dp_arena *arena, const int16_t *sums, uint32_t length) {
    size_t cells = (size_t)length * crf->weights.stride;
    float *scores = dp_arena_alloc(arena, cells * sizeof *scores);
    for (size_t i = 0; scores && i < cells; i++) scores[i] = (float)sums[i] * (1.0f / DP_WEIGHT_ONE);
    return scores;
}

static int16_t *new_sums(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first,
                         uint32_t end) {
    int16_t *sums = dp_arena_calloc(arena, end - first, crf->weights.stride * sizeof *sums);
    if (sums) dp_crf_sum(crf, features, first, end, sums);
    return sums;
}

float *dp_crf_scores(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end) {
    const int16_t *sums = new_sums(crf, arena, features, first, end);
    return sums ? to_scores(crf, arena, sums, end - first) : NULL;
}

int dp_crf_decode_sums(const dp_crf *crf, dp_arena *arena, const int16_t *sums, uint32_t length, uint8_t *labels,
                       float *probabilities, float *marginals) {
    const float *scores = to_scores(crf, arena, sums, length);
    return scores ? dp_crf_decode_scores(crf, arena, scores, length, labels, probabilities, marginals) : -1;
}

int dp_crf_decode(const dp_crf *crf, dp_arena *arena, const dp_features *features, uint32_t first, uint32_t end,
                  uint8_t *labels, float *probabilities, float *marginals) {
    if (first >= end) return 0;
    const int16_t *sums = new_sums(crf, arena, features, first, end);
    return sums ? dp_crf_decode_sums(crf, arena, sums, end - first, labels, probabilities, marginals) : -1;
}
