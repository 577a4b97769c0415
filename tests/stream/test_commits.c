/* Commits of offsets that do not go the usual way. */
#include "unit.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>

#include "kit.h"
#include "stream/embedded.h"

enum { WAIT_MS = 60000, COUNT = 200, STALE = 5000 };

static dp_embedded *cluster;
static const char *brokers;

static void make_topics(const char *in, const char *out, const char *dead) {
    assert_int_equal(dp_embedded_topic(cluster, in, 1), 0);
    assert_int_equal(dp_embedded_topic(cluster, out, 1), 0);
    assert_int_equal(dp_embedded_topic(cluster, dead, 1), 0);
}

/* Commits an offset for the group, as if the topic had been longer once. */
static void commit_stale(const char *group, const char *topic) {
    char reason[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "bootstrap.servers", brokers, reason, sizeof reason);
    rd_kafka_conf_set(conf, "group.id", group, reason, sizeof reason);
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    assert_non_null(client);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, 0)->offset = STALE;
    assert_int_equal(rd_kafka_commit(client, list, 0), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_destroy(client);
}

static void test_offset_of_a_topic_that_was_created_again_is_replaced(void **state) {
    (void)state;
    make_topics("stale-in", "stale-out", "stale-dead");
    kit_send_many(brokers, "stale-in", "m", COUNT, 1);
    commit_stale("stale-group", "stale-in");
    assert_int_equal(kit_committed(brokers, "stale-group", "stale-in"), STALE);
    kit_worker worker;
    kit_worker_init(&worker, brokers, "stale-group", "stale-in", "stale-out", "stale-dead");
    worker.options.commit_ms = 100;
    kit_worker_start(&worker);
    KIT_UNTIL(kit_committed(brokers, "stale-group", "stale-in") == COUNT, WAIT_MS);
    assert_int_equal(kit_committed(brokers, "stale-group", "stale-in"), COUNT);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_worker_passages(&worker), COUNT);
}

static void wait_passages(kit_worker *worker, uint64_t count) {
    KIT_UNTIL(kit_worker_passages(worker) >= count, WAIT_MS);
    assert_int_equal(kit_worker_passages(worker), count);
}

/* A broker that still takes itself for the leader has not got the latest messages. */
static void ask_in_vain(const char *test, dp_delivery delivery) {
    enum { FETCH = 1, TIMES = 4 };
    char in[32], out[32], dead[32], group[32];
    snprintf(in, sizeof in, "%s-in", test);
    snprintf(out, sizeof out, "%s-out", test);
    snprintf(dead, sizeof dead, "%s-dead", test);
    snprintf(group, sizeof group, "%s-group", test);
    make_topics(in, out, dead);
    kit_send_many(brokers, in, "m", COUNT, 1);
    kit_worker worker;
    kit_worker_init(&worker, brokers, group, in, out, dead);
    worker.options.commit_ms = 100;
    worker.options.delivery = delivery;
    kit_worker_start(&worker);
    wait_passages(&worker, COUNT);
    rd_kafka_mock_push_request_errors(dp_embedded_cluster(cluster), FETCH, TIMES, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE,
                                      RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE,
                                      RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
    KIT_UNTIL(kit_worker_saw(&worker, "offset_refused"), WAIT_MS);
    kit_send_many(brokers, in, "n", COUNT, 1);
    wait_passages(&worker, 2 * COUNT);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_true(kit_worker_saw(&worker, "offset_refused"));
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), 2 * COUNT); /* nothing was read again */
    assert_int_equal(kit_worker_passages(&worker), 2 * COUNT);
}

static void test_broker_that_has_not_got_the_offset_is_asked_again(void **state) {
    (void)state;
    ask_in_vain("vain", DP_DELIVERY_AT_LEAST_ONCE);
    ask_in_vain("ovain", DP_DELIVERY_EXACTLY_ONCE);
}

static void test_producer_that_a_broker_contradicts_is_replaced(void **state) {
    (void)state;
    enum { PRODUCE = 0 };
    make_topics("renew-in", "renew-out", "renew-dead");
    kit_worker worker;
    kit_worker_init(&worker, brokers, "renew-group", "renew-in", "renew-out", "renew-dead");
    worker.options.commit_ms = 100;
    kit_send_many(brokers, "renew-in", "m", COUNT, 1);
    rd_kafka_mock_push_request_errors(dp_embedded_cluster(cluster), PRODUCE, 1,
                                      RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_committed(brokers, "renew-group", "renew-in") == COUNT, WAIT_MS);
    assert_true(kit_worker_saw(&worker, "producer_renewed"));
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, "renew-out", COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", COUNT, 1);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.stragglers, 0);
    kit_records_free(&out);
}

int main(void) {
    cluster = dp_embedded_open(1);
    if (!cluster) return 1;
    brokers = dp_embedded_brokers(cluster);
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_broker_that_has_not_got_the_offset_is_asked_again),
        KIT_TEST(test_producer_that_a_broker_contradicts_is_replaced),
        KIT_TEST(test_offset_of_a_topic_that_was_created_again_is_replaced),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    dp_embedded_close(cluster);
    return failed;
}
