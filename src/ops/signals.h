/*
 * signals.h - SIGTERM and SIGINT: the first drains, the second gives up, a third ends the process.
 */
#ifndef DP_SIGNALS_H
#define DP_SIGNALS_H

#include <stdatomic.h>

/* From now on the first SIGTERM, SIGINT or SIGHUP raises *stop to 1, the second to 2; a third ends the process at once,
 * as if nobody had caught it. SIGPIPE is ignored; a SIGHUP that is ignored already (nohup) stays so. Call it before
 * threads are started. `stop` lives as long as the process. Returns 0 or -1. */
int dp_signals_watch(atomic_int *stop);

#endif
