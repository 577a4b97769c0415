#include "stream/topics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/clock.h"
#include "stream/connection.h"
#include "stream/consumer.h"
#include "stream/errors.h"
#include "stream/report.h"

enum {
    ASK_MS = 1000,
    PAUSE_MS = 250,
    SETTING_MS = 800, /* without an answer batches keep their size */
    BATCH_ADDS = 128,
};

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

static void find_setting(const rd_kafka_ConfigResource_t *resource, const char *name, char *value) {
    size_t entries = 0;
    const rd_kafka_ConfigEntry_t **settings = rd_kafka_ConfigResource_configs(resource, &entries);
    for (size_t i = 0; i < entries; i++) {
        const char *text = rd_kafka_ConfigEntry_value(settings[i]);
        if (text && strcmp(rd_kafka_ConfigEntry_name(settings[i]), name) == 0) {
            snprintf(value, DP_TOPICS_VALUE, "%s", text);
        }
    }
}

/* The resources of the answer are in no order that is promised. */
static void find_settings(rd_kafka_event_t *event, const char *const *topics, size_t count, const char *name,
                          char (*values)[DP_TOPICS_VALUE]) {
    size_t answers = 0;
    const rd_kafka_DescribeConfigs_result_t *result = rd_kafka_event_DescribeConfigs_result(event);
    if (!result || rd_kafka_event_error(event)) return;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(result, &answers);
    for (size_t i = 0; i < answers; i++) {
        if (rd_kafka_ConfigResource_error(resources[i])) continue;
        for (size_t j = 0; j < count; j++) {
            if (strcmp(rd_kafka_ConfigResource_name(resources[i]), topics[j]) == 0) {
                find_setting(resources[i], name, values[j]);
            }
        }
    }
}

void dp_topics_setting(rd_kafka_t *client, const char *const *topics, size_t count, const char *name, int timeout_ms,
                       char (*values)[DP_TOPICS_VALUE]) {
    rd_kafka_ConfigResource_t *resources[DP_TOPICS_ASKED_MAX];
    for (size_t i = 0; i < count; i++) {
        values[i][0] = '\0';
        resources[i] = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topics[i]);
    }
    char reason[128];
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_AdminOptions_set_request_timeout(options, timeout_ms, reason, sizeof reason);
    rd_kafka_DescribeConfigs(client, resources, count, options, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, timeout_ms);
    if (event) {
        find_settings(event, topics, count, name, values);
        rd_kafka_event_destroy(event);
    }
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
    rd_kafka_ConfigResource_destroy_array(resources, count);
}

size_t dp_topics_batch_limit(dp_worker *worker) {
    const char *const topics[DP_TOPICS_ASKED_MAX] = {worker->options->output_topic, worker->options->dead_letter_topic};
    /* Twice the same topic would be asked for twice. */
    size_t count = strcmp(topics[0], topics[1]) == 0 ? 1 : 2, least = 0;
    char values[DP_TOPICS_ASKED_MAX][DP_TOPICS_VALUE];
    dp_topics_setting(worker->producer, topics, count, "max.message.bytes", SETTING_MS, values);
    for (size_t i = 0; i < count; i++) {
        size_t limit = (size_t)strtoull(values[i], NULL, 10);
        if (limit && (!least || limit < least)) least = limit;
    }
    size_t added = least / 32 + BATCH_ADDS;
    return least > added ? least - added : least ? 1 : 0;
}

/* Brokers tell a missing partition and a missing topic by the same number. */
static const char *what_is_missing(rd_kafka_resp_err_t error) {
    if (error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION) return "A partition of the topic does not exist; waiting for it";
    if (error == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC) return "The topic does not exist; waiting for it";
    return "The topic, or a partition of it, does not exist; waiting for it";
}

void dp_topics_missing(dp_worker *worker, const char *topic, rd_kafka_resp_err_t error) {
    if (worker->topic_since_ms) return;
    worker->topic_since_ms = dp_clock_ms();
    dp_report_log(worker, DP_SEVERITY_WARNING, "topic_missing", DP_EVENT_FIELDS(DP_EVENT_TEXT("topic", topic)), "%s",
                  what_is_missing(error));
}

/* Something of the topics is missing, for as long as is borne. */
static bool patience_over(const dp_worker *worker) {
    unsigned patience = worker->options->topic_ms;
    return worker->topic_since_ms && patience && dp_clock_ms() - worker->topic_since_ms >= (int64_t)patience;
}

static void end_missing(dp_worker *worker, const char *topic) {
    dp_report_end(worker, DP_WORKER_UNKNOWN_TOPIC,
                  "The topic %s does not exist, and did not come within %u ms; create it or correct the name", topic,
                  worker->options->topic_ms);
}

void dp_topics_good(dp_worker *worker) {
    if (!worker->topic_since_ms) return;
    worker->topic_since_ms = 0;
    dp_report_log(worker, DP_SEVERITY_INFO, "topics_found", DP_NO_FIELDS, "All topics are there");
}

/* Serves what the clients have to report, mostly errors of connections, and sleeps a little. */
static void pause_a_little(dp_worker *worker) {
    dp_report_gauges(worker);
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
        char reason[320];
        snprintf(reason, sizeof reason, "the topic %.255s: %s", topic, rd_kafka_err2str(error));
        dp_connection_error(worker, client, error, reason);
    } else if (dp_error_unknown_topic(error)) {
        dp_connection_good(worker);
        dp_topics_missing(worker, topic, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC);
        if (patience_over(worker)) end_missing(worker, topic);
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

/* Whether each partition of the input, `most` of them, has its own among the `outputs`, where that is asked for. */
static bool partitions_fit(dp_worker *worker, int outputs, int most) {
    if (worker->options->partitioning != DP_PARTITIONING_INPUT || outputs >= most) return true;
    dp_report_end(worker, DP_WORKER_CONFIGURATION,
                  "The output topic %s has %d partitions but an input topic has %d: to keep the partition it needs as "
                  "many",
                  worker->options->output_topic, outputs, most);
    return false;
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
    if (!partitions_fit(worker, outputs, most)) return -1;
    dp_topics_good(worker);
    return 0;
}

/* Asks whether the topic is there now. False: it is not, and the run has ended, or there was no answer. */
static bool is_there(dp_worker *worker, rd_kafka_t *client, const char *topic, int *partitions) {
    rd_kafka_resp_err_t error = dp_topics_ask(client, topic, ASK_MS, partitions);
    if (dp_error_unknown_topic(error)) end_missing(worker, topic);
    return !error;
}

void dp_topics_check(dp_worker *worker) {
    if (!patience_over(worker)) return;
    const dp_worker_options *options = worker->options;
    int outputs = 0, partitions = 0, most = 0;
    bool there = is_there(worker, worker->producer, options->output_topic, &outputs) &&
                 is_there(worker, worker->producer, options->dead_letter_topic, &partitions);
    for (const char *const *topic = options->input_topics; there && *topic; topic++) {
        if (**topic == '^') continue;
        there = is_there(worker, worker->consumer, *topic, &partitions);
        if (partitions > most) most = partitions;
    }
    if (there && partitions_fit(worker, outputs, most)) dp_topics_good(worker);
    if (worker->topic_since_ms) worker->topic_since_ms = dp_clock_ms(); /* without an answer: asked again in a while */
}
