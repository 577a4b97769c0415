#include "base/arena.h"

#include <stdalign.h>
#include <string.h>

#include "base/memory.h"

struct dp_arena_block {
    dp_arena_block *next;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_MIN = 256 * 1024, RETAINED_DEFAULT = 64 * 1024 * 1024 };

/* Under AddressSanitizer a gap that may not be touched follows each piece, and neither may what is not taken, so that
 * it finds whoever reaches beyond a piece or keeps one too long. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WATCHED
#endif

#if defined(WATCHED)
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#define FORBID(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define ALLOW(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
enum { GAP = 0 };
#define FORBID(at, size) ((void)(at), (void)(size))
#define ALLOW(at, size) ((void)(at), (void)(size))
#endif

void dp_arena_init(dp_arena *arena) {
    *arena = (dp_arena){.retained = RETAINED_DEFAULT};
}

static void free_blocks(dp_arena_block *block) {
    while (block) {
        dp_arena_block *next = block->next;
        dp_free(block);
        block = next;
    }
}

void dp_arena_close(dp_arena *arena) {
    free_blocks(arena->first);
    dp_arena_init(arena);
}

void dp_arena_reset(dp_arena *arena) {
    size_t kept = 0;
    dp_arena_block **link = &arena->first;
    while (*link && kept + (*link)->size <= arena->retained) {
        kept += (*link)->size;
        FORBID((*link)->bytes, (*link)->size);
        link = &(*link)->next;
    }
    free_blocks(*link);
    *link = NULL;
    arena->current = arena->first;
    arena->used = 0;
}

/* Makes the next block current: a retained one that is large enough, or a new one put in its place. */
static int next_block(dp_arena *arena, size_t size) {
    dp_arena_block *next = arena->current ? arena->current->next : arena->first;
    if (!next || next->size < size) {
        size_t want = arena->current ? arena->current->size * 2 : BLOCK_MIN;
        if (want < size) want = size;
        dp_arena_block *block = dp_malloc(sizeof *block + want);
        if (!block) return -1;
        *block = (dp_arena_block){.next = next, .size = want};
        if (arena->current) {
            arena->current->next = block;
        } else {
            arena->first = block;
        }
        next = block;
    }
    arena->current = next;
    arena->used = 0;
    FORBID(next->bytes, next->size);
    return 0;
}

void *dp_arena_alloc(dp_arena *arena, size_t size) {
    size_t mask = alignof(max_align_t) - 1;
    if (size > SIZE_MAX / 4 || dp_memory_refuses_piece()) return NULL;
    size_t taken = ((size + mask) & ~mask) + GAP;
    if (!arena->current || arena->current->size - arena->used < taken) {
        if (next_block(arena, taken)) return NULL;
    }
    void *piece = arena->current->bytes + arena->used;
    arena->used += taken;
    ALLOW(piece, size);
    return piece;
}

void *dp_arena_calloc(dp_arena *arena, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) return NULL;
    void *piece = dp_arena_alloc(arena, count * size);
    if (piece) memset(piece, 0, count * size);
    return piece;
}

dp_arena_place dp_arena_mark(const dp_arena *arena) {
    return (dp_arena_place){arena->current, arena->used};
}

void dp_arena_rewind(dp_arena *arena, dp_arena_place place) {
    arena->current = place.block;
    arena->used = place.used;
    if (place.block) FORBID(place.block->bytes + place.used, place.block->size - place.used);
}

size_t dp_arena_held(const dp_arena *arena) {
    size_t held = 0;
    for (const dp_arena_block *block = arena->first; block; block = block->next) held += block->size;
    return held;
}
