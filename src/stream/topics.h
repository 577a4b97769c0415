/*
 * topics.h - whether the topics are there: at the start they are waited for, and later their absence is borne for a
 * while.
 */
#ifndef DP_TOPICS_H
#define DP_TOPICS_H

#include "stream/context.h"

/* Asks a client for the number of partitions of a topic. Returns the error of the call or of the topic; *partitions is
 * set when there is none. */
rd_kafka_resp_err_t dp_topics_ask(rd_kafka_t *client, const char *topic, int timeout_ms, int *partitions);

/* Waits until the brokers answer and every topic is there, in the start-up of the worker. Returns 0; -1 when the run
 * has ended or was told to stop. Output topics are created where the cluster creates topics by itself; input topics
 * are not. */
int dp_topics_wait(dp_worker *worker);

enum { DP_TOPICS_ASKED_MAX = 2, DP_TOPICS_VALUE = 64 };

/* Asks for one setting, such as max.message.bytes, of up to DP_TOPICS_ASKED_MAX topics. A value that cannot be had, for
 * lack of rights for instance, is empty. */
void dp_topics_setting(rd_kafka_t *client, const char *const *topics, size_t count, const char *name, int timeout_ms,
                       char (*values)[DP_TOPICS_VALUE]);

/* The bytes of a batch that both topics written to take, with room for what the batch adds; 0: not known. A batch that
 * is too large is refused whole, with the messages in it that would fit. */
size_t dp_topics_batch_limit(dp_worker *worker);

/* A client said with `error` that a topic, or a partition of it, is missing. It may do so once or often. */
void dp_topics_missing(dp_worker *worker, const char *topic, rd_kafka_resp_err_t error);

/* Called now and then: topic_ms after one was missing asks whether all are there, and ends the run when one is not. */
void dp_topics_check(dp_worker *worker);

/* Topics are all right: something was read and written. */
void dp_topics_good(dp_worker *worker);

#endif
