#include "crew.h"

#include <signal.h>
#include <stdio.h>

#include "unit.h"

static void *run_flow(void *argument) {
    const crew_flow *flow = argument;
    rd_kafka_t *producer = kit_producer(real_brokers(), NULL);
    for (int i = 0; i < flow->count; i++) {
        char key[16], value[32];
        snprintf(key, sizeof key, "k%d", i % CREW_PARTITIONS);
        snprintf(value, sizeof value, "m-%d", i);
        kit_send(producer, flow->topic, i % CREW_PARTITIONS, key, value, -1, NULL, 0);
        if (i % 50 == 49) kit_sleep(50000 / flow->per_second);
    }
    rd_kafka_flush(producer, CREW_WAIT_MS);
    rd_kafka_destroy(producer);
    return NULL;
}

void crew_flow_start(crew_flow *flow) {
    assert_int_equal(pthread_create(&flow->thread, NULL, run_flow, flow), 0);
}

void crew_flow_join(crew_flow *flow) {
    pthread_join(flow->thread, NULL);
}

void crew_wait_committed(const real_topics *names, int64_t count) {
    KIT_UNTIL(kit_committed(real_brokers(), names->group, names->in) >= count, CREW_WAIT_MS);
    assert_int_equal(kit_committed(real_brokers(), names->group, names->in), count);
}

void crew_wait_middle(const real_topics *names, int64_t count, int64_t all) {
    int64_t committed = 0;
    KIT_UNTIL((committed = kit_committed(real_brokers(), names->group, names->in)) > count, CREW_WAIT_MS);
    assert_in_range(committed, count + 1, all - 1);
}

void crew_check(const real_topics *names, int count, size_t duplicates_max) {
    kit_records out = kit_read(real_brokers(), names->out, (size_t)count, 300, CREW_WAIT_MS);
    kit_tally tally = kit_count(&out, "m", count, CREW_PARTITIONS);
    print_message("%d in, %zu out: %zu missing, %zu duplicates, %zu out of order\n", count, out.count, tally.missing,
                  tally.duplicates, tally.disorders);
    assert_int_equal(tally.missing, 0);
    assert_int_equal(tally.foreign, 0);
    assert_int_equal(tally.disorders, 0);
    assert_true(tally.duplicates <= duplicates_max);
    kit_records_free(&out);
}

void crew_end(process *worker) {
    process_signal(worker, SIGTERM);
    int code = process_wait(worker, 15000);
    if (code) print_message("a worker ended with %d: %s\n", code, worker->said);
    assert_int_equal(code, DP_WORKER_STOPPED);
}
