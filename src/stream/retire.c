#include "stream/retire.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "base/memory.h"

enum { RETIRE_S = 2 };

/* Shared by the two threads; the last of them frees it. */
typedef struct retirement {
    rd_kafka_t *client;
    pthread_mutex_t mutex;
    pthread_cond_t over;
    bool done, alone; /* the client is destroyed; nobody waits for that any more */
} retirement;

void dp_retire_queue(rd_kafka_queue_t *queue) {
    rd_kafka_queue_io_event_enable(queue, -1, NULL, 0);
    rd_kafka_queue_destroy(queue);
}

/* A consumer that did not leave its group in time does not do so now. */
static void destroy(rd_kafka_t *client) {
    bool closed = rd_kafka_consumer_closed(client);
    rd_kafka_destroy_flags(client, closed ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

static void retirement_free(retirement *shared) {
    pthread_cond_destroy(&shared->over);
    pthread_mutex_destroy(&shared->mutex);
    dp_free(shared);
}

static void *run(void *argument) {
    retirement *shared = argument;
    destroy(shared->client);
    pthread_mutex_lock(&shared->mutex);
    shared->done = true;
    bool last = shared->alone;
    pthread_cond_signal(&shared->over);
    pthread_mutex_unlock(&shared->mutex);
    if (last) retirement_free(shared);
    return NULL;
}

/* NULL: no thread could be started. */
static retirement *begin(rd_kafka_t *client, pthread_t *thread) {
    retirement *shared = dp_calloc(1, sizeof *shared);
    if (!shared) return NULL;
    shared->client = client;
    pthread_mutex_init(&shared->mutex, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&shared->over, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(thread, NULL, run, shared) == 0) return shared;
    retirement_free(shared);
    return NULL;
}

int dp_retire(rd_kafka_t *client) {
    pthread_t thread;
    retirement *shared = begin(client, &thread);
    if (!shared) {
        destroy(client);
        return 0;
    }
    struct timespec deadline;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += RETIRE_S;
    pthread_mutex_lock(&shared->mutex);
    int late = 0;
    while (!shared->done && late != ETIMEDOUT) late = pthread_cond_timedwait(&shared->over, &shared->mutex, &deadline);
    bool done = shared->done;
    shared->alone = !done;
    pthread_mutex_unlock(&shared->mutex);
    if (!done) {
        pthread_detach(thread);
        return -1;
    }
    pthread_join(thread, NULL);
    retirement_free(shared);
    return 0;
}
