/*
 * watched.h - depeche run against the embedded broker, with its endpoints, for tests that attack or search it.
 */
#ifndef DP_TEST_WATCHED_H
#define DP_TEST_WATCHED_H

#include "program.h"
#include "stream/embedded.h"

typedef struct watched {
    program worker;
    dp_embedded *cluster;
    unsigned port;     /* of its endpoints */
    char config[64];   /* its configuration file */
    char pid_path[32]; /* /proc/NUMBER */
} watched;

/* Starts it with these settings, one a line, and waits until it has joined its group. */
void watched_start(watched *w, const char *settings);

/* Has it enrich so many articles, and waits until all have come out. */
void watched_enrich(watched *w, int articles);

/* A connection to its endpoints; -1 when it is refused. */
int watched_connect(const watched *w);

/* The whole answer to a GET; lent until the next. Empty when there was none within `timeout_ms`. */
const char *watched_get(const watched *w, const char *path, int timeout_ms);

/* The content of a file of /proc/PID; lent until the next. */
const char *watched_proc(const watched *w, const char *name, size_t *length);

/* Ends it with SIGTERM, and fails the test unless it ends well. */
void watched_end(watched *w);
void watched_close(watched *w);

#endif
