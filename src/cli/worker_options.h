/*
 * worker_options.h - from the settings to the options of a worker.
 */
#ifndef DP_WORKER_OPTIONS_H
#define DP_WORKER_OPTIONS_H

#include "cli/exit.h"
#include "ops/settings.h"
#include "stream/worker.h"

/* Options with the memory that they refer to. */
typedef struct dp_worker_setup {
    dp_worker_options options;
    char *topics;            /* the input topics, each ended by a zero byte */
    const char **topic_list; /* NULL-terminated, into `topics` */
    dp_property *properties;
    const char **secrets; /* into the settings */
    char version[32];
} dp_worker_setup;

/* Fills *setup from the settings, which must outlive it. Returns 0 or -1 (memory). */
int dp_worker_setup_open(const dp_settings *settings, dp_worker_setup *setup);
void dp_worker_setup_close(dp_worker_setup *setup);

/* The exit code for how a worker ended. */
dp_exit dp_worker_exit(dp_worker_status status);

#endif
