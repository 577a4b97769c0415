#include "learn/crf.h"

#include <math.h>

#include "learn/lanes.h"
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

/* What is looked at of one position: all labels, a vector of them at a time. */
typedef struct crf_column {
    float score[DP_LABELS_MAX]; /* minus infinity past the labels */
    float value[DP_LABELS_MAX]; /* of the best path here; minus infinity for labels outside of the beam of scores */
    float best;                 /* the largest value */
} crf_column;

/* Takes over the scores of a position and gives the largest one. */
static float take_scores(const float *scores, const float *padding, uint32_t stride, crf_column *column) {
    dp_lanes largest = dp_lanes_all(-INFINITY);
    for (uint32_t k = 0; k < stride; k += DP_LANES) {
        dp_lanes score = dp_lanes_load(scores + k) + dp_lanes_load(padding + k);
        dp_lanes_store(score, column->score + k);
        largest = dp_lanes_larger(score, largest);
    }
    return dp_lanes_largest(largest);
}

/* Finds the values of the best paths to the labels whose score is not under `least`, given the candidates before with
 * their rows of transitions. Where a path comes from is not noted, as few labels lie on the best one. */
static void extend_paths(const float *const *rows, const float *values, uint32_t count, uint32_t stride, float least,
                         crf_column *column) {
    const dp_lanes none = dp_lanes_all(-INFINITY);
    dp_lanes best = none;
    for (uint32_t k = 0; k < stride; k += DP_LANES) {
        dp_lanes top = none, score = dp_lanes_load(column->score + k);
        for (uint32_t p = 0; p < count; p++) {
            top = dp_lanes_larger(dp_lanes_all(values[p]) + dp_lanes_load(rows[p] + k), top);
        }
        top = dp_lanes_choose(score >= dp_lanes_all(least), top + score, none);
        dp_lanes_store(top, column->value + k);
        best = dp_lanes_larger(top, best);
    }
    column->best = dp_lanes_largest(best);
}

/* The labels with values from `least` on become the candidates; gives how many. */
static uint32_t choose_candidates(const crf_column *column, uint32_t stride, float least, uint8_t *label, float *score,
                                  float *value) {
    uint64_t kept = 0;
    for (uint32_t k = 0; k < stride; k += DP_LANES) {
        kept |= (uint64_t)dp_marks_bits(dp_lanes_load(column->value + k) >= dp_lanes_all(least)) << k;
    }
    uint32_t count = 0;
    for (; kept; kept &= kept - 1) {
        uint32_t k = (uint32_t)__builtin_ctzll(kept);
        label[count] = (uint8_t)k;
        score[count] = column->score[k];
        value[count++] = column->value[k];
    }
    return count;
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

/* Chooses the candidates of all positions, with the values of the best paths to them. */
static void find_paths(const dp_crf *crf, const float *scores, crf_beams beams, crf_lattice *lattice) {
    uint32_t stride = lattice->pitch, labels = crf->weights.labels, count = 1;
    float padding[DP_LABELS_MAX] = {0}, start = 0.0f;
    const float *values = &start, *rows[DP_LABELS_MAX] = {crf->transitions + (size_t)labels * stride};
    for (uint32_t k = labels; k < stride; k++) padding[k] = -INFINITY;
    for (uint32_t t = 0; t < lattice->length; t++) {
        size_t here = (size_t)t * stride;
        crf_column column;
        float largest = take_scores(scores + here, padding, stride, &column);
        extend_paths(rows, values, count, stride, largest - beams.emission, &column);
        const uint8_t *label = lattice->label + here;
        count = choose_candidates(&column, stride, column.best - beams.path, lattice->label + here,
                                  lattice->score + here, lattice->value + here);
        for (uint32_t c = 0; c < count; c++) rows[c] = crf->transitions + (size_t)label[c] * stride;
        values = lattice->value + here;
        lattice->count[t] = (uint8_t)count;
    }
}

/* Viterbi's algorithm; gives the score of the best path, written to `path`. */
static float find_best(const dp_crf *crf, const float *scores, crf_beams beams, crf_lattice *lattice, uint8_t *path) {
    uint32_t last = lattice->length - 1;
    float top, part;
    find_paths(crf, scores, beams, lattice);
    path[last] = find_best_at(lattice, last, crf->finals, 1, &top);
    for (uint32_t t = last; t > 0; t--) {
        path[t - 1] = find_best_at(lattice, t - 1, crf->transitions + path[t], lattice->pitch, &part);
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
