/*
 * bench_curve.h - whether the time an article takes grows with its size and no faster, also where the text is made to
 * be hard.
 */
#ifndef DP_BENCH_CURVE_H
#define DP_BENCH_CURVE_H

#include "article/enricher.h"
#include "cli/packs.h"
#include "ops/buffer.h"

enum { DP_CURVE_SIZES = 4, DP_CURVE_KINDS = 9 };

/* Bytes of the texts: 10 kB, 100 kB, 1 MB, 10 MB. */
extern const size_t dp_curve_sizes[DP_CURVE_SIZES];

/* What the texts are like: "normal", "no spaces"... */
extern const char *const dp_curve_kinds[DP_CURVE_KINDS];

/* One text, analysed; the best of several runs when it is short. */
typedef struct dp_curve_point {
    size_t bytes;                          /* of the text */
    uint64_t us;                           /* of processor time for the whole article */
    uint32_t stage_us[DP_ENRICHER_STAGES]; /* of the clock, in that run */
} dp_curve_point;

/* Measures a text of a kind and size, made of `text` (some articles' text, not empty) in the language of the first
 * pack. Returns 0, or -1 when memory is out. */
int dp_curve_measure(const dp_packs *packs, dp_str text, size_t kind, size_t size, dp_curve_point *point);

#endif
