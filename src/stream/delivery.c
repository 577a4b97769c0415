#include "stream/delivery.h"

#include <inttypes.h>
#include <stdio.h>

#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/deadletter.h"
#include "stream/errors.h"
#include "stream/producer.h"
#include "stream/rebalance.h"
#include "stream/report.h"
#include "stream/topics.h"
#include "stream/transaction.h"

enum { BACKOFF_MIN_MS = 100, BACKOFF_MAX_MS = 10000 };

/* An item's way ends here, whatever became of it. */
static void forget(dp_worker *worker, dp_item *item) {
    dp_gate_leave(&worker->gate, item->weight);
    dp_partition_release(item->partition);
    dp_item_free(item);
}

static void forget_all(dp_worker *worker, dp_item *item) {
    while (item) {
        dp_item *next = item->next;
        forget(worker, item);
        item = next;
    }
}

size_t dp_delivery_recall(dp_worker *worker, dp_partition *partition) {
    dp_item *items = dp_queue_take_partition(&worker->pool.work, partition);
    size_t count = 0;
    for (const dp_item *item = items; item; item = item->next) count++;
    forget_all(worker, items);
    return count;
}

void dp_delivery_discard(dp_worker *worker, dp_partition *partition) {
    dp_delivery_recall(worker, partition);
    while (dp_sequencer_count(&partition->sequencer)) {
        dp_item *item = dp_sequencer_peek(&partition->sequencer);
        dp_sequencer_pop(&partition->sequencer);
        if (item) forget(worker, item);
    }
}

void dp_delivery_back_off(dp_worker *worker) {
    int64_t pause = BACKOFF_MIN_MS;
    for (unsigned i = 0; i < worker->replays && pause < BACKOFF_MAX_MS; i++) pause *= 2;
    worker->replays++;
    worker->hold_until_ms = dp_clock_ms() + (pause > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : pause);
}

void dp_delivery_replay(dp_worker *worker, dp_partition *partition, int64_t start) {
    dp_report_count(worker, DP_COUNTER_REPLAYED, partition->items);
    dp_delivery_discard(worker, partition);
    if (!dp_partitions_replace(&worker->partitions, partition, start)) {
        dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a partition");
    }
}

/* ------------------------------------------------------------------------------------------------ refusal */

/* Where an item is from, for messages to people. */
#define ORIGIN "%s [%" PRId32 "] at offset %" PRId64
#define ORIGIN_OF(item) (item)->partition->topic, (item)->partition->number, (item)->message->offset

/* The next form in which a refused item is tried. False: there is none, and the run has ended. */
static bool escalate(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error) {
    if (!item->alone) {
        item->alone = true;
        return true;
    }
    bool too_large = error != RD_KAFKA_RESP_ERR_INVALID_RECORD && error != RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
    if (item->form == DP_FORM_OUTPUT) {
        item->form = DP_FORM_DEAD_LETTER;
        item->reason = too_large ? DP_REASON_TOO_LARGE : DP_REASON_REFUSED;
        snprintf(item->detail, sizeof item->detail, "the output of %zu bytes was refused: %s", item->output_length,
                 rd_kafka_err2str(error));
        return true;
    }
    if (item->form == DP_FORM_DEAD_LETTER && worker->options->oversize == DP_OVERSIZE_STRIP) {
        item->form = DP_FORM_STRIPPED;
        return true;
    }
    dp_report_end(worker, DP_WORKER_UNDELIVERABLE,
                  "The message of " ORIGIN
                  " cannot be put on the dead-letter topic %s (%s): raise max.message.bytes of "
                  "that topic, or allow dead letters without their value",
                  ORIGIN_OF(item), worker->options->dead_letter_topic, rd_kafka_err2str(error));
    return false;
}

/* Waits for its turn to be sent alone. */
static void keep_lone(dp_worker *worker, dp_item *item) {
    item->next = NULL;
    *worker->lone_last = item;
    worker->lone_last = &item->next;
}

static void refused(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error) {
    if (!escalate(worker, item, error)) {
        forget(worker, item);
        return;
    }
    if (!dp_worker_exactly_once(worker)) {
        keep_lone(worker, item);
        return;
    }
    /* The transaction must be aborted; the replay remembers. */
    dp_refusal refusal = {item->message->offset, item->form, item->alone, item->reason};
    if (dp_partition_refuse(item->partition, refusal)) {
        dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a refused message");
    }
    worker->transaction.broken = true;
    forget(worker, item);
}

/* ------------------------------------------------------------------------------------------------- report */

static void acknowledged(dp_worker *worker, dp_item *item) {
    const dp_observer *observer = worker->observer;
    int64_t now = dp_clock_us();
    worker->replays = 0;
    dp_topics_good(worker);
    dp_connection_good(worker);
    if (item->form == DP_FORM_OUTPUT) {
        dp_report_count(worker, DP_COUNTER_PRODUCED, 1);
        dp_report_count(worker, DP_COUNTER_PRODUCED_BYTES, item->output_length);
        if (!item->message->payload) dp_report_count(worker, DP_COUNTER_TOMBSTONES, 1);
    } else if (observer->dead_letter) {
        observer->dead_letter(observer->context, item->reason);
    }
    if (observer->passage) {
        dp_passage passage = {
            .wait_us = dp_clock_span(item->read_us, item->taken_us),
            .process_us = dp_clock_span(item->taken_us, item->done_us),
            .deliver_us = dp_clock_span(item->done_us, now),
            .total_us = dp_clock_span(item->read_us, now),
        };
        memcpy(passage.stage_us, item->stage_us, sizeof passage.stage_us);
        observer->passage(observer->context, &passage);
    }
    if (dp_offsets_acknowledge(&item->partition->offsets, item->number)) worker->marks_moved = true;
    forget(worker, item);
}

static void failed(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error) {
    dp_partition *partition = item->partition;
    if (dp_error_unknown_topic(error)) {
        dp_topics_missing(
            worker, item->form == DP_FORM_OUTPUT ? worker->options->output_topic : worker->options->dead_letter_topic,
            error);
    } else {
        dp_connection_error(worker, worker->producer, error, rd_kafka_err2str(error));
    }
    if (dp_worker_exactly_once(worker)) {
        worker->transaction.broken = true;
    } else if (!worker->ended) {
        dp_report_log(
            worker, DP_SEVERITY_WARNING, "replay",
            DP_EVENT_FIELDS(DP_EVENT_TEXT("topic", partition->topic), DP_EVENT_NUMBER("partition", partition->number),
                            DP_EVENT_NUMBER("offset", partition->offsets.mark)),
            "An output could not be delivered (%s); the partition is read again", rd_kafka_err2name(error));
        dp_delivery_replay(worker, partition, partition->offsets.mark);
        dp_delivery_back_off(worker);
    }
    forget(worker, item);
}

void dp_delivery_report(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error) {
    worker->unacknowledged--;
    if (worker->unacknowledged == 0) worker->lone_out = false;
    bool gone = !item->partition->owned || worker->closing || worker->ended;
    if (error == RD_KAFKA_RESP_ERR__PURGE_QUEUE || error == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) gone = true;
    if (!error && item->partition->owned) {
        acknowledged(worker, item);
    } else if (gone) {
        forget(worker, item);
    } else if (dp_error_refuses(error)) {
        refused(worker, item, error);
    } else {
        failed(worker, item, error);
    }
}

/* --------------------------------------------------------------------------------------------------- send */

/* The producer did not take the item. True: it was changed, to be tried again at once. */
static bool not_taken(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error) {
    if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
        return false; /* room comes with the next reports */
    }
    if (dp_error_refuses(error)) {
        item->alone = true; /* the client looked at this one alone */
        return escalate(worker, item, error);
    }
    if (dp_error_unknown_topic(error)) {
        dp_topics_missing(
            worker, item->form == DP_FORM_OUTPUT ? worker->options->output_topic : worker->options->dead_letter_topic,
            error);
        dp_delivery_back_off(worker);
    } else if (error == RD_KAFKA_RESP_ERR__FAIL) {
        dp_report_end(worker, DP_WORKER_MEMORY, "No memory for headers");
    } else if (error == RD_KAFKA_RESP_ERR__STATE && dp_worker_exactly_once(worker)) {
        worker->transaction.broken = true;
    } else {
        dp_connection_error(worker, worker->producer, error, rd_kafka_err2str(error));
        dp_delivery_back_off(worker);
    }
    return false;
}

/* True: the item is the producer's now. False: nothing can be sent for the moment. */
static bool send_item(dp_worker *worker, dp_item *item) {
    do {
        if (worker->lone_out || (item->alone && worker->unacknowledged)) return false;
        if (dp_worker_exactly_once(worker) && !dp_transaction_begin(worker)) return false;
        rd_kafka_resp_err_t error = dp_producer_send(worker, item);
        if (!error) {
            worker->unacknowledged++;
            worker->transaction.messages++;
            worker->lone_out = item->alone;
            return true;
        }
        if (!not_taken(worker, item, error)) return false;
    } while (!worker->ended);
    return false;
}

/* What was refused with its batch goes before anything else. False: nothing can be sent for the moment. */
static bool send_lone(dp_worker *worker) {
    while (worker->lone_first) {
        dp_item *item = worker->lone_first;
        dp_item *next = item->next;
        if (!item->partition->owned) {
            forget(worker, item);
        } else if (!send_item(worker, item)) {
            return false;
        }
        worker->lone_first = next;
        if (!next) worker->lone_last = &worker->lone_first;
    }
    return true;
}

static void release(dp_worker *worker) {
    if (worker->transaction.broken || dp_clock_ms() < worker->hold_until_ms) return;
    if (!send_lone(worker)) return;
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        dp_item *item;
        while ((item = dp_sequencer_peek(&partition->sequencer))) {
            if (!send_item(worker, item)) return;
            dp_sequencer_pop(&partition->sequencer);
        }
    }
}

/* ------------------------------------------------------------------------------------------------ collect */

/* A replayed message is sent in the form that its refusal led to. */
static void remember(dp_item *item) {
    const dp_refusal *refusal = dp_partition_refusal(item->partition, item->message->offset);
    if (!refusal) return;
    item->alone = refusal->alone;
    if (refusal->form == item->form) return;
    item->form = refusal->form;
    if (item->reason) return;
    item->reason = refusal->reason;
    snprintf(item->detail, sizeof item->detail, "the output of %zu bytes was refused by the broker",
             item->output_length);
}

static void collect(dp_worker *worker) {
    dp_item *item = dp_queue_take_all(&worker->pool.results);
    while (item) {
        dp_item *next = item->next;
        item->next = NULL;
        dp_gate_grow(&worker->gate, item->output_length + item->key_length);
        if (!item->partition->owned) {
            forget(worker, item);
        } else if (item->verdict == DP_VERDICT_FAIL) {
            dp_report_end(worker, DP_WORKER_PROCESSOR, "The message of " ORIGIN " could not be processed: %s",
                          ORIGIN_OF(item), item->detail[0] ? item->detail : "no reason given");
            forget(worker, item);
        } else {
            remember(item);
            dp_sequencer_done(&item->partition->sequencer, item->number, item);
        }
        item = next;
    }
}

/* Another producer takes the place of one that failed for good; what was not acknowledged is read again. */
static void renew(dp_worker *worker) {
    worker->desynchronized = false;
    for (size_t i = 0; i < worker->partitions.count && !worker->ended; i++) {
        dp_partition *partition = worker->partitions.at[i];
        /* One of which nothing was read goes on where it is. */
        if (partition->offsets.mark >= 0) dp_delivery_replay(worker, partition, partition->offsets.mark);
    }
    char reason[256] = "";
    rd_kafka_fatal_error(worker->producer, reason, sizeof reason);
    dp_report_log(worker, DP_SEVERITY_WARNING, "producer_renewed", DP_NO_FIELDS,
                  "The producer and a broker disagreed about what was written, and another takes its place (%s)",
                  reason);
    dp_producer_close(worker);
    if (!dp_producer_open(worker)) dp_delivery_back_off(worker);
}

void dp_delivery_pump(dp_worker *worker) {
    rd_kafka_poll(worker->producer, 0);
    if (!worker->ended && rd_kafka_fatal_error(worker->producer, NULL, 0)) {
        dp_connection_error(worker, worker->producer, RD_KAFKA_RESP_ERR__FATAL, "");
    }
    if (worker->desynchronized && !worker->ended) renew(worker);
    collect(worker);
    if (!worker->ended) release(worker);
    if (!dp_worker_exactly_once(worker)) dp_rebalance_store(worker);
}

/* ---------------------------------------------------------------------------------------------------- end */

void dp_delivery_drop(dp_worker *worker) {
    forget_all(worker, dp_queue_take_all(&worker->pool.work));
    dp_item *item = dp_queue_take_all(&worker->pool.results);
    for (dp_item *one = item; one; one = one->next) {
        dp_gate_grow(&worker->gate, one->output_length + one->key_length);
    }
    forget_all(worker, item);
    forget_all(worker, worker->lone_first);
    worker->lone_first = NULL;
    worker->lone_last = &worker->lone_first;
    for (size_t i = 0; i < worker->partitions.count; i++) dp_delivery_discard(worker, worker->partitions.at[i]);
}
