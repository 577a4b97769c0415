/*
 * report.h - how the files of the stream speak to the observer.
 */
#ifndef DP_STREAM_REPORT_H
#define DP_STREAM_REPORT_H

#include "stream/context.h"

#define DP_EVENT_FIELDS(...) \
    (const dp_event_field[]){__VA_ARGS__}, sizeof((const dp_event_field[]){__VA_ARGS__}) / sizeof(dp_event_field)
#define DP_NO_FIELDS NULL, 0

/* A log line; the message is in printf form. */
__attribute__((format(printf, 6, 7))) void dp_report_log(const dp_worker *worker, dp_severity severity,
                                                         const char *event, const dp_event_field *fields, size_t count,
                                                         const char *format, ...);
void dp_report_count(const dp_worker *worker, dp_counter counter, uint64_t more);
void dp_report_gauge(const dp_worker *worker, dp_gauge gauge, int64_t value);

/* The gauges of the queue. Whatever waits long reports them again and again: they show that the worker lives. */
void dp_report_gauges(dp_worker *worker);

void dp_report_lag(const dp_worker *worker, const dp_partition *partition, int64_t messages);

/* Tells the observer whether the worker is ready, when that has changed. */
void dp_report_ready(dp_worker *worker);

/* Something final happened: the first such call decides how the run ends, later ones are ignored. The message is in
 * printf form, a sentence that says what to do. */
__attribute__((format(printf, 3, 4))) void dp_report_end(dp_worker *worker, dp_worker_status status, const char *format,
                                                         ...);

#endif
