#include "trainer/tasks.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS_MAX = 16 };

typedef struct queue {
    int (*run)(void *context, uint32_t number);
    void *context;
    uint32_t count;
    atomic_uint next;
    atomic_int result;
} queue;

static void *work(void *argument) {
    queue *tasks = argument;
    for (uint32_t number = atomic_fetch_add(&tasks->next, 1); number < tasks->count;
         number = atomic_fetch_add(&tasks->next, 1)) {
        if (tasks->run(tasks->context, number)) atomic_store(&tasks->result, -1);
    }
    return NULL;
}

int dp_tasks_run(int (*run)(void *context, uint32_t number), void *context, uint32_t count, uint32_t threads) {
    queue tasks = {.run = run, .context = context, .count = count};
    pthread_t started[THREADS_MAX];
    uint32_t others = 0, wanted = threads < THREADS_MAX ? threads : THREADS_MAX;
    /* This thread works too, so that all is done even where no other can be started. */
    while (others + 1 < wanted && pthread_create(&started[others], NULL, work, &tasks) == 0) others++;
    work(&tasks);
    for (uint32_t i = 0; i < others; i++) pthread_join(started[i], NULL);
    return atomic_load(&tasks.result);
}
