/* Decoding under the condition that some label is there. */
#include "learn/crf.h"

/* A state is a label and whether a label sought has come by then: those without come first, then those with one. */
typedef struct search {
    const dp_crf *crf;
    const float *scores;
    uint32_t labels, states;
    uint8_t least;
    float *values[2]; /* of the best path to each state: at the position before, and here */
    uint8_t *from;    /* [position][state]: the state before */
} search;

/* Whether a state can come after another one. */
static bool may_follow(const search *s, uint32_t before, uint32_t after) {
    bool had = before >= s->labels, has = after >= s->labels;
    uint32_t label = after % s->labels;
    if (label >= s->least) return has;
    return had == has;
}

static void open_paths(const search *s) {
    const float *opening = s->crf->transitions + (size_t)s->labels * s->crf->weights.stride;
    for (uint32_t state = 0; state < s->states; state++) {
        uint32_t label = state % s->labels;
        bool fits = (label >= s->least) == (state >= s->labels);
        s->values[0][state] = fits ? opening[label] + s->scores[label] : 2 * DP_FORBIDDEN;
    }
}

static void extend_paths(const search *s, uint32_t t) {
    uint32_t stride = s->crf->weights.stride;
    const float *scores = s->scores + (size_t)t * stride;
    for (uint32_t after = 0; after < s->states; after++) {
        uint32_t label = after % s->labels, best = 0;
        float top = 4 * DP_FORBIDDEN;
        for (uint32_t before = 0; before < s->states; before++) {
            if (!may_follow(s, before, after)) continue;
            float value = s->values[0][before] + s->crf->transitions[(size_t)(before % s->labels) * stride + label];
            if (value <= top) continue;
            top = value;
            best = before;
        }
        s->values[1][after] = top + scores[label];
        s->from[(size_t)t * s->states + after] = (uint8_t)best;
    }
    memcpy(s->values[0], s->values[1], s->states * sizeof *s->values[0]);
}

int dp_crf_decode_with(const dp_crf *crf, dp_arena *arena, const float *scores, uint32_t length, uint8_t least,
                       uint8_t *labels) {
    search s = {.crf = crf, .scores = scores, .labels = crf->weights.labels, .least = least};
    s.states = 2 * s.labels;
    s.values[0] = dp_arena_alloc(arena, s.states * sizeof *s.values[0]);
    s.values[1] = dp_arena_alloc(arena, s.states * sizeof *s.values[1]);
    s.from = dp_arena_alloc(arena, (size_t)length * s.states + 1);
    if (!s.values[0] || !s.values[1] || !s.from) return -1;
    if (length == 0) return 0;
    open_paths(&s);
    for (uint32_t t = 1; t < length; t++) extend_paths(&s, t);
    uint32_t best = s.labels;
    for (uint32_t state = s.labels; state < s.states; state++) {
        float value = s.values[0][state] + crf->finals[state - s.labels];
        if (value > s.values[0][best] + crf->finals[best - s.labels]) best = state;
    }
    for (uint32_t t = length; t-- > 0;) {
        labels[t] = (uint8_t)(best % s.labels);
        if (t) best = s.from[(size_t)t * s.states + best];
    }
    return 0;
}
