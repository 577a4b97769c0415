#include "stream/consumer.h"

#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/errors.h"
#include "stream/position.h"
#include "stream/rebalance.h"
#include "stream/report.h"
#include "stream/retire.h"
#include "stream/settings.h"
#include "stream/token.h"
#include "stream/topics.h"

enum { READ_MAX = 512, SEEK_TIMEOUT_MS = 1000 };

static void on_commit(rd_kafka_t *client, rd_kafka_resp_err_t error, rd_kafka_topic_partition_list_t *offsets,
                      void *opaque) {
    (void)client;
    dp_rebalance_committed(opaque, error, offsets);
}

/* librdkafka writes to the waker when the queue fills, and so ends the worker's sleep. */
static void wake_from(rd_kafka_queue_t *queue, const dp_waker *waker) {
    rd_kafka_queue_io_event_enable(queue, waker->write_fd, "", 1);
}

int dp_consumer_open(dp_worker *worker) {
    dp_worker_status status;
    rd_kafka_conf_t *conf = dp_settings_make(worker->options, DP_CLIENT_CONSUMER, &status, worker->error);
    if (!conf) {
        worker->status = status;
        worker->ended = true;
        return -1;
    }
    dp_connection_watch(conf, worker);
    rd_kafka_conf_set_rebalance_cb(conf, dp_rebalance);
    rd_kafka_conf_set_offset_commit_cb(conf, on_commit);
    char reason[256];
    worker->consumer = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    if (!worker->consumer) {
        rd_kafka_conf_destroy(conf);
        dp_report_end(worker, DP_WORKER_CONFIGURATION, "The consumer cannot be set up: %s", reason);
        return -1;
    }
    dp_token_start(worker->consumer, worker->options);
    rd_kafka_poll_set_consumer(worker->consumer);
    rd_kafka_queue_t *events = rd_kafka_queue_get_consumer(worker->consumer);
    rd_kafka_set_log_queue(worker->consumer, events);
    wake_from(events, &worker->waker);
    rd_kafka_queue_destroy(events);
    worker->messages = rd_kafka_queue_new(worker->consumer);
    wake_from(worker->messages, &worker->waker);
    return 0;
}

int dp_consumer_subscribe(dp_worker *worker) {
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(4);
    for (const char *const *topic = worker->options->input_topics; *topic; topic++) {
        rd_kafka_topic_partition_list_add(topics, *topic, RD_KAFKA_PARTITION_UA);
    }
    rd_kafka_resp_err_t error = rd_kafka_subscribe(worker->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    worker->subscribed = !error;
    if (!error) return 0;
    dp_report_end(worker, DP_WORKER_CONFIGURATION, "The input topics cannot be subscribed to: %s",
                  rd_kafka_err2str(error));
    return -1;
}

void dp_consumer_route(dp_worker *worker, const char *topic, int32_t partition) {
    if (dp_routes_add(&worker->routes, worker->consumer, topic, partition, worker->messages)) {
        dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a partition");
    }
}

/* What comes instead of a message: an error of the group or of one partition. */
static void consumer_error(dp_worker *worker, const rd_kafka_message_t *message) {
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return;
    const char *reason = rd_kafka_message_errstr(message);
    if (dp_error_unknown_topic(message->err)) {
        dp_topics_missing(worker, message->rkt ? rd_kafka_topic_name(message->rkt) : "(input)", message->err);
    } else if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        dp_report_end(worker, DP_WORKER_FATAL,
                      "There is no offset to read from: %s; set kafka.auto.offset.reset or "
                      "the group's offsets",
                      reason);
    } else {
        dp_connection_error(worker, worker->consumer, message->err, reason);
    }
}

/* Puts a message into the work queue. One of a partition that is not owned, or is rewinding, is dropped: it is read
 * again by whoever owns the partition. Returns 0, or -1 when memory is out. */
static int admit(dp_worker *worker, rd_kafka_message_t *message) {
    dp_partition *partition =
        dp_partitions_find(&worker->partitions, rd_kafka_topic_name(message->rkt), message->partition);
    if (!partition || partition->rewinding || !dp_position_take(worker, partition, message->offset)) {
        rd_kafka_message_destroy(message);
        return 0;
    }
    uint64_t number;
    dp_item *item = dp_item_new(message, partition, 0);
    if (!item) {
        rd_kafka_message_destroy(message);
        return -1;
    }
    if (dp_sequencer_enter(&partition->sequencer, &item->number) ||
        dp_offsets_enter(&partition->offsets, message->offset, &number)) {
        dp_item_free(item);
        return -1;
    }
    if (partition->settled < 0) partition->settled = message->offset;
    if (message->offset >= partition->reached) partition->reached = message->offset + 1;
    partition->items++;
    dp_report_count(worker, DP_COUNTER_CONSUMED, 1);
    dp_report_count(worker, DP_COUNTER_CONSUMED_BYTES, message->len);
    if (dp_gate_enter(&worker->gate, item->weight)) dp_report_count(worker, DP_COUNTER_PAUSES, 1);
    dp_queue_push(&worker->pool.work, item);
    return 0;
}

bool dp_consumer_read(dp_worker *worker) {
    for (int read = 0; read < READ_MAX; read++) {
        if (worker->gate.closed || worker->ended) return false;
        rd_kafka_message_t *message = rd_kafka_consume_queue(worker->messages, 0);
        if (!message) return false;
        if (message->err) {
            consumer_error(worker, message);
            rd_kafka_message_destroy(message);
        } else {
            dp_connection_good(worker);
            if (admit(worker, message)) {
                dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a message");
                return false;
            }
        }
    }
    return true;
}

void dp_consumer_serve(dp_worker *worker) {
    rd_kafka_message_t *message;
    while (!worker->ended && (message = rd_kafka_consumer_poll(worker->consumer, 0))) {
        if (message->err) {
            consumer_error(worker, message);
            rd_kafka_message_destroy(message);
        } else if (admit(worker, message)) {
            dp_report_end(worker, DP_WORKER_MEMORY, "No memory for a message");
        }
    }
    if (!worker->ended && rd_kafka_fatal_error(worker->consumer, NULL, 0)) {
        dp_connection_error(worker, worker->consumer, RD_KAFKA_RESP_ERR__FATAL, "");
    }
}

void dp_consumer_rewind(dp_worker *worker) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(8);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        if (!partition->rewinding) continue;
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number)->offset = partition->rewind_to;
    }
    if (list->cnt) {
        rd_kafka_error_t *error = rd_kafka_seek_partitions(worker->consumer, list, SEEK_TIMEOUT_MS);
        for (int i = 0; i < list->cnt; i++) {
            const rd_kafka_topic_partition_t *sought = &list->elems[i];
            if (sought->err) continue; /* not yet: tried again */
            dp_partition *partition = dp_partitions_find(&worker->partitions, sought->topic, sought->partition);
            if (partition) partition->rewinding = false;
        }
        if (error) rd_kafka_error_destroy(error);
    }
    rd_kafka_topic_partition_list_destroy(list);
    worker->seek_ms = dp_clock_ms();
}

void dp_consumer_lag(dp_worker *worker) {
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        int64_t low, high;
        rd_kafka_resp_err_t error =
            rd_kafka_get_watermark_offsets(worker->consumer, partition->topic, partition->number, &low, &high);
        /* Without a message since it was assigned, and with time to fetch one, there was none to read. */
        bool settled = partition->ticks++ > 0;
        if (error || high < 0 || (partition->offsets.mark < 0 && !settled)) continue;
        int64_t lag = partition->offsets.mark < 0 ? 0 : high - partition->offsets.mark;
        dp_report_lag(worker, partition, lag < 0 ? 0 : lag);
    }
    worker->statistics_ms = dp_clock_ms();
}

void dp_consumer_leave(dp_worker *worker, int timeout_ms) {
    if (!worker->consumer) return;
    worker->left_by_ms = dp_clock_ms() + timeout_ms;
    worker->closing = true;
    rd_kafka_queue_t *events = rd_kafka_queue_get_consumer(worker->consumer);
    rd_kafka_error_t *error = rd_kafka_consumer_close_queue(worker->consumer, events);
    if (error) {
        rd_kafka_error_destroy(error);
    } else {
        while (!rd_kafka_consumer_closed(worker->consumer) && dp_clock_ms() < worker->left_by_ms) {
            rd_kafka_message_t *message = rd_kafka_consumer_poll(worker->consumer, 50);
            if (message) rd_kafka_message_destroy(message);
        }
    }
    rd_kafka_queue_destroy(events);
}

/* librdkafka before 2.3.0 ends the process when a consumer with the cooperative-sticky assignor is destroyed that has
 * joined its group and was never assigned anything (confluentinc/librdkafka #4312). */
static bool must_not_be_destroyed(const dp_worker *worker) {
    enum { REPAIRED = 0x02030000 };
    return worker->subscribed && !worker->assigned && rd_kafka_version() < REPAIRED;
}

void dp_consumer_destroy(dp_worker *worker) {
    if (!worker->consumer) return;
    dp_routes_close(&worker->routes);
    dp_routes_empty(worker->messages);
    dp_retire_queue(worker->messages);
    dp_retire_queue(rd_kafka_queue_get_consumer(worker->consumer));
    if (must_not_be_destroyed(worker)) {
        worker->client_left = true;
        dp_report_log(worker, DP_SEVERITY_DEBUG, "client_left", DP_NO_FIELDS,
                      "The consumer was never assigned anything; it ends with the process");
    } else {
        dp_connection_end(worker, worker->consumer);
    }
    worker->consumer = NULL;
}
