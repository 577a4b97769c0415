/*
 * str.h - slices of UTF-8 bytes, and their hash.
 */
#ifndef DP_STR_H
#define DP_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "depeche/depeche.h"

typedef depeche_str dp_str;

#define DP_STR(literal) ((dp_str){(literal), sizeof(literal) - 1})

static inline bool dp_str_equal(dp_str a, dp_str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Byte order: that of code points in UTF-8. Negative, zero or positive. */
static inline int dp_str_compare(dp_str a, dp_str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool dp_str_starts(dp_str string, dp_str prefix) {
    return string.len >= prefix.len && (prefix.len == 0 || memcmp(string.at, prefix.at, prefix.len) == 0);
}

static inline bool dp_str_ends(dp_str string, dp_str suffix) {
    return string.len >= suffix.len &&
           (suffix.len == 0 || memcmp(string.at + string.len - suffix.len, suffix.at, suffix.len) == 0);
}

/* XXH3 (https://xxhash.com), 64 bits, seed 0. */
uint64_t dp_str_hash(dp_str string);

/* Mixes two hashes into one; not commutative. The finaliser is MurmurHash3's. */
static inline uint64_t dp_hash_mix(uint64_t a, uint64_t b) {
    uint64_t h = a * UINT64_C(0x9E3779B97F4A7C15) + b;
    h ^= h >> 33;
    h *= UINT64_C(0xFF51AFD7ED558CCD);
    h ^= h >> 33;
    h *= UINT64_C(0xC4CEB9FE1A85EC53);
    return h ^ (h >> 33);
}

#endif
