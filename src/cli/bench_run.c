#include "cli/bench_run.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "analysis/analyzer.h"
#include "base/memory.h"
#include "cli/enrich.h"

/* Where all threads wait after their warm-up, to measure together once the main thread has seen the memory. */
typedef struct start_line {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned waiting;
    enum { LINE_CLOSED = 0, LINE_OPEN, LINE_GIVEN_UP } state;
} start_line;

typedef struct bench_thread {
    const dp_bench_options *options;
    const dp_bench_articles *articles;
    start_line *line;
    dp_enricher *enricher;
    unsigned number;
    bool failed;
    dp_bench_result result;
} bench_thread;

/* -------------------------------------------------------------------------------------------------- times */

static uint32_t bucket_of(uint32_t us) {
    if (us < DP_BENCH_STEPS) return us;
    uint32_t shift = 25u - (uint32_t)__builtin_clz(us); /* so that the rest is in 64..127 */
    return shift * DP_BENCH_STEPS + (us >> shift);
}

/* The middle of the times of a bucket. */
static double middle_of(uint32_t bucket) {
    if (bucket < 2 * DP_BENCH_STEPS) return bucket;
    uint32_t shift = bucket / DP_BENCH_STEPS - 1;
    return ((double)(bucket % DP_BENCH_STEPS + DP_BENCH_STEPS) + .5) * (double)(UINT64_C(1) << shift);
}

static void add_time(dp_bench_times *times, uint32_t us) {
    times->count++;
    times->sum_us += us;
    times->buckets[bucket_of(us)]++;
}

static void add_times(dp_bench_times *sum, const dp_bench_times *times) {
    sum->count += times->count;
    sum->sum_us += times->sum_us;
    for (size_t i = 0; i < DP_BENCH_BUCKETS; i++) sum->buckets[i] += times->buckets[i];
}

double dp_bench_quantile(const dp_bench_times *times, double share) {
    uint64_t seen = 0;
    for (uint32_t bucket = 0; bucket < DP_BENCH_BUCKETS; bucket++) {
        seen += times->buckets[bucket];
        if (seen && (double)seen >= share * (double)times->count) return middle_of(bucket);
    }
    return 0;
}

uint64_t dp_bench_cpu_us(void) {
    struct timespec used = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

/* ------------------------------------------------------------------------------------------------ threads */

static void measure_article(bench_thread *thread, dp_str message) {
    dp_bench_result *result = &thread->result;
    dp_enriched enriched;
    uint64_t start = dp_clock_us();
    dp_enricher_process(thread->enricher, message, &enriched);
    uint64_t passed = dp_clock_us() - start;
    if (enriched.outcome == DP_OUTCOME_FAILED) thread->failed = true;
    if (enriched.outcome != DP_OUTCOME_DOCUMENT) {
        result->rejected++;
        return;
    }
    result->articles++;
    result->text_bytes += depeche_document_text(enriched.analysis).len;
    for (int stage = 0; stage < DP_ENRICHER_STAGES; stage++) add_time(&result->times[stage], enriched.stage_us[stage]);
    add_time(&result->times[DP_ENRICHER_STAGES], passed > UINT32_MAX ? UINT32_MAX : (uint32_t)passed);
}

/* Enriches articles, beginning at a place of this thread's own, for a time or one round. */
static void go_round(bench_thread *thread, int64_t time_us, bool once) {
    size_t count = thread->articles->count, at = thread->number * (count / thread->options->threads);
    uint64_t start = dp_clock_us(), used = dp_bench_cpu_us();
    for (size_t done = 0; !thread->failed && !(once && done == count); done++) {
        if (done && dp_clock_us() - start >= (uint64_t)time_us) break;
        measure_article(thread, thread->articles->at[at++ % count]);
    }
    thread->result.seconds = (double)(dp_clock_us() - start) / 1e6;
    thread->result.cpu_seconds = (double)(dp_bench_cpu_us() - used) / 1e6;
}

/* Waits for the start; false when there will be none. */
static bool wait_for_start(start_line *line) {
    pthread_mutex_lock(&line->mutex);
    line->waiting++;
    pthread_cond_broadcast(&line->changed);
    while (line->state == LINE_CLOSED) pthread_cond_wait(&line->changed, &line->mutex);
    bool open = line->state == LINE_OPEN;
    pthread_mutex_unlock(&line->mutex);
    return open;
}

static void wait_for_threads(start_line *line, unsigned count) {
    pthread_mutex_lock(&line->mutex);
    while (line->waiting < count) pthread_cond_wait(&line->changed, &line->mutex);
    pthread_mutex_unlock(&line->mutex);
}

static void start(start_line *line, bool open) {
    pthread_mutex_lock(&line->mutex);
    line->state = open ? LINE_OPEN : LINE_GIVEN_UP;
    pthread_cond_broadcast(&line->changed);
    pthread_mutex_unlock(&line->mutex);
}

static void *run_thread(void *argument) {
    bench_thread *thread = argument;
    go_round(thread, thread->options->seconds_us / 4, true);
    memset(&thread->result, 0, sizeof thread->result);
    if (wait_for_start(thread->line)) go_round(thread, thread->options->seconds_us, false);
    return NULL;
}

static uint64_t resident_memory(void) {
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    uint64_t pages = 0;
    int got = fscanf(file, "%*u %" SCNu64, &pages);
    fclose(file);
    long page = sysconf(_SC_PAGESIZE);
    return got == 1 && page > 0 ? pages * (uint64_t)page : 0;
}

static void gather(const bench_thread *threads, unsigned count, dp_bench_result *result) {
    for (unsigned i = 0; i < count; i++) {
        const dp_bench_result *part = &threads[i].result;
        result->articles += part->articles;
        result->text_bytes += part->text_bytes;
        result->rejected += part->rejected;
        result->cpu_seconds += part->cpu_seconds;
        if (part->seconds > result->seconds) result->seconds = part->seconds;
        for (size_t t = 0; t < DP_BENCH_TIMES; t++) add_times(&result->times[t], &part->times[t]);
    }
}

static int run_threads(bench_thread *threads, unsigned count, start_line *line, dp_bench_result *result) {
    pthread_t *ids = dp_calloc(count, sizeof *ids);
    if (!ids) return -1;
    unsigned started = 0;
    while (started < count && pthread_create(&ids[started], NULL, run_thread, &threads[started]) == 0) started++;
    if (started == count) {
        wait_for_threads(line, count);
        result->memory_warm = resident_memory();
    }
    start(line, started == count);
    int status = started == count ? 0 : -1;
    for (unsigned i = 0; i < started; i++) {
        pthread_join(ids[i], NULL);
        if (threads[i].failed) status = -1;
    }
    result->memory_end = resident_memory();
    dp_free(ids);
    return status;
}

int dp_bench_run(const dp_bench_options *options, const dp_bench_articles *articles, dp_bench_result *result) {
    memset(result, 0, sizeof *result);
    bench_thread *threads = dp_calloc(options->threads, sizeof *threads);
    if (!threads) return -1;
    start_line line = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    int status = 0;
    for (unsigned i = 0; i < options->threads; i++) {
        threads[i].options = options;
        threads[i].articles = articles;
        threads[i].line = &line;
        threads[i].number = i;
        threads[i].enricher = dp_enrich_open(options->settings, options->packs);
        if (!threads[i].enricher) status = -1;
    }
    if (!status) status = run_threads(threads, options->threads, &line, result);
    if (!status) gather(threads, options->threads, result);
    for (unsigned i = 0; i < options->threads; i++) dp_enricher_close(threads[i].enricher);
    pthread_cond_destroy(&line.changed);
    pthread_mutex_destroy(&line.mutex);
    dp_free(threads);
    return status;
}
