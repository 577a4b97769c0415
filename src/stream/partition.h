/*
 * partition.h - an input partition that this worker owns, for as long as it owns it.
 *
 * Each assignment makes a new dp_partition, and so does each replay: what is still under way for an older one finds
 * that its partition is no longer owned, and is dropped. All of it is the worker's thread's alone; analysis threads
 * only carry the pointer.
 */
#ifndef DP_PARTITION_H
#define DP_PARTITION_H

#include <librdkafka/rdkafka.h>

#include "stream/item.h"
#include "stream/offsets.h"
#include "stream/sequencer.h"

enum { DP_NEXT_ANY = -1, DP_NEXT_UNKNOWN = -2 };

/* How a message must be sent that was refused before its partition was replayed. */
typedef struct dp_refusal {
    int64_t offset;
    dp_form form;
    bool alone;
    const char *reason; /* static */
} dp_refusal;

typedef struct dp_partition {
    char *topic;
    int32_t number;
    bool owned;
    bool rewinding; /* what comes is dropped until the consumer is back at `rewind_to` */
    dp_sequencer sequencer;
    dp_offsets offsets;
    int64_t settled;    /* the mark that was last stored for commit, or committed in a transaction; before that, where
                           reading began; -1: nothing was read */
    int64_t reached;    /* the offset after the last message read, replays or not; -1: none */
    int64_t committed;  /* at least once: the offset of the last commit that succeeded; -1: none */
    int64_t waiting_ms; /* at least once: since when something stored waits to be committed; 0: nothing does */
    int64_t next;       /* the lowest offset that is to be read: DP_NEXT_ANY, or DP_NEXT_UNKNOWN as yet (position.h) */
    int64_t rewind_to;  /* while rewinding: where to */
    int64_t astray_ms;  /* when earlier messages came instead, first; 0: never */
    int64_t astray_last_ms; /* and last */
    size_t items;           /* that point here */
    unsigned ticks;         /* reports of lag since it was assigned */
    dp_refusal *refusals;
    size_t refusal_count, refusal_capacity;
} dp_partition;

/* The partitions that are owned. */
typedef struct dp_partitions {
    dp_partition **at;
    size_t count, capacity;
    size_t last; /* where the last one was found: messages come in runs */
} dp_partitions;

/* The owned partition with this name and number; NULL when it is not owned. */
dp_partition *dp_partitions_find(dp_partitions *partitions, const char *topic, int32_t number);

/* Adds a partition. NULL when memory is out. */
dp_partition *dp_partitions_add(dp_partitions *partitions, const char *topic, int32_t number);

/* Gives a partition up. It is freed now, or when the last item that points to it is (dp_partition_release). */
void dp_partitions_abandon(dp_partitions *partitions, dp_partition *partition);

/* Gives a partition up, of which something was read, and puts a new one in its place that begins at `start` and is
 * rewinding. NULL when memory is out, and then the old one is left as it was. */
dp_partition *dp_partitions_replace(dp_partitions *partitions, dp_partition *partition, int64_t start);

/* How many messages, at most, were read and given up for a replay that has not done them yet. */
int64_t dp_partitions_behind(const dp_partitions *partitions);

/* Gives all up and frees the table. */
void dp_partitions_close(dp_partitions *partitions);

/* An item no longer points to the partition. */
void dp_partition_release(dp_partition *partition);

/* Remembers how the message at `offset` must be sent, through replays. Returns 0, or -1 when memory is out. */
int dp_partition_refuse(dp_partition *partition, dp_refusal refusal);

/* What was remembered for `offset`; NULL: nothing. Lent until the next call. */
const dp_refusal *dp_partition_refusal(const dp_partition *partition, int64_t offset);

#endif
