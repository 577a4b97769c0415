#include "cli/demo_client.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>

#include "base/memory.h"

enum { FLUSH_MS = 10000 };

struct dp_demo_reader {
    rd_kafka_t *consumer;
    rd_kafka_message_t *last; /* what the caller was lent */
};

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value, char *reason, size_t size) {
    return rd_kafka_conf_set(conf, name, value, reason, size) == RD_KAFKA_CONF_OK;
}

/* A client of either type with some more properties, name and value in turn; NULL with a reason. */
static rd_kafka_t *open_client(rd_kafka_type_t type, const char *brokers, const char *const *properties, char *reason,
                               size_t size) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    bool well = set(conf, "bootstrap.servers", brokers, reason, size) && set(conf, "log_level", "3", reason, size);
    for (; well && *properties; properties += 2) well = set(conf, properties[0], properties[1], reason, size);
    rd_kafka_t *client = well ? rd_kafka_new(type, conf, reason, size) : NULL;
    if (!client) rd_kafka_conf_destroy(conf);
    return client;
}

int dp_demo_produce(const char *brokers, const char *topic, const dp_str *messages, size_t count, char *reason,
                    size_t size) {
    static const char *const properties[] = {"acks", "all", "enable.idempotence", "true", NULL};
    rd_kafka_t *producer = open_client(RD_KAFKA_PRODUCER, brokers, properties, reason, size);
    if (!producer) return -1;
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        rd_kafka_vu_t parts[] = {
            {.vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = topic},
            {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
            {.vtype = RD_KAFKA_VTYPE_VALUE, .u.mem = {(void *)(uintptr_t)messages[i].at, messages[i].len}},
        };
        rd_kafka_error_t *error = rd_kafka_produceva(producer, parts, sizeof parts / sizeof *parts);
        if (error) {
            snprintf(reason, size, "article %zu cannot be produced: %s", i + 1, rd_kafka_error_string(error));
            rd_kafka_error_destroy(error);
            result = -1;
        }
    }
    if (result == 0 && rd_kafka_flush(producer, FLUSH_MS) != 0) {
        snprintf(reason, size, "the articles were not acknowledged");
        result = -1;
    }
    rd_kafka_destroy(producer);
    return result;
}

dp_demo_reader *dp_demo_reader_open(const char *brokers, const char *const *topics, size_t topic_count, int partitions,
                                    char *reason, size_t size) {
    static const char *const properties[] = {
        "group.id", "depeche-demo-reader", "enable.auto.commit", "false", "fetch.wait.max.ms", "20", NULL};
    dp_demo_reader *reader = dp_calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(reason, size, "memory is out");
        return NULL;
    }
    reader->consumer = open_client(RD_KAFKA_CONSUMER, brokers, properties, reason, size);
    if (!reader->consumer) {
        dp_free(reader);
        return NULL;
    }
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)topic_count * partitions);
    for (size_t i = 0; i < topic_count; i++) {
        for (int k = 0; k < partitions; k++) {
            rd_kafka_topic_partition_list_add(list, topics[i], k)->offset = RD_KAFKA_OFFSET_BEGINNING;
        }
    }
    rd_kafka_resp_err_t error = rd_kafka_assign(reader->consumer, list);
    rd_kafka_topic_partition_list_destroy(list);
    if (error) {
        snprintf(reason, size, "the output cannot be read: %s", rd_kafka_err2str(error));
        dp_demo_reader_close(reader);
        return NULL;
    }
    return reader;
}

void dp_demo_reader_close(dp_demo_reader *reader) {
    if (!reader) return;
    if (reader->last) rd_kafka_message_destroy(reader->last);
    rd_kafka_consumer_close(reader->consumer);
    rd_kafka_destroy(reader->consumer);
    dp_free(reader);
}

static dp_str find_header(const rd_kafka_message_t *message, const char *name) {
    rd_kafka_headers_t *headers;
    const void *value;
    size_t size;
    if (rd_kafka_message_headers(message, &headers) || rd_kafka_header_get_last(headers, name, &value, &size)) {
        return (dp_str){"", 0};
    }
    return (dp_str){value, size};
}

bool dp_demo_reader_next(dp_demo_reader *reader, const char *header, int timeout_ms, dp_demo_message *message) {
    if (reader->last) rd_kafka_message_destroy(reader->last);
    reader->last = rd_kafka_consumer_poll(reader->consumer, timeout_ms);
    if (!reader->last || reader->last->err) return false;
    *message = (dp_demo_message){.topic = rd_kafka_topic_name(reader->last->rkt),
                                 .partition = reader->last->partition,
                                 .offset = reader->last->offset,
                                 .value = {reader->last->payload, reader->last->len},
                                 .header = find_header(reader->last, header)};
    return true;
}
