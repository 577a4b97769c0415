#include "stream/offsets.h"

#include "base/memory.h"

enum { CAPACITY_MIN = 64 }; /* a power of two */

void dp_offsets_init(dp_offsets *offsets) {
    *offsets = (dp_offsets){.mark = -1};
}

void dp_offsets_close(dp_offsets *offsets) {
    dp_free(offsets->ring);
    dp_offsets_init(offsets);
}

static dp_offset_slot *slot(const dp_offsets *offsets, uint64_t number) {
    return &offsets->ring[number & (offsets->capacity - 1)];
}

static int grow(dp_offsets *offsets) {
    size_t capacity = offsets->capacity ? offsets->capacity * 2 : CAPACITY_MIN;
    if (capacity < offsets->capacity) return -1;
    dp_offset_slot *ring = dp_calloc(capacity, sizeof *ring);
    if (!ring) return -1;
    for (uint64_t number = offsets->first; number != offsets->next; number++) {
        ring[number & (capacity - 1)] = *slot(offsets, number);
    }
    dp_free(offsets->ring);
    offsets->ring = ring;
    offsets->capacity = capacity;
    return 0;
}

int dp_offsets_enter(dp_offsets *offsets, int64_t offset, uint64_t *number) {
    if (dp_offsets_pending(offsets) == offsets->capacity && grow(offsets)) return -1;
    if (offsets->mark < 0) offsets->mark = offset;
    *number = offsets->next++;
    *slot(offsets, *number) = (dp_offset_slot){.offset = offset};
    return 0;
}

bool dp_offsets_acknowledge(dp_offsets *offsets, uint64_t number) {
    slot(offsets, number)->acknowledged = true;
    uint64_t before = offsets->first;
    while (offsets->first != offsets->next && slot(offsets, offsets->first)->acknowledged) {
        offsets->mark = slot(offsets, offsets->first)->offset + 1;
        offsets->first++;
    }
    return offsets->first != before;
}
