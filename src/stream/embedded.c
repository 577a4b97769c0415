/*
 * librdkafka's mock cluster speaks the Kafka protocol on loopback sockets. As of 2.0.2 it
 *   can: produce and fetch, idempotent producers, consumer groups with rebalances and offset commits (a first join
 *        takes three seconds: the group waits for others), topic metadata and creation, headers, and the messages of
 *        the transaction protocol;
 *   cannot: keep transactions apart (what was aborted stays readable, offsets in a transaction are not stored),
 * remember static members, refuse what is too large for a topic, check rights, TLS or SASL, delete or compact, keep
 *        anything beyond its process, or keep more than 5 MB a partition: older messages go.
 */
#include "stream/embedded.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "base/memory.h"

struct dp_embedded {
    rd_kafka_t *handle; /* keeps the cluster's books; connects nowhere */
    rd_kafka_mock_cluster_t *cluster;
};

dp_embedded *dp_embedded_open(int brokers) {
    dp_embedded *embedded = dp_calloc(1, sizeof *embedded);
    if (!embedded) return NULL;
    char reason[128];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set(conf, "log_level", "3", reason, sizeof reason);
    embedded->handle = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (!embedded->handle) {
        rd_kafka_conf_destroy(conf);
        dp_free(embedded);
        return NULL;
    }
    embedded->cluster = rd_kafka_mock_cluster_new(embedded->handle, brokers);
    if (!embedded->cluster) {
        dp_embedded_close(embedded);
        return NULL;
    }
    return embedded;
}

void dp_embedded_close(dp_embedded *embedded) {
    if (!embedded) return;
    if (embedded->cluster) rd_kafka_mock_cluster_destroy(embedded->cluster);
    rd_kafka_destroy(embedded->handle);
    dp_free(embedded);
}

const char *dp_embedded_brokers(const dp_embedded *embedded) {
    return rd_kafka_mock_cluster_bootstraps(embedded->cluster);
}

int dp_embedded_topic(dp_embedded *embedded, const char *topic, int partitions) {
    return rd_kafka_mock_topic_create(embedded->cluster, topic, partitions, 1) ? -1 : 0;
}

rd_kafka_mock_cluster_t *dp_embedded_cluster(const dp_embedded *embedded) {
    return embedded->cluster;
}
