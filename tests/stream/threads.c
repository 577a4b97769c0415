/*
 * threads.c - C11 threads in terms of POSIX threads, linked into tests that run under ThreadSanitizer.
 *
 * librdkafka uses glibc's C11 threads, which ThreadSanitizer does not follow: it would take every lock of librdkafka
 * for none, and does not survive threads that it has not seen begin. The types have the layout of the POSIX ones.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

#define EXPORT __attribute__((visibility("default")))

_Static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t), "a mutex is a mutex");
_Static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t), "a condition is a condition");

/* What librdkafka does inside is its own affair: it is not compiled with the sanitizer, so that atomics by which one of
 * its threads hands a new lock to another are not seen. */
EXPORT const char *__tsan_default_suppressions(void);
EXPORT const char *__tsan_default_suppressions(void) {
    return "called_from_lib:librdkafka.so\nrace:mtx_lock\n";
}

typedef struct beginning {
    thrd_start_t function;
    void *argument;
} beginning;

static void *begin(void *argument) {
    beginning start = *(beginning *)argument;
    free(argument);
    return (void *)(intptr_t)start.function(start.argument);
}

static int result(int error) {
    return error == 0 ? thrd_success : error == ETIMEDOUT ? thrd_timedout : error == EBUSY ? thrd_busy : thrd_error;
}

EXPORT int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
    /* Not the project's allocations, which tests make fail: this is as if inside librdkafka. */
    beginning *start = malloc(sizeof *start);
    if (!start) return thrd_nomem;
    *start = (beginning){function, argument};
    return result(pthread_create(thread, NULL, begin, start));
}

EXPORT int thrd_join(thrd_t thread, int *value) {
    void *returned;
    int error = pthread_join(thread, &returned);
    if (!error && value) *value = (int)(intptr_t)returned;
    return result(error);
}

EXPORT int mtx_init(mtx_t *mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    if (type & mtx_recursive) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    int error = pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return result(error);
}

EXPORT int mtx_lock(mtx_t *mutex) {
    return result(pthread_mutex_lock((pthread_mutex_t *)mutex));
}

EXPORT int mtx_unlock(mtx_t *mutex) {
    return result(pthread_mutex_unlock((pthread_mutex_t *)mutex));
}

EXPORT void mtx_destroy(mtx_t *mutex) {
    pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

EXPORT int cnd_init(cnd_t *condition) {
    return result(pthread_cond_init((pthread_cond_t *)condition, NULL));
}

EXPORT int cnd_signal(cnd_t *condition) {
    return result(pthread_cond_signal((pthread_cond_t *)condition));
}

EXPORT int cnd_broadcast(cnd_t *condition) {
    return result(pthread_cond_broadcast((pthread_cond_t *)condition));
}

EXPORT int cnd_wait(cnd_t *condition, mtx_t *mutex) {
    return result(pthread_cond_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex));
}

EXPORT int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    return result(pthread_cond_timedwait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex, until));
}

EXPORT void cnd_destroy(cnd_t *condition) {
    pthread_cond_destroy((pthread_cond_t *)condition);
}
