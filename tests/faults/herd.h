/*
 * herd.h - many workers at once on one mock cluster: all read the same messages, each for a group and into an output
 * topic of its own, so that one thing can be tried in many ways in the time of one.
 */
#ifndef DP_TEST_HERD_H
#define DP_TEST_HERD_H

#include "kit.h"
#include "stream/embedded.h"

enum { HERD_MAX = 96, HERD_MESSAGES = 12, HERD_PARTITIONS = 2, HERD_WAIT_MS = 120000 };

/* For every worker: the mock cluster gives the partitions of a group that was left to a new member only once the time
 * of the old one's session is over. */
extern const dp_property herd_quick[2];

typedef struct herd {
    const char *brokers;
    int count;
    char input[32], dead[32];
    struct {
        char group[32], output[32];
        bool complete; /* all messages are in its output, as of the last herd_look */
    } of[HERD_MAX];
} herd;

/* Makes the topics for `count` workers and sends the messages. */
void herd_open(herd *all, dp_embedded *cluster, const char *name, int count);

/* Reads all outputs until all are complete, but no longer than `timeout_ms`. Returns how many are not. */
int herd_look(herd *all, int timeout_ms);

#endif
