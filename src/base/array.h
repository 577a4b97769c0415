/*
 * array.h - a growable array in an arena. Typed by macro: dp_array(dp_token) tokens = {0};
 */
#ifndef DP_ARRAY_H
#define DP_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define dp_array(type) \
    struct {           \
        type *at;      \
        uint32_t count, capacity; \
    }

/* Appends a copy of `value`; false when memory is out, and then the array is as before. */
#define dp_array_push(arena, array, value)                                                              \
    (dp_array_reserve((arena), (void **)&(array)->at, (array)->count, &(array)->capacity, sizeof *(array)->at) \
         ? ((array)->at[(array)->count++] = (value), true)                                              \
         : false)

/* Makes room for one more element of `size` bytes. Not called directly. */
bool dp_array_reserve(dp_arena *arena, void **elements, uint32_t count, uint32_t *capacity, size_t size);

#endif
