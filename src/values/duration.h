/*
 * duration.h - lengths of time as ISO 8601 durations.
 */
#ifndef DP_DURATION_H
#define DP_DURATION_H

#include "base/arena.h"
#include "base/str.h"

/* Parts of a duration, each 0 when absent. */
typedef struct dp_duration {
    double years, months, weeks, days, hours, minutes, seconds;
} dp_duration;

/* Adds `number` times a length of the unit lexicon's notation: "hour", "7 day", "0.5 hour". False when the notation is
 * none of a length of time that a duration can say. */
bool dp_duration_add(dp_duration *duration, double number, dp_str length);

/* Writes it, in `arena`: "P3D", "PT2H30M", "P2Y6M"; empty for none or a length beyond all measure. Returns 0 or -1
 * (memory). */
int dp_duration_write(const dp_duration *duration, dp_arena *arena, dp_str *iso);

#endif
