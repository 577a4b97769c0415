/*
 * secured.h - the secured broker that listeners.sh describes, and depeche run against it.
 */
#ifndef DP_TEST_SECURED_H
#define DP_TEST_SECURED_H

#include <stdbool.h>
#include <sys/types.h>

enum { SECURED_SKIPPED = 77 }; /* ctest's SKIP_RETURN_CODE of these tests */

/* The address of a listener of the broker ("bootstrap" is the open one); NULL where there is no broker. */
const char *secured_address(const char *listener);

/* Whether a newer librdkafka than the system's is there, and from now on started workers use it. */
bool secured_use_newer(void);
void secured_use_own(void);

/* Kills the broker and starts it again. */
void secured_restart_broker(void);

/* Runs one of this folder's scripts, or any shell command, in the folder of the credentials; gives what it wrote. Lent
 * until the next; fails the test when the command fails. */
const char *secured_shell(const char *command);

/* A run of depeche, which writes to a file. */
typedef struct secured_run {
    const char *name;
    pid_t process;
    char path[96]; /* of its configuration, and with .log after it of what it writes */
    int code;      /* its exit code, once it has ended; -1: it was killed since it did not end */
    char *said;    /* all that it wrote */
} secured_run;

/* Starts `depeche COMMAND -c FILE` with a file that has the brokers, topics, a group NAME and then `properties`, one a
 * line, in which $C stands for the folder of the credentials. */
void secured_start(secured_run *run, const char *command, const char *name, const char *brokers,
                   const char *properties);

/* Sends a signal (0: none) and waits for the end, two minutes at most. */
void secured_end(secured_run *run, int signal);

/* Fails the test unless what it wrote holds `part`. */
void secured_assert_said(const secured_run *run, const char *part);
void secured_assert_not_said(const secured_run *run, const char *part);

void secured_close(secured_run *run);

#endif
