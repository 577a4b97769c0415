/*
 * routes.h - the queues of the partitions whose messages were sent to the worker's own queue.
 *
 * They are kept until the consumer is destroyed, since librdkafka leaves the errors of a partition that vanished from
 * the cluster in that partition's queue, where each holds on to the partition and the partition to its broker: unless
 * somebody takes them out, destroying the consumer waits for ever (seen with librdkafka 2.0.2; later ones take them out
 * themselves).
 */
#ifndef DP_ROUTES_H
#define DP_ROUTES_H

#include <librdkafka/rdkafka.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dp_route {
    char *topic;
    int32_t partition;
    rd_kafka_queue_t *queue;
} dp_route;

typedef struct dp_routes {
    dp_route *at;
    size_t count, capacity;
} dp_routes;

/* Sends the messages of a partition to `messages`, in place of an older route of it. Returns 0, or -1 when memory is
 * out and nothing was sent there. */
int dp_routes_add(dp_routes *routes, rd_kafka_t *consumer, const char *topic, int32_t partition,
                  rd_kafka_queue_t *messages);

/* Destroys what is left in the queue, for a second at most. */
void dp_routes_empty(rd_kafka_queue_t *queue);

/* Empties and gives back all queues; when the consumer was closed, before it is destroyed. */
void dp_routes_close(dp_routes *routes);

#endif
