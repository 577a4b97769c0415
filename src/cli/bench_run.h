/*
 * bench_run.h - articles enriched over and over, on one thread or several: how many, how fast, and how long each stage
 * took.
 */
#ifndef DP_BENCH_RUN_H
#define DP_BENCH_RUN_H

#include "article/enricher.h"
#include "cli/packs.h"

enum {
    DP_BENCH_STEPS = 64,                     /* steps of a time between two powers of two */
    DP_BENCH_BUCKETS = 32 * DP_BENCH_STEPS,  /* for all times that 32 bits of microseconds hold */
    DP_BENCH_TIMES = DP_ENRICHER_STAGES + 1, /* of each stage, and of all together */
};

/* How often which time was measured; exact below 64 microseconds, then to 1/64. */
typedef struct dp_bench_times {
    uint64_t count, sum_us;
    uint32_t buckets[DP_BENCH_BUCKETS];
} dp_bench_times;

typedef struct dp_bench_articles {
    const dp_str *at; /* messages */
    size_t count;
} dp_bench_articles;

typedef struct dp_bench_options {
    const dp_settings *settings;
    const dp_packs *packs;
    unsigned threads;
    int64_t seconds_us; /* measured, after a warm-up of one round over the articles or a quarter of it */
} dp_bench_options;

typedef struct dp_bench_result {
    uint64_t articles, text_bytes, rejected;
    double seconds;                       /* from the start to the end of the last thread */
    double cpu_seconds;                   /* of processor time, all threads together */
    uint64_t memory_warm, memory_end;     /* bytes in memory after the warm-up and at the end; 0 if not known */
    dp_bench_times times[DP_BENCH_TIMES]; /* of the stages in their order, then of a whole article */
} dp_bench_result;

/* Runs the benchmark. Returns 0, or -1 when memory is out or no thread can be started. `result` is large: not for the
 * stack. */
int dp_bench_run(const dp_bench_options *options, const dp_bench_articles *articles, dp_bench_result *result);

/* Processor time that this thread has used, in microseconds: what others do on the machine does not count. */
uint64_t dp_bench_cpu_us(void);

/* The time that a share (0 to 1) of all times does not exceed, in microseconds. */
double dp_bench_quantile(const dp_bench_times *times, double share);

#endif
