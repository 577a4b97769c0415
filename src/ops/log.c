#include "ops/log.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "ops/buffer.h"

enum { LINE_MAX_BYTES = 16384, VALUE_MAX = 1024, EVENTS_MAX = 64, EVENT_NAME_MAX = 40, STALLED_MS = 1000 };

static const char *const level_names[] = {"debug", "info", "warning", "error"};

/* How often one event came in the current period. */
typedef struct event_rate {
    char name[EVENT_NAME_MAX];
    int64_t period_start;
    unsigned lines;
    uint64_t left_out;
} event_rate;

struct dp_log {
    dp_log_options options;
    pthread_mutex_t lock; /* over all below */
    dp_buffer line;
    event_rate events[EVENTS_MAX];
    size_t event_count;
};

dp_log *dp_log_open(const dp_log_options *options) {
    dp_log *log = dp_calloc(1, sizeof *log);
    if (!log) return NULL;
    log->options = *options;
    if (pthread_mutex_init(&log->lock, NULL) != 0) {
        dp_free(log);
        return NULL;
    }
    return log;
}

static int64_t microseconds_now(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ------------------------------------------------------------------------------------------------- rates */

/* The entry of an event; NULL when the table is full, and then the event is not limited. */
static event_rate *find_event(dp_log *log, const char *name, int64_t now) {
    for (size_t i = 0; i < log->event_count; i++) {
        if (strncmp(log->events[i].name, name, EVENT_NAME_MAX - 1) == 0) return &log->events[i];
    }
    if (log->event_count == EVENTS_MAX) return NULL;
    event_rate *event = &log->events[log->event_count++];
    *event = (event_rate){.period_start = now};
    snprintf(event->name, sizeof event->name, "%s", name);
    return event;
}

/* Whether a line of the event may be written now; *left_out is how many before it were not. */
static bool may_write(dp_log *log, const char *name, uint64_t *left_out) {
    *left_out = 0;
    if (log->options.burst == 0) return true;
    int64_t now = microseconds_now(CLOCK_MONOTONIC);
    event_rate *event = find_event(log, name, now);
    if (!event) return true;
    if (now - event->period_start >= log->options.period_us) {
        event->period_start = now;
        event->lines = 0;
    }
    if (event->lines >= log->options.burst) {
        event->left_out++;
        return false;
    }
    event->lines++;
    *left_out = event->left_out;
    event->left_out = 0;
    return true;
}

/* ------------------------------------------------------------------------------------------------- lines */

static void add_time(dp_buffer *line) {
    int64_t now = microseconds_now(CLOCK_REALTIME);
    time_t seconds = (time_t)(now / 1000000);
    struct tm utc;
    char text[32];
    if (!gmtime_r(&seconds, &utc) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc) == 0) return;
    dp_buffer_format(line, "%s.%06dZ", text, (int)(now % 1000000));
}

/* A value's bytes, cut to what a line has room for at the start of a UTF-8 sequence. */
static dp_str cut_short(const char *text) {
    dp_str value = {text, strlen(text)};
    if (value.len <= VALUE_MAX) return value;
    value.len = VALUE_MAX;
    while (value.len > 0 && ((unsigned char)text[value.len] & 0xC0) == 0x80) value.len--;
    return value;
}

static void add_json_text(dp_buffer *line, const char *key, const char *text) {
    dp_buffer_format(line, "\"%s\":\"", key);
    dp_buffer_add_json(line, cut_short(text));
    dp_buffer_add_char(line, '"');
}

static void add_json_line(dp_buffer *line, dp_log_level level, const char *event, const char *message,
                          const dp_log_field *fields, size_t count) {
    dp_buffer_add_text(line, "{\"ts\":\"");
    add_time(line);
    dp_buffer_format(line, "\",\"level\":\"%s\",", level_names[level]);
    add_json_text(line, "event", event);
    dp_buffer_add_char(line, ',');
    add_json_text(line, "message", message);
    for (size_t i = 0; i < count && line->len < LINE_MAX_BYTES - 7 * VALUE_MAX; i++) {
        dp_buffer_add_char(line, ',');
        if (fields[i].text) {
            add_json_text(line, fields[i].key, fields[i].text);
        } else {
            dp_buffer_format(line, "\"%s\":%" PRId64, fields[i].key, fields[i].number);
        }
    }
    dp_buffer_add_char(line, '}');
}

static void add_text_line(dp_buffer *line, dp_log_level level, const char *event, const char *message,
                          const dp_log_field *fields, size_t count) {
    add_time(line);
    dp_buffer_format(line, " %-7s ", level_names[level]);
    dp_buffer_add_json(line, cut_short(message));
    dp_buffer_format(line, " [%s", event);
    for (size_t i = 0; i < count && line->len < LINE_MAX_BYTES - 7 * VALUE_MAX; i++) {
        if (fields[i].text) {
            dp_buffer_format(line, " %s=\"", fields[i].key);
            dp_buffer_add_json(line, cut_short(fields[i].text));
            dp_buffer_add_char(line, '"');
        } else {
            dp_buffer_format(line, " %s=%" PRId64, fields[i].key, fields[i].number);
        }
    }
    dp_buffer_add_char(line, ']');
}

/* Writes all bytes. A reader that stalls for a second loses the rest: logging must not stop the worker. */
static void write_all(int descriptor, dp_str bytes) {
    while (bytes.len > 0) {
        ssize_t written = write(descriptor, bytes.at, bytes.len);
        if (written > 0) {
            bytes.at += written;
            bytes.len -= (size_t)written;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
            if (poll(&wait, 1, STALLED_MS) <= 0) return;
        } else if (errno != EINTR) {
            return;
        }
    }
}

static void write_line(dp_log *log, dp_log_level level, const char *event, const char *message,
                       const dp_log_field *fields, size_t count) {
    dp_buffer_clear(&log->line);
    if (log->options.format == DP_LOG_JSON) {
        add_json_line(&log->line, level, event, message, fields, count);
    } else {
        add_text_line(&log->line, level, event, message, fields, count);
    }
    dp_buffer_add_char(&log->line, '\n');
    if (!log->line.failed) write_all(log->options.descriptor, dp_buffer_str(&log->line));
}

void dp_log_write(dp_log *log, dp_log_level level, const char *event, const char *message, const dp_log_field *fields,
                  size_t count) {
    enum { FIELDS_MAX = 24 };
    if (level < log->options.level) return;
    pthread_mutex_lock(&log->lock);
    uint64_t left_out;
    if (may_write(log, event, &left_out)) {
        dp_log_field all[FIELDS_MAX + 1];
        size_t kept = count < FIELDS_MAX ? count : FIELDS_MAX;
        for (size_t i = 0; i < kept; i++) all[i] = fields[i];
        if (left_out) all[kept++] = (dp_log_field){.key = "left_out", .number = (int64_t)left_out};
        write_line(log, level, event, message, all, kept);
    }
    pthread_mutex_unlock(&log->lock);
}

void dp_log_close(dp_log *log) {
    if (!log) return;
    for (size_t i = 0; i < log->event_count; i++) {
        if (log->events[i].left_out == 0) continue;
        dp_log_field fields[] = {{.key = "left_out", .number = (int64_t)log->events[i].left_out}};
        write_line(log, DP_LOG_INFO, log->events[i].name, "more lines of this event were left out", fields, 1);
    }
    dp_buffer_close(&log->line);
    pthread_mutex_destroy(&log->lock);
    dp_free(log);
}
