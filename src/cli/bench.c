/*
 * bench.c - `depeche bench [FILE...]`: throughput and latency of each stage.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "article/splitter.h"
#include "base/array.h"
#include "base/memory.h"
#include "cli/bench_curve.h"
#include "cli/bench_run.h"
#include "cli/commands.h"
#include "cli/configure.h"
#include "cli/enrich.h"
#include "cli/samples.h"
#include "ops/input.h"
#include "ops/quantity.h"

#define FILE_MAX ((size_t)1 << 30)

enum { THREADS_MAX = 1024, SECONDS_MAX = 3600, CURVE_TEXT = 1000000 };

static const dp_option options[] = {
    {'t', "threads", DP_ARGUMENT_TEXT, "N", NULL, "threads, after a run on one; as many as processors without it"},
    {0, "seconds", DP_ARGUMENT_TEXT, "N", NULL, "seconds that each run takes; 3 without it"},
    {0, "curve", DP_ARGUMENT_NONE, NULL, NULL,
     "time by the size of the text instead, 10 kB to 10 MB, also of hard texts"},
    {0, "json", DP_ARGUMENT_NONE, NULL, NULL, "the figures as JSON"},
    {0},
};

typedef struct bench {
    const dp_arguments *arguments;
    dp_settings *settings;
    dp_packs packs;
    dp_buffer files; /* all files, one after the other */
    dp_arena arena;
    dp_array(dp_str) articles;
    int64_t threads, seconds;
    bool json;
    dp_bench_result *result;
} bench;

static dp_exit complain(const char *name, const char *what) {
    fprintf(stderr, "depeche: %s%s%s\n", name ? name : "", name ? ": " : "", what);
    return DP_EXIT_FAILURE;
}

/* ----------------------------------------------------------------------------------------------- articles */

static dp_exit split(bench *b, dp_str file) {
    dp_splitter splitter;
    dp_str article;
    size_t line;
    dp_splitter_open(&splitter, file, (unsigned)dp_settings_number(b->settings, DP_SETTING_ARTICLE_MAX_DEPTH));
    while (dp_splitter_next(&splitter, &article, &line)) {
        if (!dp_array_push(&b->arena, &b->articles, article)) return complain(NULL, "memory is out");
    }
    return DP_EXIT_OK;
}

static dp_exit read_files(bench *b) {
    size_t count = b->arguments->operand_count;
    if (!count) return split(b, (dp_str){(const char *)dp_samples, strlen((const char *)dp_samples)});
    size_t *ends = dp_arena_calloc(&b->arena, count, sizeof *ends);
    if (!ends) return complain(NULL, "memory is out");
    for (size_t i = 0; i < count; i++) {
        const char *name = b->arguments->operands[i];
        int error = strcmp(name, "-") == 0 ? dp_input_stream(stdin, FILE_MAX, &b->files)
                                           : dp_input_file(name, FILE_MAX, &b->files);
        if (error) return complain(name, strerror(error));
        ends[i] = b->files.len;
    }
    dp_exit result = DP_EXIT_OK;
    for (size_t i = 0, start = 0; result == DP_EXIT_OK && i < count; start = ends[i++]) {
        if (ends[i] > start) result = split(b, (dp_str){b->files.at + start, ends[i] - start});
    }
    if (result == DP_EXIT_OK && !b->articles.count) return complain(NULL, "there is no article in the files");
    return result;
}

/* -------------------------------------------------------------------------------------------------- tables */

static double per_second(double amount, uint64_t us) {
    return us ? amount / ((double)us / 1e6) : 0;
}

static const char *time_name(size_t number) {
    return number < DP_ENRICHER_STAGES ? dp_enricher_stages()[number] : "all";
}

static void print_run(const bench *b, int64_t threads) {
    const dp_bench_result *r = b->result;
    double megabytes = (double)r->text_bytes / 1e6;
    printf("%" PRId64 " thread%s: %.2f MB of text and %.0f articles a second (%" PRIu64 " in %.1f s)\n", threads,
           threads == 1 ? "" : "s", megabytes / r->seconds, (double)r->articles / r->seconds, r->articles, r->seconds);
    printf("%.2f MB of text for each second of processor time\n", megabytes / r->cpu_seconds);
    printf("%-10s %9s %11s %9s %9s %7s\n", "stage", "MB/s", "articles/s", "p50 ms", "p99 ms", "share");
    uint64_t all = r->times[DP_ENRICHER_STAGES].sum_us;
    for (size_t i = 0; i < DP_BENCH_TIMES; i++) {
        const dp_bench_times *t = &r->times[i];
        printf("%-10s %9.2f %11.0f %9.3f %9.3f %6.1f%%\n", time_name(i), per_second(megabytes, t->sum_us),
               per_second((double)r->articles, t->sum_us), dp_bench_quantile(t, .5) / 1e3,
               dp_bench_quantile(t, .99) / 1e3, all ? 100.0 * (double)t->sum_us / (double)all : 0);
    }
    printf("memory: %.1f MB after the warm-up, %.1f MB at the end\n", (double)r->memory_warm / 1e6,
           (double)r->memory_end / 1e6);
}

static void print_run_json(const bench *b, int64_t threads) {
    const dp_bench_result *r = b->result;
    double megabytes = (double)r->text_bytes / 1e6;
    printf("{\"threads\": %" PRId64 ", \"seconds\": %.3f, \"articles\": %" PRIu64 ", \"text_bytes\": %" PRIu64
           ", \"mb_per_second\": %.3f, \"mb_per_cpu_second\": %.3f, \"articles_per_second\": %.1f, \"memory_warm\": "
           "%" PRIu64 ", \"memory_end\": %" PRIu64 ", \"stages\": {",
           threads, r->seconds, r->articles, r->text_bytes, megabytes / r->seconds, megabytes / r->cpu_seconds,
           (double)r->articles / r->seconds, r->memory_warm, r->memory_end);
    for (size_t i = 0; i < DP_BENCH_TIMES; i++) {
        const dp_bench_times *t = &r->times[i];
        printf("%s\"%s\": {\"mb_per_second\": %.3f, \"articles_per_second\": %.1f, \"p50_ms\": %.4f, \"p99_ms\": %.4f}",
               i ? ", " : "", time_name(i), per_second(megabytes, t->sum_us),
               per_second((double)r->articles, t->sum_us), dp_bench_quantile(t, .5) / 1e3,
               dp_bench_quantile(t, .99) / 1e3);
    }
    fputs("}}", stdout);
}

static dp_exit run_once(bench *b, int64_t threads) {
    dp_bench_options wanted = {b->settings, &b->packs, (unsigned)threads, b->seconds * 1000000};
    dp_bench_articles articles = {b->articles.at, b->articles.count};
    if (dp_bench_run(&wanted, &articles, b->result)) return complain(NULL, "memory is out");
    if (!b->result->articles) return complain(NULL, "none of the articles can be analysed; `depeche analyze` says why");
    if (b->result->rejected) fprintf(stderr, "depeche: left out what cannot be analysed\n");
    return DP_EXIT_OK;
}

static dp_exit run_threads(bench *b) {
    if (b->json) printf("{\"version\": \"%s\", \"articles\": %u, \"runs\": [", depeche_version(), b->articles.count);
    if (!b->json) printf("%u different articles\n\n", b->articles.count);
    for (int64_t threads = 1;; threads = b->threads) {
        dp_exit result = run_once(b, threads);
        if (result != DP_EXIT_OK) return result;
        if (b->json) {
            print_run_json(b, threads);
        } else {
            print_run(b, threads);
        }
        if (threads == b->threads) break;
        fputs(b->json ? ", " : "\n", stdout);
    }
    if (b->json) puts("]}");
    return DP_EXIT_OK;
}

/* -------------------------------------------------------------------------------------------------- curve */

/* The text of the first articles, up to so much, as the normal text of the curve. */
static int gather_text(bench *b, dp_buffer *text) {
    dp_enricher *enricher = dp_enrich_open(b->settings, &b->packs);
    if (!enricher) return -1;
    for (uint32_t i = 0; i < b->articles.count && text->len < CURVE_TEXT; i++) {
        dp_enriched enriched;
        dp_enricher_process(enricher, b->articles.at[i], &enriched);
        if (enriched.outcome != DP_OUTCOME_DOCUMENT) continue;
        dp_buffer_add(text, depeche_document_text(enriched.analysis));
        dp_buffer_add_text(text, "\n\n");
    }
    dp_enricher_close(enricher);
    return text->failed ? -1 : 0;
}

static void print_point_json(const dp_curve_point *point, size_t kind, bool first) {
    printf("%s{\"text\": \"%s\", \"bytes\": %zu, \"seconds\": %.6f, \"ms_per_mb\": %.3f, \"stages_ms\": {",
           first ? "" : ", ", dp_curve_kinds[kind], point->bytes, (double)point->us / 1e6,
           (double)point->us * 1e3 / (double)point->bytes);
    for (size_t i = 0; i < DP_ENRICHER_STAGES; i++) {
        printf("%s\"%s\": %.3f", i ? ", " : "", time_name(i), (double)point->stage_us[i] / 1e3);
    }
    fputs("}}", stdout);
}

/* The stage that took most of the time. */
static size_t slowest(const dp_curve_point *point) {
    size_t most = 0;
    for (size_t i = 1; i < DP_ENRICHER_STAGES; i++) {
        if (point->stage_us[i] > point->stage_us[most]) most = i;
    }
    return most;
}

static int curve_of_kind(const bench *b, dp_str text, size_t kind) {
    dp_curve_point point = {0};
    if (!b->json) printf("%-16s", dp_curve_kinds[kind]);
    for (size_t i = 0; i < DP_CURVE_SIZES; i++) {
        if (dp_curve_measure(&b->packs, text, kind, dp_curve_sizes[i], &point)) return -1;
        if (b->json) {
            print_point_json(&point, kind, kind == 0 && i == 0);
        } else {
            printf(" %9.0f", (double)point.us * 1e3 / (double)(point.bytes ? point.bytes : 1));
            fflush(stdout);
        }
    }
    if (!b->json) printf("  %s\n", time_name(slowest(&point)));
    return 0;
}

static dp_exit run_curve(const bench *b, dp_str text) {
    if (b->json) {
        printf("{\"version\": \"%s\", \"curve\": [", depeche_version());
    } else {
        printf(
            "Milliseconds of processor time for each MB of text, by the size of the article.\n\n%-16s %9s %9s %9s %9s  "
            "%s\n",
            "text", "10 kB", "100 kB", "1 MB", "10 MB", "slowest stage");
    }
    for (size_t kind = 0; kind < DP_CURVE_KINDS; kind++) {
        if (curve_of_kind(b, text, kind)) return complain(NULL, "memory is out");
    }
    if (b->json) puts("]}");
    return DP_EXIT_OK;
}

static dp_exit show_curve(bench *b) {
    dp_buffer text = {0};
    dp_exit result = DP_EXIT_OK;
    if (gather_text(b, &text)) result = complain(NULL, "memory is out");
    if (result == DP_EXIT_OK && !text.len) result = complain(NULL, "none of the articles can be analysed");
    if (result == DP_EXIT_OK) result = run_curve(b, dp_buffer_str(&text));
    dp_buffer_close(&text);
    return result;
}

/* ------------------------------------------------------------------------------------------------- command */

/* Reads a whole number of an option; false, with a message, when it is none or out of its range. */
static bool read_number(const dp_arguments *arguments, const char *name, int64_t most, int64_t *number) {
    const char *given = dp_arguments_value(arguments, name);
    if (!given) return true;
    if (dp_quantity_integer((dp_str){given, strlen(given)}, number) && *number >= 1 && *number <= most) return true;
    fprintf(stderr, "depeche bench: --%s takes a number from 1 to %" PRId64 ", not \"%s\"\n", name, most, given);
    return false;
}

static dp_exit open_bench(bench *b) {
    depeche_error error;
    dp_exit result = dp_configure(b->arguments, &b->settings);
    if (result != DP_EXIT_OK) return result;
    result = dp_packs_open(b->settings, &b->packs, &error);
    if (result != DP_EXIT_OK) {
        fprintf(stderr, "depeche: %s\n", error.message);
        return result;
    }
    b->result = dp_calloc(1, sizeof *b->result);
    return b->result ? read_files(b) : complain(NULL, "memory is out");
}

static dp_exit run(const dp_arguments *arguments) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    bench b = {.arguments = arguments, .threads = processors > 0 ? processors : 1, .seconds = 3};
    if (b.threads > THREADS_MAX) b.threads = THREADS_MAX;
    if (!read_number(arguments, "threads", THREADS_MAX, &b.threads)) return DP_EXIT_USAGE;
    if (!read_number(arguments, "seconds", SECONDS_MAX, &b.seconds)) return DP_EXIT_USAGE;
    b.json = dp_arguments_value(arguments, "json") != NULL;
    dp_arena_init(&b.arena);
    dp_exit result = open_bench(&b);
    if (result == DP_EXIT_OK) {
        result = dp_arguments_value(arguments, "curve") ? show_curve(&b) : run_threads(&b);
    }
    dp_free(b.result);
    dp_buffer_close(&b.files);
    dp_arena_close(&b.arena);
    dp_packs_close(&b.packs);
    dp_settings_close(b.settings);
    return result;
}

static const dp_option *const groups[] = {options, dp_options_settings, NULL};

const dp_command dp_command_bench = {
    .name = "bench",
    .summary = "measure throughput and latency of each stage",
    .operands = "[FILE...]",
    .operand_kind = DP_ARGUMENT_FILE,
    .groups = groups,
    .notes = "FILE: articles as of `depeche analyze`; the samples of the demo without one.\n",
    .run = run,
};
