/*
 * errors.h - what an error of librdkafka means for the worker.
 */
#ifndef DP_ERRORS_H
#define DP_ERRORS_H

#include <librdkafka/rdkafka.h>

#include "stream/worker.h"

/* The status that an error ends the run with, wherever it comes from; DP_WORKER_STOPPED when it is not final. */
dp_worker_status dp_error_status(rd_kafka_resp_err_t error);

/* The broker refused this one message (or its batch), and would refuse it again. */
bool dp_error_refuses(rd_kafka_resp_err_t error);

/* A fatal error of an idempotent producer that a new producer is rid of: it and a broker number its messages
 * differently, as when one that was held up and is behind still takes itself for the leader. */
bool dp_error_desynchronized(rd_kafka_resp_err_t error);

/* A topic or partition does not exist (any more, or yet). */
bool dp_error_unknown_topic(rd_kafka_resp_err_t error);

/* Connections, credentials or TLS: what stands between the worker and the brokers. */
bool dp_error_connection(rd_kafka_resp_err_t error);

/* What to do about a final error: the end of a sentence. Static. */
const char *dp_error_advice(dp_worker_status status);

#endif
