/* Several workers of one group, as processes: they join, leave, die and are stopped while messages flow. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"

enum { WAIT_MS = CREW_WAIT_MS, PARTITIONS = CREW_PARTITIONS };

static const char *brokers;

/* Scaling up and down in good order: what is begun is finished and committed, so nothing is doubled either. */
static void scale(const char *test, const char *assignor, const char *delivery) {
    enum { COUNT = 9000 };
    real_topics names = real_topics_new(test, PARTITIONS);
    crew_flow messages = {names.in, COUNT, 1500, 0};
    crew_flow_start(&messages);
    process workers[3];
    for (int i = 0; i < 3; i++) {
        workers[i] = process_start(brokers, names.group, names.in, names.out, names.dead, assignor, delivery,
                                   "delay-ms=1", CREW_QUICK, NULL);
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

static void test_scaling_with_cooperative_rebalances_loses_and_doubles_nothing(void **state) {
    (void)state;
    scale("coop", "partition.assignment.strategy=cooperative-sticky", "delivery=at-least-once");
}

static void test_scaling_with_eager_rebalances_loses_and_doubles_nothing(void **state) {
    (void)state;
    scale("eager", "partition.assignment.strategy=range", "delivery=at-least-once");
}

/* 10,000 messages, and of two workers one is killed in the middle. What is left behind is printed. */
static void test_killed_worker_loses_nothing(void **state) {
    (void)state;
    enum { COUNT = 10000 };
    real_topics names = real_topics_new("kill", PARTITIONS);
    crew_flow messages = {names.in, COUNT, 2500, 0};
    crew_flow_start(&messages);
    process first =
        process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=1", CREW_QUICK, NULL);
    process second =
        process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=1", CREW_QUICK, NULL);
    crew_wait_middle(&names, 3000, COUNT);
    process_signal(&first, SIGKILL);
    assert_int_equal(process_wait(&first, 5000), -SIGKILL);
    crew_flow_join(&messages);
    crew_wait_committed(&names, COUNT);
    crew_end(&second);
    /* At most what was sent since the last commit, 200 ms of work. */
    crew_check(&names, COUNT, 2000);
}

/* A worker that was stopped for longer than its session comes back: it must not commit over the one that has its
 * partitions now. */
static void test_expelled_worker_commits_nothing_that_it_no_longer_owns(void **state) {
    (void)state;
    enum { COUNT = 6000 };
    real_topics names = real_topics_new("zombie", PARTITIONS);
    crew_flow messages = {names.in, COUNT, 1000, 0};
    process zombie =
        process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=2", CREW_QUICK, NULL);
    crew_flow_start(&messages);
    crew_wait_middle(&names, 500, COUNT);
    process_signal(&zombie, SIGSTOP);
    process heir = process_start(brokers, names.group, names.in, names.out, names.dead, CREW_QUICK, NULL);
    /* The heir gets everything once the zombie's session is over. */
    crew_flow_join(&messages);
    crew_wait_committed(&names, COUNT);
    process_signal(&zombie, SIGCONT);
    int64_t lowest = COUNT;
    for (int i = 0; i < 20; i++) {
        int64_t committed = kit_committed(brokers, names.group, names.in);
        if (committed < lowest) lowest = committed;
        kit_sleep(100);
    }
    assert_int_equal(lowest, COUNT);
    process_signal(&zombie, SIGTERM);
    process_signal(&heir, SIGTERM);
    assert_int_equal(process_wait(&zombie, 15000), DP_WORKER_STOPPED);
    assert_int_equal(process_wait(&heir, 15000), DP_WORKER_STOPPED);
    crew_check(&names, COUNT, 1000);
}

/* A rebalance under way can hide from librdkafka that max.poll.interval.ms ran out (its pull request 5604): while the
 * worker waits in its rebalance callback for what is being processed, the group gives its partitions to another. */
static void outstay(const char *test, const char *assignor) {
    static const int delay = 6000;
    real_topics names = real_topics_new(test, 2);
    kit_send_many(brokers, names.in, "m", 2, 2);
    const dp_property impatient[] = {{"max.poll.interval.ms", "3000"},
                                     {"session.timeout.ms", "3000"},
                                     {"heartbeat.interval.ms", "300"},
                                     {"partition.assignment.strategy", assignor}};
    kit_worker slow;
    kit_worker_init(&slow, brokers, names.group, names.in, names.out, names.dead);
    slow.processor = kit_slow_processor(&delay);
    slow.options.threads = 2;
    slow.options.revoke_ms = 60000;
    slow.options.commit_ms = 100;
    slow.options.properties = impatient;
    slow.options.property_count = sizeof impatient / sizeof *impatient;
    kit_worker_start(&slow);
    KIT_UNTIL(kit_worker_counter(&slow, DP_COUNTER_CONSUMED) == 2, WAIT_MS);
    char strategy[64];
    snprintf(strategy, sizeof strategy, "partition.assignment.strategy=%s", assignor);
    process heir = process_start(brokers, names.group, names.in, names.out, names.dead, strategy,
                                 "delay-ms=600000", /* it never gets to a commit of its own */
                                 "session.timeout.ms=3000", "heartbeat.interval.ms=300", NULL);
    KIT_UNTIL(kit_worker_counter(&slow, DP_COUNTER_LOSSES) > 0, WAIT_MS);
    assert_true(kit_worker_counter(&slow, DP_COUNTER_LOSSES) > 0);
    KIT_UNTIL(kit_worker_gauge(&slow, DP_GAUGE_IN_FLIGHT) == 0, WAIT_MS);
    for (int i = 0; i < 20; i++) {
        /* The heir has at least one of them, and the one that it has is not done. */
        assert_true(kit_committed(brokers, names.group, names.in) < 2);
        kit_sleep(100);
    }
    process_signal(&heir, SIGKILL);
    assert_int_equal(process_wait(&heir, 5000), -SIGKILL);
    KIT_UNTIL(kit_committed(brokers, names.group, names.in) == 2, WAIT_MS);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 2);
    assert_int_equal(kit_worker_stop(&slow, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    kit_records out = kit_read(brokers, names.out, 2, 300, WAIT_MS);
    assert_non_null(kit_find(&out, "[m-0]"));
    assert_non_null(kit_find(&out, "[m-1]"));
    kit_records_free(&out);
}

static void test_worker_that_outstays_its_poll_interval_in_a_rebalance_commits_nothing_that_it_lost(void **state) {
    (void)state;
    outstay("outstay", "range");
    outstay("coutstay", "cooperative-sticky");
}

static void test_static_member_comes_back_to_its_partitions_without_a_rebalance(void **state) {
    (void)state;
    real_topics names = real_topics_new("static", PARTITIONS);
    kit_worker other;
    static const dp_property quick[] = {{"session.timeout.ms", "10000"}, {"heartbeat.interval.ms", "300"}};
    kit_worker_init(&other, brokers, names.group, names.in, names.out, names.dead);
    other.options.instance = "other";
    other.options.properties = quick;
    other.options.property_count = 2;
    kit_worker_start(&other);
    process first = process_start(brokers, names.group, names.in, names.out, names.dead, "instance=one",
                                  "session.timeout.ms=10000", "heartbeat.interval.ms=300", NULL);
    KIT_UNTIL(kit_worker_gauge(&other, DP_GAUGE_PARTITIONS) == PARTITIONS / 2, WAIT_MS);
    assert_int_equal(kit_worker_gauge(&other, DP_GAUGE_PARTITIONS), PARTITIONS / 2);
    kit_sleep(1500); /* for the rebalance to settle */
    uint64_t before =
        kit_worker_counter(&other, DP_COUNTER_ASSIGNMENTS) + kit_worker_counter(&other, DP_COUNTER_REVOCATIONS);
    crew_end(&first);
    kit_send_many(brokers, names.in, "m", 400, PARTITIONS);
    process again = process_start(brokers, names.group, names.in, names.out, names.dead, "instance=one",
                                  "session.timeout.ms=10000", "heartbeat.interval.ms=300", "commit-ms=200", NULL);
    crew_wait_committed(&names, 400);
    assert_int_equal(
        kit_worker_counter(&other, DP_COUNTER_ASSIGNMENTS) + kit_worker_counter(&other, DP_COUNTER_REVOCATIONS),
        before);

    /* A second worker of the same instance puts the first out, which says so. */
    process twin = process_start(brokers, names.group, names.in, names.out, names.dead, "instance=one",
                                 "session.timeout.ms=10000", "heartbeat.interval.ms=300", NULL);
    assert_int_equal(process_wait(&again, 15000), DP_WORKER_FENCED);
    assert_non_null(strstr(again.said, "fenced This worker was fenced"));
    assert_non_null(strstr(again.said, "instance"));
    crew_end(&twin);
    assert_int_equal(kit_worker_stop(&other, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    crew_check(&names, 400, 0);
}

static void test_told_to_stop_finishes_what_was_read(void **state) {
    (void)state;
    real_topics names = real_topics_new("drain", PARTITIONS);
    kit_send_many(brokers, names.in, "m", 2000, PARTITIONS);
    process worker =
        process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=5", "queue-messages=300", NULL);
    crew_wait_middle(&names, 0, 2000);
    crew_end(&worker);
    int64_t committed = kit_committed(brokers, names.group, names.in);
    assert_in_range(committed, 1, 1999);
    kit_records out = kit_read(brokers, names.out, (size_t)committed, 500, WAIT_MS);
    assert_int_equal(out.count, committed); /* what came out is what is committed */
    kit_records_free(&out);
}

static void test_deadline_and_second_signal_cut_the_drain_short(void **state) {
    (void)state;
    real_topics names = real_topics_new("short", PARTITIONS);
    kit_send_many(brokers, names.in, "m", 2000, PARTITIONS);
    process worker = process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=20",
                                   "queue-messages=1000", "drain-ms=500", NULL);
    crew_wait_middle(&names, 0, 2000);
    process_signal(&worker, SIGTERM);
    assert_int_equal(process_wait(&worker, 5000), DP_WORKER_CUT_SHORT);
    assert_non_null(strstr(worker.said, "will be read again"));
    worker = process_start(brokers, names.group, names.in, names.out, names.dead, "delay-ms=20", "queue-messages=1000",
                           NULL);
    int64_t before = kit_committed(brokers, names.group, names.in);
    crew_wait_middle(&names, before, 2000);
    process_signal(&worker, SIGTERM);
    kit_sleep(200);
    process_signal(&worker, SIGTERM);
    assert_int_equal(process_wait(&worker, 4000), DP_WORKER_CUT_SHORT);
    worker = process_start(brokers, names.group, names.in, names.out, names.dead, NULL);
    crew_wait_committed(&names, 2000);
    crew_end(&worker);
    crew_check(&names, 2000, 300);
}

int main(void) {
    brokers = real_brokers();
    if (!brokers) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_scaling_with_cooperative_rebalances_loses_and_doubles_nothing),
        KIT_TEST(test_scaling_with_eager_rebalances_loses_and_doubles_nothing),
        KIT_TEST(test_killed_worker_loses_nothing),
        KIT_TEST(test_expelled_worker_commits_nothing_that_it_no_longer_owns),
        KIT_TEST(test_worker_that_outstays_its_poll_interval_in_a_rebalance_commits_nothing_that_it_lost),
        KIT_TEST(test_static_member_comes_back_to_its_partitions_without_a_rebalance),
        KIT_TEST(test_told_to_stop_finishes_what_was_read),
        KIT_TEST(test_deadline_and_second_signal_cut_the_drain_short),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
