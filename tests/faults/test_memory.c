/* Memory that is out at any moment of a worker's life: it ends with a word about it or goes on, and loses nothing. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "herd.h"

static dp_embedded *cluster;

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

/* In which of its threads a worker has no memory, and for how long. */
typedef enum mode {
    MODE_FROM_THEN_ON, /* the worker's */
    MODE_ONCE,
    MODE_ONCE_EXACTLY, /* with exactly-once delivery */
    MODE_ANALYSIS,     /* an analysis thread's, once */
    MODES
} mode;

enum { NUMBERS = HERD_MAX / MODES };

/* ------------------------------------------------------------------- a processor whose threads have no memory */

typedef struct state {
    void *kit;
    unsigned long fails_at;
    bool armed;
} state;

static void *open_state(void *shared) {
    state *self = dp_calloc(1, sizeof *self);
    if (!self) return NULL;
    *self = (state){.kit = kit_processor.open(NULL), .fails_at = *(unsigned long *)shared};
    if (self->kit) return self;
    dp_free(self);
    return NULL;
}

static void process(void *opened, dp_str value, dp_processed *processed) {
    state *self = opened;
    if (!self->armed) dp_memory_fail_once(self->fails_at);
    self->armed = true;
    kit_processor.process(self->kit, value, processed);
}

static void close_state(void *opened) {
    kit_processor.close(((state *)opened)->kit);
    dp_free(opened);
}

/* ------------------------------------------------------------------------------------------------- the herd */

static kit_worker workers[HERD_MAX];
static unsigned long numbers[HERD_MAX];

static mode mode_of(int i) {
    return (mode)(i % MODES);
}

static void start(const herd *all, int i, bool with_faults) {
    kit_worker *worker = &workers[i];
    mode how = mode_of(i);
    kit_worker_init(worker, all->brokers, all->of[i].group, all->input, all->of[i].output, all->dead);
    worker->options.threads = 1;
    worker->options.properties = herd_quick;
    worker->options.property_count = 2;
    if (how == MODE_ONCE_EXACTLY) worker->options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    worker->options.transactional_id = all->of[i].group;
    if (with_faults && how == MODE_ANALYSIS) {
        worker->processor = (dp_processor){.shared = &numbers[i],
                                           .open = open_state,
                                           .process = process,
                                           .close = close_state,
                                           .stages = kit_processor.stages};
    } else if (with_faults) {
        worker->memory_fails_at = numbers[i];
        worker->memory_fails_once = how != MODE_FROM_THEN_ON;
    }
    kit_worker_start(worker);
}

static bool through(kit_worker *worker) {
    return atomic_load(&worker->over) || kit_worker_passages(worker) >= HERD_MESSAGES;
}

/* Lets all work until they have ended or done everything, and stops those that have. Returns how many did not lack
 * memory. */
static int run_without_memory(const herd *all) {
    int spared = 0;
    for (int i = 0; i < all->count; i++) start(all, i, true);
    for (int i = 0; i < all->count; i++) {
        KIT_UNTIL(through(&workers[i]), HERD_WAIT_MS);
        if (!through(&workers[i])) fail_msg("worker %d neither ends nor goes on", i);
    }
    for (int i = 0; i < all->count; i++) {
        kit_worker *worker = &workers[i];
        bool ended = atomic_load(&worker->over);
        dp_worker_status status = kit_worker_stop(worker, DP_STOP_DRAIN);
        if (mode_of(i) != MODE_ANALYSIS && !worker->memory_failed) spared++;
        if (status == DP_WORKER_STOPPED && !ended) continue;
        if (status != DP_WORKER_MEMORY && status != DP_WORKER_PROCESSOR) {
            fail_msg("worker %d ended as %s: %s", i, dp_worker_status_name(status), worker->error.message);
        }
        assert_non_null(strstr(worker->error.message, mode_of(i) == MODE_ANALYSIS ? "process" : "mory"));
        assert_true(mode_of(i) == MODE_ANALYSIS || worker->memory_failed);
    }
    return spared;
}

/* A worker that has memory, for each that did not do everything. */
static void run_again(herd *all) {
    bool again[HERD_MAX];
    for (int i = 0; i < all->count; i++) {
        again[i] = !all->of[i].complete;
        if (again[i]) start(all, i, false);
    }
    int missing = herd_look(all, HERD_WAIT_MS);
    for (int i = 0; i < all->count; i++) {
        if (!all->of[i].complete) {
            print_message("worker %d, allocation %lu, mode %d: committed %d\n", i, numbers[i], mode_of(i),
                          (int)kit_committed(all->brokers, all->of[i].group, all->input));
        }
        if (again[i]) assert_int_equal(kit_worker_stop(&workers[i], DP_STOP_DRAIN), DP_WORKER_STOPPED);
    }
    assert_int_equal(missing, 0);
}

static void test_every_allocation_that_fails_in_a_worker_ends_it_or_not_and_loses_nothing(void **state_of_test) {
    (void)state_of_test;
    int spared = 0;
    for (unsigned long first = 1; spared < MODES - 1; first += NUMBERS) {
        herd all;
        char name[32];
        snprintf(name, sizeof name, "memory%lu", first);
        herd_open(&all, cluster, name, HERD_MAX);
        for (int i = 0; i < all.count; i++) numbers[i] = first + (unsigned long)(i / MODES);
        spared = run_without_memory(&all);
        herd_look(&all, 1000);
        run_again(&all);
        assert_true(first < 200);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_every_allocation_that_fails_in_a_worker_ends_it_or_not_and_loses_nothing),
    };
    return cmocka_run_group_tests(tests, start_cluster, stop_cluster);
}
