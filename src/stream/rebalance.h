/*
 * rebalance.h - partitions come and go.
 *
 * When partitions are taken in good order, what the threads have begun of them is finished within revoke_ms and
 * committed; what only waits is left to the next owner. When they are lost, nothing of them is committed: the group
 * took this worker for dead and someone else has them already.
 */
#ifndef DP_REBALANCE_H
#define DP_REBALANCE_H

#include "stream/context.h"

/* librdkafka's rebalance callback; its opaque is the worker. Incremental (cooperative-sticky) and eager assignors. */
void dp_rebalance(rd_kafka_t *consumer, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t *partitions,
                  void *opaque);

/* At least once: hands the marks that moved to librdkafka, which commits them in time. */
void dp_rebalance_store(dp_worker *worker);

/* At least once: takes back what was stored and not yet committed, because no broker can be reached. A commit that is
 * begun without one would have librdkafka hold up the worker's end until the session is over. What was taken back is
 * stored again once a broker answers. */
void dp_rebalance_withdraw(dp_worker *worker);

/* Whether this worker's partitions are no longer its own. They are when librdkafka says so, and also when this worker
 * is not the member that they were assigned to: librdkafka can miss the loss when it falls into a rebalance that is
 * under way. */
bool dp_rebalance_lost(dp_worker *worker);

/* A commit of offsets ended so. A failed one does not stop the worker: a later commit holds all that it held. */
void dp_rebalance_committed(dp_worker *worker, rd_kafka_resp_err_t error,
                            const rd_kafka_topic_partition_list_t *offsets);

/* At least once: true when all that was done is committed. Before leaving the group, which may have a rebalance under
 * way in which a last commit would be refused. */
bool dp_rebalance_all_committed(const dp_worker *worker);

/* At least once, while draining: asks for a commit of what was stored, once in a while, where the timed one would be
 * long in coming. */
void dp_rebalance_hurry(dp_worker *worker);

#endif
