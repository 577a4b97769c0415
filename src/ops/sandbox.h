/*
 * sandbox.h - what a process that holds secrets and reads what strangers wrote gives up.
 *
 * In builds with sanitizers or coverage, which need what is given up, none of it happens.
 */
#ifndef DP_SANDBOX_H
#define DP_SANDBOX_H

#include <stddef.h>

/* No core dumps, and no other process of the same user may read this one's memory or environment. */
void dp_sandbox_hide(void);

typedef enum dp_sandbox_result {
    DP_SANDBOX_CLOSED = 0,
    DP_SANDBOX_INSTRUMENTED, /* this build does without */
    DP_SANDBOX_FAILED,       /* the kernel cannot, or may not */
} dp_sandbox_result;

/* For all threads that run and will be started, for ever: only the system calls that a worker needs once it is set up.
 * It may read files, but not write, make or remove any; use connections, but not listen for new ones, nor anything but
 * IP; start threads, but no process; make no memory executable. What a worker never asks for, such as to start a
 * program or to look into another process, ends the process (SIGSYS); all else that is not allowed fails with ENOSYS or
 * EPERM. Why it failed goes to `reason` of `size` bytes. */
dp_sandbox_result dp_sandbox_close(char *reason, size_t size);

#endif
