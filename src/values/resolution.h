/*
 * resolution.h - from what an expression of time says to the day, stretch or time that it means.
 */
#ifndef DP_RESOLUTION_H
#define DP_RESOLUTION_H

#include "base/arena.h"
#include "values/meaning.h"
#include "values/tense.h"
#include "values/values.h"

/* Where the text is in time. */
typedef struct dp_setting {
    dp_day published;
    dp_day spoken; /* the day last spoken of; the publication day at first */
} dp_setting;

/* Writes what is meant, as ISO 8601 in `arena`: day, month, year, T-time or start/end; empty when it cannot be told
 * (without a publication day what is relative to it cannot). A single day becomes the day spoken of. Returns 0 or -1
 * (memory). */
int dp_resolve(const dp_meaning *meaning, dp_tense tense, dp_setting *setting, dp_arena *arena, dp_str *iso);

#endif
