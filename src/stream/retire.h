/*
 * retire.h - the end of a client, which must not hold up the end of the worker.
 */
#ifndef DP_RETIRE_H
#define DP_RETIRE_H

#include <librdkafka/rdkafka.h>

/* Gives back a queue of a client that is about to be retired. The queue may outlive the waker: it must not write to the
 * waker's descriptor, which may be another file's by then. */
void dp_retire_queue(rd_kafka_queue_t *queue);

/* Destroys a client, after everything of it. Its destruction waits for all that refers to it, inside librdkafka too, so
 * it is given a few seconds only. Returns 0; -1 when it was left behind, then to be ended with the process: its opaque
 * pointer must stay, for the callbacks that come from its own threads. */
int dp_retire(rd_kafka_t *client);

#endif
