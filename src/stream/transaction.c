#include "stream/transaction.h"

#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/delivery.h"
#include "stream/errors.h"
#include "stream/rebalance.h"
#include "stream/report.h"

/* One call's patience, since a call cannot be interrupted when the worker is told to stop; calls that ran out of it are
 * resumed by calling again. An abort is resumed often: each call purges what was put back into the queue after the
 * purge of the call before (seen with librdkafka 2.0.2, where the abort then waits until the message's time is over).
 * Offsets are sent anew by each call, so while brokers answer it is given more time from call to call; without a bound
 * librdkafka would wait for the brokers in silence. */
enum { CALL_MS = 1000, OFFSETS_MS = 5000, ABORT_MS = 300, HURRY_MS = 2000 };

typedef enum dp_outcome {
    OUTCOME_DONE = 0,
    OUTCOME_AGAIN, /* call again */
    OUTCOME_ABORT, /* the transaction must be aborted */
    OUTCOME_ENDED, /* the run has ended, or must: nothing more can be done about the transaction */
} dp_outcome;

/* What an error of a transactional call asks for; destroys it. */
static dp_outcome judge(dp_worker *worker, rd_kafka_error_t *error, const char *what) {
    if (!error) return OUTCOME_DONE;
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    dp_outcome outcome = OUTCOME_ENDED;
    /* Not every final error ends the run: credentials that were good once may be refused for a while. */
    bool fatal = rd_kafka_error_is_fatal(error);
    if (fatal || dp_error_status(code) != DP_WORKER_STOPPED) {
        dp_connection_error(worker, worker->producer, fatal ? RD_KAFKA_RESP_ERR__FATAL : code,
                            rd_kafka_error_string(error));
    }
    if (!worker->ended && rd_kafka_error_txn_requires_abort(error)) {
        outcome = OUTCOME_ABORT;
    } else if (!worker->ended && rd_kafka_error_is_retriable(error)) {
        outcome = OUTCOME_AGAIN;
    } else if (!worker->ended) {
        dp_report_end(worker, DP_WORKER_FATAL, "%s failed: %s", what, rd_kafka_error_string(error));
    }
    if (outcome == OUTCOME_ABORT) {
        dp_report_log(worker, DP_SEVERITY_WARNING, "transaction_failed",
                      DP_EVENT_FIELDS(DP_EVENT_TEXT("error", rd_kafka_err2name(code))), "%s failed: %s", what,
                      rd_kafka_error_string(error));
    }
    rd_kafka_error_destroy(error);
    return worker->ended ? OUTCOME_ENDED : outcome;
}

/* Between calls that are repeated: the brokers may have gone, or let the worker in no more, which ends the run in time.
 */
static void look_about(dp_worker *worker) {
    rd_kafka_poll(worker->producer, 0);
    dp_report_gauges(worker);
    dp_connection_check(worker);
}

int dp_transaction_register(dp_worker *worker) {
    dp_outcome outcome = OUTCOME_AGAIN;
    while (outcome == OUTCOME_AGAIN && atomic_load(worker->stop) == DP_STOP_NO) {
        outcome = judge(worker, rd_kafka_init_transactions(worker->producer, CALL_MS), "Registering for transactions");
        look_about(worker);
        if (worker->ended) return -1;
    }
    return outcome == OUTCOME_DONE ? 0 : -1;
}

static bool full(const dp_worker *worker) {
    return worker->transaction.messages && worker->transaction.messages >= worker->options->transaction_messages;
}

bool dp_transaction_begin(dp_worker *worker) {
    dp_transaction *transaction = &worker->transaction;
    if (transaction->open) return !transaction->broken && !full(worker);
    dp_outcome outcome = judge(worker, rd_kafka_begin_transaction(worker->producer), "Beginning a transaction");
    if (outcome == OUTCOME_ENDED || outcome == OUTCOME_AGAIN) return false;
    *transaction = (dp_transaction){.open = true, .broken = outcome == OUTCOME_ABORT, .began_ms = dp_clock_ms()};
    return !transaction->broken;
}

bool dp_transaction_due(const dp_worker *worker) {
    const dp_transaction *transaction = &worker->transaction;
    if (!transaction->open) return false;
    return transaction->broken || full(worker) ||
           dp_clock_ms() - transaction->began_ms >= (int64_t)worker->options->transaction_ms;
}

/* Waits until everything sent was acknowledged. */
static void flush(dp_worker *worker) {
    while (worker->unacknowledged && !worker->transaction.broken && !dp_worker_leaving(worker)) {
        rd_kafka_flush(worker->producer, dp_worker_patience(worker, CALL_MS));
        look_about(worker);
    }
    if (worker->unacknowledged) worker->transaction.broken = true;
}

/* The marks that moved, as offsets to commit; the caller's. */
static rd_kafka_topic_partition_list_t *moved_marks(const dp_worker *worker) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)worker->partitions.count);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        const dp_partition *partition = worker->partitions.at[i];
        if (partition->offsets.mark == partition->settled) continue;
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number)->offset = partition->offsets.mark;
    }
    return list;
}

/* Whether the group still takes this worker for a member is asked after its membership was read: what was read then is
 * of the member that owns the partitions, and the broker refuses it once it no longer is. The other way round, a
 * membership that is lost in between is read as "no member", whose offsets the broker takes from anybody. */
static dp_outcome send_offsets(dp_worker *worker, rd_kafka_topic_partition_list_t *offsets) {
    dp_outcome outcome = offsets->cnt ? OUTCOME_AGAIN : OUTCOME_DONE;
    int patience = worker->connection.up ? OFFSETS_MS / 2 : CALL_MS;
    while (outcome == OUTCOME_AGAIN) {
        rd_kafka_consumer_group_metadata_t *member = rd_kafka_consumer_group_metadata(worker->consumer);
        if (!member) return OUTCOME_ABORT;
        if (dp_rebalance_lost(worker)) {
            rd_kafka_consumer_group_metadata_destroy(member);
            return OUTCOME_ABORT;
        }
        rd_kafka_error_t *error = rd_kafka_send_offsets_to_transaction(worker->producer, offsets, member,
                                                                       dp_worker_patience(worker, patience));
        outcome = judge(worker, error, "Adding offsets to the transaction");
        rd_kafka_consumer_group_metadata_destroy(member);
        look_about(worker);
        patience = !worker->connection.up ? CALL_MS : patience * 2 < OFFSETS_MS ? patience * 2 : OFFSETS_MS;
        if (outcome == OUTCOME_AGAIN && dp_worker_leaving(worker)) return OUTCOME_ABORT;
    }
    return outcome;
}

static dp_outcome commit(dp_worker *worker) {
    dp_outcome outcome = OUTCOME_AGAIN;
    while (outcome == OUTCOME_AGAIN) {
        int patience = dp_worker_patience(worker, CALL_MS);
        outcome = judge(worker, rd_kafka_commit_transaction(worker->producer, patience), "Committing the transaction");
        look_about(worker);
        if (outcome == OUTCOME_AGAIN && dp_worker_leaving(worker)) {
            worker->transaction.undecided = true;
            return OUTCOME_ENDED;
        }
    }
    return outcome;
}

/* Sends the offsets and commits. */
static dp_outcome try_commit(dp_worker *worker) {
    flush(worker);
    if (worker->ended) return OUTCOME_ENDED;
    if (worker->transaction.broken || dp_rebalance_lost(worker)) return OUTCOME_ABORT;
    rd_kafka_topic_partition_list_t *offsets = moved_marks(worker);
    dp_outcome outcome = send_offsets(worker, offsets);
    if (outcome == OUTCOME_DONE) outcome = commit(worker);
    if (outcome == OUTCOME_DONE) {
        for (int i = 0; i < offsets->cnt; i++) {
            dp_partition *partition =
                dp_partitions_find(&worker->partitions, offsets->elems[i].topic, offsets->elems[i].partition);
            if (partition) partition->settled = offsets->elems[i].offset;
        }
        worker->transaction = (dp_transaction){0};
        dp_report_count(worker, DP_COUNTER_COMMITS, 1);
    } else {
        dp_report_count(worker, DP_COUNTER_COMMIT_FAILURES, 1);
    }
    rd_kafka_topic_partition_list_destroy(offsets);
    return outcome;
}

static void abort_open(dp_worker *worker) {
    dp_outcome outcome = OUTCOME_AGAIN;
    int64_t hurry_by_ms = dp_clock_ms() + HURRY_MS;
    while (outcome == OUTCOME_AGAIN && !(dp_worker_leaving(worker) && dp_clock_ms() >= hurry_by_ms)) {
        outcome = judge(worker, rd_kafka_abort_transaction(worker->producer, ABORT_MS), "Aborting the transaction");
        look_about(worker);
    }
    worker->transaction = (dp_transaction){0};
    dp_report_count(worker, DP_COUNTER_ABORTS, 1);
}

static void abort_and_replay(dp_worker *worker) {
    for (size_t i = 0; i < worker->partitions.count && !worker->ended; i++) {
        dp_partition *partition = worker->partitions.at[i];
        /* One of which nothing was read goes on where it is. */
        if (partition->settled >= 0) dp_delivery_replay(worker, partition, partition->settled);
    }
    abort_open(worker);
    dp_report_log(worker, DP_SEVERITY_WARNING, "transaction_aborted",
                  DP_EVENT_FIELDS(DP_EVENT_NUMBER("partitions", (int64_t)worker->partitions.count)),
                  "The transaction was aborted; its messages are read again");
    dp_delivery_back_off(worker);
}

void dp_transaction_end(dp_worker *worker) {
    if (!worker->transaction.open || worker->transaction.undecided || worker->ended) return;
    dp_outcome outcome = worker->transaction.broken ? OUTCOME_ABORT : try_commit(worker);
    if (outcome == OUTCOME_ABORT && !worker->ended) abort_and_replay(worker);
}

void dp_transaction_give_up(dp_worker *worker) {
    if (worker->transaction.open && !worker->transaction.undecided) abort_open(worker);
}
