#include "stream/topics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/consumer.h"
#include "stream/errors.h"
#include "stream/report.h"

enum { ASK_MS = 2000, PAUSE_MS = 250, BATCH_ADDS = 128 };

rd_kafka_resp_err_t dp_topics_ask(rd_kafka_t *client, const char *topic, int timeout_ms, int *partitions) {
    rd_kafka_topic_t *handle = rd_kafka_topic_new(client, topic, NULL);
    if (!handle) return rd_kafka_last_error();
    const struct rd_kafka_metadata *metadata;
    rd_kafka_resp_err_t error = rd_kafka_metadata(client, 0, handle, &metadata, timeout_ms);
    rd_kafka_topic_destroy(handle);
    if (error) return error;
    error = metadata->topic_cnt == 1 ? metadata->topics[0].err : RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC;
    if (!error) *partitions = metadata->topics[0].partition_cnt;
    if (!error && *partitions == 0) error = RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
    rd_kafka_metadata_destroy(metadata);
    return error;
}

static bool find_setting(const rd_kafka_event_t *event, const char *name, char *value, size_t size) {
    size_t topics = 0, entries = 0;
    const rd_kafka_DescribeConfigs_result_t *result = rd_kafka_event_DescribeConfigs_result((rd_kafka_event_t *)event);
    if (!result) return false;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(result, &topics);
    if (topics != 1 || rd_kafka_ConfigResource_error(resources[0])) return false;
    const rd_kafka_ConfigEntry_t **settings = rd_kafka_ConfigResource_configs(resources[0], &entries);
    for (size_t i = 0; i < entries; i++) {
        const char *text = rd_kafka_ConfigEntry_value(settings[i]);
        if (!text || strcmp(rd_kafka_ConfigEntry_name(settings[i]), name) != 0) continue;
        snprintf(value, size, "%s", text);
        return true;
    }
    return false;
}

bool dp_topics_setting(rd_kafka_t *client, const char *topic, const char *name, int timeout_ms, char *value,
                       size_t size) {
    rd_kafka_ConfigResource_t *resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic);
    if (!resource) return false;
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    char reason[128];
    rd_kafka_AdminOptions_set_request_timeout(options, timeout_ms, reason, sizeof reason);
    rd_kafka_DescribeConfigs(client, &resource, 1, options, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
    bool found = event && !rd_kafka_event_error(event) && find_setting(event, name, value, size);
    if (event) rd_kafka_event_destroy(event);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    rd_kafka_ConfigResource_destroy(resource);
    return found;
}

size_t dp_topics_batch_limit(dp_worker *worker) {
    const char *const topics[] = {worker->options->output_topic, worker->options->dead_letter_topic};
    size_t least = 0;
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        char digits[24];
        if (!dp_topics_setting(worker->producer, topics[i], "max.message.bytes", ASK_MS, digits, sizeof digits)) {
            continue;
        }
        size_t limit = (size_t)strtoull(digits, NULL, 10);
        if (!least || limit < least) least = limit;
    }
    size_t added = least / 16 + BATCH_ADDS;
    return least > added ? least - added : least ? 1 : 0;
}

void dp_topics_missing(dp_worker *worker, const char *topic) {
    int64_t now = dp_clock_ms();
    unsigned patience = worker->options->topic_ms;
    if (!worker->topic_since_ms) {
        worker->topic_since_ms = now;
        dp_report_log(worker, DP_SEVERITY_WARNING, "topic_missing", DP_FIELDS(DP_FIELD_TEXT("topic", topic)),
                      "The topic does not exist; waiting for it");
    } else if (patience && now - worker->topic_since_ms >= (int64_t)patience) {
        dp_report_end(worker, DP_WORKER_UNKNOWN_TOPIC,
                      "The topic %s does not exist, and did not come within %u ms; create it or correct the name",
                      topic, patience);
    }
}

void dp_topics_good(dp_worker *worker) {
    if (!worker->topic_since_ms) return;
    worker->topic_since_ms = 0;
    dp_report_log(worker, DP_SEVERITY_INFO, "topics_found", DP_NO_FIELDS, "All topics are there");
}

/* Serves what the clients have to report, mostly errors of connections, and sleeps a little. */
static void pause_a_little(dp_worker *worker) {
    rd_kafka_poll(worker->producer, 0);
    dp_consumer_serve(worker);
    dp_connection_check(worker);
    if (!worker->ended) dp_waker_wait(&worker->waker, PAUSE_MS);
}

/* One question. 1: the topic is there; 0: ask again; -1: the run has ended. */
static int ask_once(dp_worker *worker, rd_kafka_t *client, const char *topic, int *partitions) {
    rd_kafka_resp_err_t error = dp_topics_ask(client, topic, ASK_MS, partitions);
    if (!error) {
        dp_connection_good(worker);
        return 1;
    }
    if (dp_error_status(error) != DP_WORKER_STOPPED) {
        dp_connection_error(worker, client, error, rd_kafka_err2str(error));
    } else if (dp_error_unknown_topic(error)) {
        dp_connection_good(worker);
        dp_topics_missing(worker, topic);
    }
    pause_a_little(worker);
    return worker->ended ? -1 : 0;
}

static int wait_for(dp_worker *worker, rd_kafka_t *client, const char *topic, int *partitions) {
    int answer = 0;
    while (answer == 0 && atomic_load(worker->stop) == DP_STOP_NO) {
        answer = ask_once(worker, client, topic, partitions);
    }
    return answer == 1 ? 0 : -1;
}

int dp_topics_wait(dp_worker *worker) {
    const dp_worker_options *options = worker->options;
    int outputs, partitions, most = 0;
    if (wait_for(worker, worker->producer, options->output_topic, &outputs)) return -1;
    if (wait_for(worker, worker->producer, options->dead_letter_topic, &partitions)) return -1;
    for (const char *const *topic = options->input_topics; *topic; topic++) {
        if (**topic == '^') continue; /* a pattern finds what there is, now and later */
        if (wait_for(worker, worker->consumer, *topic, &partitions)) return -1;
        if (partitions > most) most = partitions;
    }
    if (options->partitioning == DP_PARTITIONING_INPUT && outputs < most) {
        dp_report_end(worker, DP_WORKER_CONFIGURATION,
                      "The output topic %s has %d partitions but an input topic has %d: to keep the partition it needs "
                      "as many",
                      options->output_topic, outputs, most);
        return -1;
    }
    dp_topics_good(worker);
    return 0;
}
