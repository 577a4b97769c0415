#include "ops/metrics.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/memory.h"
#include "ops/process.h"

enum { SERIES_MAX = 10000, LABELS_MAX = 8 };

/* Upper bounds in microseconds: 0.1 ms to 30 s, three a decade; a last bucket takes the rest. */
static const uint64_t bounds[] = {100,    250,    500,    1000,    2500,    5000,    10000,    25000,   50000,
                                  100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000, 30000000};
enum { BOUNDS = sizeof bounds / sizeof *bounds };

typedef enum metric_kind { COUNTER = 0, GAUGE, HISTOGRAM } metric_kind;

struct dp_series {
    dp_series *next;
    dp_metric *metric;
    char *labels; /* as shown: a="b",c="d"; empty without labels */
    _Atomic bool hidden;
    _Atomic int64_t value;      /* counters and gauges; of histograms the sum in microseconds */
    _Atomic uint64_t buckets[]; /* of histograms: BOUNDS + 1 */
};

struct dp_metric {
    dp_metric *next;
    dp_metrics *metrics;
    metric_kind kind;
    const char *name, *help;
    dp_series *first, *last;
    size_t count;
};

struct dp_metrics {
    pthread_mutex_t lock; /* over the lists, not over the values */
    dp_metric *first, *last;
};

/* ----------------------------------------------------------------------------------------------- registry */

dp_metrics *dp_metrics_new(void) {
    dp_metrics *metrics = dp_calloc(1, sizeof *metrics);
    if (metrics && pthread_mutex_init(&metrics->lock, NULL) != 0) {
        dp_free(metrics);
        return NULL;
    }
    return metrics;
}

static void close_metric(dp_metric *metric) {
    for (dp_series *series = metric->first, *next; series; series = next) {
        next = series->next;
        dp_free(series->labels);
        dp_free(series);
    }
    dp_free(metric);
}

void dp_metrics_close(dp_metrics *metrics) {
    if (!metrics) return;
    for (dp_metric *metric = metrics->first, *next; metric; metric = next) {
        next = metric->next;
        close_metric(metric);
    }
    pthread_mutex_destroy(&metrics->lock);
    dp_free(metrics);
}

static dp_metric *add_metric(dp_metrics *metrics, metric_kind kind, const char *name, const char *help) {
    dp_metric *metric = dp_calloc(1, sizeof *metric);
    if (!metric) return NULL;
    *metric = (dp_metric){.metrics = metrics, .kind = kind, .name = name, .help = help};
    pthread_mutex_lock(&metrics->lock);
    if (metrics->last) {
        metrics->last->next = metric;
    } else {
        metrics->first = metric;
    }
    metrics->last = metric;
    pthread_mutex_unlock(&metrics->lock);
    return metric;
}

dp_metric *dp_metrics_counter(dp_metrics *metrics, const char *name, const char *help) {
    return add_metric(metrics, COUNTER, name, help);
}

dp_metric *dp_metrics_gauge(dp_metrics *metrics, const char *name, const char *help) {
    return add_metric(metrics, GAUGE, name, help);
}

dp_metric *dp_metrics_histogram(dp_metrics *metrics, const char *name, const char *help) {
    return add_metric(metrics, HISTOGRAM, name, help);
}

/* Backslash, quote and line feed are escaped; other control characters and invalid UTF-8 cannot be shown. */
static void add_label_value(dp_buffer *text, const char *value) {
    if (!dp_buffer_is_utf8((dp_str){value, strlen(value)})) value = "(not UTF-8)";
    for (; *value; value++) {
        if (*value == '\\' || *value == '"') dp_buffer_add_char(text, '\\');
        if (*value == '\n') {
            dp_buffer_add_text(text, "\\n");
        } else {
            dp_buffer_add_char(text, *value);
        }
    }
}

static void add_labels(dp_buffer *text, const dp_label *labels, size_t count) {
    for (size_t i = 0; i < count && i < LABELS_MAX; i++) {
        if (i) dp_buffer_add_char(text, ',');
        dp_buffer_add_text(text, labels[i].name);
        dp_buffer_add_text(text, "=\"");
        add_label_value(text, labels[i].value);
        dp_buffer_add_char(text, '"');
    }
}

static dp_series *make_series(dp_metric *metric, const char *labels) {
    size_t buckets = metric->kind == HISTOGRAM ? BOUNDS + 1 : 0;
    dp_series *series = dp_calloc(1, sizeof *series + buckets * sizeof series->buckets[0]);
    if (!series) return NULL;
    series->metric = metric;
    series->labels = dp_strdup(labels);
    if (!series->labels) {
        dp_free(series);
        return NULL;
    }
    if (metric->last) {
        metric->last->next = series;
    } else {
        metric->first = series;
    }
    metric->last = series;
    metric->count++;
    return series;
}

dp_series *dp_metric_series(dp_metric *metric, const dp_label *labels, size_t count) {
    if (!metric) return NULL;
    dp_buffer shown = {0};
    add_labels(&shown, labels, count);
    const char *text = dp_buffer_text(&shown);
    dp_series *series = NULL;
    if (text) {
        pthread_mutex_lock(&metric->metrics->lock);
        series = metric->first;
        while (series && strcmp(series->labels, text) != 0) series = series->next;
        if (!series && metric->count < SERIES_MAX) series = make_series(metric, text);
        pthread_mutex_unlock(&metric->metrics->lock);
    }
    dp_buffer_close(&shown);
    return series;
}

/* ------------------------------------------------------------------------------------------------- values */

void dp_series_add(dp_series *series, uint64_t more) {
    if (series) atomic_fetch_add_explicit(&series->value, (int64_t)more, memory_order_relaxed);
}

void dp_series_set(dp_series *series, int64_t value) {
    if (!series) return;
    atomic_store_explicit(&series->value, value, memory_order_relaxed);
    atomic_store_explicit(&series->hidden, false, memory_order_relaxed);
}

void dp_series_hide(dp_series *series) {
    if (series) atomic_store_explicit(&series->hidden, true, memory_order_relaxed);
}

void dp_series_observe(dp_series *series, uint64_t microseconds) {
    if (!series) return;
    size_t bucket = 0;
    while (bucket < BOUNDS && microseconds > bounds[bucket]) bucket++;
    atomic_fetch_add_explicit(&series->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&series->value, (int64_t)microseconds, memory_order_relaxed);
}

/* --------------------------------------------------------------------------------------------------- text */

/* name_suffix{labels,extra} */
static void add_sample(dp_buffer *text, const dp_series *series, const char *suffix, const char *extra) {
    dp_buffer_add_text(text, series->metric->name);
    dp_buffer_add_text(text, suffix);
    if (!*series->labels && !*extra) return;
    dp_buffer_add_char(text, '{');
    dp_buffer_add_text(text, series->labels);
    if (*series->labels && *extra) dp_buffer_add_char(text, ',');
    dp_buffer_add_text(text, extra);
    dp_buffer_add_char(text, '}');
}

static void add_seconds(dp_buffer *text, int64_t microseconds) {
    dp_buffer_format(text, " %" PRId64 ".%06" PRId64 "\n", microseconds / 1000000, microseconds % 1000000);
}

/* The count is the sum of the buckets as they were read, so that a scrape is consistent in itself. */
static void add_histogram(dp_buffer *text, dp_series *series) {
    uint64_t total = 0;
    for (size_t i = 0; i <= BOUNDS; i++) {
        char bound[32] = "le=\"+Inf\"";
        if (i < BOUNDS) snprintf(bound, sizeof bound, "le=\"%g\"", (double)bounds[i] / 1e6);
        total += atomic_load_explicit(&series->buckets[i], memory_order_relaxed);
        add_sample(text, series, "_bucket", bound);
        dp_buffer_format(text, " %" PRIu64 "\n", total);
    }
    add_sample(text, series, "_sum", "");
    add_seconds(text, atomic_load_explicit(&series->value, memory_order_relaxed));
    add_sample(text, series, "_count", "");
    dp_buffer_format(text, " %" PRIu64 "\n", total);
}

static void add_metric_text(dp_buffer *text, const dp_metric *metric) {
    static const char *const kinds[] = {"counter", "gauge", "histogram"};
    dp_buffer_format(text, "# HELP %s %s\n", metric->name, metric->help);
    dp_buffer_format(text, "# TYPE %s %s\n", metric->name, kinds[metric->kind]);
    for (dp_series *series = metric->first; series; series = series->next) {
        if (atomic_load_explicit(&series->hidden, memory_order_relaxed)) continue;
        if (metric->kind == HISTOGRAM) {
            add_histogram(text, series);
            continue;
        }
        add_sample(text, series, "", "");
        dp_buffer_format(text, " %" PRId64 "\n", atomic_load_explicit(&series->value, memory_order_relaxed));
    }
}

void dp_metrics_render(dp_metrics *metrics, dp_buffer *text) {
    pthread_mutex_lock(&metrics->lock);
    for (const dp_metric *metric = metrics->first; metric; metric = metric->next) add_metric_text(text, metric);
    pthread_mutex_unlock(&metrics->lock);
    dp_process_render(text);
}
