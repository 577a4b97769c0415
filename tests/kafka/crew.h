/*
 * crew.h - a crew of workers in processes, and the flow of messages that they work on.
 */
#ifndef DP_TEST_CREW_H
#define DP_TEST_CREW_H

#include "kit.h"
#include "process.h"
#include "real.h"

enum { CREW_WAIT_MS = 30000, CREW_PARTITIONS = 8 };

/* Properties that let a group notice a dead worker soon. */
#define CREW_QUICK "session.timeout.ms=3000", "heartbeat.interval.ms=300", "commit-ms=200"

/* Messages m-0, m-1, ... that are sent little by little, by a thread. */
typedef struct crew_flow {
    const char *topic;
    int count, per_second;
    pthread_t thread;
} crew_flow;

void crew_flow_start(crew_flow *flow);
void crew_flow_join(crew_flow *flow);

/* Waits until the group has committed all of `count` messages, and fails the test when it does not. */
void crew_wait_committed(const real_topics *names, int64_t count);

/* Reads the output and fails the test unless every message is there, in order, and no more than so many twice. */
void crew_check(const real_topics *names, int count, size_t duplicates_max);

/* Waits until the group has committed more than `count` messages, and fails the test unless that is in the middle of
 * the `all` of them. */
void crew_wait_middle(const real_topics *names, int64_t count, int64_t all);

/* Ends a worker with SIGTERM and fails the test unless it ends well. */
void crew_end(process *worker);

#endif
