/*
 * known.h - what is known of the entities of a text by description: the roles that the text gives them and those that
 * the lexicon of public figures knows.
 */
#ifndef DP_KNOWN_H
#define DP_KNOWN_H

#include "entities/description.h"

typedef struct dp_known_entry {
    dp_description description;
    uint32_t entity;
    uint32_t next_lemma, next_entry; /* next in the chains of the index */
} dp_known_entry;

typedef struct dp_known {
    dp_known_entry *at;
    uint32_t count, capacity;
    uint32_t *by_lemma, *by_entry; /* heads of chains, by hash */
    uint32_t mask;
} dp_known;

/* An empty table for at most `capacity` descriptions. Returns 0 or -1 (memory). */
int dp_known_open(dp_arena *arena, uint32_t capacity, dp_known *known);

/* Adds a description of an entity; beyond the capacity it is left out. */
void dp_known_add(dp_known *known, const dp_description *description, uint32_t entity);

/* Writes the entities that a description fits to `found`, each once, most lately added first, at most `max` (and looks
 * at a bounded number of candidates only); gives how many. */
uint32_t dp_known_find(const dp_known *known, const dp_description *query, uint32_t *found, uint32_t max);

#endif
