/*
 * real.h - the real broker that broker.sh started, for one test program.
 */
#ifndef DP_TEST_REAL_H
#define DP_TEST_REAL_H

#include <stdbool.h>

/* The broker's address; NULL where there is none, and then the tests are to be skipped. */
const char *real_brokers(void);

/* The address at which a password is asked for: the user "reader" has "right-password", and no rights at first. */
const char *real_guarded_brokers(void);

/* Names of topics and of a group that no other run has. */
typedef struct real_topics {
    char in[48], out[48], dead[48], group[48];
} real_topics;

/* Creates the topics; `partitions` for input and output, one for dead letters. */
real_topics real_topics_new(const char *test, int partitions);

/* Has a topic grow to so many partitions, and waits until they are known. */
void real_topic_grow(const char *topic, int partitions);

/* Deletes a topic, and waits until it is known to be gone. */
void real_topic_delete(const char *topic);

enum { REAL_SKIPPED = 77 }; /* ctest's SKIP_RETURN_CODE of these tests */

#endif
