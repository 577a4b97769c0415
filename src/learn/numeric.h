/*
 * numeric.h - the arithmetic that must come out alike on every machine: an exponential of our own, and sums over rows.
 *
 * Only operations that IEEE 754 defines to the bit are used, in a fixed order (the build forbids contraction). libm's
 * functions are not: they differ between versions.
 */
#ifndef DP_NUMERIC_H
#define DP_NUMERIC_H

#include <stdint.h>
#include <string.h>

/* e to the x, relative error under 2e-7; 0 below about -87, limited to the exponential of 88 above. The reduction and
 * the polynomial are those of Cephes' expf (Moshier 1989). */
static inline float dp_exp(float x) {
    if (x > 88.0f) x = 88.0f;
    float below = x < -87.0f ? 0.0f : 1.0f;
    if (x < -87.0f) x = -87.0f;
    float n = (x * 1.44269504088896341f + 12582912.0f) - 12582912.0f; /* rounds to a whole number */
    float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = (p * (r * r) + r) + 1.0f;
    uint32_t bits = (uint32_t)((int32_t)n + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return p * power * below;
}

/* The sum of `count` numbers, count a multiple of eight, always in the same order: eight running sums. */
static inline float dp_sum(const float *at, uint32_t count) {
    float lanes[8] = {0};
    for (uint32_t i = 0; i < count; i += 8) {
        for (uint32_t k = 0; k < 8; k++) lanes[k] += at[i + k];
    }
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

/* The largest of `count` > 0 numbers. */
static inline float dp_largest(const float *at, uint32_t count) {
    float largest = at[0];
    for (uint32_t i = 1; i < count; i++) largest = at[i] > largest ? at[i] : largest;
    return largest;
}

/* Turns `count` scores into exponentials, scaled to a largest of 1, with zeros behind them up to `room`, a multiple of
 * eight. Gives their sum: divided by it they are probabilities. */
static inline float dp_exponentials(float *scores, uint32_t count, uint32_t room) {
    float top = dp_largest(scores, count);
    for (uint32_t k = 0; k < count; k++) scores[k] = dp_exp(scores[k] - top);
    for (uint32_t k = count; k < room; k++) scores[k] = 0.0f;
    return dp_sum(scores, room);
}

/* SplitMix64 (Steele, Lea, Flood 2014): a random number from a state that it moves on. */
static inline uint64_t dp_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A random number from -limit to limit. */
static inline float dp_random_around(uint64_t *state, float limit) {
    return ((float)(dp_random(state) >> 40) * (2.0f / 16777216.0f) - 1.0f) * limit;
}

#endif
