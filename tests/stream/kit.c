#include "kit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "stream/clock.h"

/* ----------------------------------------------------------------------------------------------- processor */

typedef struct state {
    const int *delay;
    char *value;
    char key[32];
} state;

static void *open_state(void *shared) {
    state *opened = dp_calloc(1, sizeof *opened);
    if (opened) opened->delay = shared;
    return opened;
}

static void close_state(void *opened) {
    dp_free(((state *)opened)->value);
    dp_free(opened);
}

static long number_after(dp_str value, const char *word) {
    char digits[24] = "";
    size_t length = strlen(word);
    if (value.len < length || memcmp(value.at, word, length) != 0) return -1;
    size_t left = value.len - length;
    memcpy(digits, value.at + length, left < sizeof digits - 1 ? left : sizeof digits - 1);
    return strtol(digits, NULL, 10);
}

static void process(void *opened, dp_str value, dp_processed *processed) {
    state *self = opened;
    if (self->delay) kit_sleep(*self->delay);
    long slow = number_after(value, "slow "), big = number_after(value, "big ");
    if (slow > 0) kit_sleep((int)slow);
    if (dp_str_starts(value, DP_STR("bad"))) {
        processed->verdict = DP_VERDICT_REJECT;
        processed->reason = "bad_value";
        snprintf(processed->detail, sizeof processed->detail, "the value begins with bad");
        return;
    }
    if (dp_str_starts(value, DP_STR("fail"))) {
        processed->verdict = DP_VERDICT_FAIL;
        return;
    }
    size_t length = big > 0 ? (size_t)big : value.len + 2;
    char *output = dp_realloc(self->value, length);
    if (!output) {
        processed->verdict = DP_VERDICT_FAIL;
        return;
    }
    self->value = output;
    if (big > 0) {
        /* Nothing that compression could make small. */
        uint64_t noise = 88172645463325252u;
        for (size_t i = 0; i < length; i++) {
            noise ^= noise << 13, noise ^= noise >> 7, noise ^= noise << 17;
            output[i] = (char)('!' + noise % 90);
        }
    } else {
        output[0] = '[';
        memcpy(output + 1, value.at, value.len);
        output[length - 1] = ']';
    }
    snprintf(self->key, sizeof self->key, "key-of-%.*s", (int)(value.len < 8 ? value.len : 8), value.at);
    processed->value = (dp_str){output, length};
    processed->key = (dp_str){self->key, strlen(self->key)};
    processed->stage_us[0] = 1;
}

static const char *const stages[] = {"wrap", NULL};

const dp_processor kit_processor = {.open = open_state, .process = process, .close = close_state, .stages = stages};

dp_processor kit_slow_processor(const int *delay) {
    dp_processor processor = kit_processor;
    processor.shared = (void *)(uintptr_t)delay;
    return processor;
}

/* ------------------------------------------------------------------------------------------------- clients */

static void die(const char *what, const char *why) {
    fprintf(stderr, "kit: %s: %s\n", what, why);
    abort();
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
    char reason[256];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason)) die(name, reason);
}

rd_kafka_t *kit_producer(const char *brokers, ...) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "log_level", "3");
    set(conf, "linger.ms", "5");
    set(conf, "message.max.bytes", "10000000");
    va_list pairs;
    va_start(pairs, brokers);
    for (const char *name; (name = va_arg(pairs, const char *));) set(conf, name, va_arg(pairs, const char *));
    va_end(pairs);
    char reason[256];
    rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (!producer) die("producer", reason);
    return producer;
}

void kit_send(rd_kafka_t *producer, const char *topic, int32_t partition, const char *key, const void *value,
              int64_t length, const kit_header *headers, int64_t timestamp) {
    rd_kafka_headers_t *carried = rd_kafka_headers_new(4);
    for (; headers && headers->name; headers++) {
        ssize_t size = headers->value ? (ssize_t)headers->length : 0;
        rd_kafka_header_add(carried, headers->name, -1, headers->value, size);
    }
    size_t size = !value ? 0 : length < 0 ? strlen(value) : (size_t)length;
    rd_kafka_vu_t parts[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = partition},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {(void *)(uintptr_t)key, key ? strlen(key) : 0}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {(void *)(uintptr_t)value, size}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = timestamp},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = carried},
    };
    rd_kafka_error_t *error;
    while ((error = rd_kafka_produceva(producer, parts, sizeof parts / sizeof *parts))) {
        if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) die("send", rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
        rd_kafka_poll(producer, 20);
    }
}

void kit_send_many(const char *brokers, const char *topic, const char *prefix, int count, int partitions) {
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    for (int i = 0; i < count; i++) {
        char key[16], value[64];
        snprintf(key, sizeof key, "k%d", i % partitions);
        snprintf(value, sizeof value, "%s-%d", prefix, i);
        kit_send(producer, topic, i % partitions, key, value, -1, NULL, 0);
    }
    if (rd_kafka_flush(producer, 30000)) die("flush", topic);
    rd_kafka_destroy(producer);
}

static void keep(kit_records *records, rd_kafka_message_t *message) {
    if (records->count == records->capacity) {
        records->capacity = records->capacity ? records->capacity * 2 : 256;
        records->at = dp_realloc(records->at, records->capacity * sizeof *records->at);
        if (!records->at) die("memory", "records");
    }
    records->at[records->count++] = message;
}

static int partitions_of(rd_kafka_t *client, const char *topic) {
    rd_kafka_topic_t *handle = rd_kafka_topic_new(client, topic, NULL);
    const struct rd_kafka_metadata *metadata;
    rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, handle, &metadata, 10000);
    rd_kafka_topic_destroy(handle);
    if (error) die(topic, rd_kafka_err2str(error));
    int count = metadata->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    return count;
}

static rd_kafka_t *reader_new(const char *brokers, const char *group) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    set(conf, "bootstrap.servers", brokers);
    set(conf, "log_level", "3");
    set(conf, "group.id", group);
    set(conf, "enable.auto.commit", "false");
    set(conf, "isolation.level", "read_committed");
    set(conf, "fetch.wait.max.ms", "50");
    char reason[256];
    rd_kafka_t *reader = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    if (!reader) die("reader", reason);
    rd_kafka_poll_set_consumer(reader);
    return reader;
}

void kit_topic(const char *brokers, const char *topic, int partitions, ...) {
    rd_kafka_t *client = kit_producer(brokers, NULL);
    char reason[256];
    rd_kafka_NewTopic_t *wanted = rd_kafka_NewTopic_new(topic, partitions, 1, reason, sizeof reason);
    if (!wanted) die(topic, reason);
    va_list pairs;
    va_start(pairs, partitions);
    for (const char *name; (name = va_arg(pairs, const char *));) {
        rd_kafka_NewTopic_set_config(wanted, name, va_arg(pairs, const char *));
    }
    va_end(pairs);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, &wanted, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 20000);
    size_t count = 0;
    const rd_kafka_topic_result_t **results =
        event ? rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count) : NULL;
    if (count != 1 || rd_kafka_topic_result_error(results[0])) die(topic, "cannot be created");
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_NewTopic_destroy(wanted);
    while (true) { /* until its leader is known */
        rd_kafka_topic_t *handle = rd_kafka_topic_new(client, topic, NULL);
        const struct rd_kafka_metadata *metadata;
        bool there = false;
        if (!rd_kafka_metadata(client, 0, handle, &metadata, 5000)) {
            there = metadata->topics[0].partition_cnt == partitions && !metadata->topics[0].err;
            rd_kafka_metadata_destroy(metadata);
        }
        rd_kafka_topic_destroy(handle);
        if (there) break;
        kit_sleep(50);
    }
    rd_kafka_destroy(client);
}

int64_t kit_committed(const char *brokers, const char *group, const char *topic) {
    rd_kafka_t *client = reader_new(brokers, group);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    int partitions = partitions_of(client, topic);
    for (int i = 0; i < partitions; i++) rd_kafka_topic_partition_list_add(list, topic, i);
    rd_kafka_resp_err_t error = rd_kafka_committed(client, list, 20000);
    if (error) die(group, rd_kafka_err2str(error));
    int64_t sum = 0;
    for (int i = 0; i < list->cnt; i++) sum += list->elems[i].offset > 0 ? list->elems[i].offset : 0;
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(client);
    return sum;
}

kit_records kit_read(const char *brokers, const char *topic, size_t count, int quiet_ms, int timeout_ms) {
    rd_kafka_t *reader = reader_new(brokers, "kit-reader");
    rd_kafka_topic_partition_list_t *all = rd_kafka_topic_partition_list_new(8);
    int partitions = partitions_of(reader, topic);
    for (int i = 0; i < partitions; i++) {
        rd_kafka_topic_partition_list_add(all, topic, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(reader, all);
    rd_kafka_topic_partition_list_destroy(all);
    kit_records records = {.reader = reader};
    int64_t deadline = dp_clock_ms() + timeout_ms, last = dp_clock_ms();
    while (dp_clock_ms() < deadline && (records.count < count || dp_clock_ms() - last < quiet_ms)) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(reader, 50);
        if (!message) continue;
        if (message->err) {
            rd_kafka_message_destroy(message);
            continue;
        }
        last = dp_clock_ms();
        keep(&records, message);
    }
    return records;
}

void kit_records_free(kit_records *records) {
    for (size_t i = 0; i < records->count; i++) rd_kafka_message_destroy(records->at[i]);
    rd_kafka_consumer_close(records->reader);
    rd_kafka_destroy(records->reader);
    dp_free(records->at);
    *records = (kit_records){0};
}

const rd_kafka_message_t *kit_find(const kit_records *records, const char *value) {
    for (size_t i = 0; i < records->count; i++) {
        const rd_kafka_message_t *message = records->at[i];
        if (message->payload && message->len == strlen(value) && memcmp(message->payload, value, message->len) == 0) {
            return message;
        }
    }
    return NULL;
}

const char *kit_header_of(const rd_kafka_message_t *message, const char *name) {
    rd_kafka_headers_t *headers;
    const void *value;
    size_t size;
    if (rd_kafka_message_headers(message, &headers)) return NULL;
    return rd_kafka_header_get_last(headers, name, &value, &size) ? NULL : value;
}

/* How many values of each key stand before a smaller one; `place` is that of each value, plus one, or 0. */
static size_t count_stragglers(const size_t *place, int count, int partitions) {
    size_t stragglers = 0;
    for (int key = 0; key < partitions; key++) {
        size_t last = 0;
        for (int i = key; i < count; i += partitions) {
            if (!place[i]) continue;
            stragglers += place[i] < last;
            last = place[i];
        }
    }
    return stragglers;
}

kit_tally kit_count(const kit_records *records, const char *prefix, int count, int partitions) {
    kit_tally tally = {0};
    int *seen = dp_calloc((size_t)count, sizeof *seen);
    int *last = dp_calloc((size_t)partitions, sizeof *last); /* one more than the number */
    size_t *place = dp_calloc((size_t)count, sizeof *place);
    if (!seen || !last || !place) die("memory", "tally");
    size_t length = strlen(prefix);
    for (size_t i = 0; i < records->count; i++) {
        const rd_kafka_message_t *message = records->at[i];
        char text[64] = "";
        if (message->payload && message->len < sizeof text) memcpy(text, message->payload, message->len);
        if (text[0] != '[' || strncmp(text + 1, prefix, length) != 0 || text[1 + length] != '-') {
            tally.foreign++;
            continue;
        }
        int number = atoi(text + length + 2);
        bool ours = number >= 0 && number < count;
        if (ours) place[number] = i + 1;
        if (!ours) {
            tally.foreign++;
        } else if (seen[number]++) {
            tally.duplicates++;
        } else if (number + 1 < last[number % partitions]) {
            tally.disorders++;
        } else {
            last[number % partitions] = number + 1;
        }
    }
    for (int i = 0; i < count; i++) tally.missing += !seen[i];
    tally.stragglers = count_stragglers(place, count, partitions);
    dp_free(place);
    dp_free(seen);
    dp_free(last);
    return tally;
}

/* ------------------------------------------------------------------------------------------------- workers */

/* The first message is m-0 in these tests: no log line may hold it. */
static void on_log(void *context, dp_severity severity, const char *event, const char *message,
                   const dp_event_field *fields, size_t count) {
    kit_worker *worker = context;
    if (getenv("KIT_LOG")) {
        fprintf(stderr, "%" PRId64 " %d %s: %s", dp_clock_ms() % 1000000, severity, event, message);
        for (size_t i = 0; i < count; i++) {
            if (fields[i].text) fprintf(stderr, " %s=%s", fields[i].key, fields[i].text);
            if (!fields[i].text) fprintf(stderr, " %s=%" PRId64, fields[i].key, fields[i].number);
        }
        fprintf(stderr, "\n");
    }
    pthread_mutex_lock(&worker->mutex);
    worker->leaked = worker->leaked || strstr(message, "m-0");
    if (worker->event_count < KIT_EVENTS_MAX) worker->events[worker->event_count++] = event;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_count(void *context, dp_counter counter, uint64_t more) {
    kit_worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    worker->counters[counter] += more;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_gauge(void *context, dp_gauge gauge, int64_t value) {
    kit_worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    worker->gauges[gauge] = value;
    worker->gauge_reports++;
    if (value > worker->gauges_max[gauge]) worker->gauges_max[gauge] = value;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_passage(void *context, const dp_passage *passage) {
    kit_worker *worker = context;
    (void)passage;
    pthread_mutex_lock(&worker->mutex);
    worker->passages++;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_dead_letter(void *context, const char *reason) {
    kit_worker *worker = context;
    (void)reason;
    pthread_mutex_lock(&worker->mutex);
    worker->dead_letters++;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_lag(void *context, const char *topic, int32_t partition, int64_t messages) {
    kit_worker *worker = context;
    (void)topic;
    (void)partition;
    pthread_mutex_lock(&worker->mutex);
    worker->lag = messages;
    pthread_mutex_unlock(&worker->mutex);
}

static void on_ready(void *context, bool ready) {
    kit_worker *worker = context;
    pthread_mutex_lock(&worker->mutex);
    worker->ready = ready;
    pthread_mutex_unlock(&worker->mutex);
}

void kit_worker_init(kit_worker *worker, const char *brokers, const char *group, const char *input, const char *output,
                     const char *dead_letters) {
    *worker = (kit_worker){.processor = kit_processor};
    pthread_mutex_init(&worker->mutex, NULL);
    dp_worker_defaults(&worker->options);
    worker->inputs[0] = input;
    worker->options.brokers = brokers;
    worker->options.group = group;
    worker->options.input_topics = worker->inputs;
    worker->options.output_topic = output;
    worker->options.dead_letter_topic = dead_letters;
    worker->options.threads = 3;
    worker->options.commit_ms = 200;
    worker->options.transaction_ms = 200;
    worker->options.statistics_ms = 500;
    worker->options.connect_ms = 20000;
}

static void *run(void *argument) {
    kit_worker *worker = argument;
    const dp_observer observer = {.context = worker,
                                  .log = on_log,
                                  .count = on_count,
                                  .gauge = on_gauge,
                                  .passage = on_passage,
                                  .dead_letter = on_dead_letter,
                                  .lag = on_lag,
                                  .ready = on_ready};
    (worker->memory_fails_once ? dp_memory_fail_once : dp_memory_fail_at)(worker->memory_fails_at);
    worker->status = dp_worker_run(&worker->options, &worker->processor, &observer, &worker->stop, &worker->error);
    worker->memory_failed = dp_memory_failed();
    atomic_store(&worker->over, true);
    return NULL;
}

static atomic_int running;

void kit_worker_start(kit_worker *worker) {
    atomic_fetch_add(&running, 1);
    if (pthread_create(&worker->thread, NULL, run, worker)) die("thread", "worker");
}

dp_worker_status kit_worker_stop(kit_worker *worker, int how) {
    atomic_store(&worker->stop, how);
    return kit_worker_join(worker);
}

dp_worker_status kit_worker_join(kit_worker *worker) {
    pthread_join(worker->thread, NULL);
    atomic_fetch_sub(&running, 1);
    return worker->status;
}

int kit_end_test(void **test_state) {
    (void)test_state;
    if (!atomic_load(&running)) return 0;
    fprintf(stderr, "kit: the test left a worker running: no further test is run\n");
    fflush(NULL);
    _Exit(1);
}

uint64_t kit_worker_counter(kit_worker *worker, dp_counter counter) {
    pthread_mutex_lock(&worker->mutex);
    uint64_t value = worker->counters[counter];
    pthread_mutex_unlock(&worker->mutex);
    return value;
}

uint64_t kit_worker_passages(kit_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    uint64_t value = worker->passages;
    pthread_mutex_unlock(&worker->mutex);
    return value;
}

int64_t kit_worker_gauge(kit_worker *worker, dp_gauge gauge) {
    pthread_mutex_lock(&worker->mutex);
    int64_t value = worker->gauges[gauge];
    pthread_mutex_unlock(&worker->mutex);
    return value;
}

uint64_t kit_worker_gauge_reports(kit_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    uint64_t value = worker->gauge_reports;
    pthread_mutex_unlock(&worker->mutex);
    return value;
}

int64_t kit_worker_lag(kit_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    int64_t value = worker->lag;
    pthread_mutex_unlock(&worker->mutex);
    return value;
}

bool kit_worker_ready(kit_worker *worker) {
    pthread_mutex_lock(&worker->mutex);
    bool ready = worker->ready;
    pthread_mutex_unlock(&worker->mutex);
    return ready;
}

bool kit_worker_saw(kit_worker *worker, const char *event) {
    bool saw = false;
    pthread_mutex_lock(&worker->mutex);
    for (size_t i = 0; i < worker->event_count; i++) saw = saw || strcmp(worker->events[i], event) == 0;
    pthread_mutex_unlock(&worker->mutex);
    return saw;
}

static int64_t until;

void kit_until_start(int timeout_ms) {
    until = dp_clock_ms() + timeout_ms;
}

bool kit_until_more(void) {
    kit_sleep(20);
    return dp_clock_ms() < until;
}

void kit_sleep(int ms) {
    struct timespec span = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&span, NULL);
}
