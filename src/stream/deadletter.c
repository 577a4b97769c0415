#include "stream/deadletter.h"

#include "stream/headers.h"

rd_kafka_headers_t *dp_deadletter_headers(const dp_item *item, const char *version) {
    const rd_kafka_message_t *message = item->message;
    rd_kafka_headers_t *headers = dp_headers_carry(message);
    if (!headers) return NULL;
    rd_kafka_timestamp_type_t type;
    int64_t timestamp = rd_kafka_message_timestamp(message, &type);
    int failed = dp_headers_add_text(headers, DP_DEADLETTER_REASON, item->reason) ||
                 dp_headers_add_text(headers, DP_DEADLETTER_DETAIL, item->detail) ||
                 dp_headers_add_text(headers, DP_DEADLETTER_TOPIC, rd_kafka_topic_name(message->rkt)) ||
                 dp_headers_add_number(headers, DP_DEADLETTER_PARTITION, message->partition) ||
                 dp_headers_add_number(headers, DP_DEADLETTER_OFFSET, message->offset) ||
                 (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE &&
                  dp_headers_add_number(headers, DP_DEADLETTER_TIMESTAMP, timestamp)) ||
                 dp_headers_add_text(headers, DP_DEADLETTER_WORKER, version) ||
                 (item->form == DP_FORM_STRIPPED &&
                  dp_headers_add_number(headers, DP_DEADLETTER_STRIPPED, (int64_t)message->len));
    if (failed) {
        rd_kafka_headers_destroy(headers);
        return NULL;
    }
    return headers;
}
