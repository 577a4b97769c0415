/*
 * preload.c - faults of the system, for a program that is started with this library in $LD_PRELOAD.
 *
 *   FAULT_CLOCK=SECONDS,PERIOD_MS  the wall clock jumps: every PERIOD_MS it is in turn ahead by so many seconds, behind
 *                                  by as many, and right; what waits until a moment of it waits accordingly
 *   FAULT_THREADS=N                no more than N threads can live at once, beside the first
 *   FAULT_FILES=N                  no more than N file descriptors can be open
 *
 * The monotonic clock is left alone, as the kernel does when the wall clock is set.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>

enum { SLICE_NS = 20000000, BILLION = 1000000000 };

static int64_t jump_s, period_ms, began_ms;
static long threads_max = -1;
static atomic_long threads;

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_cnd_timedwait)(cnd_t *, mtx_t *, const struct timespec *);
static int (*real_pthread_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
static int (*real_thrd_create)(thrd_t *, thrd_start_t, void *);

/* A function's address in the form of a function pointer, for which C has no cast. */
static void find(const char *name, void *function) {
    void *address = dlsym(RTLD_NEXT, name);
    memcpy(function, &address, sizeof address);
}

static void real_now(clockid_t clock, struct timespec *now) {
    if (!real_clock_gettime) find("clock_gettime", &real_clock_gettime);
    real_clock_gettime(clock, now);
}

static int64_t offset_s(void) {
    struct timespec now;
    if (!period_ms) return 0;
    real_now(CLOCK_MONOTONIC, &now);
    int64_t turn = ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - began_ms) / period_ms % 3;
    return turn == 1 ? jump_s : turn == 2 ? -jump_s : 0;
}

__attribute__((constructor)) static void begin(void) {
    find("cnd_timedwait", &real_cnd_timedwait);
    find("pthread_create", &real_pthread_create);
    find("thrd_create", &real_thrd_create);
    const char *clock = getenv("FAULT_CLOCK"), *most_threads = getenv("FAULT_THREADS"), *files = getenv("FAULT_FILES");
    if (clock) {
        char *rest;
        struct timespec now;
        real_now(CLOCK_MONOTONIC, &now);
        began_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
        jump_s = strtoll(clock, &rest, 10);
        period_ms = *rest ? strtoll(rest + 1, NULL, 10) : 1000;
    }
    if (most_threads) threads_max = strtol(most_threads, NULL, 10);
    if (files) {
        rlim_t most = strtoul(files, NULL, 10);
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){most, most});
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    real_now(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += offset_s();
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    *now = (struct timeval){precise.tv_sec, precise.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *copy) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (copy) *copy = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
    if (base != TIME_UTC) return 0;
    clock_gettime(CLOCK_REALTIME, now);
    return base;
}

/* Waits in slices, as the wall clock may jump meanwhile: the moment waited for is one of the clock that jumps. */
int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until) {
    if (!period_ms) return real_cnd_timedwait(condition, mutex, until);
    while (1) {
        struct timespec now, end;
        clock_gettime(CLOCK_REALTIME, &now);
        int64_t left = (until->tv_sec - now.tv_sec) * (int64_t)BILLION + until->tv_nsec - now.tv_nsec;
        bool last = left <= SLICE_NS;
        if (left > SLICE_NS) left = SLICE_NS;
        if (left < 0) left = 0;
        real_now(CLOCK_REALTIME, &end);
        end.tv_nsec += left;
        if (end.tv_nsec >= BILLION) {
            end.tv_nsec -= BILLION;
            end.tv_sec++;
        }
        int result = real_cnd_timedwait(condition, mutex, &end);
        if (result != thrd_timedout || last) return result;
    }
}

/* A thread that is counted while it lives. */
typedef struct life {
    void *(*function)(void *);
    thrd_start_t c11_function; /* of one that C11's functions began */
    void *argument;
} life;

/* NULL: no more threads may live. */
static life *life_new(life content) {
    if (threads_max >= 0 && atomic_fetch_add(&threads, 1) >= threads_max) {
        atomic_fetch_sub(&threads, 1);
        return NULL;
    }
    life *lived = malloc(sizeof *lived);
    if (lived) *lived = content;
    return lived;
}

static life life_begin(void *argument) {
    life lived = *(life *)argument;
    free(argument);
    return lived;
}

static void *live(void *argument) {
    life lived = life_begin(argument);
    void *result = lived.function(lived.argument);
    atomic_fetch_sub(&threads, 1);
    return result;
}

static int live_c11(void *argument) {
    life lived = life_begin(argument);
    int result = lived.c11_function(lived.argument);
    atomic_fetch_sub(&threads, 1);
    return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *), void *argument) {
    life *lived = life_new((life){.function = function, .argument = argument});
    return lived ? real_pthread_create(thread, attributes, live, lived) : EAGAIN;
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument) {
    life *lived = life_new((life){.c11_function = function, .argument = argument});
    return lived ? real_thrd_create(thread, live_c11, lived) : thrd_error;
}
