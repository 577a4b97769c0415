#include "stream/queue.h"

int dp_queue_init(dp_queue *queue) {
    *queue = (dp_queue){.first = NULL};
    queue->last = &queue->first;
    if (pthread_mutex_init(&queue->mutex, NULL)) return -1;
    if (pthread_cond_init(&queue->filled, NULL)) {
        pthread_mutex_destroy(&queue->mutex);
        return -1;
    }
    return 0;
}

void dp_queue_destroy(dp_queue *queue) {
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->mutex);
}

bool dp_queue_push(dp_queue *queue, dp_item *item) {
    item->next = NULL;
    pthread_mutex_lock(&queue->mutex);
    bool was_empty = queue->count == 0;
    *queue->last = item;
    queue->last = &item->next;
    queue->count++;
    pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
    return was_empty;
}

dp_item *dp_queue_take(dp_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    while (!queue->first && !queue->closed) pthread_cond_wait(&queue->filled, &queue->mutex);
    dp_item *item = queue->closed ? NULL : queue->first;
    if (item) {
        queue->first = item->next;
        if (!queue->first) queue->last = &queue->first;
        queue->count--;
        item->next = NULL;
    }
    pthread_mutex_unlock(&queue->mutex);
    return item;
}

dp_item *dp_queue_take_all(dp_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    dp_item *items = queue->first;
    queue->first = NULL;
    queue->last = &queue->first;
    queue->count = 0;
    pthread_mutex_unlock(&queue->mutex);
    return items;
}

dp_item *dp_queue_take_partition(dp_queue *queue, const struct dp_partition *partition) {
    dp_item *taken = NULL, **taken_last = &taken;
    pthread_mutex_lock(&queue->mutex);
    dp_item **link = &queue->first;
    while (*link) {
        dp_item *item = *link;
        if (item->partition == partition) {
            *link = item->next;
            item->next = NULL;
            *taken_last = item;
            taken_last = &item->next;
            queue->count--;
        } else {
            link = &item->next;
        }
    }
    queue->last = link;
    pthread_mutex_unlock(&queue->mutex);
    return taken;
}

void dp_queue_close(dp_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
}

size_t dp_queue_count(dp_queue *queue) {
    pthread_mutex_lock(&queue->mutex);
    size_t count = queue->count;
    pthread_mutex_unlock(&queue->mutex);
    return count;
}
