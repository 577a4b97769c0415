/*
 * features.h - the features of a sequence of positions (the tokens of a text, or single decisions), as 64-bit hashes.
 *
 * A stage emits, position by position, the hashes of (template, values). No strings are kept and nothing is looked up
 * while it does so. The same list feeds training (dataset.h) and decoding (crf.h, logistic.h).
 *
 * Hashing of features: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009; here 64 bits
 * wide, so that collisions do not happen in practice.
 */
#ifndef DP_FEATURES_H
#define DP_FEATURES_H

#include "base/arena.h"
#include "base/str.h"

typedef struct dp_features {
    dp_arena *arena;
    uint64_t *hashes; /* those of position 0, then of position 1... */
    uint32_t count, capacity;
    uint32_t *ends; /* for every closed position, where its hashes end */
    uint32_t positions, position_capacity;
    bool failed; /* memory ran out: what is here is incomplete */
} dp_features;

/* An empty list whose memory comes from `arena`. */
void dp_features_init(dp_features *features, dp_arena *arena);

/* Empties the list and keeps its room. */
void dp_features_clear(dp_features *features);

/* Makes room for `count` more hashes; false when memory is out (then `failed` is set). */
bool dp_features_reserve(dp_features *features, uint32_t count);

/* Closes the current position and opens the next one. Returns 0 or -1 (memory). */
int dp_features_close_position(dp_features *features);

/* The hash of a value under a template. `value` should be a hash already or a small number. */
static inline uint64_t dp_feature(uint32_t template_id, uint64_t value) {
    uint64_t h = (value ^ (uint64_t)template_id * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    h ^= h >> 32;
    return h * UINT64_C(0xD6E8FEB86659FD93);
}

/* The hash of an ordered pair of values under a template. */
static inline uint64_t dp_feature_pair(uint32_t template_id, uint64_t first, uint64_t second) {
    return dp_feature(template_id, (first * UINT64_C(0xA0761D6478BD642F)) ^
                                       (second + UINT64_C(0x8EBC6AF09C88C6E3)) * UINT64_C(0xE7037ED1A0B428DB));
}

/* Adds a hash to the current position. Room must have been reserved; without it the hash is left out and `failed` is
 * set. */
static inline void dp_features_add(dp_features *features, uint64_t hash) {
    if (features->count < features->capacity) {
        features->hashes[features->count++] = hash;
    } else {
        features->failed = true;
    }
}

/* The first hash of a position, and through *count how many it has. */
static inline const uint64_t *dp_features_at(const dp_features *features, uint32_t position, uint32_t *count) {
    uint32_t start = position ? features->ends[position - 1] : 0;
    *count = features->ends[position] - start;
    return features->hashes + start;
}

#endif
