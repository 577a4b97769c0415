/* Exactly once: what a consumer that reads committed messages sees, whatever happens to the workers. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"

#define ONCE "delivery=exactly-once"

static const char *brokers;

static process worker_start(const real_topics *names) {
    return process_start(brokers, names->group, names->in, names->out, names->dead, ONCE, "delay-ms=1",
                         "transaction.timeout.ms=5000", CREW_QUICK, NULL);
}

static void test_one_worker_gives_one_output_each(void **state) {
    (void)state;
    enum { COUNT = 20000 };
    real_topics names = real_topics_new("once", CREW_PARTITIONS);
    kit_send_many(brokers, names.in, "m", COUNT, CREW_PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transaction_messages = 3000;
    kit_worker_start(&worker);
    crew_wait_committed(&names, COUNT);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    crew_check(&names, COUNT, 0);
    assert_true(kit_worker_counter(&worker, DP_COUNTER_COMMITS) >= COUNT / 3000);
    assert_int_equal(kit_worker_counter(&worker, DP_COUNTER_ABORTS), 0);
}

static void test_scaling_gives_one_output_each(void **state) {
    (void)state;
    enum { COUNT = 9000 };
    real_topics names = real_topics_new("oscale", CREW_PARTITIONS);
    crew_flow messages = {names.in, COUNT, 1500, 0};
    crew_flow_start(&messages);
    process workers[3];
    for (int i = 0; i < 3; i++) {
        workers[i] = worker_start(&names);
        kit_sleep(1200);
    }
    crew_end(&workers[0]);
    kit_sleep(800);
    crew_end(&workers[2]);
    crew_flow_join(&messages);
    crew_wait_committed(&names, COUNT);
    crew_end(&workers[1]);
    crew_check(&names, COUNT, 0);
}

/* 10,000 messages, and of two workers one is killed in the middle. */
static void test_killed_worker_leaves_one_output_each(void **state) {
    (void)state;
    enum { COUNT = 10000 };
    real_topics names = real_topics_new("okill", CREW_PARTITIONS);
    crew_flow messages = {names.in, COUNT, 2500, 0};
    crew_flow_start(&messages);
    process first = worker_start(&names), second = worker_start(&names);
    crew_wait_middle(&names, 3000, COUNT);
    process_signal(&first, SIGKILL);
    assert_int_equal(process_wait(&first, 5000), -SIGKILL);
    crew_flow_join(&messages);
    crew_wait_committed(&names, COUNT);
    crew_end(&second);
    crew_check(&names, COUNT, 0);
}

/* A worker that was stopped for longer than its session, and its transaction, comes back with outputs that others have
 * made meanwhile. */
static void test_zombie_leaves_one_output_each(void **state) {
    (void)state;
    enum { COUNT = 6000 };
    real_topics names = real_topics_new("ozombie", CREW_PARTITIONS);
    crew_flow messages = {names.in, COUNT, 1000, 0};
    process zombie = worker_start(&names);
    crew_flow_start(&messages);
    crew_wait_middle(&names, 500, COUNT);
    process_signal(&zombie, SIGSTOP);
    process heir = worker_start(&names);
    crew_flow_join(&messages);
    crew_wait_committed(&names, COUNT);
    process_signal(&zombie, SIGCONT);
    kit_sleep(1500);
    process_signal(&zombie, SIGTERM);
    int code = process_wait(&zombie, 15000);
    print_message("the zombie ended with %d: %s\n", code, zombie.said);
    assert_true(code == DP_WORKER_STOPPED || code == DP_WORKER_FENCED);
    crew_end(&heir);
    crew_check(&names, COUNT, 0);
}

static void test_worker_of_the_same_transactional_id_fences_the_older_one(void **state) {
    (void)state;
    real_topics names = real_topics_new("fence", CREW_PARTITIONS);
    process older = process_start(brokers, names.group, names.in, names.out, names.dead, ONCE, "transactional-id=same",
                                  CREW_QUICK, NULL);
    kit_send_many(brokers, names.in, "m", 100, CREW_PARTITIONS);
    crew_wait_committed(&names, 100);
    process newer = process_start(brokers, names.group, names.in, names.out, names.dead, ONCE, "transactional-id=same",
                                  CREW_QUICK, NULL);
    kit_sleep(1500);
    /* The older one finds out at its next transaction. */
    kit_send_many(brokers, names.in, "n", 100, CREW_PARTITIONS);
    assert_int_equal(process_wait(&older, 15000), DP_WORKER_FENCED);
    assert_non_null(strstr(older.said, "fenced This worker was fenced"));
    assert_non_null(strstr(older.said, "give each worker its own"));
    crew_wait_committed(&names, 200);
    crew_end(&newer);
    kit_records out = kit_read(brokers, names.out, 200, 300, CREW_WAIT_MS);
    assert_int_equal(out.count, 200);
    kit_records_free(&out);
}

static void test_what_was_not_committed_is_not_seen(void **state) {
    (void)state;
    real_topics names = real_topics_new("unseen", CREW_PARTITIONS);
    kit_send_many(brokers, names.in, "m", 500, CREW_PARTITIONS);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker.options.transaction_ms = 20000; /* none ends by itself */
    kit_worker_start(&worker);
    KIT_UNTIL(kit_worker_passages(&worker) >= 500, CREW_WAIT_MS);
    assert_int_equal(kit_worker_passages(&worker), 500);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_NOW), DP_WORKER_CUT_SHORT);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 0);
    kit_records out = kit_read(brokers, names.out, 0, 500, CREW_WAIT_MS);
    assert_int_equal(out.count, 0);
    kit_records_free(&out);
    /* The next worker does it all. */
    process next = worker_start(&names);
    crew_wait_committed(&names, 500);
    crew_end(&next);
    crew_check(&names, 500, 0);
}

int main(void) {
    brokers = real_brokers();
    if (!brokers) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_one_worker_gives_one_output_each),
        KIT_TEST(test_scaling_gives_one_output_each),
        KIT_TEST(test_killed_worker_leaves_one_output_each),
        KIT_TEST(test_zombie_leaves_one_output_each),
        KIT_TEST(test_worker_of_the_same_transactional_id_fences_the_older_one),
        KIT_TEST(test_what_was_not_committed_is_not_seen),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
