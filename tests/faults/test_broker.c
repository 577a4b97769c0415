/* Brokers that refuse, vanish or never answer, on librdkafka's mock cluster. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "stream/clock.h"
#include "stream/embedded.h"
#include "stream/producer.h"

#include <librdkafka/rdkafka_mock.h>

enum { WAIT_MS = 120000, BROKERS = 3, PARTITIONS = 2 };

/* librdkafka's numbers of requests. */
enum { PRODUCE = 0, OFFSET_COMMIT = 8, SYNC_GROUP = 14, TXN_OFFSET_COMMIT = 28 };

static dp_embedded *cluster;
static const char *brokers;

static int start_cluster(void **state) {
    (void)state;
    cluster = dp_embedded_open(BROKERS);
    if (!cluster) return -1;
    brokers = dp_embedded_brokers(cluster);
    return 0;
}

static int stop_cluster(void **state) {
    (void)state;
    dp_embedded_close(cluster);
    return 0;
}

/* Topics of their own for each test, and a worker between them that has `count` messages to do. */
typedef struct scene {
    char in[32], out[32], dead[32], group[32];
    int count;
    kit_worker worker;
} scene;

static void scene_open(scene *s, const char *name, int count) {
    snprintf(s->in, sizeof s->in, "%s-in", name);
    snprintf(s->out, sizeof s->out, "%s-out", name);
    snprintf(s->dead, sizeof s->dead, "%s-dead", name);
    snprintf(s->group, sizeof s->group, "%s-group", name);
    s->count = count;
    assert_int_equal(dp_embedded_topic(cluster, s->in, PARTITIONS), 0);
    assert_int_equal(dp_embedded_topic(cluster, s->out, PARTITIONS), 0);
    assert_int_equal(dp_embedded_topic(cluster, s->dead, 1), 0);
    kit_send_many(brokers, s->in, "m", count, PARTITIONS);
    kit_worker_init(&s->worker, brokers, s->group, s->in, s->out, s->dead);
    s->worker.options.transactional_id = s->group;
}

/* Waits until all is committed, stops the worker, and checks that everything came out. Returns how often too often. */
static size_t scene_finish(scene *s) {
    kit_worker *worker = &s->worker;
    KIT_UNTIL(kit_worker_passages(worker) >= (uint64_t)s->count, WAIT_MS);
    assert_int_equal(kit_worker_stop(worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_string_equal(worker->error.message, "");
    kit_records out = kit_read(brokers, s->out, (size_t)s->count, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", s->count, PARTITIONS);
    kit_records_free(&out);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    return tally.duplicates;
}

/* ---------------------------------------------------------------------------------------------- producing */

static void full_queue(const char *name, dp_delivery delivery) {
    scene s;
    scene_open(&s, name, 400);
    static const dp_property small[] = {{"producer.queue.buffering.max.messages", "3"}};
    s.worker.options.properties = small;
    s.worker.options.property_count = 1;
    s.worker.options.delivery = delivery;
    kit_worker_start(&s.worker);
    assert_int_equal(scene_finish(&s), 0);
    assert_false(kit_worker_saw(&s.worker, "replay"));
    assert_int_equal(kit_worker_counter(&s.worker, DP_COUNTER_ERRORS), 0);
}

static void test_full_producer_queue_only_slows_the_worker(void **state) {
    (void)state;
    full_queue("full", DP_DELIVERY_AT_LEAST_ONCE);
    full_queue("full-once", DP_DELIVERY_EXACTLY_ONCE);
}

/* What a broker says whose log directory is full or broken, until its partitions have a leader elsewhere. */
static void test_full_disk_of_a_broker_is_waited_for(void **state) {
    (void)state;
    enum { FULL = RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR };
    scene s;
    scene_open(&s, "disk", 400);
    for (int i = 0; i < 5; i++) {
        rd_kafka_mock_push_request_errors(dp_embedded_cluster(cluster), PRODUCE, 4, FULL, FULL, FULL, FULL);
    }
    kit_worker_start(&s.worker);
    assert_int_equal(scene_finish(&s), 0);
    assert_int_equal(kit_committed(brokers, s.group, s.in), s.count);
    assert_int_equal(s.worker.dead_letters, 0);
}

/* --------------------------------------------------------------------------------------------- coordinator */

static void coordinator_is_gone(const char *name, dp_delivery delivery) {
    bool once = delivery == DP_DELIVERY_EXACTLY_ONCE;
    scene s;
    scene_open(&s, name, 400);
    s.worker.options.delivery = delivery;
    static const int delay = 2;
    s.worker.processor = kit_slow_processor(&delay);
    rd_kafka_mock_cluster_t *mock = dp_embedded_cluster(cluster);
    /* That broker leads none of the partitions, so that reading and writing go on. */
    assert_int_equal(rd_kafka_mock_coordinator_set(mock, "group", s.group, once ? 2 : BROKERS), 0);
    assert_int_equal(rd_kafka_mock_coordinator_set(mock, "transaction", s.group, BROKERS), 0);
    for (int i = 0; i < PARTITIONS; i++) {
        assert_int_equal(rd_kafka_mock_partition_set_leader(mock, s.in, i, 1), 0);
        assert_int_equal(rd_kafka_mock_partition_set_leader(mock, s.out, i, 1), 0);
    }
    kit_worker_start(&s.worker);
    KIT_UNTIL(kit_worker_passages(&s.worker) > 20, WAIT_MS);
    assert_int_equal(rd_kafka_mock_broker_set_down(mock, BROKERS), 0);
    if (once) {
        kit_sleep(2000);
    } else {
        KIT_UNTIL(kit_worker_passages(&s.worker) >= (uint64_t)s.count, WAIT_MS);
        assert_int_equal(kit_worker_passages(&s.worker), s.count); /* without its coordinator */
    }
    assert_int_equal(rd_kafka_mock_broker_set_up(mock, BROKERS), 0);
    if (!once) {
        KIT_UNTIL(kit_committed(brokers, s.group, s.in) >= s.count, WAIT_MS);
        assert_int_equal(kit_committed(brokers, s.group, s.in), s.count);
    }
    /* The mock shows what was aborted too. */
    assert_in_range(scene_finish(&s), 0, once ? s.count : 0);
}

static void test_coordinator_that_is_gone_is_waited_for(void **state) {
    (void)state;
    coordinator_is_gone("gone", DP_DELIVERY_AT_LEAST_ONCE);
    coordinator_is_gone("gone-once", DP_DELIVERY_EXACTLY_ONCE);
}

/* ---------------------------------------------------------------------------------------------------- ends */

/* A commit is sent and never answered; the worker is told to stop, and its drain's time passes. */
static void stop_in_a_commit(const char *name, dp_delivery delivery, int16_t request) {
    enum { NEVER_MS = 600000, SOON_MS = 60000 };
    scene s;
    scene_open(&s, name, 100);
    s.worker.options.delivery = delivery;
    s.worker.options.drain_ms = 300;
    for (int broker = 1; broker <= BROKERS; broker++) {
        for (int i = 0; i < 10; i++) {
            rd_kafka_mock_broker_push_request_error_rtts(dp_embedded_cluster(cluster), broker, request, 1,
                                                         RD_KAFKA_RESP_ERR_NO_ERROR, NEVER_MS);
        }
    }
    kit_worker_start(&s.worker);
    KIT_UNTIL(kit_worker_passages(&s.worker) >= (uint64_t)s.count, WAIT_MS);
    kit_sleep(500); /* for the commit to begin */
    int64_t told_ms = dp_clock_ms();
    dp_worker_status status = kit_worker_stop(&s.worker, DP_STOP_DRAIN);
    assert_in_range(dp_clock_ms() - told_ms, 300, SOON_MS);
    /* A transaction was aborted, so all is in order; offsets were not. */
    assert_int_equal(status, delivery == DP_DELIVERY_EXACTLY_ONCE ? DP_WORKER_STOPPED : DP_WORKER_CUT_SHORT);
    assert_non_null(strstr(s.worker.error.message, "read again"));
    for (int broker = 1; broker <= BROKERS; broker++) {
        rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), request);
    }
}

static void test_commit_that_is_not_answered_does_not_hold_up_the_end(void **state) {
    (void)state;
    stop_in_a_commit("silent", DP_DELIVERY_AT_LEAST_ONCE, OFFSET_COMMIT);
    stop_in_a_commit("silent-once", DP_DELIVERY_EXACTLY_ONCE, TXN_OFFSET_COMMIT);
}

/* librdkafka 2.0.2 would end the process (consumer.c). */
static void test_stop_between_joining_and_the_first_assignment_is_survived(void **state) {
    (void)state;
    enum { LATE_MS = 30000, JOINED_MS = 4500 };
    scene s;
    scene_open(&s, "joining", 10);
    for (int broker = 1; broker <= BROKERS; broker++) {
        rd_kafka_mock_broker_push_request_error_rtts(dp_embedded_cluster(cluster), broker, SYNC_GROUP, 1,
                                                     RD_KAFKA_RESP_ERR_NO_ERROR, LATE_MS);
    }
    kit_worker_start(&s.worker);
    kit_sleep(JOINED_MS);
    dp_worker_status status = kit_worker_stop(&s.worker, DP_STOP_DRAIN);
    assert_true(status == DP_WORKER_STOPPED || status == DP_WORKER_CUT_SHORT);
    for (int broker = 1; broker <= BROKERS; broker++) {
        rd_kafka_mock_clear_request_errors(dp_embedded_cluster(cluster), SYNC_GROUP);
    }
    kit_worker_init(&s.worker, brokers, "joining-again", s.in, s.out, s.dead);
    kit_worker_start(&s.worker);
    assert_int_equal(scene_finish(&s), 0);
}

static void test_calls_that_cannot_be_interrupted_wait_no_longer_than_the_drain(void **state) {
    (void)state;
    atomic_int stop = DP_STOP_NO;
    dp_worker_options options;
    dp_worker_defaults(&options);
    const dp_observer nobody = {0};
    dp_worker worker = {.options = &options, .stop = &stop, .observer = &nobody};
    assert_int_equal(dp_worker_patience(&worker, 5000), 5000);
    options.drain_ms = 600000;
    atomic_store(&stop, DP_STOP_DRAIN);
    assert_int_equal(dp_worker_patience(&worker, 5000), 5000);
    worker.drained_by_ms = dp_clock_ms() + 4000;
    assert_in_range(dp_worker_patience(&worker, 5000), 50, 4000);
    worker.drained_by_ms = dp_clock_ms();
    assert_int_equal(dp_worker_patience(&worker, 5000), 50);
    worker.drained_by_ms = dp_clock_ms() + 600000;
    atomic_store(&stop, DP_STOP_NOW);
    assert_int_equal(dp_worker_patience(&worker, 5000), 50);
}

static void count_left(void *context, dp_severity severity, const char *event, const char *message,
                       const dp_event_field *fields, size_t count) {
    (void)severity, (void)message, (void)fields, (void)count;
    *(int *)context += strcmp(event, "client_left") == 0;
}

/* In place of librdkafka's (CMakeLists.txt), so that a test can have a client that does not end before it is told. */
static atomic_bool held;
void __real_rd_kafka_destroy_flags(rd_kafka_t *client, int flags);
void __wrap_rd_kafka_destroy_flags(rd_kafka_t *client, int flags);
void __wrap_rd_kafka_destroy_flags(rd_kafka_t *client, int flags) {
    while (atomic_load(&held)) kit_sleep(20);
    __real_rd_kafka_destroy_flags(client, flags);
}

static void test_producer_that_cannot_end_is_left_behind(void **state) {
    (void)state;
    scene s;
    scene_open(&s, "left", 1);
    s.worker.options.input_topics = (const char *const[]){s.in, NULL};
    int left = 0;
    dp_worker_error error;
    const dp_observer observer = {.context = &left, .log = count_left};
    dp_worker worker = {.options = &s.worker.options, .observer = &observer, .error = &error};
    int threads = rd_kafka_thread_cnt();
    assert_int_equal(dp_waker_open(&worker.waker), 0);
    assert_int_equal(dp_producer_open(&worker), 0);
    atomic_store(&held, true);
    dp_producer_close(&worker);
    atomic_store(&held, false);
    assert_null(worker.producer);
    assert_int_equal(left, 1);
    KIT_UNTIL(rd_kafka_thread_cnt() <= threads, WAIT_MS); /* then it ends */
    assert_true(rd_kafka_thread_cnt() <= threads);
    dp_waker_close(&worker.waker);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_full_producer_queue_only_slows_the_worker),
        KIT_TEST(test_full_disk_of_a_broker_is_waited_for),
        KIT_TEST(test_coordinator_that_is_gone_is_waited_for),
        KIT_TEST(test_stop_between_joining_and_the_first_assignment_is_survived),
        KIT_TEST(test_calls_that_cannot_be_interrupted_wait_no_longer_than_the_drain),
        KIT_TEST(test_producer_that_cannot_end_is_left_behind),
        /* Last, for the clients that it leaves behind work on. */
        KIT_TEST(test_commit_that_is_not_answered_does_not_hold_up_the_end),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
