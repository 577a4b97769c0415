#include "entities/known.h"

enum { CHAIN_MAX = 256 };

int dp_known_open(dp_arena *arena, uint32_t capacity, dp_known *known) {
    uint32_t size = 16;
    while (size < capacity) size *= 2;
    *known = (dp_known){.capacity = capacity, .mask = size - 1};
    known->at = dp_arena_alloc(arena, capacity * sizeof *known->at);
    known->by_lemma = dp_arena_alloc(arena, size * sizeof *known->by_lemma);
    known->by_entry = dp_arena_alloc(arena, size * sizeof *known->by_entry);
    if (!known->at || !known->by_lemma || !known->by_entry) return -1;
    memset(known->by_lemma, 0xff, size * sizeof *known->by_lemma);
    memset(known->by_entry, 0xff, size * sizeof *known->by_entry);
    return 0;
}

void dp_known_add(dp_known *known, const dp_description *description, uint32_t entity) {
    if (known->count == known->capacity) return;
    uint32_t *lemma = &known->by_lemma[(uint32_t)description->head_lemma & known->mask];
    uint32_t *entry = &known->by_entry[(uint32_t)description->head_entry & known->mask];
    known->at[known->count] =
        (dp_known_entry){.description = *description, .entity = entity, .next_lemma = *lemma, .next_entry = *entry};
    *lemma = *entry = known->count++;
}

static uint32_t take(const dp_known_entry *entry, const dp_description *query, uint32_t *found, uint32_t count,
                     uint32_t max) {
    if (count == max || !dp_description_fits(query, &entry->description)) return count;
    for (uint32_t i = 0; i < count; i++) {
        if (found[i] == entry->entity) return count;
    }
    found[count] = entry->entity;
    return count + 1;
}

uint32_t dp_known_find(const dp_known *known, const dp_description *query, uint32_t *found, uint32_t max) {
    uint32_t count = 0, steps = 0;
    for (uint32_t i = known->by_lemma[(uint32_t)query->head_lemma & known->mask];
         i != DEPECHE_NONE && steps < CHAIN_MAX; i = known->at[i].next_lemma, steps++) {
        count = take(&known->at[i], query, found, count, max);
    }
    if (query->head_entry == 0) return count;
    for (uint32_t i = known->by_entry[(uint32_t)query->head_entry & known->mask];
         i != DEPECHE_NONE && steps < 2 * CHAIN_MAX; i = known->at[i].next_entry, steps++) {
        count = take(&known->at[i], query, found, count, max);
    }
    return count;
}
