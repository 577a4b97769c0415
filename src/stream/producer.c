#include "stream/producer.h"

#include "stream/connection.h"
#include "stream/deadletter.h"
#include "stream/delivery.h"
#include "stream/headers.h"
#include "stream/report.h"
#include "stream/retire.h"
#include "stream/settings.h"
#include "stream/token.h"

enum { PURGE_MS = 1000 };

static void on_delivery(rd_kafka_t *producer, const rd_kafka_message_t *message, void *opaque) {
    (void)producer;
    /* Not rd_kafka_message_errstr: of a message that was to be sent it gives the payload. */
    dp_delivery_report(opaque, message->_private, message->err);
}

int dp_producer_open(dp_worker *worker) {
    dp_worker_status status;
    rd_kafka_conf_t *conf = dp_settings_make(worker->options, DP_CLIENT_PRODUCER, &status, worker->error);
    if (!conf) {
        worker->status = status;
        worker->ended = true;
        return -1;
    }
    if (worker->batch_limit) dp_settings_limit_batch(conf, worker->batch_limit);
    dp_connection_watch(conf, worker);
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    char reason[256];
    worker->producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (!worker->producer) {
        rd_kafka_conf_destroy(conf);
        dp_report_end(worker, DP_WORKER_CONFIGURATION, "The producer cannot be set up: %s", reason);
        return -1;
    }
    dp_token_start(worker->producer, worker->options);
    rd_kafka_set_log_queue(worker->producer, NULL);
    rd_kafka_queue_t *events = rd_kafka_queue_get_main(worker->producer);
    rd_kafka_queue_io_event_enable(events, worker->waker.write_fd, "", 1);
    rd_kafka_queue_destroy(events);
    return 0;
}

typedef struct dp_record {
    const char *topic;
    int32_t partition;
    dp_str key, value; /* at: NULL for none at all */
    int64_t timestamp; /* 0: now */
    rd_kafka_headers_t *headers;
} dp_record;

static dp_record output_of(const dp_worker *worker, const dp_item *item) {
    const rd_kafka_message_t *message = item->message;
    rd_kafka_timestamp_type_t type;
    int64_t timestamp = rd_kafka_message_timestamp(message, &type);
    dp_record record = {
        .topic = worker->options->output_topic,
        .partition =
            worker->options->partitioning == DP_PARTITIONING_INPUT ? message->partition : RD_KAFKA_PARTITION_UA,
        .key = {message->key, message->key_len},
        .value = {item->output, item->output_length},
        .timestamp = type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || timestamp < 0 ? 0 : timestamp,
        .headers = dp_headers_carry(message),
    };
    if (!message->key && item->key_length) {
        record.key = (dp_str){item->output + item->output_length, item->key_length};
    }
    return record;
}

static dp_record dead_letter_of(const dp_worker *worker, const dp_item *item) {
    const rd_kafka_message_t *message = item->message;
    dp_record record = {
        .topic = worker->options->dead_letter_topic,
        .partition = RD_KAFKA_PARTITION_UA,
        .key = {message->key, message->key_len},
        .value = {message->payload, message->len},
        .headers = dp_deadletter_headers(item, worker->options->version),
    };
    if (item->form == DP_FORM_STRIPPED) record.value = (dp_str){"", 0};
    return record;
}

rd_kafka_resp_err_t dp_producer_send(dp_worker *worker, dp_item *item) {
    dp_record record = item->form == DP_FORM_OUTPUT ? output_of(worker, item) : dead_letter_of(worker, item);
    if (!record.headers) return RD_KAFKA_RESP_ERR__FAIL;
    /* librdkafka does not write to what it is given: it takes void * only because it may be told to free it. */
    rd_kafka_vu_t parts[] = {
        {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = record.topic},
        {.vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = record.partition},
        {.vtype = RD_KAFKA_VTYPE_KEY, .u.mem = {(void *)(uintptr_t)record.key.at, record.key.len}},
        {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {(void *)(uintptr_t)record.value.at, record.value.len}},
        {.vtype = RD_KAFKA_VTYPE_TIMESTAMP, .u.i64 = record.timestamp},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = record.headers},
        {.vtype = RD_KAFKA_VTYPE_OPAQUE, .u.ptr = item},
    };
    rd_kafka_error_t *refusal = rd_kafka_produceva(worker->producer, parts, sizeof parts / sizeof *parts);
    rd_kafka_resp_err_t error = refusal ? rd_kafka_error_code(refusal) : RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_error_destroy(refusal);
    if (error) rd_kafka_headers_destroy(record.headers);
    return error;
}

void dp_producer_close(dp_worker *worker) {
    if (!worker->producer) return;
    rd_kafka_purge(worker->producer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(worker->producer, PURGE_MS);
    dp_retire_queue(rd_kafka_queue_get_main(worker->producer));
    dp_connection_end(worker, worker->producer);
    worker->producer = NULL;
}
