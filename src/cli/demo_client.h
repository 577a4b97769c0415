/*
 * demo_client.h - the foreign ends of the demo: who writes articles to the raw topic and reads what comes out.
 */
#ifndef DP_DEMO_CLIENT_H
#define DP_DEMO_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Writes `count` messages to a topic and waits for all acknowledgements. Returns 0, or -1 with a sentence in `reason`
 * of `size` bytes. */
int dp_demo_produce(const char *brokers, const char *topic, const dp_str *messages, size_t count, char *reason,
                    size_t size);

/* Reads all partitions of some topics from their beginning, without a group. */
typedef struct dp_demo_reader dp_demo_reader;

typedef struct dp_demo_message {
    const char *topic; /* lent until the reader is closed */
    int partition;
    long long offset;
    dp_str value;  /* lent until the next read, as is the next */
    dp_str header; /* value of the header asked for; empty when the message has none */
} dp_demo_message;

/* NULL on failure, with a sentence in `reason`. */
dp_demo_reader *dp_demo_reader_open(const char *brokers, const char *const *topics, size_t topic_count, int partitions,
                                    char *reason, size_t size);
void dp_demo_reader_close(dp_demo_reader *reader);

/* The next message and its header `header`; false when none came in `timeout_ms`. */
bool dp_demo_reader_next(dp_demo_reader *reader, const char *header, int timeout_ms, dp_demo_message *message);

#endif
