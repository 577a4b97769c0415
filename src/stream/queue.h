/*
 * queue.h - items on their way between the worker's thread and the analysis threads.
 */
#ifndef DP_QUEUE_H
#define DP_QUEUE_H

#include <pthread.h>
#include <stdbool.h>

#include "stream/item.h"

typedef struct dp_queue {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    dp_item *first, **last; /* singly linked, first in first out */
    size_t count;
    bool closed;
} dp_queue;

/* Returns 0, or -1 when the system has no more mutexes. */
int dp_queue_init(dp_queue *queue);
void dp_queue_destroy(dp_queue *queue); /* of an empty queue */

/* Appends an item. True when the queue was empty. */
bool dp_queue_push(dp_queue *queue, dp_item *item);

/* Takes the first item; waits for one. NULL once the queue is closed, whether or not items are left. */
dp_item *dp_queue_take(dp_queue *queue);

/* Takes all items at once as a list linked by `next`, NULL when there are none. Does not wait. */
dp_item *dp_queue_take_all(dp_queue *queue);

/* Takes the items of one partition out, as take_all. */
dp_item *dp_queue_take_partition(dp_queue *queue, const struct dp_partition *partition);

/* Wakes all that wait and lets nobody take any more. */
void dp_queue_close(dp_queue *queue);

size_t dp_queue_count(dp_queue *queue);

#endif
