/*
 * pool.h - the analysis threads: each takes items from the work queue, processes them, and puts them on the queue of
 * results, in whichever order they are done.
 */
#ifndef DP_POOL_H
#define DP_POOL_H

#include "stream/queue.h"
#include "stream/waker.h"

typedef struct dp_pool {
    const dp_processor *processor;
    const dp_waker *waker; /* woken when there are results */
    dp_queue work, results;
    struct dp_pool_thread *threads;
    unsigned count; /* of threads that run */
} dp_pool;

/* Opens a processor state for each thread and starts them. Returns 0; or -1 with *failed saying what could not be
 * had, and then nothing runs. */
int dp_pool_open(dp_pool *pool, const dp_processor *processor, const dp_waker *waker, unsigned threads,
                 const char **failed);

/* Lets every thread finish the item it is at and ends them. What is left stays in the queues. */
void dp_pool_stop(dp_pool *pool);

/* Frees a stopped pool whose queues are empty. One that was never opened, or failed to, is allowed. */
void dp_pool_close(dp_pool *pool);

#endif
