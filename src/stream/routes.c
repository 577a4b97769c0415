#include "stream/routes.h"

#include <string.h>

#include "base/memory.h"
#include "stream/clock.h"

/* The route of this partition, made when there is none. NULL: memory is out. */
static dp_route *route_of(dp_routes *routes, const char *topic, int32_t partition) {
    for (size_t i = 0; i < routes->count; i++) {
        dp_route *route = &routes->at[i];
        if (route->partition == partition && strcmp(route->topic, topic) == 0) return route;
    }
    if (routes->count == routes->capacity) {
        size_t capacity = routes->capacity ? routes->capacity * 2 : 16;
        dp_route *at = dp_realloc(routes->at, capacity * sizeof *at);
        if (!at) return NULL;
        routes->at = at;
        routes->capacity = capacity;
    }
    char *copy = dp_strdup(topic);
    if (!copy) return NULL;
    dp_route *route = &routes->at[routes->count++];
    *route = (dp_route){.topic = copy, .partition = partition};
    return route;
}

int dp_routes_add(dp_routes *routes, rd_kafka_t *consumer, const char *topic, int32_t partition,
                  rd_kafka_queue_t *messages) {
    dp_route *route = route_of(routes, topic, partition);
    if (!route) return -1;
    rd_kafka_queue_t *queue = rd_kafka_queue_get_partition(consumer, topic, partition);
    if (!queue) return 0;
    if (route->queue) {
        /* Of a partition that vanished and came back this may be another queue, with what was left in it. */
        rd_kafka_queue_forward(route->queue, NULL);
        dp_routes_empty(route->queue);
        rd_kafka_queue_destroy(route->queue);
    }
    route->queue = queue;
    rd_kafka_queue_forward(queue, messages);
    return 0;
}

void dp_routes_empty(rd_kafka_queue_t *queue) {
    enum { EMPTY_MS = 1000 };
    int64_t deadline = dp_clock_ms() + EMPTY_MS;
    rd_kafka_message_t *left;
    while (dp_clock_ms() < deadline && (left = rd_kafka_consume_queue(queue, 0))) rd_kafka_message_destroy(left);
}

void dp_routes_close(dp_routes *routes) {
    for (size_t i = 0; i < routes->count; i++) {
        dp_route *route = &routes->at[i];
        if (route->queue) {
            rd_kafka_queue_forward(route->queue, NULL);
            dp_routes_empty(route->queue);
            rd_kafka_queue_destroy(route->queue);
        }
        dp_free(route->topic);
    }
    dp_free(routes->at);
    *routes = (dp_routes){0};
}
