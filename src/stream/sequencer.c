#include "stream/sequencer.h"

#include "base/memory.h"

enum { CAPACITY_MIN = 64 }; /* a power of two */

void dp_sequencer_init(dp_sequencer *sequencer) {
    *sequencer = (dp_sequencer){0};
}

void dp_sequencer_close(dp_sequencer *sequencer) {
    dp_free(sequencer->ring);
    dp_sequencer_init(sequencer);
}

static void **slot(const dp_sequencer *sequencer, uint64_t number) {
    return &sequencer->ring[number & (sequencer->capacity - 1)];
}

static int grow(dp_sequencer *sequencer) {
    size_t capacity = sequencer->capacity ? sequencer->capacity * 2 : CAPACITY_MIN;
    if (capacity < sequencer->capacity) return -1;
    void **ring = dp_calloc(capacity, sizeof *ring);
    if (!ring) return -1;
    for (uint64_t number = sequencer->first; number != sequencer->next; number++) {
        ring[number & (capacity - 1)] = *slot(sequencer, number);
    }
    dp_free(sequencer->ring);
    sequencer->ring = ring;
    sequencer->capacity = capacity;
    return 0;
}

int dp_sequencer_enter(dp_sequencer *sequencer, uint64_t *number) {
    if (dp_sequencer_count(sequencer) == sequencer->capacity && grow(sequencer)) return -1;
    *number = sequencer->next++;
    *slot(sequencer, *number) = NULL;
    return 0;
}

void dp_sequencer_done(dp_sequencer *sequencer, uint64_t number, void *thing) {
    *slot(sequencer, number) = thing;
}

void *dp_sequencer_peek(const dp_sequencer *sequencer) {
    return sequencer->first == sequencer->next ? NULL : *slot(sequencer, sequencer->first);
}

void dp_sequencer_pop(dp_sequencer *sequencer) {
    sequencer->first++;
}
