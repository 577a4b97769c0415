/*
 * connection.h - follows whether the brokers can be reached, from what both clients report.
 *
 * librdkafka tries for ever and reports every failed attempt; here each change is told once.
 */
#ifndef DP_CONNECTION_H
#define DP_CONNECTION_H

#include "stream/context.h"

/* Sets the callbacks of one client that report errors, log lines and statistics. The clients' opaque is the worker. */
void dp_connection_watch(rd_kafka_conf_t *conf, dp_worker *worker);

/* Destroys a client whose callbacks are the worker's; one that does not end is left behind, and that is told. */
void dp_connection_end(dp_worker *worker, rd_kafka_t *client);

/* A broker answered. */
void dp_connection_good(dp_worker *worker);

/* Ends the run when no broker was ever reached within connect_ms, or none has let the worker in for so long. */
void dp_connection_check(dp_worker *worker);

/* An error of a client, of a message or of a call that may be final: then it ends the run. `client` may be NULL. */
void dp_connection_error(dp_worker *worker, rd_kafka_t *client, rd_kafka_resp_err_t error, const char *reason);

#endif
