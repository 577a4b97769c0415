#include "learn/features.h"

#include "base/array.h"

enum { HASHES_MIN = 4096 };

void dp_features_init(dp_features *features, dp_arena *arena) {
    *features = (dp_features){.arena = arena};
}

void dp_features_clear(dp_features *features) {
    features->count = 0;
    features->positions = 0;
    features->failed = false;
}

bool dp_features_reserve(dp_features *features, uint32_t count) {
    if (features->capacity - features->count >= count) return true;
    uint64_t want = features->capacity ? (uint64_t)features->capacity * 2 : HASHES_MIN;
    while (want < (uint64_t)features->count + count) want *= 2;
    uint64_t *grown = want <= UINT32_MAX ? dp_arena_alloc(features->arena, (size_t)want * sizeof *grown) : NULL;
    if (!grown) {
        features->failed = true;
        return false;
    }
    if (features->count) memcpy(grown, features->hashes, features->count * sizeof *grown);
    features->hashes = grown;
    features->capacity = (uint32_t)want;
    return true;
}

int dp_features_close_position(dp_features *features) {
    if (!dp_array_reserve(features->arena, (void **)&features->ends, features->positions, &features->position_capacity,
                          sizeof *features->ends)) {
        features->failed = true;
        return -1;
    }
    features->ends[features->positions++] = features->count;
    return 0;
}
