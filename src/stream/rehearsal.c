#include "stream/rehearsal.h"

#include <pthread.h>
#include <stddef.h>

enum { REHEARSAL_MAX = 512 };

/* Lives until the mutex is free. */
static void *live(void *mutex) {
    pthread_mutex_lock(mutex);
    pthread_mutex_unlock(mutex);
    return NULL;
}

int dp_rehearse_threads(unsigned count) {
    pthread_t threads[REHEARSAL_MAX];
    if (count > REHEARSAL_MAX) count = REHEARSAL_MAX;
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    unsigned begun = 0;
    while (begun < count && pthread_create(&threads[begun], NULL, live, &mutex) == 0) begun++;
    pthread_mutex_unlock(&mutex);
    for (unsigned i = 0; i < begun; i++) pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&mutex);
    return begun == count ? 0 : -1;
}
