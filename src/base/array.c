#include "base/array.h"

#include <string.h>

bool dp_array_reserve(dp_arena *arena, void **elements, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity) return true;
    if (*capacity > UINT32_MAX / 2) return false;
    uint32_t want = *capacity ? *capacity * 2 : 16;
    if (want > SIZE_MAX / size) return false;
    void *grown = dp_arena_alloc(arena, want * size);
    if (!grown) return false;
    if (count) memcpy(grown, *elements, count * size);
    *elements = grown;
    *capacity = want;
    return true;
}
