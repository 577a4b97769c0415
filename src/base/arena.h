/*
 * arena.h - memory that is taken piece by piece and given back all at once: one arena an article.
 *
 * A warm arena (reset after an earlier article of at least the same size) takes nothing from the system.
 */
#ifndef DP_ARENA_H
#define DP_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct dp_arena_block dp_arena_block;

typedef struct dp_arena {
    dp_arena_block *first, *current;
    size_t used;     /* bytes used in the current block */
    size_t retained; /* a reset keeps no more than this many bytes */
} dp_arena;

/* An empty arena; takes no memory yet. */
void dp_arena_init(dp_arena *arena);
void dp_arena_close(dp_arena *arena);

/* Forgets everything that was taken. Keeps blocks for the next article, up to `retained` bytes. */
void dp_arena_reset(dp_arena *arena);

/* `size` bytes aligned for any type, not cleared; NULL when memory is out. */
void *dp_arena_alloc(dp_arena *arena, size_t size);

/* `count` cleared elements of `size` bytes; NULL when memory is out or the product overflows. */
void *dp_arena_calloc(dp_arena *arena, size_t count, size_t size);

/* A place to go back to: what was taken after dp_arena_mark is given back by dp_arena_rewind, for scratch memory of a
 * loop. A reset makes marks void. */
typedef struct dp_arena_place {
    dp_arena_block *block;
    size_t used;
} dp_arena_place;

dp_arena_place dp_arena_mark(const dp_arena *arena);
void dp_arena_rewind(dp_arena *arena, dp_arena_place place);

/* Bytes of all blocks held. */
size_t dp_arena_held(const dp_arena *arena);

#endif
