/*
 * stream_worker BROKERS GROUP INPUT OUTPUT DEAD_LETTERS [NAME=VALUE...] - a worker in a process of its own, that wraps
 * each value in brackets. Names are those of options below, or librdkafka properties.
 *
 * SIGTERM drains, a second one stops at once. Writes log lines to standard error, and at the end the status and message
 * to standard output; exits with the status' number.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

enum { PROPERTIES_MAX = 32 };

static atomic_int stop;
static int delay_ms;
static dp_property properties[PROPERTIES_MAX];
static const char *inputs[2];

static void on_signal(int number) {
    (void)number;
    atomic_fetch_add(&stop, 1);
}

static void on_log(void *context, dp_severity severity, const char *event, const char *message, const dp_event_field *fields,
                   size_t count) {
    (void)context;
    if (severity == DP_SEVERITY_DEBUG) return;
    fprintf(stderr, "%s: %s", event, message);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].text) {
            fprintf(stderr, " %s=%s", fields[i].key, fields[i].text);
        } else {
            fprintf(stderr, " %s=%lld", fields[i].key, (long long)fields[i].number);
        }
    }
    fprintf(stderr, "\n");
}

static void set_option(dp_worker_options *options, const char *name, const char *value) {
    unsigned number = (unsigned)strtoul(value, NULL, 10);
    if (strcmp(name, "delivery") == 0) {
        options->delivery = strcmp(value, "exactly-once") == 0 ? DP_DELIVERY_EXACTLY_ONCE : DP_DELIVERY_AT_LEAST_ONCE;
    } else if (strcmp(name, "instance") == 0) {
        options->instance = value;
    } else if (strcmp(name, "transactional-id") == 0) {
        options->transactional_id = value;
    } else if (strcmp(name, "threads") == 0) {
        options->threads = number;
    } else if (strcmp(name, "queue-messages") == 0) {
        options->queue_messages = number;
    } else if (strcmp(name, "drain-ms") == 0) {
        options->drain_ms = number;
    } else if (strcmp(name, "connect-ms") == 0) {
        options->connect_ms = number;
    } else if (strcmp(name, "commit-ms") == 0) {
        options->commit_ms = number;
    } else if (strcmp(name, "delay-ms") == 0) {
        delay_ms = (int)number;
    } else if (options->property_count < PROPERTIES_MAX) {
        properties[options->property_count++] = (dp_property){name, value};
    }
}

int main(int count, char **arguments) {
    if (count < 6) {
        fprintf(stderr, "usage: stream_worker BROKERS GROUP INPUT OUTPUT DEAD_LETTERS [NAME=VALUE...]\n");
        return 64;
    }
    dp_worker_options options;
    dp_worker_defaults(&options);
    options.brokers = arguments[1];
    options.group = arguments[2];
    inputs[0] = arguments[3];
    options.input_topics = inputs;
    options.output_topic = arguments[4];
    options.dead_letter_topic = arguments[5];
    options.properties = properties;
    options.threads = 2;
    options.commit_ms = 500;
    options.transaction_ms = 200;
    for (int i = 6; i < count; i++) {
        char *equals = strchr(arguments[i], '=');
        if (!equals) continue;
        *equals = '\0';
        set_option(&options, arguments[i], equals + 1);
    }
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    const dp_observer observer = {.log = on_log};
    dp_processor processor = delay_ms ? kit_slow_processor(&delay_ms) : kit_processor;
    dp_worker_error error;
    dp_worker_status status = dp_worker_run(&options, &processor, &observer, &stop, &error);
    printf("%s %s\n", dp_worker_status_name(status), error.message);
    return (int)status;
}
