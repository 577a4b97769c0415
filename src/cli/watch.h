/*
 * watch.h - what a running worker shows: its observer, which writes the log and the metrics, and the HTTP endpoints.
 */
#ifndef DP_WATCH_H
#define DP_WATCH_H

#include "cli/exit.h"
#include "ops/log.h"
#include "ops/settings.h"
#include "stream/observer.h"

typedef struct dp_watch dp_watch;

/* Opens log, metrics and (unless http.port is 0) the endpoints after the settings. `stages` names the processor's
 * stages, `reasons` the dead letters', both NULL-terminated. NULL on failure: *result is DP_EXIT_CONFIGURATION when the
 * address cannot be listened on, DP_EXIT_FAILURE when memory is out; it has been logged or said on standard error. */
dp_watch *dp_watch_open(const dp_settings *settings, const char *const *stages, const char *const *reasons,
                        dp_exit *result);

/* Closes endpoints, metrics and log; NULL is allowed. */
void dp_watch_close(dp_watch *watch);

dp_log *dp_watch_log(dp_watch *watch);

/* The observer for dp_worker_run; valid until the watch is closed. */
const dp_observer *dp_watch_observer(dp_watch *watch);

#endif
