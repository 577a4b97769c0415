#include "stream/partition.h"

#include "base/memory.h"

static dp_partition *partition_new(const char *topic, int32_t number) {
    dp_partition *partition = dp_calloc(1, sizeof *partition);
    if (!partition) return NULL;
    partition->topic = dp_strdup(topic);
    if (!partition->topic) {
        dp_free(partition);
        return NULL;
    }
    partition->number = number;
    partition->owned = true;
    partition->settled = -1;
    partition->reached = -1;
    partition->committed = -1;
    partition->next = DP_NEXT_UNKNOWN;
    dp_sequencer_init(&partition->sequencer);
    dp_offsets_init(&partition->offsets);
    return partition;
}

static void partition_free(dp_partition *partition) {
    dp_sequencer_close(&partition->sequencer);
    dp_offsets_close(&partition->offsets);
    dp_free(partition->refusals);
    dp_free(partition->topic);
    dp_free(partition);
}

static bool is(const dp_partition *partition, const char *topic, int32_t number) {
    return partition->number == number && strcmp(partition->topic, topic) == 0;
}

dp_partition *dp_partitions_find(dp_partitions *partitions, const char *topic, int32_t number) {
    if (partitions->last < partitions->count && is(partitions->at[partitions->last], topic, number)) {
        return partitions->at[partitions->last];
    }
    for (size_t i = 0; i < partitions->count; i++) {
        if (is(partitions->at[i], topic, number)) {
            partitions->last = i;
            return partitions->at[i];
        }
    }
    return NULL;
}

dp_partition *dp_partitions_add(dp_partitions *partitions, const char *topic, int32_t number) {
    if (partitions->count == partitions->capacity) {
        size_t capacity = partitions->capacity ? partitions->capacity * 2 : 16;
        dp_partition **at = dp_realloc(partitions->at, capacity * sizeof *at);
        if (!at) return NULL;
        partitions->at = at;
        partitions->capacity = capacity;
    }
    dp_partition *partition = partition_new(topic, number);
    if (partition) partitions->at[partitions->count++] = partition;
    return partition;
}

static size_t place(const dp_partitions *partitions, const dp_partition *partition) {
    size_t i = 0;
    while (partitions->at[i] != partition) i++;
    return i;
}

static void disown(dp_partition *partition) {
    partition->owned = false;
    if (partition->items == 0) partition_free(partition);
}

void dp_partitions_abandon(dp_partitions *partitions, dp_partition *partition) {
    size_t i = place(partitions, partition);
    partitions->at[i] = partitions->at[--partitions->count];
    disown(partition);
}

dp_partition *dp_partitions_replace(dp_partitions *partitions, dp_partition *partition, int64_t start) {
    dp_partition *fresh = partition_new(partition->topic, partition->number);
    if (!fresh) return NULL;
    fresh->offsets.mark = start;
    fresh->settled = partition->settled;
    fresh->reached = partition->reached;
    fresh->committed = partition->committed;
    fresh->next = fresh->rewind_to = start;
    fresh->rewinding = true;
    fresh->refusals = partition->refusals;
    fresh->refusal_count = partition->refusal_count;
    fresh->refusal_capacity = partition->refusal_capacity;
    partition->refusals = NULL;
    partition->refusal_count = partition->refusal_capacity = 0;
    partitions->at[place(partitions, partition)] = fresh;
    disown(partition);
    return fresh;
}

int64_t dp_partitions_behind(const dp_partitions *partitions) {
    int64_t behind = 0;
    for (size_t i = 0; i < partitions->count; i++) {
        const dp_partition *partition = partitions->at[i];
        if (partition->reached > partition->offsets.mark) behind += partition->reached - partition->offsets.mark;
    }
    return behind;
}

void dp_partitions_close(dp_partitions *partitions) {
    while (partitions->count) dp_partitions_abandon(partitions, partitions->at[partitions->count - 1]);
    dp_free(partitions->at);
    *partitions = (dp_partitions){0};
}

void dp_partition_release(dp_partition *partition) {
    partition->items--;
    if (!partition->owned && partition->items == 0) partition_free(partition);
}

int dp_partition_refuse(dp_partition *partition, dp_refusal refusal) {
    size_t kept = 0;
    for (size_t i = 0; i < partition->refusal_count; i++) {
        const dp_refusal *old = &partition->refusals[i];
        if (old->offset >= partition->offsets.mark && old->offset != refusal.offset) {
            partition->refusals[kept++] = *old;
        }
    }
    partition->refusal_count = kept;
    if (kept == partition->refusal_capacity) {
        size_t capacity = kept ? kept * 2 : 4;
        dp_refusal *refusals = dp_realloc(partition->refusals, capacity * sizeof *refusals);
        if (!refusals) return -1;
        partition->refusals = refusals;
        partition->refusal_capacity = capacity;
    }
    partition->refusals[partition->refusal_count++] = refusal;
    return 0;
}

const dp_refusal *dp_partition_refusal(const dp_partition *partition, int64_t offset) {
    for (size_t i = 0; i < partition->refusal_count; i++) {
        if (partition->refusals[i].offset == offset) return &partition->refusals[i];
    }
    return NULL;
}
