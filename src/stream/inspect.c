#include "stream/inspect.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stream/clock.h"
#include "stream/denial.h"
#include "stream/errors.h"
#include "stream/secrets.h"
#include "stream/settings.h"
#include "stream/token.h"
#include "stream/topics.h"

typedef struct dp_inspection {
    const dp_worker_options *options;
    int64_t deadline_ms;
    dp_finding_report report;
    void *context;
    dp_worker_status status; /* of the first error */
    rd_kafka_t *consumer, *producer;
    rd_kafka_resp_err_t error; /* the last that a client reported */
    char reason[256];
    dp_denial denial; /* the last that they reported, and its text */
    char denial_reason[256];
    atomic_int certificate; /* why a broker's certificate was not accepted */
    int most_inputs;        /* partitions of the input topic that has most */
} dp_inspection;

__attribute__((format(printf, 5, 6))) static void tell(dp_inspection *inspection, dp_finding_level level,
                                                       const char *subject, const char *advice, const char *format,
                                                       ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const dp_finding finding = {level, subject, message, advice};
    inspection->report(inspection->context, &finding);
}

static void fail(dp_inspection *inspection, dp_worker_status status) {
    if (inspection->status == DP_WORKER_STOPPED) inspection->status = status;
}

static int left_ms(const dp_inspection *inspection) {
    int64_t left = inspection->deadline_ms - dp_clock_ms();
    return left > 100 ? (int)left : 100;
}

static void on_error(rd_kafka_t *client, int error, const char *reason, void *opaque) {
    dp_inspection *inspection = opaque;
    (void)client;
    dp_denial denial = dp_denial_of((rd_kafka_resp_err_t)error, reason);
    if (denial != DP_DENIAL_NONE) {
        inspection->denial = denial;
        dp_secrets_hide(inspection->options, reason, inspection->denial_reason, sizeof inspection->denial_reason);
    }
    if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && inspection->error) return;
    inspection->error = (rd_kafka_resp_err_t)error;
    dp_secrets_hide(inspection->options, reason, inspection->reason, sizeof inspection->reason);
}

/* What the client has to say comes through on_error; the rest of its log is not for this report. */
static void on_log(const rd_kafka_t *client, int level, const char *facility, const char *line) {
    (void)client;
    (void)level;
    (void)facility;
    (void)line;
}

static int on_certificate(rd_kafka_t *client, const char *name, int32_t broker, int *x509_error, int depth,
                          const char *certificate, size_t length, char *text, size_t size, void *opaque) {
    (void)client, (void)name, (void)broker, (void)depth, (void)certificate, (void)length;
    dp_inspection *inspection = opaque;
    return dp_denial_note_certificate(*x509_error, text, size, &inspection->certificate);
}

static rd_kafka_t *client_new(dp_inspection *inspection, dp_client kind) {
    dp_worker_status status;
    dp_worker_error error;
    rd_kafka_conf_t *conf = dp_settings_make(inspection->options, kind, &status, &error);
    if (!conf) {
        fail(inspection, status);
        tell(inspection, DP_FINDING_ERROR, "configuration", "correct it", "%s", error.message);
        return NULL;
    }
    char text[300];
    rd_kafka_conf_set_opaque(conf, inspection);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    dp_denial_watch_certificates(conf, on_certificate);
    rd_kafka_conf_set(conf, "log.queue", "false", text, sizeof text);
    if (kind == DP_CLIENT_PRODUCER && inspection->options->delivery == DP_DELIVERY_EXACTLY_ONCE) {
        /* A worker that runs with the real id must not be fenced by this. */
        char id[256];
        dp_settings_transactional_id(inspection->options, id);
        snprintf(text, sizeof text, "%s-check", id);
        rd_kafka_conf_set(conf, "transactional.id", text, error.message, sizeof error.message);
    }
    rd_kafka_t *client =
        rd_kafka_new(kind == DP_CLIENT_CONSUMER ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf, text, sizeof text);
    if (!client) {
        rd_kafka_conf_destroy(conf);
        fail(inspection, DP_WORKER_CONFIGURATION);
        tell(inspection, DP_FINDING_ERROR, "configuration", "correct it", "%s", text);
        return NULL;
    }
    dp_token_start(client, inspection->options);
    return client;
}

static void unreachable(dp_inspection *inspection) {
    char advice[DP_DENIAL_ADVICE];
    dp_denial_advice(inspection->denial, inspection->options, atomic_load(&inspection->certificate), advice);
    bool refused = inspection->denial != DP_DENIAL_NONE;
    const char *reason = refused ? inspection->denial_reason : inspection->reason;
    fail(inspection, refused ? DP_WORKER_AUTHENTICATION : DP_WORKER_UNREACHABLE);
    tell(inspection, DP_FINDING_ERROR, "brokers", advice, "No broker of %.150s can be used%s%s: %s",
         inspection->options->brokers, refused ? ". " : "", refused ? dp_denial_name(inspection->denial) : "",
         reason[0] ? reason : "no answer in time");
}

static bool inspect_brokers(dp_inspection *inspection) {
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (error && dp_clock_ms() < inspection->deadline_ms) {
        error = rd_kafka_metadata(inspection->producer, 0, NULL, &metadata, 500);
        rd_kafka_poll(inspection->producer, 0);
        /* Credentials do not become right by waiting. */
        if (error && dp_denial_final(inspection->denial)) break;
    }
    if (error) {
        unreachable(inspection);
        return false;
    }
    tell(inspection, DP_FINDING_OK, "brokers", "", "%d broker%s answered; %s asked first", metadata->broker_cnt,
         metadata->broker_cnt == 1 ? "" : "s", metadata->orig_broker_name);
    rd_kafka_metadata_destroy(metadata);
    return true;
}

/* Returns the number of partitions, 0 when there is none to be had. */
static int inspect_topic(dp_inspection *inspection, rd_kafka_t *client, const char *topic, const char *role) {
    char subject[300];
    int partitions = 0;
    snprintf(subject, sizeof subject, "topic %s", topic);
    rd_kafka_resp_err_t error;
    do {
        error = dp_topics_ask(client, topic, left_ms(inspection), &partitions);
    } while (error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE && dp_clock_ms() < inspection->deadline_ms);
    if (!error) {
        tell(inspection, DP_FINDING_OK, subject, "", "The %s topic is there, with %d partition%s", role, partitions,
             partitions == 1 ? "" : "s");
        return partitions;
    }
    dp_worker_status status = dp_error_status(error);
    if (dp_error_unknown_topic(error)) status = DP_WORKER_UNKNOWN_TOPIC;
    if (status == DP_WORKER_STOPPED) status = DP_WORKER_UNREACHABLE;
    fail(inspection, status);
    tell(inspection, DP_FINDING_ERROR, subject,
         status == DP_WORKER_UNKNOWN_TOPIC ? "create it or correct the name" : dp_error_advice(status),
         "The %s topic cannot be used: %s", role, rd_kafka_err2str(error));
    return 0;
}

static void inspect_inputs(dp_inspection *inspection) {
    for (const char *const *topic = inspection->options->input_topics; *topic; topic++) {
        if (**topic == '^') {
            tell(inspection, DP_FINDING_OK, "input topics", "", "All topics that match %s are read", *topic);
            continue;
        }
        int partitions = inspect_topic(inspection, inspection->consumer, *topic, "input");
        if (partitions > inspection->most_inputs) inspection->most_inputs = partitions;
    }
}

static void inspect_output(dp_inspection *inspection) {
    const dp_worker_options *options = inspection->options;
    int partitions = inspect_topic(inspection, inspection->producer, options->output_topic, "output");
    if (partitions && options->partitioning == DP_PARTITIONING_INPUT && partitions < inspection->most_inputs) {
        fail(inspection, DP_WORKER_CONFIGURATION);
        tell(inspection, DP_FINDING_ERROR, "partitions", "add partitions to the output topic, or partition by key",
             "The output topic has %d partitions, an input topic %d: the partition cannot be kept", partitions,
             inspection->most_inputs);
    }
}

static void inspect_dead_letters(dp_inspection *inspection) {
    const char *topic = inspection->options->dead_letter_topic;
    if (!inspect_topic(inspection, inspection->producer, topic, "dead-letter")) return;
    char value[1][DP_TOPICS_VALUE];
    dp_topics_setting(inspection->producer, &topic, 1, "cleanup.policy", left_ms(inspection), value);
    if (strstr(value[0], "compact")) {
        tell(inspection, DP_FINDING_WARNING, "dead letters", "set its cleanup.policy to delete",
             "The dead-letter topic is compacted: older dead letters of the same key vanish, and those without a key "
             "are refused");
    }
}

/* Asks the group's coordinator for what is committed, which needs no membership. */
static void inspect_group(dp_inspection *inspection) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    for (const char *const *topic = inspection->options->input_topics; *topic; topic++) {
        if (**topic != '^') rd_kafka_topic_partition_list_add(list, *topic, 0);
    }
    if (list->cnt) {
        rd_kafka_resp_err_t error = rd_kafka_committed(inspection->consumer, list, left_ms(inspection));
        if (!error) error = list->elems[0].err;
        dp_worker_status status = dp_error_status(error);
        if (!error) {
            tell(inspection, DP_FINDING_OK, "group", "", "The group %s may be used; %s", inspection->options->group,
                 list->elems[0].offset < 0 ? "it has committed nothing yet" : "it has committed offsets");
        } else {
            fail(inspection, status == DP_WORKER_STOPPED ? DP_WORKER_UNREACHABLE : status);
            tell(inspection, DP_FINDING_ERROR, "group", dp_error_advice(status),
                 "The coordinator of the group %s cannot be used: %s", inspection->options->group,
                 rd_kafka_err2str(error));
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
}

static void inspect_transactions(dp_inspection *inspection) {
    if (inspection->options->delivery != DP_DELIVERY_EXACTLY_ONCE) return;
    rd_kafka_error_t *error = rd_kafka_init_transactions(inspection->producer, left_ms(inspection));
    if (!error) {
        tell(inspection, DP_FINDING_OK, "transactions", "", "Transactions may be begun");
        return;
    }
    dp_worker_status status = dp_error_status(rd_kafka_error_code(error));
    fail(inspection, status == DP_WORKER_STOPPED ? DP_WORKER_FATAL : status);
    tell(inspection, DP_FINDING_ERROR, "transactions", dp_error_advice(status), "No transaction may be begun: %s",
         rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
}

dp_worker_status dp_inspect(const dp_worker_options *options, unsigned timeout_ms, dp_finding_report report,
                            void *context) {
    dp_inspection inspection = {
        .options = options, .deadline_ms = dp_clock_ms() + timeout_ms, .report = report, .context = context};
    inspection.producer = client_new(&inspection, DP_CLIENT_PRODUCER);
    if (inspection.producer) inspection.consumer = client_new(&inspection, DP_CLIENT_CONSUMER);
    if (inspection.consumer) {
        tell(&inspection, DP_FINDING_OK, "configuration", "", "The settings are understood");
        if (inspect_brokers(&inspection)) {
            inspect_inputs(&inspection);
            inspect_output(&inspection);
            inspect_dead_letters(&inspection);
            inspect_group(&inspection);
            inspect_transactions(&inspection);
        }
    }
    if (inspection.consumer) rd_kafka_destroy_flags(inspection.consumer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    if (inspection.producer) rd_kafka_destroy(inspection.producer);
    return inspection.status;
}
