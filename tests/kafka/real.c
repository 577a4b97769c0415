#include "real.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit.h"

static const char *read_address(const char *path, char *address, int size) {
    if (address[0]) return address;
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    if (!fgets(address, size, file)) address[0] = '\0';
    fclose(file);
    address[strcspn(address, "\n")] = '\0';
    return address[0] ? address : NULL;
}

const char *real_brokers(void) {
    static char address[64];
    return read_address(REAL_FOLDER "/bootstrap", address, sizeof address);
}

const char *real_guarded_brokers(void) {
    static char address[64];
    return read_address(REAL_FOLDER "/guarded", address, sizeof address);
}

real_topics real_topics_new(const char *test, int partitions) {
    real_topics names;
    long run = (long)getpid();
    snprintf(names.in, sizeof names.in, "%s-%ld-in", test, run);
    snprintf(names.out, sizeof names.out, "%s-%ld-out", test, run);
    snprintf(names.dead, sizeof names.dead, "%s-%ld-dead", test, run);
    snprintf(names.group, sizeof names.group, "%s-%ld-group", test, run);
    kit_topic(real_brokers(), names.in, partitions, NULL);
    kit_topic(real_brokers(), names.out, partitions, NULL);
    kit_topic(real_brokers(), names.dead, 1, NULL);
    return names;
}

enum { ASK_MS = 20000 };

/* The number of partitions that the brokers tell of; -1: no such topic. */
static int partitions_known(rd_kafka_t *client, const char *topic) {
    rd_kafka_topic_t *handle = rd_kafka_topic_new(client, topic, NULL);
    const struct rd_kafka_metadata *metadata;
    int known = -1;
    if (!rd_kafka_metadata(client, 0, handle, &metadata, ASK_MS)) {
        if (!metadata->topics[0].err) known = metadata->topics[0].partition_cnt;
        rd_kafka_metadata_destroy(metadata);
    }
    rd_kafka_topic_destroy(handle);
    return known;
}

/* Waits for the answer and for its effect; ends everything when the answer is no. */
static void finish(rd_kafka_t *client, rd_kafka_queue_t *queue, const char *topic, int partitions) {
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, ASK_MS);
    size_t count = 0;
    const rd_kafka_topic_result_t **results = NULL;
    if (event && rd_kafka_event_CreatePartitions_result(event)) {
        results = rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event), &count);
    } else if (event && rd_kafka_event_DeleteTopics_result(event)) {
        results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count);
    }
    if (count != 1 || rd_kafka_topic_result_error(results[0])) {
        fprintf(stderr, "%s: the brokers do not change it\n", topic);
        abort();
    }
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    while (partitions_known(client, topic) != partitions) kit_sleep(50);
    rd_kafka_destroy(client);
}

void real_topic_grow(const char *topic, int partitions) {
    rd_kafka_t *client = kit_producer(real_brokers(), NULL);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    char reason[256];
    rd_kafka_NewPartitions_t *wanted = rd_kafka_NewPartitions_new(topic, (size_t)partitions, reason, sizeof reason);
    if (!wanted) abort();
    rd_kafka_CreatePartitions(client, &wanted, 1, NULL, queue);
    rd_kafka_NewPartitions_destroy(wanted);
    finish(client, queue, topic, partitions);
}

void real_topic_delete(const char *topic) {
    rd_kafka_t *client = kit_producer(real_brokers(), NULL);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_DeleteTopic_t *unwanted = rd_kafka_DeleteTopic_new(topic);
    rd_kafka_DeleteTopics(client, &unwanted, 1, NULL, queue);
    rd_kafka_DeleteTopic_destroy(unwanted);
    finish(client, queue, topic, -1);
}
