#include "stream/stale.h"

#include "stream/rebalance.h"
#include "stream/report.h"

enum { PATIENCE_MS = 2000, COMMITS = 3, ASK_MS = 1000 };

/* What waits for longer than several commits take, with what was stored as its offset. The caller's. */
static rd_kafka_topic_partition_list_t *long_waiting(dp_worker *worker, int64_t now) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(4);
    int64_t patience = PATIENCE_MS + COMMITS * (int64_t)worker->options->commit_ms;
    for (size_t i = 0; i < worker->partitions.count; i++) {
        dp_partition *partition = worker->partitions.at[i];
        if (!partition->waiting_ms || now - partition->waiting_ms < patience) continue;
        partition->waiting_ms = now; /* asked for again only after the same time */
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number);
    }
    return list;
}

/* Leaves in `list`, which has what the group has, those of which that is stale, with what was stored instead. Where it
 * is merely lower a commit is under way. */
static void keep_stale(dp_worker *worker, rd_kafka_topic_partition_list_t *list) {
    for (int i = list->cnt - 1; i >= 0; i--) {
        rd_kafka_topic_partition_t *held = &list->elems[i];
        dp_partition *partition = dp_partitions_find(&worker->partitions, held->topic, held->partition);
        bool stale = partition && partition->settled >= 0 && !held->err &&
                     (held->offset < 0 || held->offset > partition->settled);
        if (stale) {
            held->offset = partition->settled;
        } else {
            rd_kafka_topic_partition_list_del_by_idx(list, i);
        }
    }
}

void dp_stale_check(dp_worker *worker, int64_t now) {
    if (dp_worker_exactly_once(worker) || !worker->connection.up || !worker->joined) return;
    rd_kafka_topic_partition_list_t *list = long_waiting(worker, now);
    if (list->cnt && !rd_kafka_committed(worker->consumer, list, ASK_MS)) {
        keep_stale(worker, list);
        if (list->cnt && !dp_rebalance_lost(worker)) {
            dp_report_log(worker, DP_SEVERITY_WARNING, "stale_offsets",
                          DP_EVENT_FIELDS(DP_EVENT_NUMBER("partitions", list->cnt)),
                          "The group has offsets of a topic that was deleted and created again, or cut off; they are "
                          "replaced");
            rd_kafka_commit(worker->consumer, list, true);
        }
    }
    rd_kafka_topic_partition_list_destroy(list);
}
