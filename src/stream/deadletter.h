/*
 * deadletter.h - the headers of a dead letter: why, from where, by whom.
 *
 * A dead letter is the input as it came: the same bytes, key and headers. These headers follow the input's own, in this
 * order. When a dead letter is sent through the worker again and fails again, the names are there twice: the last of
 * each name is the newest (Kafka's lastHeader). The dead letter's own timestamp is the time of the failure, so that a
 * topic's retention counts from there.
 */
#ifndef DP_DEADLETTER_H
#define DP_DEADLETTER_H

#include "stream/item.h"

#define DP_DEADLETTER_REASON "depeche.dlq.reason"       /* a short stable word, such as invalid_json */
#define DP_DEADLETTER_DETAIL "depeche.dlq.detail"       /* a sentence; never text of the message */
#define DP_DEADLETTER_TOPIC "depeche.dlq.topic"         /* where the input was */
#define DP_DEADLETTER_PARTITION "depeche.dlq.partition" /* decimal */
#define DP_DEADLETTER_OFFSET "depeche.dlq.offset"       /* decimal */
#define DP_DEADLETTER_TIMESTAMP "depeche.dlq.timestamp" /* the input's, milliseconds since 1970; absent without one */
#define DP_DEADLETTER_WORKER "depeche.dlq.worker"       /* program and version */
#define DP_DEADLETTER_STRIPPED "depeche.dlq.stripped"   /* only when the value was too large to be kept: its bytes */

/* The reasons that are the stream's own; the processor has its own words. */
#define DP_REASON_TOO_LARGE "output_too_large" /* the output is larger than the output topic takes */
#define DP_REASON_REFUSED                                                                     \
    "output_refused" /* the output topic refused it: its timestamp, or no key where the topic \
                        is compacted */

/* The headers of the item's dead letter. NULL when memory is out. The caller's. */
rd_kafka_headers_t *dp_deadletter_headers(const dp_item *item, const char *version);

#endif
