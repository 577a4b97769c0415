#include "stream/rebalance.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/consumer.h"
#include "stream/delivery.h"
#include "stream/errors.h"
#include "stream/report.h"
#include "stream/transaction.h"

enum { COMMIT_MS = 5000, FINISH_STEP_MS = 20, HURRY_MS = 1000 };

static void note_committed(dp_worker *worker, const rd_kafka_topic_partition_list_t *offsets) {
    for (int i = 0; offsets && i < offsets->cnt; i++) {
        const rd_kafka_topic_partition_t *offset = &offsets->elems[i];
        dp_partition *partition = dp_partitions_find(&worker->partitions, offset->topic, offset->partition);
        if (!partition || offset->err || offset->offset < 0) continue;
        partition->committed = offset->offset;
        partition->waiting_ms = partition->settled == partition->committed ? 0 : dp_clock_ms();
    }
}

bool dp_rebalance_all_committed(const dp_worker *worker) {
    for (size_t i = 0; i < worker->partitions.count; i++) {
        const dp_partition *partition = worker->partitions.at[i];
        if (partition->sequencer.next && partition->committed != partition->offsets.mark) return false;
    }
    return true;
}

void dp_rebalance_hurry(dp_worker *worker) {
    int64_t now = dp_clock_ms();
    if (worker->options->commit_ms <= HURRY_MS || !worker->connection.up || now - worker->hurried_ms < HURRY_MS) return;
    worker->hurried_ms = now;
    rd_kafka_commit(worker->consumer, NULL, true);
}

void dp_rebalance_committed(dp_worker *worker, rd_kafka_resp_err_t error,
                            const rd_kafka_topic_partition_list_t *offsets) {
    if (error == RD_KAFKA_RESP_ERR__NO_OFFSET) return;
    note_committed(worker, offsets);
    if (!error) {
        dp_connection_good(worker);
        dp_report_count(worker, DP_COUNTER_COMMITS, 1);
        worker->commit_failed = false;
        return;
    }
    dp_report_count(worker, DP_COUNTER_COMMIT_FAILURES, 1);
    if (dp_error_status(error) != DP_WORKER_STOPPED) {
        dp_connection_error(worker, worker->consumer, error, "offsets cannot be committed");
        return;
    }
    /* While a coordinator is away every try fails: one line is enough. */
    dp_severity severity = worker->commit_failed ? DP_SEVERITY_DEBUG : DP_SEVERITY_WARNING;
    worker->commit_failed = true;
    dp_report_log(worker, severity, "commit_failed", DP_EVENT_FIELDS(DP_EVENT_TEXT("error", rd_kafka_err2name(error))),
                  "Offsets were not committed (%s); the next commit holds them too", rd_kafka_err2str(error));
}

void dp_rebalance_store(dp_worker *worker) {
    if (!worker->marks_moved || !worker->connection.up) return;
    worker->marks_moved = false;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)worker->partitions.count);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        if (partition->offsets.mark == partition->settled) continue;
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number)->offset = partition->offsets.mark;
        partition->settled = partition->offsets.mark;
        if (!partition->waiting_ms) partition->waiting_ms = dp_clock_ms();
    }
    /* librdkafka refuses to store for a partition that is no longer assigned: its revocation is on its way, and what
     * was done of it is committed there, or not at all. */
    if (list->cnt) rd_kafka_offsets_store(worker->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
}

void dp_rebalance_withdraw(dp_worker *worker) {
    if (dp_worker_exactly_once(worker) || !worker->partitions.count) return;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)worker->partitions.count);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        if (partition->settled < 0 || partition->settled == partition->committed) continue;
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number)->offset = RD_KAFKA_OFFSET_INVALID;
        partition->settled = -1;
        partition->waiting_ms = 0;
        worker->marks_moved = true;
    }
    if (list->cnt) rd_kafka_offsets_store(worker->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
}

/* This worker's id in the group; empty when it is no member. */
static void member_id(rd_kafka_t *consumer, char *id, size_t size) {
    char *member = rd_kafka_memberid(consumer);
    snprintf(id, size, "%s", member ? member : "");
    if (member) rd_kafka_mem_free(consumer, member);
}

bool dp_rebalance_lost(dp_worker *worker) {
    char member[sizeof worker->member];
    member_id(worker->consumer, member, sizeof member);
    return rd_kafka_assignment_lost(worker->consumer) || !*member || strcmp(member, worker->member) != 0;
}

/* Finishes what the threads have begun of these partitions, within the bound. */
static void finish(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    for (int i = 0; i < partitions->cnt; i++) {
        dp_partition *partition =
            dp_partitions_find(&worker->partitions, partitions->elems[i].topic, partitions->elems[i].partition);
        if (partition) dp_report_count(worker, DP_COUNTER_ABANDONED, dp_delivery_recall(worker, partition));
    }
    int64_t deadline = dp_clock_ms() + worker->options->revoke_ms;
    for (bool under_way = true; under_way && !dp_worker_leaving(worker) && dp_clock_ms() < deadline;) {
        dp_delivery_pump(worker);
        dp_report_gauges(worker);
        /* A transaction that is full takes no more until it is committed. */
        if (dp_worker_exactly_once(worker) && dp_transaction_due(worker)) dp_transaction_end(worker);
        under_way = false;
        for (int i = 0; i < partitions->cnt && !under_way; i++) {
            const dp_partition *partition =
                dp_partitions_find(&worker->partitions, partitions->elems[i].topic, partitions->elems[i].partition);
            under_way = partition && partition->items > 0;
        }
        if (worker->transaction.broken || rd_kafka_assignment_lost(worker->consumer)) return;
        if (under_way) dp_waker_wait(&worker->waker, FINISH_STEP_MS);
    }
}

/* The answer to a commit; NULL when none came in time. It is not waited for when the worker must leave. */
static rd_kafka_event_t *await_commit(dp_worker *worker, rd_kafka_queue_t *queue) {
    rd_kafka_event_t *event = NULL;
    int64_t deadline = dp_clock_ms() + COMMIT_MS;
    while (!event && dp_clock_ms() < deadline) {
        event = rd_kafka_queue_poll(queue, FINISH_STEP_MS);
        dp_report_gauges(worker);
        if (worker->closing ? dp_clock_ms() >= worker->left_by_ms : dp_worker_leaving(worker)) break;
    }
    return event;
}

/* Commits the marks of these partitions and waits for the answer. Not without a broker: librdkafka would hold on to the
 * commit, and the worker's end, until the session is over. */
static void commit(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    rd_kafka_topic_partition_list_t *offsets = rd_kafka_topic_partition_list_new(partitions->cnt);
    for (int i = 0; i < partitions->cnt; i++) {
        dp_partition *partition =
            dp_partitions_find(&worker->partitions, partitions->elems[i].topic, partitions->elems[i].partition);
        if (!partition || partition->offsets.mark < 0) continue;
        rd_kafka_topic_partition_list_add(offsets, partition->topic, partition->number)->offset =
            partition->offsets.mark;
    }
    if (offsets->cnt && worker->connection.up) {
        rd_kafka_queue_t *queue = rd_kafka_queue_new(worker->consumer);
        rd_kafka_resp_err_t error = rd_kafka_commit_queue(worker->consumer, offsets, queue, NULL, NULL);
        rd_kafka_event_t *event = error ? NULL : await_commit(worker, queue);
        if (!error) error = event ? rd_kafka_event_error(event) : RD_KAFKA_RESP_ERR__TIMED_OUT;
        if (event) rd_kafka_event_destroy(event);
        rd_kafka_queue_destroy(queue);
        dp_rebalance_committed(worker, error, NULL);
    }
    rd_kafka_topic_partition_list_destroy(offsets);
}

/* Takes back what was stored for these partitions, so that librdkafka does not commit it when it lets them go: it was
 * committed already, or must not be. */
static void unstore(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_copy(partitions);
    for (int i = 0; i < list->cnt; i++) list->elems[i].offset = RD_KAFKA_OFFSET_INVALID;
    rd_kafka_offsets_store(worker->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
}

static void let_go(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    for (int i = 0; i < partitions->cnt; i++) {
        dp_partition *partition =
            dp_partitions_find(&worker->partitions, partitions->elems[i].topic, partitions->elems[i].partition);
        if (!partition) continue;
        dp_report_count(worker, DP_COUNTER_ABANDONED, partition->items);
        dp_delivery_discard(worker, partition);
        dp_report_lag(worker, partition, -1);
        dp_partitions_abandon(&worker->partitions, partition);
    }
}

static void revoke(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    bool gone = dp_rebalance_lost(worker);
    if (!gone && !worker->closing) finish(worker, partitions);
    /* It may have been lost meanwhile. */
    gone = gone || dp_rebalance_lost(worker);
    dp_report_count(worker, gone ? DP_COUNTER_LOSSES : DP_COUNTER_REVOCATIONS, 1);
    dp_report_log(worker, gone ? DP_SEVERITY_WARNING : DP_SEVERITY_INFO,
                  gone ? "partitions_lost" : "partitions_revoked",
                  DP_EVENT_FIELDS(DP_EVENT_NUMBER("partitions", partitions->cnt)),
                  gone ? "The group took this worker for dead; nothing of these partitions is committed"
                       : "Partitions go to another worker");
    if (dp_worker_exactly_once(worker)) {
        if (gone) worker->transaction.broken = worker->transaction.open;
        dp_transaction_end(worker);
        let_go(worker, partitions);
    } else {
        if (!gone) commit(worker, partitions);
        unstore(worker, partitions);
        let_go(worker, partitions);
    }
    if (gone) worker->joined = false;
}

static void assign(dp_worker *worker, const rd_kafka_topic_partition_list_t *partitions) {
    member_id(worker->consumer, worker->member, sizeof worker->member);
    for (int i = 0; i < partitions->cnt && !worker->ended; i++) {
        const rd_kafka_topic_partition_t *given = &partitions->elems[i];
        if (!dp_partitions_add(&worker->partitions, given->topic, given->partition)) {
            dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a partition");
        }
        dp_consumer_route(worker, given->topic, given->partition);
    }
    worker->joined = worker->assigned = true;
    dp_connection_good(worker);
    dp_report_count(worker, DP_COUNTER_ASSIGNMENTS, 1);
    dp_report_log(worker, DP_SEVERITY_INFO, "partitions_assigned",
                  DP_EVENT_FIELDS(DP_EVENT_NUMBER("partitions", partitions->cnt),
                                  DP_EVENT_NUMBER("owned", (int64_t)worker->partitions.count)),
                  "Partitions were assigned to this worker");
}

static bool cooperative(const dp_worker *worker) {
    const char *protocol = rd_kafka_rebalance_protocol(worker->consumer);
    return protocol && strcmp(protocol, "COOPERATIVE") == 0;
}

/* Tells librdkafka that the worker has taken note; it goes on only then. */
static void acknowledge(dp_worker *worker, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t *partitions) {
    rd_kafka_t *consumer = worker->consumer;
    bool giving = event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    if (cooperative(worker)) {
        rd_kafka_error_t *error = giving ? rd_kafka_incremental_assign(consumer, partitions)
                                         : rd_kafka_incremental_unassign(consumer, partitions);
        if (!error) return;
        dp_report_log(worker, DP_SEVERITY_WARNING, "assignment_failed", DP_NO_FIELDS, "%s",
                      rd_kafka_error_string(error));
        rd_kafka_error_destroy(error);
    } else {
        rd_kafka_assign(consumer, giving ? partitions : NULL);
    }
}

static rd_kafka_topic_partition_list_t *owned(const dp_worker *worker) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)worker->partitions.count);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        rd_kafka_topic_partition_list_add(list, worker->partitions.at[i]->topic, worker->partitions.at[i]->number);
    }
    return list;
}

/* Whether this worker is a member again, but another one than its partitions were assigned to. */
static bool joined_anew(const dp_worker *worker) {
    char member[sizeof worker->member];
    member_id(worker->consumer, member, sizeof member);
    return *member && strcmp(member, worker->member) != 0;
}

/* Takes what the group gives. A static member that was expelled while a rebalance was under way may not be told so:
 * librdkafka (seen with 2.0.2) joins again under another id and keeps what it had, though another may have owned it,
 * and gone on with it, in between. All of that is lost, and what the group left it is read from where the group is now.
 * An eager group leaves nothing: all that is given is in `given`. */
static void take(dp_worker *worker, rd_kafka_topic_partition_list_t *given) {
    if (worker->partitions.count && joined_anew(worker)) {
        rd_kafka_topic_partition_list_t *kept = owned(worker);
        revoke(worker, kept);
        acknowledge(worker, RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS, kept);
        for (int i = 0; i < kept->cnt && cooperative(worker); i++) {
            const rd_kafka_topic_partition_t *one = &kept->elems[i];
            if (rd_kafka_topic_partition_list_find(given, one->topic, one->partition)) continue;
            rd_kafka_topic_partition_list_add(given, one->topic, one->partition);
        }
        rd_kafka_topic_partition_list_destroy(kept);
    }
    assign(worker, given);
    acknowledge(worker, RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS, given);
}

void dp_rebalance(rd_kafka_t *consumer, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t *partitions,
                  void *opaque) {
    dp_worker *worker = opaque;
    (void)consumer;
    if (event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        take(worker, partitions);
    } else {
        revoke(worker, partitions);
        acknowledge(worker, event, partitions);
    }
    dp_report_gauge(worker, DP_GAUGE_PARTITIONS, (int64_t)worker->partitions.count);
    dp_report_ready(worker);
}
