/* Faults of the system around a worker, in processes of their own: signals, threads, descriptors, the wall clock. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "herd.h"
#include "process.h"

enum { LOOK_MS = 3000 };

static dp_embedded *cluster;
static process processes[HERD_MAX];

static int start_cluster(void **state) {
    (void)state;
    cluster = dp_embedded_open(1);
    return cluster ? 0 : -1;
}

static int stop_cluster(void **state) {
    (void)state;
    dp_embedded_close(cluster);
    return 0;
}

static void start(const herd *all, int i) {
    processes[i] =
        process_start(all->brokers, all->of[i].group, all->input, all->of[i].output, all->dead, "threads=1",
                      "commit-ms=200", "connect-ms=5000", "session.timeout.ms=4000", "heartbeat.interval.ms=400", NULL);
}

/* Starts a worker with a fault of preload.c, which is `name` and `value` in its environment. */
static void start_with(const herd *all, int i, const char *name, const char *value) {
    setenv("LD_PRELOAD", PRELOAD, 1);
    setenv("LSAN_OPTIONS", "detect_leaks=0", 1); /* a search for leaks needs threads and descriptors of its own */
    setenv(name, value, 1);
    start(all, i);
    unsetenv(name);
    unsetenv("LSAN_OPTIONS");
    unsetenv("LD_PRELOAD");
}

static void start_with_number(const herd *all, int i, const char *name, int number) {
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    start_with(all, i, name, digits);
}

/* Ends those from number `first` on that still run, by SIGTERM, and gives their exit codes. */
static void end_from(const herd *all, int first, int *codes) {
    for (int i = first; i < all->count; i++) process_signal(&processes[i], SIGTERM);
    for (int i = first; i < all->count; i++) codes[i] = process_wait(&processes[i], HERD_WAIT_MS);
}

/* How many of those from number `first` on have done everything; waits until it is `wanted`, as long as a slow machine
 * may take. */
static int wait_complete(herd *all, int first, int wanted) {
    int complete = 0;
    for (int waited = 0; complete < wanted && waited < HERD_WAIT_MS; waited += LOOK_MS) {
        herd_look(all, LOOK_MS);
        complete = 0;
        for (int i = first; i < all->count; i++) complete += all->of[i].complete;
    }
    return complete;
}

/* A worker without faults, for each whose output is not complete: then all of them are. */
static void run_again(herd *all) {
    bool again[HERD_MAX];
    herd_look(all, 1000);
    for (int i = 0; i < all->count; i++) {
        again[i] = !all->of[i].complete;
        if (again[i]) start(all, i);
    }
    int missing = herd_look(all, HERD_WAIT_MS);
    for (int i = 0; i < all->count; i++) {
        if (!again[i]) continue;
        process_signal(&processes[i], SIGTERM);
        assert_int_equal(process_wait(&processes[i], HERD_WAIT_MS), DP_WORKER_STOPPED);
    }
    assert_int_equal(missing, 0);
}

/* From the start of the process to well after its work is done; every other one is told twice. */
static void test_signal_at_any_moment_loses_nothing(void **state) {
    (void)state;
    enum { WORKERS = 40, STEP_MS = 120, AGAIN_MS = 40 };
    herd all;
    herd_open(&all, cluster, "signal", WORKERS);
    for (int i = 0; i < WORKERS; i++) start(&all, i);
    for (int i = 0; i < WORKERS; i++) {
        kit_sleep(STEP_MS);
        process_signal(&processes[i], SIGTERM);
        if (i % 2 == 0) continue;
        kit_sleep(AGAIN_MS);
        process_signal(&processes[i], SIGTERM);
    }
    for (int i = 0; i < WORKERS; i++) {
        int code = process_wait(&processes[i], HERD_WAIT_MS);
        /* One that was not yet ready for signals is ended by the first, before it has read anything. */
        if (code != DP_WORKER_STOPPED && code != DP_WORKER_CUT_SHORT && code != -SIGTERM) {
            fail_msg("worker %d ended with %d: %s", i, code, processes[i].said);
        }
    }
    run_again(&all);
}

static void test_too_few_threads_are_told_before_anything_begins(void **state) {
    (void)state;
    enum { WORKERS = 20, ENOUGH = 17 }; /* one that analyses and those of the clients */
    herd all;
    int codes[HERD_MAX];
    herd_open(&all, cluster, "thread", WORKERS);
    for (int i = 0; i < WORKERS; i++) start_with_number(&all, i, "FAULT_THREADS", i);
    for (int i = 0; i < ENOUGH; i++) codes[i] = process_wait(&processes[i], HERD_WAIT_MS);
    assert_int_equal(wait_complete(&all, ENOUGH, WORKERS - ENOUGH), WORKERS - ENOUGH);
    end_from(&all, ENOUGH, codes);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(codes[i], i < ENOUGH ? DP_WORKER_MEMORY : DP_WORKER_STOPPED);
        if (i < ENOUGH) assert_non_null(strstr(processes[i].said, "raise its limit"));
    }
    run_again(&all);
}

static void test_too_few_descriptors_are_told_or_waited_for(void **state) {
    (void)state;
    enum { WORKERS = 30 };
    herd all;
    int codes[HERD_MAX], told = 0;
    herd_open(&all, cluster, "file", WORKERS);
    for (int i = 0; i < WORKERS; i++) start_with_number(&all, i, "FAULT_FILES", i + 4);
    assert_int_equal(wait_complete(&all, WORKERS - 1, 1), 1); /* the last one has enough */
    end_from(&all, 0, codes);
    for (int i = 0; i < WORKERS; i++) {
        /* On a slow machine one may not yet be ready for signals. */
        if (codes[i] == DP_WORKER_STOPPED || codes[i] == -SIGTERM) continue;
        if (codes[i] != DP_WORKER_FATAL && codes[i] != DP_WORKER_UNREACHABLE && codes[i] != DP_WORKER_CONFIGURATION) {
            fail_msg("worker %d ended with %d: %s", i, codes[i], processes[i].said);
        }
        told += strstr(processes[i].said, "file descriptors") || strstr(processes[i].said, "Too many open files");
    }
    assert_true(told > 0);
    run_again(&all);
}

/* A day ahead, a day behind, and right again, every 700 ms: nobody waits for a day, and nobody is thrown out. */
static void test_wall_clock_that_jumps_changes_nothing(void **state) {
    (void)state;
    enum { WORKERS = 4 };
    herd all;
    int codes[HERD_MAX];
    herd_open(&all, cluster, "clock", WORKERS);
    for (int i = 0; i < WORKERS; i++) start_with(&all, i, "FAULT_CLOCK", "86400,700");
    int missing = herd_look(&all, HERD_WAIT_MS);
    kit_sleep(4000); /* longer than a session */
    end_from(&all, 0, codes);
    assert_int_equal(missing, 0);
    for (int i = 0; i < WORKERS; i++) {
        assert_int_equal(codes[i], DP_WORKER_STOPPED);
        assert_int_equal(kit_committed(all.brokers, all.of[i].group, all.input), HERD_MESSAGES);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_signal_at_any_moment_loses_nothing),
        KIT_TEST(test_too_few_threads_are_told_before_anything_begins),
        KIT_TEST(test_too_few_descriptors_are_told_or_waited_for),
        KIT_TEST(test_wall_clock_that_jumps_changes_nothing),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
