#include "stream/position.h"

#include "stream/clock.h"
#include "stream/report.h"

enum {
    ASK_MS = 2000,
    INSIST_MS = 15000, /* the brokers are believed when they have said no for so long */
    EPISODE_MS = 5000, /* without a no for so long, the next one is the first again */
};

/* Asks which offsets the group has, for all partitions of which that is not known. Nothing was committed for them since
 * they were assigned, so those are where reading begins. */
static void ask(dp_worker *worker) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)worker->partitions.count);
    for (size_t i = 0; i < worker->partitions.count; i++) {
        const dp_partition *partition = worker->partitions.at[i];
        if (partition->next != DP_NEXT_UNKNOWN) continue;
        rd_kafka_topic_partition_list_add(list, partition->topic, partition->number);
    }
    rd_kafka_resp_err_t error = rd_kafka_committed(worker->consumer, list, ASK_MS);
    for (int i = 0; i < list->cnt && !error; i++) {
        const rd_kafka_topic_partition_t *held = &list->elems[i];
        dp_partition *partition = dp_partitions_find(&worker->partitions, held->topic, held->partition);
        if (partition && !held->err) partition->next = held->offset < 0 ? DP_NEXT_ANY : held->offset;
    }
    rd_kafka_topic_partition_list_destroy(list);
}

/* The partition was read at an offset before the next one. True: the brokers insist, and it is to be taken. */
static bool insisted(dp_worker *worker, dp_partition *partition) {
    int64_t now = dp_clock_ms();
    bool first = !partition->astray_ms || now - partition->astray_last_ms >= EPISODE_MS;
    if (first) partition->astray_ms = now;
    partition->astray_last_ms = now;
    bool believed = now - partition->astray_ms >= INSIST_MS;
    if (!first && !believed) return false;
    dp_report_log(
        worker, DP_SEVERITY_WARNING, believed ? "offset_reset" : "offset_refused",
        DP_EVENT_FIELDS(DP_EVENT_TEXT("topic", partition->topic), DP_EVENT_NUMBER("partition", partition->number),
                        DP_EVENT_NUMBER("offset", partition->next)),
        believed ? "The brokers have nothing at this offset: the topic was created again, or cut off; reading "
                   "begins with its first message"
                 : "A broker had nothing at this offset and gave earlier messages; it is asked for again");
    return believed;
}

bool dp_position_take(dp_worker *worker, dp_partition *partition, int64_t offset) {
    if (partition->next == DP_NEXT_UNKNOWN) ask(worker);
    bool known = partition->next != DP_NEXT_UNKNOWN;
    if (known && (offset >= partition->next || insisted(worker, partition))) {
        partition->next = offset + 1;
        return true;
    }
    partition->rewinding = true;
    partition->rewind_to = known ? partition->next : offset;
    return false;
}
