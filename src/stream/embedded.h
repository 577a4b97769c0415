/*
 * embedded.h - a Kafka cluster inside this process, for the demo and for tests: librdkafka's mock cluster.
 *
 * What librdkafka's mock can do, and what it cannot, is written on top of embedded.c.
 */
#ifndef DP_EMBEDDED_H
#define DP_EMBEDDED_H

#include <stdint.h>

typedef struct dp_embedded dp_embedded;
struct rd_kafka_mock_cluster_s;

/* Starts a cluster of `brokers` brokers on free loopback ports. NULL when memory or ports are out. The caller closes
 * it, after every client of it. */
dp_embedded *dp_embedded_open(int brokers);
void dp_embedded_close(dp_embedded *embedded);

/* For bootstrap.servers. Lent. */
const char *dp_embedded_brokers(const dp_embedded *embedded);

/* Creates a topic. Returns 0 or -1. */
int dp_embedded_topic(dp_embedded *embedded, const char *topic, int partitions);

/* librdkafka's handle, for tests that make the cluster fail. Lent. */
struct rd_kafka_mock_cluster_s *dp_embedded_cluster(const dp_embedded *embedded);

#endif
