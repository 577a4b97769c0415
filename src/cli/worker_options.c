#include "cli/worker_options.h"

#include <limits.h>
#include <stdio.h>

#include "base/memory.h"
#include "depeche/depeche.h"

static unsigned milliseconds(const dp_settings *settings, dp_setting_id id) {
    int64_t ms = dp_settings_number(settings, id) / 1000;
    return ms > UINT_MAX ? UINT_MAX : (unsigned)ms;
}

/* An optional text: NULL when empty. */
static const char *optional(const dp_settings *settings, dp_setting_id id) {
    const char *text = dp_settings_text(settings, id);
    return *text ? text : NULL;
}

static void fill_plain(const dp_settings *settings, dp_worker_options *options) {
    dp_worker_defaults(options);
    options->brokers = dp_settings_text(settings, DP_SETTING_BROKERS);
    options->group = dp_settings_text(settings, DP_SETTING_GROUP);
    options->output_topic = dp_settings_text(settings, DP_SETTING_OUTPUT_TOPIC);
    options->dead_letter_topic = dp_settings_text(settings, DP_SETTING_DEAD_LETTER_TOPIC);
    options->instance = optional(settings, DP_SETTING_INSTANCE_ID);
    options->transactional_id = optional(settings, DP_SETTING_TRANSACTIONAL_ID);
    options->token_file = optional(settings, DP_SETTING_OAUTH_TOKEN_FILE);
    options->delivery = (dp_delivery)dp_settings_number(settings, DP_SETTING_DELIVERY);
    options->partitioning = (dp_partitioning)dp_settings_number(settings, DP_SETTING_PARTITIONING);
    options->oversize = (dp_oversize)dp_settings_number(settings, DP_SETTING_OVERSIZE);
    options->threads = (unsigned)dp_settings_number(settings, DP_SETTING_THREADS);
    options->queue_messages = (size_t)dp_settings_number(settings, DP_SETTING_QUEUE_MESSAGES);
    options->queue_bytes = (size_t)dp_settings_number(settings, DP_SETTING_QUEUE_BYTES);
    options->commit_ms = milliseconds(settings, DP_SETTING_COMMIT_INTERVAL);
    options->transaction_ms = milliseconds(settings, DP_SETTING_TRANSACTION_TIME);
    options->transaction_messages = (unsigned)dp_settings_number(settings, DP_SETTING_TRANSACTION_MESSAGES);
    options->drain_ms = milliseconds(settings, DP_SETTING_DRAIN_TIMEOUT);
    options->revoke_ms = milliseconds(settings, DP_SETTING_REVOKE_TIMEOUT);
    options->connect_ms = milliseconds(settings, DP_SETTING_CONNECT_TIMEOUT);
    options->topic_ms = milliseconds(settings, DP_SETTING_TOPIC_TIMEOUT);
    options->statistics_ms = milliseconds(settings, DP_SETTING_STATISTICS_INTERVAL);
}

/* Splits the input topics at commas. */
static int fill_topics(const dp_settings *settings, dp_worker_setup *setup) {
    setup->topics = dp_strdup(dp_settings_text(settings, DP_SETTING_INPUT_TOPIC));
    if (!setup->topics) return -1;
    size_t count = 1;
    for (const char *at = setup->topics; *at; at++) count += *at == ',';
    setup->topic_list = dp_calloc(count + 1, sizeof *setup->topic_list);
    if (!setup->topic_list) return -1;
    size_t number = 0;
    for (char *at = setup->topics; *at;) {
        at += strspn(at, ", ");
        size_t length = strcspn(at, ",");
        size_t kept = length;
        while (kept > 0 && at[kept - 1] == ' ') kept--;
        bool last = at[length] == '\0';
        if (kept > 0) setup->topic_list[number++] = at;
        at[kept] = '\0';
        if (last) break;
        at += length + 1;
    }
    setup->options.input_topics = setup->topic_list;
    return 0;
}

static int fill_properties(const dp_settings *settings, dp_worker_setup *setup) {
    size_t count = dp_settings_kafka_count(settings);
    setup->properties = dp_calloc(count + 1, sizeof *setup->properties);
    setup->secrets = dp_calloc(count + 1, sizeof *setup->secrets);
    if (!setup->properties || !setup->secrets) return -1;
    for (size_t i = 0; i < count; i++) {
        dp_kafka_property given = dp_settings_kafka(settings, i);
        setup->properties[i] = (dp_property){given.name, given.value};
        if (given.secret) setup->secrets[setup->options.secret_count++] = given.value;
    }
    setup->options.secrets = setup->secrets;
    setup->options.properties = setup->properties;
    setup->options.property_count = count;
    return 0;
}

int dp_worker_setup_open(const dp_settings *settings, dp_worker_setup *setup) {
    *setup = (dp_worker_setup){0};
    fill_plain(settings, &setup->options);
    snprintf(setup->version, sizeof setup->version, "depeche/%s", depeche_version());
    setup->options.version = setup->version;
    if (fill_topics(settings, setup) == 0 && fill_properties(settings, setup) == 0) return 0;
    dp_worker_setup_close(setup);
    return -1;
}

void dp_worker_setup_close(dp_worker_setup *setup) {
    dp_free(setup->secrets);
    dp_free(setup->properties);
    dp_free(setup->topic_list);
    dp_free(setup->topics);
    *setup = (dp_worker_setup){0};
}

dp_exit dp_worker_exit(dp_worker_status status) {
    switch (status) {
        case DP_WORKER_STOPPED:
            return DP_EXIT_OK;
        case DP_WORKER_CUT_SHORT:
            return DP_EXIT_CUT_SHORT;
        case DP_WORKER_CONFIGURATION:
            return DP_EXIT_CONFIGURATION;
        case DP_WORKER_UNREACHABLE:
        case DP_WORKER_AUTHENTICATION:
        case DP_WORKER_AUTHORIZATION:
            return DP_EXIT_BROKERS;
        case DP_WORKER_UNKNOWN_TOPIC:
            return DP_EXIT_TOPIC;
        case DP_WORKER_FENCED:
            return DP_EXIT_FENCED;
        case DP_WORKER_UNDELIVERABLE:
            return DP_EXIT_UNDELIVERABLE;
        case DP_WORKER_PROCESSOR:
        case DP_WORKER_MEMORY:
        case DP_WORKER_FATAL:
            break;
    }
    return DP_EXIT_FAILURE;
}
