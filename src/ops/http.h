/*
 * http.h - the endpoints for those who watch a worker: /metrics, /healthz, /readyz.
 *
 * GET and HEAD only. Served by one thread of its own, so a slow or broken client never holds up the worker; when all
 * connections are taken the oldest is closed, so slow clients cannot shut others out either. One address (or IPv6
 * network of 64 bits) holds at most half of them, so neither can many connections from one place.
 */
#ifndef DP_HTTP_H
#define DP_HTTP_H

#include "ops/metrics.h"

typedef struct dp_http dp_http;

/* Whether the worker is well; if not, adds why to `reason`. Called by the server's thread. */
typedef bool dp_http_check(void *context, dp_buffer *reason);

typedef struct dp_http_options {
    const char *address; /* IPv4 or IPv6 */
    uint16_t port;       /* 0: any free one; see dp_http_port */
    unsigned connections, timeout_s;
    dp_metrics *metrics;
    dp_http_check *healthy, *ready;
    void *context; /* handed to the checks */
} dp_http_options;

/* Starts serving. NULL on failure, with a sentence that says why in `reason` of `size` bytes. */
dp_http *dp_http_start(const dp_http_options *options, char *reason, size_t size);

/* Stops serving and closes all connections; NULL is allowed. */
void dp_http_stop(dp_http *http);

/* The port that it listens on. */
uint16_t dp_http_port(const dp_http *http);

#endif
