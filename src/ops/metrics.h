/*
 * metrics.h - counters, gauges and histograms, and their text form for Prometheus (format 0.0.4).
 *
 * A metric is registered once, at the start; a series is a metric with its labels. Changing a series is one or two
 * atomic additions, without a lock. Where a series is NULL (memory was out when it was made) changes do nothing.
 */
#ifndef DP_METRICS_H
#define DP_METRICS_H

#include "ops/buffer.h"

typedef struct dp_metrics dp_metrics;
typedef struct dp_metric dp_metric;
typedef struct dp_series dp_series;

typedef struct dp_label {
    const char *name, *value; /* copied; the value may be any text */
} dp_label;

dp_metrics *dp_metrics_new(void);
void dp_metrics_close(dp_metrics *metrics);

/* Registers a metric; `name` ends in its unit, and in _total for counters
 * (https://prometheus.io/docs/practices/naming/). Strings are kept, not copied: give literals. NULL when memory is out.
 */
dp_metric *dp_metrics_counter(dp_metrics *metrics, const char *name, const char *help);
dp_metric *dp_metrics_gauge(dp_metrics *metrics, const char *name, const char *help);

/* Observations are microseconds, shown as seconds. */
dp_metric *dp_metrics_histogram(dp_metrics *metrics, const char *name, const char *help);

/* The series with these labels, made when there is none; NULL when memory is out, when `metric` is NULL, or when the
 * metric already has 10,000 series. Not for the hot path: keep what it returns. */
dp_series *dp_metric_series(dp_metric *metric, const dp_label *labels, size_t count);

/* Counters and gauges. */
void dp_series_add(dp_series *series, uint64_t more);

/* Gauges. A hidden series is not shown until it is set again. */
void dp_series_set(dp_series *series, int64_t value);
void dp_series_hide(dp_series *series);

/* Histograms. */
void dp_series_observe(dp_series *series, uint64_t microseconds);

/* Adds all metrics as text, those of the process (memory, CPU time, descriptors) included. */
void dp_metrics_render(dp_metrics *metrics, dp_buffer *text);

#endif
