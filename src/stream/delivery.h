/*
 * delivery.h - from the end of processing to the acknowledgement: releases results in the order of their partition,
 * and decides what a failed delivery means.
 *
 * A message that the broker refuses is sent again in a batch of its own (the batch may have been at fault), then goes
 * to the dead-letter topic, and if that refuses it too, ends as dp_oversize says. Any other failure that librdkafka
 * gives up on has the partition replayed from its mark, so that order is kept.
 */
#ifndef DP_DELIVERY_H
#define DP_DELIVERY_H

#include "stream/context.h"

/* Takes what the threads have finished, sends what is next in each partition, serves the producer's reports, and
 * stores the marks that moved. Does not poll the consumer, so it may be called in a rebalance. */
void dp_delivery_pump(dp_worker *worker);

/* The producer's report about an item that it was handed. */
void dp_delivery_report(dp_worker *worker, dp_item *item, rd_kafka_resp_err_t error);

/* Takes back the items of a partition that no thread has begun; they are gone. Returns how many. */
size_t dp_delivery_recall(dp_worker *worker, dp_partition *partition);

/* Takes back those, and what is done and not sent. Before a partition is given up. */
void dp_delivery_discard(dp_worker *worker, dp_partition *partition);

/* Has a partition read again from `start`; what is under way of it is dropped. Waits longer each time in a row. */
void dp_delivery_replay(dp_worker *worker, dp_partition *partition, int64_t start);

/* Nothing more is read or sent for a while, longer each time in a row. */
void dp_delivery_back_off(dp_worker *worker);

/* Frees all items that are in the worker's hands, after the threads have stopped. */
void dp_delivery_drop(dp_worker *worker);

#endif
