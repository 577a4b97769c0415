/*
 * context.h - the state of a running worker, shared by the files of the stream; all of it belongs to the thread that
 * runs the worker.
 */
#ifndef DP_CONTEXT_H
#define DP_CONTEXT_H

#include <librdkafka/rdkafka.h>

#include "stream/denial.h"
#include "stream/gate.h"
#include "stream/partition.h"
#include "stream/pool.h"
#include "stream/routes.h"
#include "stream/waker.h"
#include "stream/worker.h"

/* The transaction that is open, with delivery=exactly-once. */
typedef struct dp_transaction {
    bool open;
    bool broken;    /* must be aborted, and its messages replayed */
    bool undecided; /* its commit was begun and not answered before the worker had to leave */
    int64_t began_ms;
    size_t messages;
} dp_transaction;

/* Whether the brokers can be reached, as far as errors and statistics tell. */
typedef struct dp_connection {
    bool up, ever_up;
    int64_t down_ms;         /* since when it is down */
    bool reported;           /* the first error since it went down was logged */
    char reason[256];        /* the last error */
    dp_denial denial;        /* the last error that was a denial, */
    int64_t denied_ms;       /* when it came, */
    char denial_reason[256]; /* and its text */
} dp_connection;

typedef struct dp_worker {
    struct dp_worker *kept_before; /* after its end: one that was kept earlier */
    const dp_worker_options *options;
    const dp_processor *processor;
    const dp_observer *observer;
    const atomic_int *stop;

    bool ended; /* something final happened: `status` and `error` say what */
    dp_worker_status status;
    dp_worker_error *error;

    rd_kafka_t *consumer, *producer;
    size_t batch_limit;         /* bytes of a batch that the topics take; 0: not known */
    rd_kafka_queue_t *messages; /* of all partitions, apart from the consumer's events */
    dp_routes routes;
    dp_waker waker;
    dp_pool pool;
    dp_gate gate;
    dp_partitions partitions;
    char member[512]; /* this worker's id in the group (a static one's begins with its instance.id, 249 characters at
                       * most) when its partitions were assigned */

    dp_item *lone_first, **lone_last; /* refused with their batch, to be sent again one by one (at least once) */
    bool lone_out;                    /* one that must be alone is on its way */
    bool marks_moved;                 /* some partition's mark is ahead of what was settled */
    size_t unacknowledged;            /* handed to the producer */

    dp_transaction transaction;
    dp_connection connection;
    atomic_int certificate; /* why a broker's certificate was not accepted; written by librdkafka's threads */

    bool desynchronized;    /* at least once: the producer failed for good, and another takes its place */
    bool commit_failed;     /* the last commit of offsets */
    bool client_left;       /* a client was left behind, whose opaque pointer this is, so that it must be kept */
    bool subscribed;        /* the group is being joined, or was */
    bool assigned;          /* partitions, perhaps none, were assigned at least once */
    bool joined;            /* partitions, perhaps none, were assigned and not lost */
    bool ready;             /* what was last reported */
    bool draining, closing; /* no more reading; leaving the group */
    int64_t drained_by_ms;  /* while draining: when its time is over */
    int64_t left_by_ms;     /* while closing: when the time to leave the group is over */
    int64_t hurried_ms;     /* while draining: last time that a commit was asked for */
    int64_t hold_until_ms;  /* no reading before: replays wait so long */
    unsigned replays;       /* without a success between them */
    int64_t topic_since_ms; /* a topic is unknown since then; 0: none is */
    int64_t statistics_ms;  /* last report of lag */
    int64_t seek_ms;        /* last try to rewind */
} dp_worker;

static inline bool dp_worker_exactly_once(const dp_worker *worker) {
    return worker->options->delivery == DP_DELIVERY_EXACTLY_ONCE;
}

/* True when the worker must leave at once: something final happened, it was told so, or its time to drain is over. That
 * time begins when this is first asked after the worker was told to stop, so everything that waits must ask it. */
bool dp_worker_leaving(dp_worker *worker);

/* How long a call may wait that cannot be interrupted: `most_ms`, but not beyond the drain's time, nor long once the
 * worker must leave. */
int dp_worker_patience(dp_worker *worker, int most_ms);

#endif
