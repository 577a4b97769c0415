/*
 * producer.h - sends outputs, tombstones and dead letters: idempotent, acknowledged by all replicas, in order.
 */
#ifndef DP_PRODUCER_H
#define DP_PRODUCER_H

#include "stream/context.h"

/* Creates the producer. Returns 0, or -1 and the run has ended. */
int dp_producer_open(dp_worker *worker);

/* Hands the item, in its form, to the producer. What became of it is told to dp_delivery_report later. The item must
 * live until then. Returns the error when it was not taken; then nothing is reported. */
rd_kafka_resp_err_t dp_producer_send(dp_worker *worker, dp_item *item);

/* Gives up what was not acknowledged, reports it, and destroys the producer. */
void dp_producer_close(dp_worker *worker);

#endif
