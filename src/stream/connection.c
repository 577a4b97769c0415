#include "stream/connection.h"

#include <stdio.h>
#include <string.h>

#include "stream/clock.h"
#include "stream/errors.h"
#include "stream/rebalance.h"
#include "stream/report.h"

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

/* Credentials that were good once may be refused for a while, when a broker restarts or secrets are rolled; those that
 * never were good are final at once. */
static void credentials(dp_worker *worker, const char *reason) {
    dp_connection *connection = &worker->connection;
    connection->refused = true;
    if (!connection->ever_up) {
        dp_report_end(worker, DP_WORKER_AUTHENTICATION, "The brokers refuse this worker: %s; %s", reason,
                      dp_error_advice(DP_WORKER_AUTHENTICATION));
    }
}

static bool certificate_refused(rd_kafka_resp_err_t error, const char *reason) {
    return error == RD_KAFKA_RESP_ERR__SSL && (strstr(reason, "certificate") || strstr(reason, "verif"));
}

static void fatal(dp_worker *worker, rd_kafka_t *client) {
    char reason[256] = "unknown";
    rd_kafka_resp_err_t error = client ? rd_kafka_fatal_error(client, reason, sizeof reason) : RD_KAFKA_RESP_ERR__FATAL;
    dp_worker_status status = dp_error_status(error);
    if (status == DP_WORKER_FENCED) {
        dp_report_end(worker, status, "This worker was fenced: %s; %s", reason, dp_error_advice(status));
    } else {
        dp_report_end(worker, status == DP_WORKER_STOPPED ? DP_WORKER_FATAL : status, "%s: %s; %s",
                      rd_kafka_err2name(error), reason, dp_error_advice(status));
    }
}

void dp_connection_error(dp_worker *worker, rd_kafka_t *client, rd_kafka_resp_err_t error, const char *reason) {
    dp_connection *connection = &worker->connection;
    dp_report_count(worker, DP_COUNTER_ERRORS, 1);
    if (error == RD_KAFKA_RESP_ERR__FATAL || (client && rd_kafka_fatal_error(client, NULL, 0))) {
        fatal(worker, client);
        return;
    }
    dp_worker_status status = dp_error_status(error);
    if (status == DP_WORKER_AUTHENTICATION || certificate_refused(error, reason)) {
        snprintf(connection->reason, sizeof connection->reason, "%s", reason);
        went_down(worker, reason);
        credentials(worker, reason);
    } else if (status != DP_WORKER_STOPPED) {
        dp_report_end(worker, status, "%s: %s; %s", rd_kafka_err2name(error), reason, dp_error_advice(status));
    } else if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        went_down(worker, connection->reason[0] ? connection->reason : reason);
    } else if (dp_error_connection(error)) {
        snprintf(connection->reason, sizeof connection->reason, "%s", reason);
        dp_report_log(worker, DP_SEVERITY_DEBUG, "connection_error", DP_NO_FIELDS, "%s", reason);
    } else {
        dp_report_log(worker, DP_SEVERITY_WARNING, "client_error",
                      DP_EVENT_FIELDS(DP_EVENT_TEXT("error", rd_kafka_err2name(error))), "%s", reason);
    }
}

void dp_connection_check(dp_worker *worker) {
    const dp_connection *connection = &worker->connection;
    unsigned patience = worker->options->connect_ms;
    if (connection->up || patience == 0) return;
    if (dp_clock_ms() - connection->down_ms < (int64_t)patience) return;
    if (connection->refused) {
        dp_report_end(worker, DP_WORKER_AUTHENTICATION, "The brokers refuse this worker: %s; %s", connection->reason,
                      dp_error_advice(DP_WORKER_AUTHENTICATION));
    } else if (!connection->ever_up) {
        dp_report_end(worker, DP_WORKER_UNREACHABLE,
                      "No broker of %s answered within %u ms%s%s; check the address "
                      "and that the brokers run",
                      worker->options->brokers, patience, connection->reason[0] ? ": " : "", connection->reason);
    }
}

static void on_error(rd_kafka_t *client, int error, const char *reason, void *opaque) {
    dp_connection_error(opaque, client, (rd_kafka_resp_err_t)error, reason);
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
    dp_report_log(worker, severity, "librdkafka", DP_EVENT_FIELDS(DP_EVENT_TEXT("facility", facility)), "%s", line);
}

/* Brokers in the statistics are {"state":"UP"}; the group's own state is in lower case. */
static int on_statistics(rd_kafka_t *client, char *json, size_t length, void *opaque) {
    (void)client;
    (void)length;
    if (strstr(json, "\"state\":\"UP\"")) dp_connection_good(opaque);
    return 0;
}

void dp_connection_watch(rd_kafka_conf_t *conf, dp_worker *worker) {
    rd_kafka_conf_set_opaque(conf, worker);
    rd_kafka_conf_set_error_cb(conf, on_error);
    rd_kafka_conf_set_log_cb(conf, on_log);
    rd_kafka_conf_set_stats_cb(conf, on_statistics);
}
