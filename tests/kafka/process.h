/*
 * process.h - workers in processes of their own, for tests that kill and stop them.
 */
#ifndef DP_TEST_PROCESS_H
#define DP_TEST_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct process {
    pid_t pid;
    int output;      /* what it writes to standard output */
    char said[1024]; /* all of it, once it has ended */
} process;

/* Starts stream_worker with these arguments, NULL-terminated. Its log goes to the file $KIT_PROCESS_LOG, if set. */
process process_start(const char *first, ...);

void process_signal(const process *started, int number);

/* Waits for the end, `timeout_ms` at most (then it is killed and the test fails). Returns the exit code, or minus the
 * number of the signal that ended it. */
int process_wait(process *started, int timeout_ms);

#endif
