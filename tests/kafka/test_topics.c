/* Topics that change while a worker runs: they grow, are deleted, come again. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "real.h"

enum { WAIT_MS = 60000, PARTITIONS = 2, GROWN = 5, COUNT = 1000 };

static const char *brokers;

/* Changes are noticed soon. */
static const dp_property quick[] = {
    {"topic.metadata.refresh.interval.ms", "300"}, {"session.timeout.ms", "6000"}, {"heartbeat.interval.ms", "300"}};

static void worker_start(kit_worker *worker, const real_topics *names, dp_delivery delivery) {
    kit_worker_init(worker, brokers, names->group, names->in, names->out, names->dead);
    worker->options.delivery = delivery;
    worker->options.properties = quick;
    worker->options.property_count = sizeof quick / sizeof *quick;
    worker->options.commit_ms = 200;
}

/* Waits until so many messages came through; the worker lives on. */
static void wait_passages(kit_worker *worker, uint64_t count) {
    KIT_UNTIL(kit_worker_passages(worker) >= count, WAIT_MS);
    assert_true(kit_worker_passages(worker) >= count);
}

/* Every message "m-..." and "n-..." that was sent is there once. */
static void check_both(const real_topics *names, int first, int second) {
    kit_records out = kit_read(brokers, names->out, (size_t)(first + second), 300, WAIT_MS);
    assert_int_equal(out.count, first + second);
    char value[32];
    for (int i = 0; i < first + second; i++) {
        snprintf(value, sizeof value, i < first ? "[m-%d]" : "[n-%d]", i < first ? i : i - first);
        assert_non_null(kit_find(&out, value));
    }
    kit_records_free(&out);
}

/* ------------------------------------------------------------------------------------------------- growing */

static void grow_input(const char *test, dp_delivery delivery) {
    real_topics names = real_topics_new(test, PARTITIONS);
    kit_worker worker;
    worker_start(&worker, &names, delivery);
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    real_topic_grow(names.in, GROWN);
    /* Most are there before the worker knows of the new partitions: it begins at their first message. */
    kit_send_many(brokers, names.in, "n", COUNT, GROWN);
    wait_passages(&worker, 2 * COUNT);
    assert_int_equal(kit_worker_gauge(&worker, DP_GAUGE_PARTITIONS), GROWN);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    check_both(&names, COUNT, COUNT);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 2 * COUNT);
}

static void test_new_partitions_of_the_input_are_read_from_their_first_message(void **state) {
    (void)state;
    grow_input("grow", DP_DELIVERY_AT_LEAST_ONCE);
    grow_input("ogrow", DP_DELIVERY_EXACTLY_ONCE);
}

/* With the input's partition kept, and an input that has grown: the output must grow too. */
static void grow_both(const char *test, dp_delivery delivery) {
    real_topics names = real_topics_new(test, PARTITIONS);
    kit_worker worker;
    worker_start(&worker, &names, delivery);
    worker.options.partitioning = DP_PARTITIONING_INPUT;
    worker.options.topic_ms = WAIT_MS;
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    wait_passages(&worker, COUNT);
    real_topic_grow(names.in, GROWN);
    kit_send_many(brokers, names.in, "n", COUNT, GROWN);
    KIT_UNTIL(kit_worker_saw(&worker, "topic_missing"), WAIT_MS);
    assert_true(kit_worker_saw(&worker, "topic_missing"));
    real_topic_grow(names.out, GROWN);
    wait_passages(&worker, 2 * COUNT);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    check_both(&names, COUNT, COUNT);
    kit_records out = kit_read(brokers, names.out, 2 * COUNT, 300, WAIT_MS);
    for (size_t i = 0; i < out.count; i++) {
        const char *value = out.at[i]->payload;
        assert_int_equal(out.at[i]->partition, atoi(value + strlen("[n-")) % (value[1] == 'm' ? PARTITIONS : GROWN));
    }
    kit_records_free(&out);
}

static void test_kept_partition_waits_for_the_output_to_grow_too(void **state) {
    (void)state;
    grow_both("both", DP_DELIVERY_AT_LEAST_ONCE);
    grow_both("oboth", DP_DELIVERY_EXACTLY_ONCE);
}

static void test_kept_partition_that_the_output_never_gets_is_final_and_loses_nothing(void **state) {
    (void)state;
    real_topics names = real_topics_new("narrow", PARTITIONS);
    kit_worker worker;
    worker_start(&worker, &names, DP_DELIVERY_AT_LEAST_ONCE);
    worker.options.partitioning = DP_PARTITIONING_INPUT;
    worker.options.topic_ms = 2000;
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    wait_passages(&worker, COUNT);
    real_topic_grow(names.in, GROWN);
    kit_send_many(brokers, names.in, "n", GROWN, GROWN);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_CONFIGURATION);
    assert_non_null(strstr(worker.error.message, "has 2 partitions but an input topic has 5"));
    /* Once the output has grown the next worker does what is left. */
    real_topic_grow(names.out, GROWN);
    kit_worker next;
    worker_start(&next, &names, DP_DELIVERY_AT_LEAST_ONCE);
    next.options.partitioning = DP_PARTITIONING_INPUT;
    kit_worker_start(&next);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= COUNT + GROWN, WAIT_MS);
    assert_int_equal(kit_worker_stop(&next, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, names.out, COUNT + GROWN, 300, WAIT_MS);
    char value[32];
    for (int i = 0; i < GROWN; i++) {
        snprintf(value, sizeof value, "[n-%d]", i);
        assert_non_null(kit_find(&out, value));
    }
    kit_records_free(&out);
}

/* ------------------------------------------------------------------------------------------ gone and come again */

static void recreate_input(const char *test, dp_delivery delivery) {
    real_topics names = real_topics_new(test, PARTITIONS);
    kit_worker worker;
    worker_start(&worker, &names, delivery);
    worker.options.topic_ms = WAIT_MS;
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= COUNT, WAIT_MS); /* or the transaction is aborted */
    real_topic_delete(names.in);
    KIT_UNTIL(kit_worker_saw(&worker, "topic_missing"), WAIT_MS);
    assert_true(kit_worker_saw(&worker, "topic_missing"));
    kit_topic(brokers, names.in, PARTITIONS, NULL);
    kit_send_many(brokers, names.in, "n", COUNT / 2, PARTITIONS);
    wait_passages(&worker, COUNT + COUNT / 2);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    check_both(&names, COUNT, COUNT / 2);
    assert_int_equal(kit_committed(brokers, names.group, names.in), COUNT / 2);
}

static void test_input_deleted_and_created_again_is_read_from_its_first_message(void **state) {
    (void)state;
    recreate_input("again", DP_DELIVERY_AT_LEAST_ONCE);
    recreate_input("oagain", DP_DELIVERY_EXACTLY_ONCE);
}

static void recreate_output(const char *test, dp_delivery delivery) {
    real_topics names = real_topics_new(test, PARTITIONS);
    kit_worker worker;
    worker_start(&worker, &names, delivery);
    worker.options.topic_ms = WAIT_MS;
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", COUNT, PARTITIONS);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= COUNT, WAIT_MS);
    real_topic_delete(names.out);
    kit_send_many(brokers, names.in, "n", COUNT, PARTITIONS);
    KIT_UNTIL(kit_worker_saw(&worker, "topic_missing"), WAIT_MS);
    assert_true(kit_worker_saw(&worker, "topic_missing"));
    kit_topic(brokers, names.out, PARTITIONS, NULL);
    kit_worker next, *last = &worker;
    KIT_UNTIL(worker.status != DP_WORKER_STOPPED || kit_committed(brokers, names.group, names.in) >= 2 * COUNT,
              WAIT_MS);
    if (worker.status != DP_WORKER_STOPPED) {
        /* The brokers may know of no transaction for what could not be written, and librdkafka takes that for fatal. */
        assert_int_equal(delivery, DP_DELIVERY_EXACTLY_ONCE);
        assert_int_equal(kit_worker_join(&worker), DP_WORKER_UNKNOWN_TOPIC);
        assert_non_null(strstr(worker.error.message, "start the worker again"));
        worker_start(&next, &names, delivery);
        kit_worker_start(&next);
        last = &next;
    }
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) >= 2 * COUNT, WAIT_MS);
    assert_int_equal(kit_worker_stop(last, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, names.out, COUNT, 300, WAIT_MS);
    kit_tally tally = kit_count(&out, "n", COUNT, PARTITIONS);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    if (delivery == DP_DELIVERY_EXACTLY_ONCE) assert_int_equal(tally.duplicates, 0);
    kit_records_free(&out);
}

static void test_output_deleted_and_created_again_gets_what_was_read_meanwhile(void **state) {
    (void)state;
    recreate_output("outgone", DP_DELIVERY_AT_LEAST_ONCE);
    recreate_output("ooutgone", DP_DELIVERY_EXACTLY_ONCE);
}

int main(void) {
    brokers = real_brokers();
    if (!brokers) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_new_partitions_of_the_input_are_read_from_their_first_message),
        KIT_TEST(test_kept_partition_waits_for_the_output_to_grow_too),
        KIT_TEST(test_kept_partition_that_the_output_never_gets_is_final_and_loses_nothing),
        KIT_TEST(test_input_deleted_and_created_again_is_read_from_its_first_message),
        KIT_TEST(test_output_deleted_and_created_again_gets_what_was_read_meanwhile),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
