/*
 * tasks.h - running independent pieces of work on a few threads.
 */
#ifndef DP_TASKS_H
#define DP_TASKS_H

#include <stdint.h>

/* Calls run(context, 0), run(context, 1)... up to `count`, on `threads` threads; gives 0, or -1 when a call did not
 * give 0. Calls share nothing but what `context` lets them share; their order does not matter. */
int dp_tasks_run(int (*run)(void *context, uint32_t number), void *context, uint32_t count, uint32_t threads);

#endif
