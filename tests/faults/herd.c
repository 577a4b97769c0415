#include "herd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/clock.h"
#include "unit.h"

const dp_property herd_quick[2] = {{"session.timeout.ms", "4000"}, {"heartbeat.interval.ms", "400"}};

void herd_open(herd *all, dp_embedded *cluster, const char *name, int count) {
    assert_in_range(count, 1, HERD_MAX);
    *all = (herd){.brokers = dp_embedded_brokers(cluster), .count = count};
    snprintf(all->input, sizeof all->input, "%s-in", name);
    snprintf(all->dead, sizeof all->dead, "%s-dead", name);
    assert_int_equal(dp_embedded_topic(cluster, all->input, HERD_PARTITIONS), 0);
    assert_int_equal(dp_embedded_topic(cluster, all->dead, 1), 0);
    for (int i = 0; i < count; i++) {
        snprintf(all->of[i].group, sizeof all->of[i].group, "%s-%d", name, i);
        snprintf(all->of[i].output, sizeof all->of[i].output, "%s-out-%d", name, i);
        assert_int_equal(dp_embedded_topic(cluster, all->of[i].output, HERD_PARTITIONS), 0);
    }
    kit_send_many(all->brokers, all->input, "m", HERD_MESSAGES, HERD_PARTITIONS);
}

static rd_kafka_t *reader_of_all(const herd *all) {
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char reason[256];
    assert_int_equal(rd_kafka_conf_set(conf, "bootstrap.servers", all->brokers, reason, sizeof reason), 0);
    assert_int_equal(rd_kafka_conf_set(conf, "group.id", "herd", reason, sizeof reason), 0);
    rd_kafka_t *reader = rd_kafka_new(RD_KAFKA_CONSUMER, conf, reason, sizeof reason);
    assert_non_null(reader);
    rd_kafka_poll_set_consumer(reader);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(all->count);
    for (int i = 0; i < all->count; i++) {
        for (int j = 0; j < HERD_PARTITIONS; j++) {
            rd_kafka_topic_partition_list_add(list, all->of[i].output, j)->offset = 0;
        }
    }
    assert_int_equal(rd_kafka_assign(reader, list), 0);
    rd_kafka_topic_partition_list_destroy(list);
    return reader;
}

/* Notes a message of an output; a bit for each. */
static void note(uint32_t *seen, const rd_kafka_message_t *message) {
    char text[32] = "";
    const char *topic = rd_kafka_topic_name(message->rkt);
    if (message->len < sizeof text) memcpy(text, message->payload, message->len);
    int number = -1, worker = atoi(strrchr(topic, '-') + 1);
    assert_int_equal(sscanf(text, "[m-%d]", &number), 1);
    assert_in_range(number, 0, HERD_MESSAGES - 1);
    seen[worker] |= 1u << number;
}

int herd_look(herd *all, int timeout_ms) {
    uint32_t seen[HERD_MAX] = {0};
    int missing = all->count;
    rd_kafka_t *reader = reader_of_all(all);
    int64_t deadline = dp_clock_ms() + timeout_ms;
    while (missing && dp_clock_ms() < deadline) {
        rd_kafka_message_t *message = rd_kafka_consumer_poll(reader, 100);
        if (!message) continue;
        if (!message->err) note(seen, message);
        rd_kafka_message_destroy(message);
        missing = 0;
        for (int i = 0; i < all->count; i++) {
            all->of[i].complete = seen[i] == (1u << HERD_MESSAGES) - 1;
            missing += !all->of[i].complete;
        }
    }
    rd_kafka_consumer_close(reader);
    rd_kafka_destroy(reader);
    return missing;
}
