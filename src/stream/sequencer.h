/*
 * sequencer.h - puts what is finished in any order back into the order in which it was begun.
 *
 * One a partition, one thread's. Numbers count from 0, one for each thing that enters.
 */
#ifndef DP_SEQUENCER_H
#define DP_SEQUENCER_H

#include <stddef.h>
#include <stdint.h>

typedef struct dp_sequencer {
    void **ring; /* of things that are done, by number; NULL for those that are not */
    size_t capacity;
    uint64_t first; /* the earliest that has not been taken */
    uint64_t next;  /* the number of the next to enter */
} dp_sequencer;

void dp_sequencer_init(dp_sequencer *sequencer);
void dp_sequencer_close(dp_sequencer *sequencer);

/* Something begins; *number is its place. Returns 0, or -1 when memory is out. */
int dp_sequencer_enter(dp_sequencer *sequencer, uint64_t *number);

/* The thing with this number is done: it is `thing`, not NULL. */
void dp_sequencer_done(dp_sequencer *sequencer, uint64_t number, void *thing);

/* The earliest thing, when it is done; NULL when it is not, or nothing is left. */
void *dp_sequencer_peek(const dp_sequencer *sequencer);

/* Takes away what peek gave. */
void dp_sequencer_pop(dp_sequencer *sequencer);

/* How many have entered and were not taken. */
static inline uint64_t dp_sequencer_count(const dp_sequencer *sequencer) {
    return sequencer->next - sequencer->first;
}

#endif
