/*
 * kit.h - what the tests of the stream share: a processor that needs no language, a client at each end, and a worker in
 * a thread of its own.
 */
#ifndef DP_TEST_KIT_H
#define DP_TEST_KIT_H

#include <pthread.h>
#include <stdint.h>

#include "stream/context.h"

/* Wraps a value in brackets: abc becomes [abc]. A value that begins with
 *   bad    is rejected for the reason "bad_value",
 *   fail   fails,
 *   big N  becomes N bytes,
 *   slow N takes N milliseconds.
 * Without a key the key is "key-of-" and the value's first 8 bytes. */
extern const dp_processor kit_processor;

/* The same, but every value takes so many milliseconds; `delay` must outlive the processor. */
dp_processor kit_slow_processor(const int *delay);

/* ------------------------------------------------------------------------------------------------- clients */

typedef struct kit_header {
    const char *name;
    const void *value; /* NULL: null */
    int64_t length;    /* -1: terminated */
} kit_header;

/* A producer for tests; properties in pairs, NULL-terminated. */
rd_kafka_t *kit_producer(const char *brokers, ...);

/* Sends one message and waits for nothing. `key` or `value` may be NULL; `headers` ends at a NULL name, may be NULL. */
void kit_send(rd_kafka_t *producer, const char *topic, int32_t partition, const char *key, const void *value,
              int64_t length, const kit_header *headers, int64_t timestamp);

/* Sends `count` messages "PREFIX-NUMBER" with key "kNUMBER%keys", round the partitions, and flushes. */
void kit_send_many(const char *brokers, const char *topic, const char *prefix, int count, int partitions);

/* Creates a topic on a real broker; settings in pairs, NULL-terminated. */
void kit_topic(const char *brokers, const char *topic, int partitions, ...);

/* The committed offset of a group, summed over the partitions; those without one count 0. */
int64_t kit_committed(const char *brokers, const char *group, const char *topic);

/* Messages that were read, in the order of each partition. */
typedef struct kit_records {
    rd_kafka_message_t **at;
    size_t count, capacity;
    rd_kafka_t *reader; /* must outlive its messages */
} kit_records;

/* Reads a topic from its beginning (read_committed) until `count` messages have come and none for `quiet_ms` after, or
 * `timeout_ms` have passed. */
kit_records kit_read(const char *brokers, const char *topic, size_t count, int quiet_ms, int timeout_ms);
void kit_records_free(kit_records *records);

/* The record with this value; NULL. */
const rd_kafka_message_t *kit_find(const kit_records *records, const char *value);

/* The last header of that name; NULL where there is none. Lent, terminated by librdkafka. */
const char *kit_header_of(const rd_kafka_message_t *message, const char *name);

/* Checks that "[PREFIX-0]" to "[PREFIX-(count-1)]" are there. */
typedef struct kit_tally {
    size_t missing, duplicates, foreign;
    size_t disorders;  /* a value that came after a later one of its key, both for the first time */
    size_t stragglers; /* likewise, both for the last time */
} kit_tally;
kit_tally kit_count(const kit_records *records, const char *prefix, int count, int partitions);

/* ------------------------------------------------------------------------------------------------- workers */

enum { KIT_EVENTS_MAX = 4096 };

typedef struct kit_worker {
    dp_worker_options options;
    dp_processor processor;
    const char *inputs[2];
    unsigned long memory_fails_at; /* so many allocations of its thread from the start; 0: never */
    bool memory_fails_once;        /* that one only, not the later ones too */
    bool memory_failed;            /* after its end: it came to that */
    atomic_int stop;
    atomic_bool over;
    pthread_t thread;
    dp_worker_status status;
    dp_worker_error error;
    pthread_mutex_t mutex; /* guards what follows */
    uint64_t counters[DP_COUNTER_COUNT];
    int64_t gauges[DP_GAUGE_COUNT], gauges_max[DP_GAUGE_COUNT];
    uint64_t dead_letters, passages, gauge_reports;
    int64_t lag; /* of the partition last reported */
    bool ready;
    bool leaked;                        /* a log line held something of a message that was sent */
    const char *events[KIT_EVENTS_MAX]; /* the names of the log lines, as they came */
    size_t event_count;
} kit_worker;

/* Options for a worker between these topics, to be changed before it starts. */
void kit_worker_init(kit_worker *worker, const char *brokers, const char *group, const char *input, const char *output,
                     const char *dead_letters);
void kit_worker_start(kit_worker *worker);

/* Raises the stop flag and waits for the end. */
dp_worker_status kit_worker_stop(kit_worker *worker, int how);

/* Waits for an end that comes by itself. */
dp_worker_status kit_worker_join(kit_worker *worker);

/* A test with workers. One that failed leaves workers behind that use its stack: the program then ends at once, where
 * the tests after it would fail or hang for no reason of their own. */
#define KIT_TEST(test) cmocka_unit_test_teardown(test, kit_end_test)
int kit_end_test(void **state);

uint64_t kit_worker_counter(kit_worker *worker, dp_counter counter);
uint64_t kit_worker_passages(kit_worker *worker);
int64_t kit_worker_gauge(kit_worker *worker, dp_gauge gauge);
uint64_t kit_worker_gauge_reports(kit_worker *worker);
int64_t kit_worker_lag(kit_worker *worker);
bool kit_worker_ready(kit_worker *worker);
bool kit_worker_saw(kit_worker *worker, const char *event);

/* Waits until the condition holds, `timeout_ms` at most. */
#define KIT_UNTIL(condition, timeout_ms) \
    for (kit_until_start(timeout_ms); !(condition) && kit_until_more();) continue
void kit_until_start(int timeout_ms);
bool kit_until_more(void);
void kit_sleep(int ms);

#endif
