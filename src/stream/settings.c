#include "stream/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stream/secrets.h"
#include "stream/token.h"

enum { RESTART_MS = 30000, MAX_TRANSACTION_MS = INT_MAX - RESTART_MS };

typedef struct dp_setting {
    const char *name, *value;
} dp_setting;

/* What suits a worker better than librdkafka's defaults. The user may say otherwise. */
static const dp_setting common_defaults[] = {
    {"client.id", "depeche"},
    {"socket.keepalive.enable", "true"},
    {"log.connection.close", "false"},
};
static const dp_setting consumer_defaults[] = {
    /* A worker that has never committed begins with the oldest message: skipping would be a silent loss. */
    {"auto.offset.reset", "earliest"},
    {"partition.assignment.strategy", "cooperative-sticky"},
};
static const dp_setting producer_defaults[] = {
    /* The same key goes to the same partition as with the Java client. */
    {"partitioner", "murmur2_random"},
    /* Lingering fills batches; an article a second is delayed by no more than this. */
    {"linger.ms", "5"},
};

/* What the guarantees rest on. */
static const dp_setting consumer_fixed[] = {
    {"enable.auto.offset.store", "false"},
    {"log.queue", "true"},
};
static const dp_setting producer_fixed[] = {
    {"enable.idempotence", "true"},
    {"acks", "all"},
    {"delivery.report.only.error", "false"},
    {"log.queue", "true"},
};

/* Properties that have an option of their own, or that the guarantees rest on, with what to use instead. */
static const struct {
    const char *name, *instead;
} reserved[] = {
    {"bootstrap.servers", "it is the option for the brokers"},
    {"metadata.broker.list", "it is the option for the brokers"},
    {"group.id", "it is the option for the group"},
    {"group.instance.id", "it is the option for the instance"},
    {"transactional.id", "it is the option for the transactional id"},
    {"auto.commit.interval.ms", "it is the option for the time between commits"},
    {"enable.auto.commit", "offsets are committed after the broker acknowledged the output"},
    {"auto.commit.enable", "offsets are committed after the broker acknowledged the output"},
    {"enable.auto.offset.store", "offsets are stored after the broker acknowledged the output"},
    {"enable.idempotence", "it is always true: order and delivery rest on it"},
    {"acks", "it is always all: delivery rests on it"},
    {"request.required.acks", "it is always all: delivery rests on it"},
    {"delivery.report.only.error", "every delivery report is needed"},
    {"log.queue", "the log is taken from it"},
};

static bool set(rd_kafka_conf_t *conf, const char *name, const char *value, dp_worker_error *error) {
    char reason[256];
    if (rd_kafka_conf_set(conf, name, value, reason, sizeof reason) == RD_KAFKA_CONF_OK) return true;
    snprintf(error->message, sizeof error->message, "The property %s cannot be set: %s", name, reason);
    return false;
}

static bool set_all(rd_kafka_conf_t *conf, const dp_setting *settings, size_t count, dp_worker_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (!set(conf, settings[i].name, settings[i].value, error)) return false;
    }
    return true;
}
#define SET_ALL(conf, settings, error) set_all((conf), (settings), sizeof(settings) / sizeof *(settings), (error))

static bool set_number(rd_kafka_conf_t *conf, const char *name, unsigned value, dp_worker_error *error) {
    char digits[16];
    snprintf(digits, sizeof digits, "%u", value);
    return set(conf, name, digits, error);
}

static const char *without_prefix(const char *name, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 ? name + length : NULL;
}

/* The property's name for this client; NULL when it is for the other one. */
static const char *name_for(const char *name, dp_client client) {
    const char *consumer = without_prefix(name, "consumer."), *producer = without_prefix(name, "producer.");
    if (consumer) return client == DP_CLIENT_CONSUMER ? consumer : NULL;
    if (producer) return client == DP_CLIENT_PRODUCER ? producer : NULL;
    return name;
}

static const char *reserved_for(const dp_worker_options *options, const char *name) {
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(name, reserved[i].name) == 0) return reserved[i].instead;
    }
    if (options->delivery == DP_DELIVERY_EXACTLY_ONCE && strcmp(name, "isolation.level") == 0) {
        return "it is always read_committed with exactly-once delivery";
    }
    return NULL;
}

/* librdkafka says of a file of TLS that is not there no more than that something of the system failed. */
static bool file_is_there(const char *name, const char *path, dp_worker_error *error) {
    static const char *const files[] = {"ssl.ca.location", "ssl.certificate.location", "ssl.key.location",
                                        "ssl.keystore.location", "ssl.crl.location"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(name, files[i]) != 0 || strcmp(path, "probe") == 0 || access(path, R_OK) == 0) continue;
        snprintf(error->message, sizeof error->message, "The property %s cannot be set: %.200s: %s", name, path,
                 strerror(errno));
        return false;
    }
    return true;
}

static bool set_properties(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_client client,
                           dp_worker_error *error) {
    for (size_t i = 0; i < options->property_count; i++) {
        const dp_property *property = &options->properties[i];
        const char *name = name_for(property->name, client);
        if (!name) continue;
        const char *instead = reserved_for(options, name);
        if (instead) {
            snprintf(error->message, sizeof error->message, "The property %s cannot be set: %s", name, instead);
            return false;
        }
        if (!file_is_there(name, property->value, error) || !set(conf, name, property->value, error)) return false;
    }
    return true;
}

static bool set_consumer(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_worker_error *error) {
    bool once = options->delivery == DP_DELIVERY_EXACTLY_ONCE;
    if (!SET_ALL(conf, consumer_fixed, error)) return false;
    if (!set(conf, "group.id", options->group, error)) return false;
    if (options->instance && !set(conf, "group.instance.id", options->instance, error)) return false;
    if (once) {
        return set(conf, "enable.auto.commit", "false", error) && set(conf, "isolation.level", "read_committed", error);
    }
    /* Only stored offsets are committed. The timer is librdkafka's own because it alone knows when a rebalance is under
     * way, during which a commit would carry a generation that is no longer valid and cost the assignment. */
    return set(conf, "enable.auto.commit", "true", error) &&
           set_number(conf, "auto.commit.interval.ms", options->commit_ms, error);
}

/* A transaction that outlives its time is ended by the coordinator, which fences the worker. */
static bool transactions_fit(const rd_kafka_conf_t *conf, const dp_worker_options *options, dp_worker_error *error) {
    char digits[24] = "";
    size_t size = sizeof digits;
    rd_kafka_conf_get(conf, "transaction.timeout.ms", digits, &size);
    if (strtoull(digits, NULL, 10) > options->transaction_ms) return true;
    snprintf(error->message, sizeof error->message,
             "The property transaction.timeout.ms is %s, but transactions are to last %u ms: it must be longer", digits,
             options->transaction_ms);
    return false;
}

static bool set_producer(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_worker_error *error) {
    if (!SET_ALL(conf, producer_fixed, error)) return false;
    if (options->delivery != DP_DELIVERY_EXACTLY_ONCE) return true;
    if (!transactions_fit(conf, options, error)) return false;
    char id[256];
    dp_settings_transactional_id(options, id);
    return set(conf, "transactional.id", id, error);
}

/* Defaults that depend on the options and that the user may override. */
static bool set_defaults(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_client client,
                         dp_worker_error *error) {
    if (!SET_ALL(conf, common_defaults, error)) return false;
    if (options->statistics_ms && !set_number(conf, "statistics.interval.ms", options->statistics_ms, error)) {
        return false;
    }
    if (client == DP_CLIENT_CONSUMER) return SET_ALL(conf, consumer_defaults, error);
    if (!SET_ALL(conf, producer_defaults, error)) return false;
    /* The broker decides what is too large, not the client; batches stay at batch.size. */
    if (!set(conf, "message.max.bytes", "100000000", error)) return false;
    if (options->delivery == DP_DELIVERY_EXACTLY_ONCE) {
        /* Beyond the transaction's own time: long enough for a broker to restart; short enough that after a crash
         * consumers wait no longer. */
        unsigned time = options->transaction_ms < MAX_TRANSACTION_MS ? options->transaction_ms : MAX_TRANSACTION_MS;
        return set_number(conf, "transaction.timeout.ms", RESTART_MS + time, error);
    }
    /* Brokers that are away are waited for, however long. */
    return set(conf, "message.timeout.ms", "0", error);
}

static bool check(const dp_worker_options *options, dp_worker_error *error) {
    const char *missing = !options->brokers || !*options->brokers                       ? "brokers"
                          : !options->group || !*options->group                         ? "group"
                          : !options->input_topics || !options->input_topics[0]         ? "input topic"
                          : !options->output_topic || !*options->output_topic           ? "output topic"
                          : !options->dead_letter_topic || !*options->dead_letter_topic ? "dead-letter topic"
                                                                                        : NULL;
    if (missing) {
        snprintf(error->message, sizeof error->message, "No %s is configured", missing);
        return false;
    }
    for (const char *const *topic = options->input_topics; *topic; topic++) {
        if (strcmp(*topic, options->output_topic) == 0 || strcmp(*topic, options->dead_letter_topic) == 0) {
            snprintf(error->message, sizeof error->message,
                     "The topic %s is both read and written: its messages would go round for ever", *topic);
            return false;
        }
    }
    return true;
}

rd_kafka_conf_t *dp_settings_make(const dp_worker_options *options, dp_client client, dp_worker_status *status,
                                  dp_worker_error *error) {
    *status = DP_WORKER_CONFIGURATION;
    if (!check(options, error)) return NULL;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (!conf) {
        *status = DP_WORKER_MEMORY;
        snprintf(error->message, sizeof error->message, "No memory for the configuration");
        return NULL;
    }
    bool good =
        set_defaults(conf, options, client, error) && set_properties(conf, options, client, error) &&
        set(conf, "bootstrap.servers", options->brokers, error) &&
        (client == DP_CLIENT_CONSUMER ? set_consumer(conf, options, error) : set_producer(conf, options, error)) &&
        dp_token_configure(conf, options, error);
    if (!good) {
        /* librdkafka shows a value that it does not take. */
        dp_worker_error told = *error;
        dp_secrets_hide(options, told.message, error->message, sizeof error->message);
        rd_kafka_conf_destroy(conf);
        return NULL;
    }
    *status = DP_WORKER_STOPPED;
    return conf;
}

void dp_settings_limit_batch(rd_kafka_conf_t *conf, size_t bytes) {
    char digits[24], reason[128];
    size_t size = sizeof digits;
    if (rd_kafka_conf_get(conf, "batch.size", digits, &size) || strtoull(digits, NULL, 10) <= bytes) return;
    snprintf(digits, sizeof digits, "%zu", bytes);
    rd_kafka_conf_set(conf, "batch.size", digits, reason, sizeof reason);
}

void dp_settings_transactional_id(const dp_worker_options *options, char id[256]) {
    if (options->transactional_id) {
        snprintf(id, 256, "%s", options->transactional_id);
        return;
    }
    char host[65];
    if (gethostname(host, sizeof host)) snprintf(host, sizeof host, "host");
    host[sizeof host - 1] = '\0';
    if (options->instance) {
        snprintf(id, 256, "%.80s-%s-%.80s", options->group, host, options->instance);
    } else {
        snprintf(id, 256, "%.80s-%s-%ld", options->group, host, (long)getpid());
    }
}

dp_worker_status dp_worker_check(const dp_worker_options *options, dp_worker_error *error) {
    error->message[0] = '\0';
    for (dp_client client = DP_CLIENT_CONSUMER; client <= DP_CLIENT_PRODUCER; client++) {
        dp_worker_status status;
        rd_kafka_conf_t *conf = dp_settings_make(options, client, &status, error);
        if (!conf) return status;
        rd_kafka_conf_destroy(conf);
    }
    return DP_WORKER_STOPPED;
}
