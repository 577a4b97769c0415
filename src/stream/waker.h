/*
 * waker.h - wakes the worker's thread from others: a pipe that it waits on.
 */
#ifndef DP_WAKER_H
#define DP_WAKER_H

typedef struct dp_waker {
    int read_fd, write_fd; /* librdkafka writes to write_fd too when one of its queues fills */
} dp_waker;

/* Returns 0, or -1 when descriptors are out; then the waker is closed. */
int dp_waker_open(dp_waker *waker);
void dp_waker_close(dp_waker *waker);

/* From any thread. Many wakes before a wait count as one. */
void dp_waker_wake(const dp_waker *waker);

/* Waits until woken, `timeout_ms` at most. */
void dp_waker_wait(const dp_waker *waker, int timeout_ms);

#endif
