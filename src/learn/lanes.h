/*
 * lanes.h - four numbers at a time, as vectors of the compiler's (gcc, clang): + and * work lane by lane, each to the
 * bit as on single numbers.
 */
#ifndef DP_LANES_H
#define DP_LANES_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { DP_LANES = 4 };

typedef float dp_lanes __attribute__((vector_size(DP_LANES * sizeof(float))));
typedef int32_t dp_marks __attribute__((vector_size(DP_LANES * sizeof(int32_t)))); /* all bits of a lane, or none */

static inline dp_lanes dp_lanes_load(const float *at) {
    dp_lanes lanes;
    memcpy(&lanes, at, sizeof lanes);
    return lanes;
}

static inline void dp_lanes_store(dp_lanes lanes, float *at) {
    memcpy(at, &lanes, sizeof lanes);
}

static inline dp_lanes dp_lanes_all(float value) {
    return (dp_lanes){value, value, value, value};
}

/* `yes` in the marked lanes, `no` in the others. */
static inline dp_lanes dp_lanes_choose(dp_marks marks, dp_lanes yes, dp_lanes no) {
    return (dp_lanes)((marks & (dp_marks)yes) | (~marks & (dp_marks)no));
}

/* Lane by lane the larger one. */
static inline dp_lanes dp_lanes_larger(dp_lanes a, dp_lanes b) {
#if defined(__SSE2__)
    return _mm_max_ps(a, b);
#else
    return dp_lanes_choose(a > b, a, b);
#endif
}

/* The largest lane. */
static inline float dp_lanes_largest(dp_lanes lanes) {
    float low = lanes[0] > lanes[1] ? lanes[0] : lanes[1], high = lanes[2] > lanes[3] ? lanes[2] : lanes[3];
    return low > high ? low : high;
}

/* The marks as bits: bit i is that of lane i. */
static inline uint32_t dp_marks_bits(dp_marks marks) {
#if defined(__SSE2__)
    return (uint32_t)_mm_movemask_ps((__m128)marks);
#else
    return (uint32_t)((marks[0] & 1) | (marks[1] & 2) | (marks[2] & 4) | (marks[3] & 8));
#endif
}

#endif
