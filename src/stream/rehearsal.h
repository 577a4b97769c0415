/*
 * rehearsal.h - whether the system grants the threads that are needed, asked before anything depends on them.
 *
 * librdkafka 2.0.2 ends the process, or waits for ever, when a client finds no thread; so a limit that is too low is
 * found out first.
 */
#ifndef DP_REHEARSAL_H
#define DP_REHEARSAL_H

/* Begins so many threads at once and ends them again. Returns 0; -1 when they cannot be had. */
int dp_rehearse_threads(unsigned count);

#endif
