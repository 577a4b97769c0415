/* The worker from end to end, on librdkafka's mock cluster. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "kit.h"
#include "stream/deadletter.h"
#include "stream/embedded.h"

enum { WAIT_MS = 30000 };

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

static void test_every_message_comes_out_in_order(void **state) {
    (void)state;
    enum { COUNT = 3000, PARTITIONS = 4 };
    topics names = topics_for("order", PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_string_equal(worker.error.message, "");
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "m", COUNT, PARTITIONS);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.duplicates, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_CONSUMED), COUNT);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_PRODUCED), COUNT);
    assert_true(kit_worker_counter(&worker, DP_COUNTER_COMMITS) > 0);
    kit_records_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_message_comes_out_in_order),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
