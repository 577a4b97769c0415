/*
 * clock.h - time that only moves forward, whatever is done to the wall clock.
 */
#ifndef DP_STREAM_CLOCK_H
#define DP_STREAM_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds since some moment in the past. */
static inline int64_t dp_clock_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static inline int64_t dp_clock_ms(void) {
    return dp_clock_us() / 1000;
}

/* Microseconds between two moments, held within 32 bits. */
static inline uint32_t dp_clock_span(int64_t from_us, int64_t to_us) {
    int64_t span = to_us - from_us;
    return span < 0 ? 0 : span > UINT32_MAX ? UINT32_MAX : (uint32_t)span;
}

#endif
