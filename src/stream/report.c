#include "stream/report.h"

#include <stdarg.h>
#include <stdio.h>

void dp_report_log(const dp_worker *worker, dp_severity severity, const char *event, const dp_event_field *fields,
                   size_t count, const char *format, ...) {
    const dp_observer *observer = worker->observer;
    if (!observer->log) return;
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    observer->log(observer->context, severity, event, message, fields, count);
}

void dp_report_count(const dp_worker *worker, dp_counter counter, uint64_t more) {
    if (more && worker->observer->count) worker->observer->count(worker->observer->context, counter, more);
}

void dp_report_gauge(const dp_worker *worker, dp_gauge gauge, int64_t value) {
    if (worker->observer->gauge) worker->observer->gauge(worker->observer->context, gauge, value);
}

void dp_report_gauges(dp_worker *worker) {
    dp_report_gauge(worker, DP_GAUGE_QUEUED, (int64_t)dp_queue_count(&worker->pool.work));
    dp_report_gauge(worker, DP_GAUGE_IN_FLIGHT, (int64_t)worker->gate.messages);
    dp_report_gauge(worker, DP_GAUGE_IN_FLIGHT_BYTES, (int64_t)worker->gate.bytes);
    dp_report_gauge(worker, DP_GAUGE_PAUSED, worker->gate.closed);
}

void dp_report_lag(const dp_worker *worker, const dp_partition *partition, int64_t messages) {
    const dp_observer *observer = worker->observer;
    if (observer->lag) observer->lag(observer->context, partition->topic, partition->number, messages);
}

void dp_report_ready(dp_worker *worker) {
    bool ready = worker->joined && worker->connection.up && !worker->ended;
    if (ready == worker->ready) return;
    worker->ready = ready;
    if (worker->observer->ready) worker->observer->ready(worker->observer->context, ready);
}

void dp_report_end(dp_worker *worker, dp_worker_status status, const char *format, ...) {
    if (worker->ended) return;
    worker->ended = true;
    worker->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(worker->error->message, sizeof worker->error->message, format, arguments);
    va_end(arguments);
    dp_report_log(worker, DP_SEVERITY_ERROR, dp_worker_status_name(status), DP_NO_FIELDS, "%s", worker->error->message);
}
