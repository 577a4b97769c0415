/* One worker against a real broker: what comes out, and what goes to the dead letters. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "process.h"
#include "real.h"
#include "stream/deadletter.h"

enum { WAIT_MS = 30000 };

static const char *brokers;

/* Runs a worker until `count` messages came through, and drains it. */
static void run_until(kit_worker *worker, uint64_t count) {
    kit_worker_start(worker);
    KIT_UNTIL(kit_worker_passages(worker) >= count || worker->status != DP_WORKER_STOPPED, WAIT_MS);
    assert_int_equal(kit_worker_stop(worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
}

static void test_every_message_comes_out_in_order_and_is_committed(void **state) {
    (void)state;
    enum { COUNT = 20000, PARTITIONS = 12 };
    real_topics names = real_topics_new("order", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    run_until(&worker, COUNT);
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", COUNT, PARTITIONS);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
    kit_records_free(&out);
}

/* Every byte of a header list in one string, for comparison: name=value; with null values as ~. */
static void flatten(const rd_kafka_message_t *message, const char *without, char *text, size_t size) {
    rd_kafka_headers_t *headers;
    size_t used = 0;
    text[0] = '\0';
    if (rd_kafka_message_headers(message, &headers)) return;
    const char *name;
    const void *value;
    size_t length;
    for (size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &length); i++) {
        if (without && strncmp(name, without, strlen(without)) == 0) continue;
        used += (size_t)snprintf(text + used, size - used, "%s=%.*s;", name, value ? (int)length : 1,
                                 value ? (const char *)value : "~");
        assert_true(used < size);
    }
}

static const kit_header TRACED[] = {
    {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", -1},
    {"tracestate", "rojo=00f067aa0ba902b7", -1},
    {"twice", "one", -1},
    {"empty", "", 0},
    {"null", NULL, 0},
    {"twice", "two\xff", -1},
    {NULL, NULL, 0},
};
#define TRACED_FLAT                                                                                                   \
    "traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01;tracestate=rojo=00f067aa0ba902b7;twice=one;" \
    "empty=;null=~;twice=two\xff;"

static void test_headers_keys_tombstones_and_times_are_carried(void **state) {
    (void)state;
    real_topics names = real_topics_new("carry", 1);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 0, "key\xff\x01", "traced", -1, TRACED, 1700000000123);
    kit_send(producer, names.in, 0, NULL, "unkeyed", -1, NULL, 0);
    kit_send(producer, names.in, 0, "gone", NULL, 0, TRACED, 1700000000456);
    kit_send(producer, names.in, 0, "void", "", 0, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    run_until(&worker, 4);
    kit_records out = kit_read(brokers, names.out, 4, 200, WAIT_MS);
    assert_int_equal(out.count, 4);
    char flat[1024];
    const rd_kafka_message_t *traced = out.at[0], *unkeyed = out.at[1], *gone = out.at[2], *empty = out.at[3];

    assert_int_equal(traced->key_len, 5);
    assert_memory_equal(traced->key, "key\xff\x01", 5);
    flatten(traced, NULL, flat, sizeof flat);
    assert_string_equal(flat, TRACED_FLAT);
    assert_int_equal(rd_kafka_message_timestamp(traced, NULL), 1700000000123);

    assert_int_equal(unkeyed->key_len, strlen("key-of-unkeyed"));
    assert_memory_equal(unkeyed->key, "key-of-unkeyed", unkeyed->key_len);
    flatten(unkeyed, NULL, flat, sizeof flat);
    assert_string_equal(flat, "");

    assert_null(gone->payload);
    assert_memory_equal(gone->key, "gone", 4);
    flatten(gone, NULL, flat, sizeof flat);
    assert_string_equal(flat, TRACED_FLAT);
    assert_int_equal(rd_kafka_message_timestamp(gone, NULL), 1700000000456);

    assert_int_equal(empty->len, 2); /* an empty value is a value */
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_TOMBSTONES), 1);
    kit_records_free(&out);
}

static void test_dead_letter_is_the_input_byte_for_byte_and_says_why(void **state) {
    (void)state;
    real_topics names = real_topics_new("dead", 3);
    const char bytes[] = "bad \x00\xff\xfe\x80 rest";
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 2, "k", "good", -1, NULL, 0);
    kit_send(producer, names.in, 2, "key\xff", bytes, sizeof bytes, TRACED, 1700000000123);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.version = "depeche/9.9.9";
    run_until(&worker, 2);
    kit_records dead = kit_read(brokers, names.dead, 1, 200, WAIT_MS);
    assert_int_equal(dead.count, 1);
    const rd_kafka_message_t *letter = dead.at[0];
    assert_int_equal(letter->len, sizeof bytes);
    assert_memory_equal(letter->payload, bytes, sizeof bytes);
    assert_memory_equal(letter->key, "key\xff", 4);
    char flat[1024];
    flatten(letter, "depeche.dlq.", flat, sizeof flat);
    assert_string_equal(flat, TRACED_FLAT);
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_REASON), "bad_value");
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_DETAIL), "the value begins with bad");
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_TOPIC), names.in);
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_PARTITION), "2");
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_OFFSET), "1");
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_TIMESTAMP), "1700000000123");
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_WORKER), "depeche/9.9.9");
    assert_null(kit_header_of(letter, DP_DEADLETTER_STRIPPED));
    /* Its own time is now: a topic's retention must not count from the article's day. */
    assert_true(rd_kafka_message_timestamp(letter, NULL) > 1700000000123 + 86400000);
    assert_int_equal(worker.dead_letters, 1);
    kit_records_free(&dead);

    /* Sent through again, it fails again: the new headers come last and so are the ones found. */
    producer = kit_producer(brokers, NULL);
    const kit_header old[] = {{DP_DEADLETTER_REASON, "older", -1}, {NULL, NULL, 0}};
    kit_send(producer, names.in, 0, "k", "bad again", -1, old, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker again;
    kit_worker_init(&again, brokers, names.group, names.in, names.out, names.dead);
    run_until(&again, 1);
    dead = kit_read(brokers, names.dead, 2, 200, WAIT_MS);
    const rd_kafka_message_t *second = kit_find(&dead, "bad again");
    assert_non_null(second);
    flatten(second, NULL, flat, sizeof flat);
    assert_non_null(strstr(flat, "depeche.dlq.reason=older;depeche.dlq.reason=bad_value;"));
    assert_string_equal(kit_header_of(second, DP_DEADLETTER_REASON), "bad_value");
    kit_records_free(&dead);
}

/* Topics for what is too large: the output topic takes `output` bytes, the dead-letter topic `dead`. */
static real_topics limited_topics(const char *test, const char *output, const char *dead) {
    real_topics names = real_topics_new(test, 1);
    strcat(names.out, "-l");
    strcat(names.dead, "-l");
    kit_topic(brokers, names.out, 1, "max.message.bytes", output, NULL);
    kit_topic(brokers, names.dead, 1, "max.message.bytes", dead, NULL);
    return names;
}

static void output_too_large(dp_delivery delivery) {
    real_topics names = limited_topics(delivery == DP_DELIVERY_EXACTLY_ONCE ? "large1" : "large0", "20000", "1000000");
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 0, "a", "m-0", -1, NULL, 0);
    kit_send(producer, names.in, 0, "b", "big 30000", -1, TRACED, 0);
    kit_send(producer, names.in, 0, "c", "m-1", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = delivery;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= 3 && worker.dead_letters, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, names.out, 2, 300, WAIT_MS),
                dead = kit_read(brokers, names.dead, 1, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", 2, 2);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(dead.count, 1);
    const rd_kafka_message_t *letter = kit_find(&dead, "big 30000");
    assert_non_null(letter);
    assert_string_equal(kit_header_of(letter, DP_DEADLETTER_REASON), "output_too_large");
    kit_records_free(&out);
    kit_records_free(&dead);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 3);
}

static void test_output_larger_than_the_topic_takes_is_a_dead_letter(void **state) {
    (void)state;
    output_too_large(DP_DELIVERY_AT_LEAST_ONCE);
}

static void test_output_too_large_aborts_a_transaction_and_is_a_dead_letter_in_the_next(void **state) {
    (void)state;
    output_too_large(DP_DELIVERY_EXACTLY_ONCE);
}

static void test_batch_too_large_makes_no_dead_letters_of_messages_that_fit(void **state) {
    (void)state;
    enum { COUNT = 400 };
    real_topics names = limited_topics("batch", "2000", "1000000");
    kit_send_many(brokers, names.in, "m", COUNT, 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    run_until(&worker, COUNT);
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", COUNT, 1);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.disorders, 0);
    assert_int_equal(worker.dead_letters, 0);
    kit_records_free(&out);
}

static void send_large(const char *topic) {
    static char large[40000];
    memset(large, 'x', sizeof large);
    memcpy(large, "bad", 3);
    uint32_t noise = 1;
    for (size_t i = 3; i < sizeof large; i++) large[i] = (char)(noise = noise * 1664525 + 1013904223);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, topic, 0, "k", "m-0", -1, NULL, 0);
    kit_send(producer, topic, 0, "k", large, sizeof large, TRACED, 0);
    kit_send(producer, topic, 0, "k", "m-1", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
}

static void test_dead_letter_too_large_stops_the_worker_with_a_message(void **state) {
    (void)state;
    real_topics names = limited_topics("stop", "1000000", "20000");
    send_large(names.in);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_UNDELIVERABLE);
    assert_non_null(strstr(worker.error.message, names.in));
    assert_non_null(strstr(worker.error.message, "[0] at offset 1"));
    assert_non_null(strstr(worker.error.message, "max.message.bytes"));
    assert_int_equal(kit_committed(brokers, names.group, names.in), 1); /* not past it */
}

static void test_dead_letter_too_large_is_stripped_when_allowed(void **state) {
    (void)state;
    real_topics names = limited_topics("strip", "1000000", "20000");
    send_large(names.in);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.oversize = DP_OVERSIZE_STRIP;
    run_until(&worker, 3);
    kit_records dead = kit_read(brokers, names.dead, 1, 200, WAIT_MS);
    assert_int_equal(dead.count, 1);
    assert_int_equal(dead.at[0]->len, 0);
    assert_string_equal(kit_header_of(dead.at[0], DP_DEADLETTER_STRIPPED), "40000");
    assert_string_equal(kit_header_of(dead.at[0], DP_DEADLETTER_REASON), "bad_value");
    assert_string_equal(kit_header_of(dead.at[0], "traceparent"), TRACED[0].value);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 3);
    kit_records_free(&dead);
}

static void test_tombstone_without_key_that_the_topic_refuses_is_a_dead_letter(void **state) {
    (void)state;
    real_topics names = real_topics_new("compact", 1);
    strcat(names.out, "-c");
    kit_topic(brokers, names.out, 1, "cleanup.policy", "compact", NULL);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 0, NULL, NULL, 0, NULL, 0);
    kit_send(producer, names.in, 0, "k", "m-0", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    run_until(&worker, 2);
    kit_records dead = kit_read(brokers, names.dead, 1, 200, WAIT_MS),
                out = kit_read(brokers, names.out, 1, 200, WAIT_MS);
    assert_int_equal(dead.count, 1);
    assert_null(dead.at[0]->payload);
    assert_string_equal(kit_header_of(dead.at[0], DP_DEADLETTER_REASON), "output_refused");
    assert_int_equal(out.count, 1);
    kit_records_free(&dead);
    kit_records_free(&out);
}

static void test_partition_of_the_input_is_kept_when_asked_for(void **state) {
    (void)state;
    enum { COUNT = 300, PARTITIONS = 3 };
    real_topics names = real_topics_new("keep", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.partitioning = DP_PARTITIONING_INPUT;
    run_until(&worker, COUNT);
    kit_records out = kit_read(brokers, names.out, COUNT, 200, WAIT_MS);
    assert_int_equal(out.count, COUNT);
    for (size_t i = 0; i < out.count; i++) {
        int number = atoi((const char *)out.at[i]->payload + strlen("[m-"));
        assert_int_equal(out.at[i]->partition, number % PARTITIONS);
    }
    kit_records_free(&out);

    /* The dead-letter topic has one partition: as an output topic it has too few. */
    kit_worker narrow;
    kit_worker_init(&narrow, brokers, names.group, names.in, names.dead, names.out);
    narrow.options.partitioning = DP_PARTITIONING_INPUT;
    kit_worker_start(&narrow);
    assert_int_equal(kit_worker_join(&narrow), DP_WORKER_CONFIGURATION);
    assert_non_null(strstr(narrow.error.message, "has 1 partitions but"));
}

static void test_unknown_topic_is_waited_for_and_then_final(void **state) {
    (void)state;
    real_topics names = real_topics_new("unknown", 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, "no-such-topic", names.dead);
    worker.options.topic_ms = 1000;
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_UNKNOWN_TOPIC);
    assert_non_null(strstr(worker.error.message, "no-such-topic"));
    assert_true(kit_worker_saw(&worker, "topic_missing"));

    char late[64];
    snprintf(late, sizeof late, "%s-late", names.out);
    kit_send_many(brokers, names.in, "m", 10, 1);
    kit_worker patient;
    kit_worker_init(&patient, brokers, names.group, names.in, late, names.dead);
    kit_worker_start(&patient);
    KIT_UNTIL(kit_worker_saw(&patient, "topic_missing"), WAIT_MS);
    kit_topic(brokers, late, 1, NULL);
    KIT_UNTIL(kit_worker_passages(&patient) >= 10, WAIT_MS);
    assert_int_equal(kit_worker_stop(&patient, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 10);
}

static void test_processor_that_fails_stops_the_worker_before_the_message(void **state) {
    (void)state;
    real_topics names = real_topics_new("fail", 1);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    for (int i = 0; i < 20; i++) kit_send(producer, names.in, 0, "k", i == 10 ? "fail" : "m-0", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_PROCESSOR);
    assert_non_null(strstr(worker.error.message, "at offset 10"));
    assert_true(kit_committed(brokers, names.group, names.in) <= 10);
}

static void test_full_worker_stops_reading_and_stays_in_the_group(void **state) {
    (void)state;
    enum { COUNT = 300 };
    static const int delay = 20;
    static const dp_property impatient[] = {
        {"max.poll.interval.ms", "2000"}, {"session.timeout.ms", "2000"}, {"heartbeat.interval.ms", "300"}};
    real_topics names = real_topics_new("full", 2);
    kit_send_many(brokers, names.in, "m", COUNT, 2);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.processor = kit_slow_processor(&delay);
    worker.options.queue_messages = 250; /* 2.5 s of work for the two threads */
    worker.options.threads = 2;
    worker.options.properties = impatient;
    worker.options.property_count = 3;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), COUNT); /* none twice */
    assert_true(kit_worker_counter(&worker, DP_COUNTER_PAUSES) >= 1);
    assert_true(worker.gauges_max[DP_GAUGE_IN_FLIGHT] <= 250);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_LOSSES), 0);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_ASSIGNMENTS), 1);
}

static void test_one_message_may_take_longer_than_the_poll_interval(void **state) {
    (void)state;
    static const dp_property impatient[] = {
        {"max.poll.interval.ms", "2000"}, {"session.timeout.ms", "2000"}, {"heartbeat.interval.ms", "300"}};
    real_topics names = real_topics_new("slow", 1);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 0, "k", "slow 5000", -1, NULL, 0);
    kit_send(producer, names.in, 0, "k", "m-0", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.properties = impatient;
    worker.options.property_count = 3;
    run_until(&worker, 2);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_LOSSES), 0);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), 2);
    kit_records out = kit_read(brokers, names.out, 2, 200, WAIT_MS);
    assert_int_equal(out.count, 2);
    assert_memory_equal(out.at[0]->payload, "[slow 5000]", out.at[0]->len); /* the quick one waited for it */
    kit_records_free(&out);
}

static void test_lag_is_reported(void **state) {
    (void)state;
    static const int delay = 10;
    real_topics names = real_topics_new("lag", 1);
    kit_send_many(brokers, names.in, "m", 600, 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.processor = kit_slow_processor(&delay);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_lag(&worker) > 0, WAIT_MS);
    int64_t behind = kit_worker_lag(&worker);
    assert_true(behind > 0 && behind <= 600);
    KIT_UNTIL(kit_worker_passages(&worker) >= 600 && kit_worker_lag(&worker) == 0, WAIT_MS);
    assert_int_equal(kit_worker_lag(&worker), 0);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(worker.lag, -1); /* no longer owned */
}

static void test_kcat_is_understood_at_both_ends(void **state) {
    (void)state;
    real_topics names = real_topics_new("kcat", 3);
    char command[512];
    snprintf(command, sizeof command,
             "for i in $(seq 0 99); do echo \"k$((i %% 5))|m-$i\"; done | "
             "kcat -P -b %s -t %s -K '|' -H source=kcat -X partitioner=murmur2_random 2>/dev/null",
             brokers, names.in);
    assert_int_equal(system(command), 0);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    run_until(&worker, 100);
    /* Same key, same partition: what kcat put at partition p by murmur2 came out there. */
    for (int partition = 0; partition < 3; partition++) {
        char in[256], out[256], line[64];
        int ins = 0, outs = 0;
        snprintf(in, sizeof in, "kcat -C -b %s -t %s -p %d -e -q -f '%%k %%s\\n' 2>/dev/null", brokers, names.in,
                 partition);
        snprintf(out, sizeof out, "kcat -C -b %s -t %s -p %d -e -q -f '%%k %%h %%s\\n' 2>/dev/null", brokers, names.out,
                 partition);
        FILE *before = popen(in, "r"), *after = popen(out, "r");
        char wanted[128], got[128];
        while (fgets(line, sizeof line, before)) {
            char key[8], value[32];
            assert_int_equal(sscanf(line, "%7s %31s", key, value), 2);
            snprintf(wanted, sizeof wanted, "%s source=kcat [%s]\n", key, value);
            assert_non_null(fgets(got, sizeof got, after));
            assert_string_equal(got, wanted);
            ins++;
            outs++;
        }
        assert_null(fgets(got, sizeof got, after));
        pclose(before);
        pclose(after);
        assert_int_equal(ins, outs);
    }
}

int main(void) {
    brokers = real_brokers();
    if (!brokers) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_every_message_comes_out_in_order_and_is_committed),
        KIT_TEST(test_headers_keys_tombstones_and_times_are_carried),
        KIT_TEST(test_dead_letter_is_the_input_byte_for_byte_and_says_why),
        KIT_TEST(test_output_larger_than_the_topic_takes_is_a_dead_letter),
        KIT_TEST(test_output_too_large_aborts_a_transaction_and_is_a_dead_letter_in_the_next),
        KIT_TEST(test_batch_too_large_makes_no_dead_letters_of_messages_that_fit),
        KIT_TEST(test_dead_letter_too_large_stops_the_worker_with_a_message),
        KIT_TEST(test_dead_letter_too_large_is_stripped_when_allowed),
        KIT_TEST(test_tombstone_without_key_that_the_topic_refuses_is_a_dead_letter),
        KIT_TEST(test_partition_of_the_input_is_kept_when_asked_for),
        KIT_TEST(test_unknown_topic_is_waited_for_and_then_final),
        KIT_TEST(test_processor_that_fails_stops_the_worker_before_the_message),
        KIT_TEST(test_full_worker_stops_reading_and_stays_in_the_group),
        KIT_TEST(test_one_message_may_take_longer_than_the_poll_interval),
        KIT_TEST(test_lag_is_reported),
        KIT_TEST(test_kcat_is_understood_at_both_ends),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
