#include "cli/watch.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "base/memory.h"
#include "depeche/depeche.h"
#include "ops/http.h"
#include "ops/metrics.h"

enum { STAGES_MAX = 8, FIELDS_MAX = 16, LOG_BURST = 20, STANDARD_ERROR = 2 };

#define LOG_PERIOD_US (INT64_C(60) * 1000000)

/* A worker that has told nothing for so long is stuck: even an idle one reports with each statistics interval. */
#define SILENCE_S 120

struct dp_watch {
    dp_log *log;
    dp_metrics *metrics;
    dp_http *http;
    dp_observer observer;
    dp_series *counters[DP_COUNTER_COUNT], *gauges[DP_GAUGE_COUNT];
    dp_series *wait, *process, *deliver, *total, *stages[STAGES_MAX], *ready_gauge;
    dp_metric *lag, *dead_letters;
    atomic_bool ready;
    _Atomic int64_t heard_s; /* monotonic time of the worker's last word */
    int64_t silence_s;
};

/* ------------------------------------------------------------------------------------------------ metrics */

typedef struct described {
    const char *name, *help;
} described;

static const described counters[DP_COUNTER_COUNT] = {
    [DP_COUNTER_CONSUMED] = {"depeche_consumed_messages_total", "Messages read from the input topics."},
    [DP_COUNTER_CONSUMED_BYTES] = {"depeche_consumed_bytes_total", "Bytes of the values read."},
    [DP_COUNTER_PRODUCED] = {"depeche_produced_messages_total", "Outputs that the brokers acknowledged."},
    [DP_COUNTER_PRODUCED_BYTES] = {"depeche_produced_bytes_total", "Bytes of the acknowledged outputs' values."},
    [DP_COUNTER_TOMBSTONES] = {"depeche_tombstones_total", "Messages without value that were passed on."},
    [DP_COUNTER_ABANDONED] = {"depeche_abandoned_messages_total",
                              "Messages left unfinished with their partition, for its next owner."},
    [DP_COUNTER_REPLAYED] = {"depeche_replayed_messages_total", "Messages read again after a failure."},
    [DP_COUNTER_COMMITS] = {"depeche_commits_total", "Commits of offsets, or transactions, that succeeded."},
    [DP_COUNTER_COMMIT_FAILURES] = {"depeche_commit_failures_total", "Commits or transactions that failed."},
    [DP_COUNTER_ABORTS] = {"depeche_transaction_aborts_total", "Transactions aborted."},
    [DP_COUNTER_ASSIGNMENTS] = {"depeche_assignments_total", "Rebalances that gave partitions."},
    [DP_COUNTER_REVOCATIONS] = {"depeche_revocations_total", "Rebalances that took partitions."},
    [DP_COUNTER_LOSSES] = {"depeche_lost_partitions_total", "Partitions taken without asking."},
    [DP_COUNTER_PAUSES] = {"depeche_pauses_total", "Times that reading stopped since the queue was full."},
    [DP_COUNTER_ERRORS] = {"depeche_client_errors_total", "Errors that the Kafka clients reported."},
};

static const described gauges[DP_GAUGE_COUNT] = {
    [DP_GAUGE_QUEUED] = {"depeche_queued_messages", "Messages that wait for a thread."},
    [DP_GAUGE_IN_FLIGHT] = {"depeche_in_flight_messages", "Messages read and not yet acknowledged."},
    [DP_GAUGE_IN_FLIGHT_BYTES] = {"depeche_in_flight_bytes", "Memory of their inputs and outputs."},
    [DP_GAUGE_PARTITIONS] = {"depeche_assigned_partitions", "Input partitions owned."},
    [DP_GAUGE_PAUSED] = {"depeche_paused", "1 while reading is stopped since the queue is full."},
    [DP_GAUGE_CONNECTED] = {"depeche_connected", "1 while a broker can be reached."},
};

static dp_series *labelled(dp_metric *metric, const char *name, const char *value) {
    return dp_metric_series(metric, &(dp_label){name, value}, 1);
}

static void register_times(dp_watch *watch, const char *const *stages) {
    dp_metric *parts = dp_metrics_histogram(watch->metrics, "depeche_message_duration_seconds",
                                            "Time of a message by part: wait, process, deliver, and all (total).");
    watch->wait = labelled(parts, "part", "wait");
    watch->process = labelled(parts, "part", "process");
    watch->deliver = labelled(parts, "part", "deliver");
    watch->total = labelled(parts, "part", "total");
    dp_metric *by_stage = dp_metrics_histogram(watch->metrics, "depeche_stage_duration_seconds",
                                               "Time of a message in each stage of the analysis.");
    for (size_t i = 0; i < STAGES_MAX && stages[i]; i++) watch->stages[i] = labelled(by_stage, "stage", stages[i]);
}

static void register_metrics(dp_watch *watch, const char *const *stages, const char *const *reasons) {
    dp_metrics *metrics = watch->metrics;
    dp_metric *build = dp_metrics_gauge(metrics, "depeche_build_info", "1, with the version.");
    dp_series_set(labelled(build, "version", depeche_version()), 1);
    for (int i = 0; i < DP_COUNTER_COUNT; i++) {
        watch->counters[i] = dp_metric_series(dp_metrics_counter(metrics, counters[i].name, counters[i].help), NULL, 0);
    }
    for (int i = 0; i < DP_GAUGE_COUNT; i++) {
        watch->gauges[i] = dp_metric_series(dp_metrics_gauge(metrics, gauges[i].name, gauges[i].help), NULL, 0);
    }
    watch->ready_gauge = dp_metric_series(
        dp_metrics_gauge(metrics, "depeche_ready", "1 while a member of the group with reachable brokers."), NULL, 0);
    watch->dead_letters =
        dp_metrics_counter(metrics, "depeche_dead_letters_total", "Messages on the dead-letter topic, by reason.");
    for (; *reasons; reasons++) labelled(watch->dead_letters, "reason", *reasons);
    watch->lag = dp_metrics_gauge(metrics, "depeche_lag_messages", "Messages of a partition that are not yet done.");
    register_times(watch, stages);
}

/* ----------------------------------------------------------------------------------------------- observer */

static int64_t seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

static void hear(dp_watch *watch) {
    atomic_store_explicit(&watch->heard_s, seconds_now(), memory_order_relaxed);
}

static void on_log(void *context, dp_severity severity, const char *event, const char *message,
                   const dp_event_field *fields, size_t count) {
    dp_watch *watch = context;
    hear(watch);
    dp_log_field copies[FIELDS_MAX];
    if (count > FIELDS_MAX) count = FIELDS_MAX;
    for (size_t i = 0; i < count; i++) copies[i] = (dp_log_field){fields[i].key, fields[i].text, fields[i].number};
    dp_log_write(watch->log, (dp_log_level)severity, event, message, copies, count);
}

static void on_count(void *context, dp_counter counter, uint64_t more) {
    dp_watch *watch = context;
    if ((unsigned)counter < DP_COUNTER_COUNT) dp_series_add(watch->counters[counter], more);
}

static void on_gauge(void *context, dp_gauge gauge, int64_t value) {
    dp_watch *watch = context;
    hear(watch);
    if ((unsigned)gauge < DP_GAUGE_COUNT) dp_series_set(watch->gauges[gauge], value);
}

static void on_passage(void *context, const dp_passage *passage) {
    dp_watch *watch = context;
    hear(watch);
    dp_series_observe(watch->wait, passage->wait_us);
    dp_series_observe(watch->process, passage->process_us);
    dp_series_observe(watch->deliver, passage->deliver_us);
    dp_series_observe(watch->total, passage->total_us);
    for (size_t i = 0; i < STAGES_MAX; i++) dp_series_observe(watch->stages[i], passage->stage_us[i]);
}

static void on_dead_letter(void *context, const char *reason) {
    dp_watch *watch = context;
    dp_series_add(labelled(watch->dead_letters, "reason", reason), 1);
}

static void on_lag(void *context, const char *topic, int32_t partition, int64_t messages) {
    dp_watch *watch = context;
    hear(watch);
    char number[16];
    snprintf(number, sizeof number, "%" PRId32, partition);
    dp_label labels[] = {{"topic", topic}, {"partition", number}};
    dp_series *series = dp_metric_series(watch->lag, labels, 2);
    if (messages < 0) {
        dp_series_hide(series);
    } else {
        dp_series_set(series, messages);
    }
}

static void on_ready(void *context, bool ready) {
    dp_watch *watch = context;
    hear(watch);
    atomic_store(&watch->ready, ready);
    dp_series_set(watch->ready_gauge, ready);
}

/* ----------------------------------------------------------------------------------------------- endpoints */

static bool is_healthy(void *context, dp_buffer *reason) {
    dp_watch *watch = context;
    int64_t silent = seconds_now() - atomic_load_explicit(&watch->heard_s, memory_order_relaxed);
    if (silent <= watch->silence_s) return true;
    dp_buffer_format(reason, "the worker has told nothing for %" PRId64 " s", silent);
    return false;
}

static bool is_ready(void *context, dp_buffer *reason) {
    dp_watch *watch = context;
    if (atomic_load(&watch->ready)) return true;
    dp_buffer_add_text(reason, "not a member of the consumer group, or no broker can be reached");
    return false;
}

static bool start_http(dp_watch *watch, const dp_settings *settings) {
    int64_t port = dp_settings_number(settings, DP_SETTING_HTTP_PORT);
    if (port == 0) return true;
    char reason[256];
    dp_http_options options = {.address = dp_settings_text(settings, DP_SETTING_HTTP_ADDRESS),
                               .port = (uint16_t)port,
                               .connections = (unsigned)dp_settings_number(settings, DP_SETTING_HTTP_CONNECTIONS),
                               .timeout_s = (unsigned)(dp_settings_number(settings, DP_SETTING_HTTP_TIMEOUT) / 1000000),
                               .metrics = watch->metrics,
                               .healthy = is_healthy,
                               .ready = is_ready,
                               .context = watch};
    watch->http = dp_http_start(&options, reason, sizeof reason);
    if (!watch->http) {
        char message[400];
        snprintf(message, sizeof message, "http.port: %s; give another http.address or http.port, or 0 for none",
                 reason);
        dp_log_write(watch->log, DP_LOG_ERROR, "http_failed", message, NULL, 0);
    }
    return watch->http != NULL;
}

/* --------------------------------------------------------------------------------------------------- life */

/* Whoever asks for debug lines wants all of them. */
static dp_log *open_log(const dp_settings *settings) {
    bool all = dp_settings_number(settings, DP_SETTING_LOG_LEVEL) == DP_LOG_DEBUG;
    return dp_log_open(&(dp_log_options){.descriptor = STANDARD_ERROR,
                                         .level = (dp_log_level)dp_settings_number(settings, DP_SETTING_LOG_LEVEL),
                                         .format = (dp_log_format)dp_settings_number(settings, DP_SETTING_LOG_FORMAT),
                                         .burst = all ? 0 : LOG_BURST,
                                         .period_us = LOG_PERIOD_US});
}

dp_watch *dp_watch_open(const dp_settings *settings, const char *const *stages, const char *const *reasons,
                        dp_exit *result) {
    *result = DP_EXIT_FAILURE;
    dp_watch *watch = dp_calloc(1, sizeof *watch);
    if (watch) watch->log = open_log(settings);
    if (watch) watch->metrics = dp_metrics_new();
    if (!watch || !watch->log || !watch->metrics) {
        fprintf(stderr, "depeche: memory is out\n");
        dp_watch_close(watch);
        return NULL;
    }
    watch->silence_s = SILENCE_S + 3 * dp_settings_number(settings, DP_SETTING_STATISTICS_INTERVAL) / 1000000;
    hear(watch);
    register_metrics(watch, stages, reasons);
    watch->observer = (dp_observer){.context = watch,
                                    .log = on_log,
                                    .count = on_count,
                                    .gauge = on_gauge,
                                    .passage = on_passage,
                                    .dead_letter = on_dead_letter,
                                    .lag = on_lag,
                                    .ready = on_ready};
    if (!start_http(watch, settings)) {
        *result = DP_EXIT_CONFIGURATION;
        dp_watch_close(watch);
        return NULL;
    }
    return watch;
}

void dp_watch_close(dp_watch *watch) {
    if (!watch) return;
    dp_http_stop(watch->http);
    dp_metrics_close(watch->metrics);
    dp_log_close(watch->log);
    dp_free(watch);
}

dp_log *dp_watch_log(dp_watch *watch) {
    return watch->log;
}

const dp_observer *dp_watch_observer(dp_watch *watch) {
    return &watch->observer;
}
