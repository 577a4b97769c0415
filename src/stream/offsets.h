/*
 * offsets.h - up to where a partition is done: the low-water mark below which every message was acknowledged.
 *
 * One a partition, one thread's. Offsets may have gaps (compacted topics, transaction markers); the numbers count
 * messages from 0, as the sequencer's do.
 */
#ifndef DP_OFFSETS_H
#define DP_OFFSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dp_offset_slot {
    int64_t offset;
    bool acknowledged;
} dp_offset_slot;

typedef struct dp_offsets {
    dp_offset_slot *ring;
    size_t capacity;
    uint64_t first; /* the earliest that is not acknowledged */
    uint64_t next;
    int64_t mark; /* the offset to commit: all before it are done; -1 while there is none */
} dp_offsets;

void dp_offsets_init(dp_offsets *offsets);
void dp_offsets_close(dp_offsets *offsets);

/* The message at `offset` was read; the first call sets the mark there. Returns 0, or -1 when memory is out. */
int dp_offsets_enter(dp_offsets *offsets, int64_t offset, uint64_t *number);

/* The output of the message with this number was acknowledged. True when the mark moved. */
bool dp_offsets_acknowledge(dp_offsets *offsets, uint64_t number);

/* How many were read and are above the mark. */
static inline uint64_t dp_offsets_pending(const dp_offsets *offsets) {
    return offsets->next - offsets->first;
}

#endif
