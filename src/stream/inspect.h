/*
 * inspect.h - tries the brokers and topics of a worker's options and says what it found, and what to do about it.
 */
#ifndef DP_INSPECT_H
#define DP_INSPECT_H

#include <stdbool.h>

#include "stream/worker.h"

typedef enum dp_finding_level {
    DP_FINDING_OK = 0,
    DP_FINDING_WARNING, /* the worker runs, but perhaps not as meant */
    DP_FINDING_ERROR,   /* the worker would not run */
} dp_finding_level;

typedef struct dp_finding {
    dp_finding_level level;
    const char *subject; /* "configuration", "brokers", "topic NAME", "group", "transactions" */
    const char *message; /* what is so */
    const char *advice;  /* what to do about it; empty when nothing */
} dp_finding;

typedef void (*dp_finding_report)(void *context, const dp_finding *finding);

/* Checks the configuration, then that the brokers answer, that the topics exist with how many partitions, that the
 * group's coordinator answers and (exactly once) that transactions may be begun, within about `timeout_ms`. Joins no
 * group, produces nothing. Every finding is given to `report`, strings lent for the call. Returns the status that a
 * run would end with: DP_WORKER_STOPPED when no finding is an error. */
dp_worker_status dp_inspect(const dp_worker_options *options, unsigned timeout_ms, dp_finding_report report,
                            void *context);

#endif
