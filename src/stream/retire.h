/*
 * retire.h - the end of a consumer, which must not hold up the end of the worker.
 */
#ifndef DP_RETIRE_H
#define DP_RETIRE_H

#include <librdkafka/rdkafka.h>

/* Destroys a consumer, after everything of it. Its destruction waits for all that refers to it, inside librdkafka too,
 * so it is given a few seconds only. Returns 0; -1 when it was left behind, then to be ended with the process: its
 * opaque pointer and descriptors are not used any more. */
int dp_retire(rd_kafka_t *consumer);

#endif
