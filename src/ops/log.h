/*
 * log.h - log lines to standard error: JSON, one object a line, or text for people.
 *
 *   {"ts":"2025-09-04T08:30:00.123456Z","level":"info","event":"started","message":"...","threads":2}
 *
 * Each line is one write(2). Never give it article text, keys or secrets. Safe to call from any thread.
 */
#ifndef DP_LOG_H
#define DP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct dp_log dp_log;

typedef enum dp_log_level { DP_LOG_DEBUG = 0, DP_LOG_INFO, DP_LOG_WARNING, DP_LOG_ERROR } dp_log_level;
typedef enum dp_log_format { DP_LOG_JSON = 0, DP_LOG_TEXT } dp_log_format;

/* One more key and value of a line. */
typedef struct dp_log_field {
    const char *key;  /* snake_case, and none of ts, level, event, message */
    const char *text; /* any bytes; NULL when the value is the number */
    int64_t number;
} dp_log_field;

typedef struct dp_log_options {
    int descriptor; /* where to: 2 is standard error */
    dp_log_level level;
    dp_log_format format;
    unsigned burst;    /* lines of one event allowed in a period; 0: no limit */
    int64_t period_us; /* the rest are counted, and the next line of that event says how many were left out */
} dp_log_options;

/* NULL when memory is out. */
dp_log *dp_log_open(const dp_log_options *options);

/* Writes, for each event of which lines were left out, how many; then closes. NULL is allowed. */
void dp_log_close(dp_log *log);

/* Writes a line, unless its level is too low or its event comes too often. `event` is a stable snake_case word (static
 * or long-lived), `message` a sentence. A line longer than 16 KiB is cut: values to 1 KiB, then whole fields. */
void dp_log_write(dp_log *log, dp_log_level level, const char *event, const char *message, const dp_log_field *fields,
                  size_t count);

#endif
