#include "stream/connection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "stream/clock.h"
#include "stream/errors.h"
#include "stream/rebalance.h"
#include "stream/report.h"
#include "stream/retire.h"
#include "stream/secrets.h"

void dp_connection_good(dp_worker *worker) {
    dp_connection *connection = &worker->connection;
    if (connection->up) return;
    bool again = connection->ever_up;
    *connection = (dp_connection){.up = true, .ever_up = true};
    dp_report_gauge(worker, DP_GAUGE_CONNECTED, 1);
    dp_report_log(worker, DP_SEVERITY_INFO, "connected", DP_NO_FIELDS,
                  again ? "The brokers can be reached again" : "A broker answered");
}

static void went_down(dp_worker *worker, const char *reason) {
    dp_connection *connection = &worker->connection;
    bool was_up = connection->up;
    connection->up = false;
    if (was_up) {
        connection->down_ms = dp_clock_ms();
        dp_rebalance_withdraw(worker);
    }
    if (was_up || !connection->reported) {
        connection->reported = true;
        dp_report_gauge(worker, DP_GAUGE_CONNECTED, 0);
        dp_report_log(worker, DP_SEVERITY_WARNING, "disconnected", DP_NO_FIELDS,
                      "No broker can be reached; trying on: %s", reason);
    }
}

static void end_denied(dp_worker *worker) {
    const dp_connection *connection = &worker->connection;
    char advice[DP_DENIAL_ADVICE];
    dp_denial_advice(connection->denial, worker->options, atomic_load(&worker->certificate), advice);
    dp_report_end(worker, DP_WORKER_AUTHENTICATION, "%s; %s (%s)", dp_denial_name(connection->denial), advice,
                  connection->denial_reason);
}

/* A worker that was let in once may be refused for a while, when a broker restarts or secrets are rolled, and one
 * broker may refuse it while the others do not: that is told, and final only after connect_ms without any broker. For
 * one that was never let in it is final at once. */
static void refused(dp_worker *worker, dp_denial denial, const char *reason) {
    dp_connection *connection = &worker->connection;
    bool told = connection->denial == denial && connection->denied_ms;
    connection->denial = denial;
    connection->denied_ms = dp_clock_ms();
    snprintf(connection->denial_reason, sizeof connection->denial_reason, "%s", reason);
    if (!connection->ever_up) {
        went_down(worker, reason);
        if (dp_denial_final(denial)) end_denied(worker);
    } else if (!told) {
        char advice[DP_DENIAL_ADVICE];
        dp_denial_advice(denial, worker->options, atomic_load(&worker->certificate), advice);
        dp_report_log(worker, DP_SEVERITY_WARNING, "refused", DP_NO_FIELDS, "%s; %s (%s)", dp_denial_name(denial),
                      advice, reason);
    }
}

static void fatal(dp_worker *worker, rd_kafka_t *client) {
    char reason[256] = "unknown";
    rd_kafka_resp_err_t error = client ? rd_kafka_fatal_error(client, reason, sizeof reason) : RD_KAFKA_RESP_ERR__FATAL;
    dp_worker_status status = dp_error_status(error);
    if (client && client == worker->producer && !dp_worker_exactly_once(worker) && dp_error_desynchronized(error)) {
        worker->desynchronized = true;
    } else if (status == DP_WORKER_FENCED && worker->topic_since_ms) {
        /* What was to be written was never part of the transaction for the brokers, so they refuse to end it. */
        dp_report_end(worker, DP_WORKER_UNKNOWN_TOPIC,
                      "A topic, or a partition of it, vanished while a transaction was open (%s); create it and start "
                      "the worker again: nothing is lost",
                      reason);
    } else if (status == DP_WORKER_FENCED) {
        dp_report_end(worker, status, "This worker was fenced: %s; %s", reason, dp_error_advice(status));
    } else if (error == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED) {
        /* The brokers number an idempotent producer when it may write to any topic at all; this answer and the one
         * about the topic come in any order. */
        dp_report_end(worker, status,
                      "This user may write to no topic (or, with Kafka before 2.8, has no IdempotentWrite on the "
                      "cluster), so not to %.200s either; %s",
                      worker->options->output_topic, dp_error_advice(status));
    } else {
        dp_report_end(worker, status == DP_WORKER_STOPPED ? DP_WORKER_FATAL : status, "%s: %s; %s",
                      rd_kafka_err2name(error), reason, dp_error_advice(status));
    }
}

/* A worker that may open no socket to one of the brokers would else seem to do nothing. */
static void tell_missing_descriptors(dp_worker *worker, const char *reason) {
    if (!strstr(reason, strerror(EMFILE)) && !strstr(reason, strerror(ENFILE))) return;
    dp_report_log(
        worker, DP_SEVERITY_WARNING, "no_descriptors", DP_NO_FIELDS,
        "No file descriptors are left; trying on, but raise the limit (LimitNOFILE of systemd, ulimit -n): %s", reason);
}

void dp_connection_error(dp_worker *worker, rd_kafka_t *client, rd_kafka_resp_err_t error, const char *reason) {
    dp_connection *connection = &worker->connection;
    dp_report_count(worker, DP_COUNTER_ERRORS, 1);
    if (error == RD_KAFKA_RESP_ERR__FATAL || (client && rd_kafka_fatal_error(client, NULL, 0))) {
        fatal(worker, client);
        return;
    }
    dp_worker_status status = dp_error_status(error);
    dp_denial denial = dp_denial_of(error, reason);
    if (denial != DP_DENIAL_NONE) {
        snprintf(connection->reason, sizeof connection->reason, "%s", reason);
        refused(worker, denial, reason);
    } else if (status != DP_WORKER_STOPPED && status != DP_WORKER_AUTHENTICATION) {
        dp_report_end(worker, status, "%s: %s; %s", rd_kafka_err2name(error), reason, dp_error_advice(status));
    } else if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        went_down(worker, connection->reason[0] ? connection->reason : reason);
    } else if (dp_error_connection(error) || status == DP_WORKER_AUTHENTICATION) {
        snprintf(connection->reason, sizeof connection->reason, "%s", reason);
        tell_missing_descriptors(worker, reason);
        dp_report_log(worker, DP_SEVERITY_DEBUG, "connection_error", DP_NO_FIELDS, "%s", reason);
    } else {
        dp_report_log(worker, DP_SEVERITY_WARNING, "client_error",
                      DP_EVENT_FIELDS(DP_EVENT_TEXT("error", rd_kafka_err2name(error))), "%s", reason);
    }
}

/* The denial came about when the connection went, or since. */
static bool down_by_denial(const dp_connection *connection) {
    enum { TOGETHER_MS = 5000 };
    return connection->denied_ms && connection->denied_ms >= connection->down_ms - TOGETHER_MS;
}

void dp_connection_check(dp_worker *worker) {
    const dp_connection *connection = &worker->connection;
    unsigned patience = worker->options->connect_ms;
    if (connection->up || patience == 0) return;
    if (dp_clock_ms() - connection->down_ms < (int64_t)patience) return;
    if (down_by_denial(connection)) {
        end_denied(worker);
    } else if (!connection->ever_up) {
        char advice[DP_DENIAL_ADVICE];
        dp_denial_no_answer(worker->options, advice);
        dp_report_end(worker, DP_WORKER_UNREACHABLE, "No broker of %.150s answered within %u ms; %s%s%s%s",
                      worker->options->brokers, patience, advice, connection->reason[0] ? " (" : "", connection->reason,
                      connection->reason[0] ? ")" : "");
    }
}

static void on_error(rd_kafka_t *client, int error, const char *reason, void *opaque) {
    dp_worker *worker = opaque;
    char shown[512];
    dp_secrets_hide(worker->options, reason, shown, sizeof shown);
    dp_connection_error(worker, client, (rd_kafka_resp_err_t)error, shown);
}

/* librdkafka's levels are syslog's. Failed attempts to connect come through on_error too. */
static void on_log(const rd_kafka_t *client, int level, const char *facility, const char *line) {
    dp_worker *worker = rd_kafka_opaque(client);
    bool attempt = strcmp(facility, "FAIL") == 0 || strcmp(facility, "ERROR") == 0;
    bool foreign = strcmp(facility, "CONFWARN") == 0; /* a property of the other client */
    dp_severity severity = attempt || foreign || level >= 7 ? DP_SEVERITY_DEBUG
                           : level >= 5                     ? DP_SEVERITY_INFO
                           : level == 4                     ? DP_SEVERITY_WARNING
                                                            : DP_SEVERITY_ERROR;
    char shown[1024];
    dp_secrets_hide(worker->options, line, shown, sizeof shown);
    dp_report_log(worker, severity, "librdkafka", DP_EVENT_FIELDS(DP_EVENT_TEXT("facility", facility)), "%s", shown);
}

/* Brokers in the statistics are {"state":"UP"}; the group's own state is in lower case. A port of another protocol
 * looks like that too, until the first request: so the first time an answer counts, not this. */
static int on_statistics(rd_kafka_t *client, char *json, size_t length, void *opaque) {
    (void)client;
    (void)length;
    dp_worker *worker = opaque;
    if (worker->connection.ever_up && strstr(json, "\"state\":\"UP\"")) dp_connection_good(worker);
    return 0;
}

static int on_certificate(rd_kafka_t *client, const char *name, int32_t broker, int *x509_error, int depth,
                          const char *certificate, size_t length, char *text, size_t size, void *opaque) {
    (void)client, (void)name, (void)broker, (void)depth, (void)certificate, (void)length;
    dp_worker *worker = opaque;
    return dp_denial_note_certificate(*x509_error, text, size, &worker->certificate);
}

void dp_connection_watch(rd_kafka_conf_t *conf, dp_worker *worker) {
    rd_kafka_conf_set_opaque(conf, worker);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_stats_cb(conf, on_statistics);
    dp_denial_watch_certificates(conf, on_certificate);
}

void dp_connection_end(dp_worker *worker, rd_kafka_t *client) {
    if (dp_retire(client) == 0) return;
    worker->client_left = true;
    dp_report_log(worker, DP_SEVERITY_WARNING, "client_left", DP_NO_FIELDS,
                  "The Kafka client does not end; it is left behind");
}
