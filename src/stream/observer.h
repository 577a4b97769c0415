/*
 * observer.h - what a running worker tells those who watch it: log lines, counts, times and gauges.
 *
 * Every callback comes from the thread that called dp_worker_run, one at a time; none may block for long. Strings are
 * lent for the call. No callback is ever given article text, keys, header values or secrets. A member left NULL is not
 * called.
 */
#ifndef DP_OBSERVER_H
#define DP_OBSERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum dp_severity {
    DP_SEVERITY_DEBUG = 0,
    DP_SEVERITY_INFO,
    DP_SEVERITY_WARNING,
    DP_SEVERITY_ERROR,
} dp_severity;

/* One key and value of a log line. */
typedef struct dp_event_field {
    const char *key;  /* snake_case, stable */
    const char *text; /* the value; NULL when it is the number */
    int64_t number;
} dp_event_field;

#define DP_EVENT_TEXT(name, value) ((dp_event_field){.key = (name), .text = (value)})
#define DP_EVENT_NUMBER(name, value) ((dp_event_field){.key = (name), .number = (value)})

/* Things that are counted; they only grow. */
typedef enum dp_counter {
    DP_COUNTER_CONSUMED = 0,    /* messages taken from the input topics; one that is replayed counts again */
    DP_COUNTER_CONSUMED_BYTES,  /* their values */
    DP_COUNTER_PRODUCED,        /* outputs that the broker acknowledged; tombstones are among them */
    DP_COUNTER_PRODUCED_BYTES,  /* their values */
    DP_COUNTER_TOMBSTONES,      /* tombstones passed on */
    DP_COUNTER_ABANDONED,       /* messages given up unfinished with their partition: its next owner does them */
    DP_COUNTER_REPLAYED,        /* messages given up unfinished to be read again by this worker */
    DP_COUNTER_COMMITS,         /* commits of offsets, or transactions, that succeeded */
    DP_COUNTER_COMMIT_FAILURES, /* those that did not: offsets are committed by a later one, transactions replayed */
    DP_COUNTER_ABORTS,          /* transactions aborted */
    DP_COUNTER_ASSIGNMENTS,     /* rebalances that gave partitions */
    DP_COUNTER_REVOCATIONS,     /* rebalances that took partitions in good order */
    DP_COUNTER_LOSSES,          /* partitions taken without asking: this worker was thought dead */
    DP_COUNTER_PAUSES,          /* times that the queue was full and reading stopped */
    DP_COUNTER_ERRORS,          /* errors that the clients reported */
    DP_COUNTER_COUNT
} dp_counter;

/* Things that have a value now. */
typedef enum dp_gauge {
    DP_GAUGE_QUEUED = 0,      /* messages that wait for a thread */
    DP_GAUGE_IN_FLIGHT,       /* messages from reading to acknowledgement */
    DP_GAUGE_IN_FLIGHT_BYTES, /* the memory of their inputs and outputs */
    DP_GAUGE_PARTITIONS,      /* input partitions owned */
    DP_GAUGE_PAUSED,          /* 1 while reading is stopped because the queue is full */
    DP_GAUGE_CONNECTED,       /* 1 while a broker is reachable */
    DP_GAUGE_COUNT
} dp_gauge;

/* Snake-case names of counters and gauges, such as "consumed_bytes". Static. */
const char *dp_counter_name(dp_counter counter);
const char *dp_gauge_name(dp_gauge gauge);

/* The times of one message that the broker acknowledged, in microseconds. */
typedef struct dp_passage {
    uint32_t wait_us;     /* from reading until a thread took it */
    uint32_t process_us;  /* in the processor */
    uint32_t stage_us[8]; /* in each of the processor's stages */
    uint32_t deliver_us;  /* from the end of processing to the acknowledgement, waiting for earlier ones included */
    uint32_t total_us;    /* from reading to the acknowledgement */
} dp_passage;

typedef struct dp_observer {
    void *context; /* handed to every callback */

    /* A line for the log. `event` is a stable snake_case word, `message` a sentence for a person. */
    void (*log)(void *context, dp_severity severity, const char *event, const char *message,
                const dp_event_field *fields, size_t count);
    void (*count)(void *context, dp_counter counter, uint64_t more);
    void (*gauge)(void *context, dp_gauge gauge, int64_t value);

    /* A message came through to the broker, as an output or as a dead letter. */
    void (*passage)(void *context, const dp_passage *passage);

    /* A dead letter was acknowledged. `reason` is the word of the processor or one of deadletter.h; static. */
    void (*dead_letter)(void *context, const char *reason);

    /* Messages of an owned partition that are not yet done, as of the last statistics; -1: no longer owned. */
    void (*lag)(void *context, const char *topic, int32_t partition, int64_t messages);

    /* Ready: a member of the group whose brokers can be reached. Called at every change; starts false. */
    void (*ready)(void *context, bool ready);
} dp_observer;

#endif
