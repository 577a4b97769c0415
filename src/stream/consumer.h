/*
 * consumer.h - the member of the group: reads messages while there is room, and is polled all the while.
 *
 * The messages of all partitions go to one queue of their own, apart from the group's events. A full worker stops
 * reading that queue and goes on polling the events, so slow work never exceeds max.poll.interval.ms. This is cheaper
 * than librdkafka's pause, which throws away what was fetched already; how much librdkafka fetches ahead is bounded by
 * queued.max.messages.kbytes.
 */
#ifndef DP_CONSUMER_H
#define DP_CONSUMER_H

#include "stream/context.h"

/* Creates the consumer; it does not join the group yet. Returns 0, or -1 and the run has ended. */
int dp_consumer_open(dp_worker *worker);

/* Joins the group. Returns 0, or -1 and the run has ended. */
int dp_consumer_subscribe(dp_worker *worker);

/* Sends the messages of a partition to the worker's queue; called when it is assigned. */
void dp_consumer_route(dp_worker *worker, const char *topic, int32_t partition);

/* Serves the group's events: rebalances, errors, the results of commits. */
void dp_consumer_serve(dp_worker *worker);

/* Reads messages into the work queue while there is room, a bounded number of them. True when there may be more. */
bool dp_consumer_read(dp_worker *worker);

/* Takes the consumer back to the marks of all partitions that are rewinding. Those that cannot be yet stay so. */
void dp_consumer_rewind(dp_worker *worker);

/* Reports the lag of every partition. */
void dp_consumer_lag(dp_worker *worker);

/* Leaves the group, within `timeout_ms`; partitions are revoked in it. */
void dp_consumer_leave(dp_worker *worker, int timeout_ms);

/* Destroys the consumer, after every message of it. */
void dp_consumer_destroy(dp_worker *worker);

#endif
