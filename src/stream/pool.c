#include "stream/pool.h"

#include <signal.h>

#include "base/memory.h"

typedef struct dp_pool_thread {
    dp_pool *pool;
    void *state; /* the processor's */
    pthread_t thread;
} dp_pool_thread;

static void *work(void *argument) {
    dp_pool_thread *self = argument;
    dp_pool *pool = self->pool;
    dp_item *item;
    while ((item = dp_queue_take(&pool->work))) {
        dp_item_process(item, pool->processor, self->state);
        if (dp_queue_push(&pool->results, item)) dp_waker_wake(pool->waker);
    }
    return NULL;
}

/* Signals are for the thread that the program chose for them, not for these. */
static int start(dp_pool_thread *self) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&self->thread, NULL, work, self);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed ? -1 : 0;
}

int dp_pool_open(dp_pool *pool, const dp_processor *processor, const dp_waker *waker, unsigned threads,
                 const char **failed) {
    *pool = (dp_pool){.waker = waker};
    *failed = "mutex";
    if (dp_queue_init(&pool->work)) return -1;
    if (dp_queue_init(&pool->results)) {
        dp_queue_destroy(&pool->work);
        return -1;
    }
    pool->processor = processor;
    *failed = "memory for the threads";
    pool->threads = dp_calloc(threads, sizeof *pool->threads);
    while (pool->threads && pool->count < threads) {
        dp_pool_thread *self = &pool->threads[pool->count];
        self->pool = pool;
        self->state = processor->open(processor->shared);
        *failed = "memory for the analysis";
        if (!self->state) break;
        *failed = "further thread";
        if (start(self)) {
            processor->close(self->state);
            break;
        }
        pool->count++;
    }
    if (pool->threads && pool->count == threads) return 0;
    dp_pool_stop(pool);
    dp_pool_close(pool);
    return -1;
}

void dp_pool_stop(dp_pool *pool) {
    if (!pool->processor) return;
    dp_queue_close(&pool->work);
    for (unsigned i = 0; i < pool->count; i++) {
        pthread_join(pool->threads[i].thread, NULL);
        pool->processor->close(pool->threads[i].state);
    }
    pool->count = 0;
}

void dp_pool_close(dp_pool *pool) {
    if (!pool->processor) return;
    dp_queue_destroy(&pool->work);
    dp_queue_destroy(&pool->results);
    dp_free(pool->threads);
    *pool = (dp_pool){0};
}
