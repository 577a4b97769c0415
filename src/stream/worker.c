#include "stream/worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/memory.h"
#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/consumer.h"
#include "stream/context.h"
#include "stream/delivery.h"
#include "stream/producer.h"
#include "stream/rebalance.h"
#include "stream/rehearsal.h"
#include "stream/report.h"
#include "stream/stale.h"
#include "stream/topics.h"
#include "stream/transaction.h"

enum {
    IDLE_MS = 100,    /* longest sleep: a stop flag set without a wake is seen after it */
    GAUGES_MS = 250,  /* between reports of gauges */
    SEEK_MS = 500,    /* between tries to rewind */
    LEAVE_MS = 10000, /* to leave the group in good order */
    HURRY_MS = 2000,  /* and in a hurry */
    BRIEF_MS = 50,    /* of a call when there is no time left */

    CLIENT_THREADS = 16, /* of librdkafka: for each of the two clients a few, and one for each broker */
};

static void begin_drain(dp_worker *worker) {
    worker->draining = true;
    worker->drained_by_ms = dp_clock_ms() + worker->options->drain_ms;
    dp_report_log(worker, DP_SEVERITY_INFO, "draining",
                  DP_EVENT_FIELDS(DP_EVENT_NUMBER("in_flight", (int64_t)worker->gate.messages)),
                  "Told to stop: finishing what was read");
}

bool dp_worker_leaving(dp_worker *worker) {
    if (!worker->draining && atomic_load(worker->stop) >= DP_STOP_DRAIN) begin_drain(worker);
    if (worker->ended || atomic_load(worker->stop) >= DP_STOP_NOW) return true;
    return worker->draining && dp_clock_ms() >= worker->drained_by_ms;
}

int dp_worker_patience(dp_worker *worker, int most_ms) {
    int64_t left = most_ms;
    if (dp_worker_leaving(worker)) {
        left = BRIEF_MS;
    } else if (worker->draining && worker->drained_by_ms - dp_clock_ms() < left) {
        left = worker->drained_by_ms - dp_clock_ms();
    }
    return left < BRIEF_MS ? BRIEF_MS : (int)left;
}

static unsigned thread_count(const dp_worker_options *options) {
    if (options->threads) return options->threads;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 0 ? (unsigned)processors : 1;
}

/* The size of batches is fixed when a producer is made, but how much the topics take is known only once they are there:
 * where they take less, the producer is made again. */
static int fit_batches(dp_worker *worker) {
    enum { BATCH_DEFAULT = 1000000 };
    worker->batch_limit = dp_topics_batch_limit(worker);
    if (!worker->batch_limit || worker->batch_limit >= BATCH_DEFAULT) return 0;
    dp_producer_close(worker);
    if (dp_producer_open(worker)) return -1;
    return dp_topics_wait(worker); /* for the new producer to know them too */
}

/* Whether there are threads enough; if not, the run has ended. */
static bool threads_granted(dp_worker *worker) {
    unsigned needed = thread_count(worker->options) + CLIENT_THREADS;
    if (dp_rehearse_threads(needed) == 0) return true;
    dp_report_end(
        worker, DP_WORKER_MEMORY,
        "The system does not grant this process %u threads: raise its limit (TasksMax of systemd, the pids of "
        "a container, ulimit -u) or let it analyse with fewer",
        needed);
    return false;
}

/* Everything up to reading. Returns 0; -1 when the run has ended or was told to stop. */
static int start(dp_worker *worker) {
    if (dp_waker_open(&worker->waker)) {
        dp_report_end(worker, DP_WORKER_FATAL, "No file descriptors are left");
        return -1;
    }
    if (!threads_granted(worker) || dp_producer_open(worker) || dp_consumer_open(worker)) return -1;
    const char *failed;
    if (dp_pool_open(&worker->pool, worker->processor, &worker->waker, thread_count(worker->options), &failed)) {
        dp_report_end(worker, DP_WORKER_PROCESSOR, "The analysis threads cannot be started: there is no %s", failed);
        return -1;
    }
    worker->connection.down_ms = dp_clock_ms();
    if (dp_topics_wait(worker) || fit_batches(worker)) return -1;
    if (dp_worker_exactly_once(worker) && dp_transaction_register(worker)) return -1;
    return dp_consumer_subscribe(worker);
}

static bool any_rewinding(const dp_worker *worker) {
    for (size_t i = 0; i < worker->partitions.count; i++) {
        if (worker->partitions.at[i]->rewinding) return true;
    }
    return false;
}

/* What is done by the clock rather than by events. */
static void tick(dp_worker *worker, int64_t now, int64_t *gauges_ms) {
    if (now - *gauges_ms >= GAUGES_MS) {
        *gauges_ms = now;
        dp_report_gauges(worker);
        dp_connection_check(worker);
        dp_topics_check(worker);
        dp_stale_check(worker, now);
        dp_report_ready(worker);
    }
    if (worker->options->statistics_ms && now - worker->statistics_ms >= (int64_t)worker->options->statistics_ms) {
        dp_consumer_lag(worker);
    }
    if (dp_worker_exactly_once(worker) && dp_transaction_due(worker)) dp_transaction_end(worker);
    if (now >= worker->hold_until_ms && now - worker->seek_ms >= SEEK_MS && any_rewinding(worker)) {
        dp_consumer_rewind(worker);
    }
}

static int sleep_ms(const dp_worker *worker) {
    if (!worker->transaction.open) return IDLE_MS;
    int64_t left = worker->transaction.began_ms + worker->options->transaction_ms - dp_clock_ms();
    return left < 0 ? 0 : left > IDLE_MS ? IDLE_MS : (int)left;
}

/* All that was read is done, and committed. */
static bool drained(dp_worker *worker) {
    if (worker->gate.messages) return false;
    if (!dp_worker_exactly_once(worker)) {
        if (dp_rebalance_all_committed(worker)) return true;
        dp_rebalance_hurry(worker);
        return false;
    }
    dp_transaction_end(worker);
    return !worker->transaction.open;
}

/* Reads, processes and sends until told to stop or something final happens. True: all that was read is done. */
static bool work(dp_worker *worker) {
    int64_t gauges_ms = 0;
    worker->statistics_ms = dp_clock_ms();
    while (!dp_worker_leaving(worker)) {
        int64_t now = dp_clock_ms();
        dp_consumer_serve(worker);
        dp_delivery_pump(worker);
        bool more = !worker->draining && now >= worker->hold_until_ms && dp_consumer_read(worker);
        tick(worker, now, &gauges_ms);
        if (worker->draining && drained(worker)) return true;
        if (!more && !worker->ended) dp_waker_wait(&worker->waker, sleep_ms(worker));
    }
    return false;
}

/* Leaves the group and gives everything back. */
static void finish(dp_worker *worker, bool done) {
    bool hurry = !done || atomic_load(worker->stop) >= DP_STOP_NOW;
    dp_transaction_give_up(worker);
    if (!worker->ended && !done) {
        worker->status = DP_WORKER_CUT_SHORT;
        snprintf(worker->error->message, sizeof worker->error->message,
                 "Stopped before everything was done: %zu messages will be read again", worker->gate.messages);
    }
    int64_t behind = dp_partitions_behind(&worker->partitions);
    if (!worker->ended && done && behind) {
        snprintf(worker->error->message, sizeof worker->error->message,
                 "Stopped after a failed delivery or transaction: up to %" PRId64
                 " messages that were read will be read again",
                 behind);
    }
    dp_consumer_leave(worker, hurry ? HURRY_MS : LEAVE_MS);
    worker->closing = true;
    dp_pool_stop(&worker->pool);
    if (worker->pool.processor) dp_delivery_drop(worker);
    dp_producer_close(worker);
    dp_partitions_close(&worker->partitions);
    dp_consumer_destroy(worker);
    dp_pool_close(&worker->pool);
    dp_waker_close(&worker->waker);
    worker->joined = false;
    dp_report_ready(worker);
}

/* Workers whose client was left behind: it may still look at a certificate, and note what it thinks of it. */
static _Atomic(dp_worker *) kept;

static void end_of_life(dp_worker *worker) {
    if (worker->client_left) {
        worker->kept_before = atomic_exchange(&kept, worker);
    } else {
        dp_free(worker);
    }
}

bool dp_worker_left_client(void) {
    return atomic_load(&kept) != NULL;
}

dp_worker_status dp_worker_run(const dp_worker_options *options, const dp_processor *processor,
                               const dp_observer *observer, const atomic_int *stop, dp_worker_error *error) {
    static const dp_observer nobody = {0};
    error->message[0] = '\0';
    dp_worker_status status = dp_worker_check(options, error);
    if (status != DP_WORKER_STOPPED) return status;
    dp_worker *worker = dp_malloc(sizeof *worker);
    if (!worker) {
        snprintf(error->message, sizeof error->message, "No memory for the worker");
        return DP_WORKER_MEMORY;
    }
    *worker = (dp_worker){
        .options = options,
        .processor = processor,
        .observer = observer ? observer : &nobody,
        .stop = stop,
        .error = error,
        .waker = {-1, -1},
    };
    worker->lone_last = &worker->lone_first;
    dp_gate_init(&worker->gate, options->queue_messages, options->queue_bytes);
    bool started = start(worker) == 0;
    finish(worker, started ? work(worker) : !worker->ended);
    status = worker->status;
    end_of_life(worker);
    return status;
}
