/* The worker from end to end, on librdkafka's mock cluster. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "kit.h"
#include "stream/clock.h"
#include "stream/embedded.h"
#include "stream/retire.h"
#include "stream/topics.h"

#include <librdkafka/rdkafka_mock.h>

enum { WAIT_MS = 60000 }; /* ten rebalances of the mock cluster */

static dp_embedded *cluster;
static const char *brokers;

static int start_cluster(void **state) {
    (void)state;
    cluster = dp_embedded_open(1);
    if (!cluster) return -1;
    brokers = dp_embedded_brokers(cluster);
    return 0;
}

static int stop_cluster(void **state) {
    (void)state;
    dp_embedded_close(cluster);
    return 0;
}

/* Topics of their own for each test. */
typedef struct topics {
    char in[32], out[32], dead[32], group[32];
} topics;

static topics topics_for(const char *test, int partitions) {
    topics names;
    snprintf(names.in, sizeof names.in, "%s-in", test);
    snprintf(names.out, sizeof names.out, "%s-out", test);
    snprintf(names.dead, sizeof names.dead, "%s-dead", test);
    snprintf(names.group, sizeof names.group, "%s-group", test);
    assert_int_equal(dp_embedded_topic(cluster, names.in, partitions), 0);
    assert_int_equal(dp_embedded_topic(cluster, names.out, partitions), 0);
    assert_int_equal(dp_embedded_topic(cluster, names.dead, 1), 0);
    return names;
}

/* librdkafka's numbers of requests. */
enum {
    PRODUCE = 0,
    OFFSET_COMMIT = 8,
    JOIN_GROUP = 11,
    HEARTBEAT = 12,
    ADD_OFFSETS = 25,
    END_TXN = 26,
    TXN_OFFSET_COMMIT = 28
};

#define FAIL_NEXT(request, count, ...) \
    rd_kafka_mock_push_request_errors(dp_embedded_cluster(cluster), (request), (count), __VA_ARGS__)

/* Reads the output and checks that all is there and in order. `duplicates_max`: the mock shows what was aborted too. */
static void check(const topics *names, int count, int partitions, size_t duplicates_max) {
    kit_records out = kit_read(brokers, names->out, (size_t)count, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", count, partitions);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    assert_true(tally.duplicates <= duplicates_max);
    kit_records_free(&out);
}

static void test_every_message_comes_out_in_order(void **state) {
    (void)state;
    enum { COUNT = 3000, PARTITIONS = 4 };
    topics names = topics_for("order", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    KIT_UNTIL(kit_worker_ready(&worker), 2000);
    assert_true(kit_worker_ready(&worker));
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_string_equal(worker.error.message, "");
    assert_false(worker.ready);
    check(&names, COUNT, PARTITIONS, 0);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), COUNT);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_PRODUCED), COUNT);
    assert_true(kit_worker_counter(&worker, DP_COUNTER_COMMITS) > 0);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
}

static void test_bytes_in_flight_are_bounded(void **state) {
    (void)state;
    enum { COUNT = 60, SIZE = 50000, BOUND = 1000000 };
    topics names = topics_for("bytes", 2);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    for (int i = 0; i < COUNT; i++) kit_send(producer, names.in, i % 2, "k", "big 50000", -1, NULL, 0);
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.queue_bytes = BOUND;
    worker.options.queue_messages = 10;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_PRODUCED), COUNT);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_PRODUCED_BYTES), (uint64_t)COUNT * SIZE);
    assert_true(worker.gauges_max[DP_GAUGE_IN_FLIGHT] <= 10);
    assert_true(worker.gauges_max[DP_GAUGE_IN_FLIGHT_BYTES] <= BOUND);
    assert_true(kit_worker_counter(&worker, DP_COUNTER_PAUSES) > 0);
}

static void test_workers_join_and_leave_and_nothing_is_lost(void **state) {
    (void)state;
    enum { COUNT = 2000, PARTITIONS = 4 };
    static const int delay = 2;
    topics names = topics_for("group", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT / 2, PARTITIONS);
    kit_worker first, second;
    kit_worker_init(&first, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_init(&second, brokers, names.group, names.in, names.out, names.dead);
    first.processor = second.processor = kit_slow_processor(&delay);
    static const dp_property quick[] = {{"heartbeat.interval.ms", "200"}, {"session.timeout.ms", "6000"}};
    first.options.properties = second.options.properties = quick;
    first.options.property_count = second.options.property_count = 2;
    kit_worker_start(&first);
    KIT_UNTIL(kit_worker_passages(&first) > 100, WAIT_MS);
    kit_worker_start(&second);
    KIT_UNTIL(kit_worker_gauge(&second, DP_GAUGE_PARTITIONS) > 0, WAIT_MS);
    assert_true(kit_worker_gauge(&second, DP_GAUGE_PARTITIONS) > 0);
    assert_int_equal(kit_worker_stop(&first, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    for (int i = COUNT / 2; i < COUNT; i++) {
        char key[16], value[32];
        snprintf(key, sizeof key, "k%d", i % PARTITIONS);
        snprintf(value, sizeof value, "m-%d", i);
        kit_send(producer, names.in, i % PARTITIONS, key, value, -1, NULL, 0);
    }
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    KIT_UNTIL(kit_worker_passages(&first) + kit_worker_passages(&second) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&second, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    check(&names, COUNT, PARTITIONS, COUNT / 4);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
}

static void test_broker_that_goes_away_and_comes_back_is_told_once_each(void **state) {
    (void)state;
    enum { COUNT = 1000, PARTITIONS = 2 };
    topics names = topics_for("away", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT / 2, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    static const dp_property quick[] = {{"reconnect.backoff.max.ms", "200"}};
    worker.options.properties = quick;
    worker.options.property_count = 1;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT / 2, WAIT_MS);
    rd_kafka_mock_broker_set_down(dp_embedded_cluster(cluster), -1);
    KIT_UNTIL(kit_worker_saw(&worker, "disconnected"), WAIT_MS);
    KIT_UNTIL(!kit_worker_ready(&worker), 2000);
    assert_false(kit_worker_ready(&worker));
    kit_sleep(1000); /* many attempts */
    rd_kafka_mock_broker_set_up(dp_embedded_cluster(cluster), -1);
    KIT_UNTIL(kit_worker_ready(&worker), WAIT_MS);
    assert_true(kit_worker_ready(&worker));
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS); /* the first half once more */
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT + COUNT / 2, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    size_t told = 0;
    for (size_t i = 0; i < worker.event_count; i++) told += strcmp(worker.events[i], "disconnected") == 0;
    assert_int_equal(told, 1);
    kit_records out = kit_read(brokers, names.out, COUNT + COUNT / 2, 300, WAIT_MS);
    assert_int_equal(kit_count(&out, "m", COUNT, PARTITIONS).missing, 0);
    kit_records_free(&out);
}

/* The brokers are gone for good: a worker that is told to stop does not wait for them for ever. */
static void stop_without_brokers(const char *test, dp_delivery delivery, int gone_ms) {
    topics names = topics_for(test, 1);
    kit_send_many(brokers, names.in, "m", 200, 1);
    static const int delay = 10;
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.processor = kit_slow_processor(&delay);
    worker.options.delivery = delivery;
    worker.options.drain_ms = 1000;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) > 10, WAIT_MS);
    rd_kafka_mock_broker_set_down(dp_embedded_cluster(cluster), -1);
    kit_sleep(gone_ms);
    int64_t before = dp_clock_ms();
    dp_worker_status status = kit_worker_stop(&worker, DP_STOP_DRAIN);
    int64_t took = dp_clock_ms() - before;
    rd_kafka_mock_broker_set_up(dp_embedded_cluster(cluster), -1);
    assert_int_equal(status, DP_WORKER_CUT_SHORT);
    assert_in_range(took, 0, 10000);
}

static void test_worker_stops_in_time_when_the_brokers_are_gone(void **state) {
    (void)state;
    stop_without_brokers("gone0", DP_DELIVERY_AT_LEAST_ONCE, 0);
    stop_without_brokers("gone1", DP_DELIVERY_EXACTLY_ONCE, 0);
    /* Long enough for the worker to be in the middle of a commit that is not answered. */
    stop_without_brokers("gone2", DP_DELIVERY_EXACTLY_ONCE, 3000);
}

static void test_failed_commit_does_not_stop_the_worker(void **state) {
    (void)state;
    enum { COUNT = 600, PARTITIONS = 2 };
    topics names = topics_for("commit", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    FAIL_NEXT(OFFSET_COMMIT, 2, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR_UNKNOWN);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_counter(&worker, DP_COUNTER_COMMIT_FAILURES) >= 2, WAIT_MS);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_COMMIT_FAILURES), 2);
    assert_true(kit_worker_saw(&worker, "commit_failed"));
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    check(&names, COUNT, PARTITIONS, 0);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
}

static void test_drain_does_not_wait_for_a_long_commit_interval(void **state) {
    (void)state;
    enum { COUNT = 100, PARTITIONS = 2 };
    topics names = topics_for("interval", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.commit_ms = 60000;
    worker.options.drain_ms = 8000;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
}

static void test_commit_of_an_old_generation_loses_the_assignment_but_no_message(void **state) {
    (void)state;
    enum { COUNT = 600, PARTITIONS = 2 };
    topics names = topics_for("illegal", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    static const dp_property quick[] = {{"heartbeat.interval.ms", "200"}, {"session.timeout.ms", "6000"}};
    worker.options.properties = quick;
    worker.options.property_count = 2;
    FAIL_NEXT(OFFSET_COMMIT, 1, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
    check(&names, COUNT, PARTITIONS, COUNT); /* what was not committed is done again */
}

static void test_refused_batch_is_sent_again_one_by_one(void **state) {
    (void)state;
    enum { COUNT = 50, PARTITIONS = 1 };
    topics names = topics_for("batch", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    FAIL_NEXT(PRODUCE, 1, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(worker.dead_letters, 0);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_PRODUCED), COUNT);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT);
}

static void test_failed_delivery_has_the_partition_read_again(void **state) {
    (void)state;
    enum { COUNT = 2000, PARTITIONS = 2 };
    topics names = topics_for("replay", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    FAIL_NEXT(PRODUCE, 2, RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_POLICY_VIOLATION);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_true(kit_worker_saw(&worker, "replay"));
    assert_false(worker.leaked);
    assert_true(kit_worker_counter(&worker, DP_COUNTER_REPLAYED) > 0);
    rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), PRODUCE);
    /* The mock, unlike a broker, takes a batch after one that it refused: in order is what came in the end. */
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", COUNT, PARTITIONS);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.stragglers, 0);
    kit_records_free(&out);
}

/* Runs a worker that must end by itself. */
static dp_worker_status run_to_the_end(topics *names, kit_worker *worker) {
    kit_send_many(brokers, names->in, "m", 10, 1);
    kit_worker_start(worker);
    return kit_worker_join(worker);
}

/* The input topic vanishes from the metadata, `times` times for half a second each with two seconds between. */
static dp_worker_status run_with_vanishing_topic(const char *test, int times, bool comes_back) {
    topics names = topics_for(test, 1);
    static const dp_property quick[] = {{"topic.metadata.refresh.interval.ms", "100"},
                                        {"session.timeout.ms", "6000"},
                                        {"heartbeat.interval.ms", "200"}};
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.properties = quick;
    worker.options.property_count = 3;
    worker.options.topic_ms = 1500;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_ready(&worker) && kit_worker_gauge(&worker, DP_GAUGE_PARTITIONS) > 0, WAIT_MS);
    for (int i = 0; i < times; i++) {
        rd_kafka_mock_topic_set_error(dp_embedded_cluster(cluster), names.in, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
        kit_sleep(500);
        if (i == 0) KIT_UNTIL(kit_worker_saw(&worker, "topic_missing"), WAIT_MS);
        if (!comes_back) break;
        rd_kafka_mock_topic_set_error(dp_embedded_cluster(cluster), names.in, RD_KAFKA_RESP_ERR_NO_ERROR);
        kit_sleep(2000);
    }
    assert_true(kit_worker_saw(&worker, "topic_missing"));
    dp_worker_status status = comes_back ? kit_worker_stop(&worker, DP_STOP_DRAIN) : kit_worker_join(&worker);
    assert_false(kit_worker_saw(&worker, "client_left"));
    return status;
}

static void test_topic_that_vanishes_is_final_unless_it_comes_back(void **state) {
    (void)state;
    assert_int_equal(run_with_vanishing_topic("blip", 2, true), DP_WORKER_STOPPED);
    assert_int_equal(run_with_vanishing_topic("vanish", 1, false), DP_WORKER_UNKNOWN_TOPIC);
}

static void test_client_that_cannot_end_is_left_behind(void **state) {
    (void)state;
    topics names = topics_for("retire", 1);
    kit_send_many(brokers, names.in, "m", 1, 1);
    kit_records held = kit_read(brokers, names.in, 1, 100, WAIT_MS);
    assert_int_equal(held.count, 1);
    assert_int_equal(dp_retire(held.reader), -1); /* a message of it is still out */
    rd_kafka_message_destroy(held.at[0]);
    dp_free(held.at);
}

/* Headers are as hostile as values: many are carried as they are, and count as memory. */
static void test_flood_of_headers_is_carried_and_counted(void **state) {
    (void)state;
    enum { COUNT = 5000, LENGTH = 100 };
    topics names = topics_for("flood", 1);
    char value[LENGTH];
    memset(value, 'v', sizeof value);
    kit_header *flood = dp_calloc(COUNT + 1, sizeof *flood);
    assert_non_null(flood);
    for (size_t i = 0; i < COUNT; i++) flood[i] = (kit_header){"trace", value, LENGTH};
    rd_kafka_t *producer = kit_producer(brokers, NULL);
    kit_send(producer, names.in, 0, "k", "slow 1000", -1, flood, 0); /* long enough to be seen in flight */
    assert_int_equal(rd_kafka_flush(producer, WAIT_MS), 0);
    rd_kafka_destroy(producer);
    dp_free(flood);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= 1, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_true(worker.gauges_max[DP_GAUGE_IN_FLIGHT_BYTES] > COUNT * LENGTH);
    kit_records out = kit_read(brokers, names.out, 1, 200, WAIT_MS);
    assert_int_equal(out.count, 1);
    rd_kafka_headers_t *carried;
    assert_int_equal(rd_kafka_message_headers(out.at[0], &carried), RD_KAFKA_RESP_ERR_NO_ERROR);
    assert_int_equal(rd_kafka_header_cnt(carried), COUNT);
    kit_records_free(&out);
}

static void test_missing_rights_are_final(void **state) {
    (void)state;
    topics names = topics_for("rights", 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    FAIL_NEXT(JOIN_GROUP, 1, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED);
    assert_int_equal(run_to_the_end(&names, &worker), DP_WORKER_AUTHORIZATION);
    /* librdkafka before 2.3.0 cannot end a consumer that was never assigned anything. */
    assert_int_equal(dp_worker_left_client(), rd_kafka_version() < 0x02030000);
    assert_non_null(strstr(worker.error.message, "GROUP_AUTHORIZATION_FAILED"));
    assert_non_null(strstr(worker.error.message, "give this user the right"));
    rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), JOIN_GROUP);

    topics others = topics_for("rights2", 1);
    kit_worker other;
    kit_worker_init(&other, brokers, others.group, others.in, others.out, others.dead);
    kit_send_many(brokers, others.in, "m", 10, 1);
    FAIL_NEXT(PRODUCE, 1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    kit_worker_start(&other);
    assert_int_equal(kit_worker_join(&other), DP_WORKER_AUTHORIZATION);
    assert_false(other.leaked);
    assert_null(strstr(other.error.message, "m-0"));
    assert_int_equal(kit_committed(brokers, others.group, others.in), 0);
}

static void test_nobody_at_the_address_is_final_after_a_while(void **state) {
    (void)state;
    kit_worker worker;
    kit_worker_init(&worker, "127.0.0.1:1", "g", "in", "out", "dead");
    worker.options.connect_ms = 1500;
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_UNREACHABLE);
    assert_non_null(strstr(worker.error.message, "127.0.0.1:1"));
    /* Told to stop while it waits, it stops. */
    kit_worker patient;
    kit_worker_init(&patient, "127.0.0.1:1", "g", "in", "out", "dead");
    kit_worker_start(&patient);
    kit_sleep(300);
    assert_int_equal(kit_worker_stop(&patient, DP_STOP_DRAIN), DP_WORKER_STOPPED);
}

static void test_wrong_property_ends_before_anything_starts(void **state) {
    (void)state;
    kit_worker worker;
    kit_worker_init(&worker, brokers, "g", "in", "out", "dead");
    const dp_property wrong[] = {{"queued.min.messages", "many"}};
    worker.options.properties = wrong;
    worker.options.property_count = 1;
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_CONFIGURATION);
    assert_non_null(strstr(worker.error.message, "queued.min.messages"));
    /* Each is right for itself: only the client sees that they do not fit. */
    const dp_property unfit[] = {{"producer.max.in.flight", "20"}};
    kit_worker_init(&worker, brokers, "g", "in", "out", "dead");
    worker.options.properties = unfit;
    worker.options.property_count = 1;
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_CONFIGURATION);
    assert_non_null(strstr(worker.error.message, "max.in.flight"));
}

static void test_abortable_errors_abort_and_replay(void **state) {
    (void)state;
    enum { COUNT = 1500, PARTITIONS = 2 };
    topics names = topics_for("abort", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "abort";
    worker.options.transaction_messages = 400;
    /* The last one is no refusal of a worker that was let in before. */
    FAIL_NEXT(TXN_OFFSET_COMMIT, 3, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
              RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_counter(&worker, DP_COUNTER_ABORTS) >= 3, WAIT_MS);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_ABORTS), 3);
    assert_true(kit_worker_saw(&worker, "transaction_failed"));
    /* The mock shows aborted messages as well: all that was done is there several times. */
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT && kit_worker_counter(&worker, DP_COUNTER_COMMITS), WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    assert_int_equal(kit_count(&out, "m", COUNT, PARTITIONS).missing, 0);
    kit_records_free(&out);
}

/* A partition of which nothing was read when a transaction is aborted: what was fetched of it is not skipped. */
static void test_abort_skips_nothing_of_a_partition_not_read_yet(void **state) {
    (void)state;
    enum { COUNT = 200, PARTITIONS = 2 };
    static const int delay = 5;
    topics names = topics_for("unread", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.processor = kit_slow_processor(&delay);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "unread";
    worker.options.queue_messages = 4; /* so the first transaction holds messages of one partition only */
    worker.options.transaction_ms = 20;
    FAIL_NEXT(TXN_OFFSET_COMMIT, 1, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, 10000);
    kit_sleep(500);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_ABORTS), 1);
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    assert_int_equal(kit_count(&out, "m", COUNT, PARTITIONS).missing, 0);
    kit_records_free(&out);
}

/* A member that is expelled while a rebalance is under way joins again and is given what it had before. Another may
 * have had it in between, so it is read from where the group is: here from the beginning, because the mock cluster
 * keeps no offsets of transactions. */
static void test_partition_given_again_to_an_expelled_member_is_read_from_where_the_group_is(void **state) {
    (void)state;
    enum { BEFORE = 100, AFTER = 20 };
    topics names = topics_for("expelled", 1);
    kit_send_many(brokers, names.in, "m", BEFORE, 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    static const dp_property quick[] = {{"heartbeat.interval.ms", "200"}, {"session.timeout.ms", "6000"}};
    worker.options.properties = quick;
    worker.options.property_count = 2;
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "expelled";
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= BEFORE, WAIT_MS);
    KIT_UNTIL(kit_worker_counter(&worker, DP_COUNTER_COMMITS) >= 1, WAIT_MS);
    FAIL_NEXT(JOIN_GROUP, 1, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID);
    FAIL_NEXT(HEARTBEAT, 1, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS);
    KIT_UNTIL(kit_worker_counter(&worker, DP_COUNTER_ASSIGNMENTS) >= 2, WAIT_MS);
    kit_send_many(brokers, names.in, "m", AFTER, 1);
    KIT_UNTIL(kit_worker_passages(&worker) >= 2 * BEFORE + AFTER, 10000);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_true(kit_worker_saw(&worker, "partitions_lost"));
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), 2 * BEFORE + AFTER);
}

/* The only transaction is committed by the drain, and fails. */
static void test_abort_during_the_drain_is_told(void **state) {
    (void)state;
    enum { COUNT = 20 };
    topics names = topics_for("rolled", 1);
    kit_send_many(brokers, names.in, "m", COUNT, 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "rolled";
    worker.options.transaction_ms = 30000;
    FAIL_NEXT(TXN_OFFSET_COMMIT, 1, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_ABORTS), 1);
    assert_non_null(strstr(worker.error.message, "up to 20 messages that were read will be read again"));
}

static void test_commit_without_brokers_tells_that_it_lives_and_succeeds_later(void **state) {
    (void)state;
    enum { COUNT = 20 };
    topics names = topics_for("alive", 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "alive";
    worker.options.transaction_ms = 1000;
    kit_send_many(brokers, names.in, "m", COUNT, 1);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_passages(&worker), COUNT);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_COMMITS), 0);
    rd_kafka_mock_broker_set_down(dp_embedded_cluster(cluster), 1);
    kit_sleep(2000); /* by now the commit waits */
    uint64_t before = kit_worker_gauge_reports(&worker);
    /* librdkafka's calls take longer than they are given, up to ten seconds for five; with no bound it is three
     * quarters of a minute. */
    KIT_UNTIL(kit_worker_gauge_reports(&worker) > before, WAIT_MS / 2);
    uint64_t after = kit_worker_gauge_reports(&worker);
    rd_kafka_mock_broker_set_up(dp_embedded_cluster(cluster), 1);
    assert_true(after > before);
    KIT_UNTIL(kit_worker_counter(&worker, DP_COUNTER_COMMITS) > 0, WAIT_MS);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_COMMITS), 1);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_string_equal(worker.error.message, "");
}

static void keep_message(void *context, dp_severity severity, const char *event, const char *message,
                         const dp_event_field *fields, size_t count) {
    (void)severity, (void)event, (void)fields, (void)count;
    snprintf(context, 128, "%s", message);
}

static void test_missing_partition_is_not_called_a_missing_topic(void **state) {
    (void)state;
    char said[128] = "";
    const dp_observer observer = {.context = said, .log = keep_message};
    dp_worker worker = {.observer = &observer};
    dp_topics_missing(&worker, "out", RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION);
    assert_string_equal(said, "A partition of the topic does not exist; waiting for it");
    dp_worker other = {.observer = &observer};
    dp_topics_missing(&other, "out", RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC);
    assert_string_equal(said, "The topic does not exist; waiting for it");
    dp_worker third = {.observer = &observer};
    dp_topics_missing(&third, "out", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    assert_string_equal(said, "The topic, or a partition of it, does not exist; waiting for it");
}

static void test_fenced_worker_leaves_with_a_clear_message(void **state) {
    (void)state;
    topics names = topics_for("fenced", 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transactional_id = "fenced";
    FAIL_NEXT(ADD_OFFSETS, 1, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH);
    assert_int_equal(run_to_the_end(&names, &worker), DP_WORKER_FENCED);
    assert_non_null(strstr(worker.error.message, "fenced"));
    assert_non_null(strstr(worker.error.message, "give each worker its own"));
    rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), ADD_OFFSETS);
}

static void test_static_member_that_is_fenced_is_told_of_its_session(void **state) {
    (void)state;
    topics names = topics_for("static", 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.instance = "static";
    FAIL_NEXT(JOIN_GROUP, 1, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID);
    assert_int_equal(run_to_the_end(&names, &worker), DP_WORKER_FENCED);
    assert_non_null(strstr(worker.error.message, "session.timeout.ms"));
    assert_non_null(strstr(worker.error.message, "start it again"));
    rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), JOIN_GROUP);
}

static void test_memory_that_is_out_at_the_start_is_reported(void **state) {
    (void)state;
    topics names = topics_for("memory", 1);
    const char *const inputs[] = {names.in, NULL};
    atomic_int stop = DP_STOP_DRAIN;
    bool succeeded = false;
    for (unsigned long number = 1; number < 40 && !succeeded; number++) {
        kit_worker kit;
        kit_worker_init(&kit, brokers, names.group, names.in, names.out, names.dead);
        kit.options.input_topics = inputs;
        dp_worker_error error;
        dp_memory_fail_at(number);
        dp_worker_status status = dp_worker_run(&kit.options, &kit_processor, NULL, &stop, &error);
        dp_memory_fail_at(0);
        succeeded = status == DP_WORKER_STOPPED;
        if (!succeeded) {
            assert_true(status == DP_WORKER_MEMORY || status == DP_WORKER_PROCESSOR);
            assert_string_not_equal(error.message, "");
        }
    }
    assert_true(succeeded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_every_message_comes_out_in_order),
        KIT_TEST(test_bytes_in_flight_are_bounded),
        KIT_TEST(test_workers_join_and_leave_and_nothing_is_lost),
        KIT_TEST(test_broker_that_goes_away_and_comes_back_is_told_once_each),
        KIT_TEST(test_worker_stops_in_time_when_the_brokers_are_gone),
        KIT_TEST(test_failed_commit_does_not_stop_the_worker),
        KIT_TEST(test_drain_does_not_wait_for_a_long_commit_interval),
        KIT_TEST(test_commit_of_an_old_generation_loses_the_assignment_but_no_message),
        KIT_TEST(test_refused_batch_is_sent_again_one_by_one),
        KIT_TEST(test_failed_delivery_has_the_partition_read_again),
        KIT_TEST(test_topic_that_vanishes_is_final_unless_it_comes_back),
        KIT_TEST(test_client_that_cannot_end_is_left_behind),
        KIT_TEST(test_flood_of_headers_is_carried_and_counted),
        KIT_TEST(test_missing_rights_are_final),
        KIT_TEST(test_nobody_at_the_address_is_final_after_a_while),
        KIT_TEST(test_wrong_property_ends_before_anything_starts),
        KIT_TEST(test_abortable_errors_abort_and_replay),
        KIT_TEST(test_abort_skips_nothing_of_a_partition_not_read_yet),
        KIT_TEST(test_partition_given_again_to_an_expelled_member_is_read_from_where_the_group_is),
        KIT_TEST(test_abort_during_the_drain_is_told),
        KIT_TEST(test_commit_without_brokers_tells_that_it_lives_and_succeeds_later),
        KIT_TEST(test_missing_partition_is_not_called_a_missing_topic),
        KIT_TEST(test_fenced_worker_leaves_with_a_clear_message),
        KIT_TEST(test_static_member_that_is_fenced_is_told_of_its_session),
        KIT_TEST(test_memory_that_is_out_at_the_start_is_reported),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
