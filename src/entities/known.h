/*
 * known.h - what is known of the entities of a text by description: the roles that the text gives them and those that
 * the lexicon of public figures knows.
 */
#ifndef DP_KNOWN_H
#define DP_KNOWN_H

#include "entities/description.h"

/* On what something is known, the surest first: the text says it; the lexicon of public figures says it; it follows
 * from one of them, as such a person is that among other things ("élu" for a mayor) or was it once. Another name of a
 * role is known on the basis of the role. */
typedef enum dp_basis { DP_BASIS_TEXT = 0, DP_BASIS_LEXICON, DP_BASIS_INFERENCE } dp_basis;

typedef struct dp_known_entry {
    dp_description description;
    uint32_t entity;
    dp_basis basis;
    uint32_t next_lemma, next_entry; /* next in the chains of the index */
} dp_known_entry;

typedef struct dp_known {
    dp_known_entry *at;
    uint32_t count, capacity;
    uint32_t *by_lemma, *by_entry; /* heads of chains, by hash */
    uint32_t mask;
} dp_known;

/* An empty table that expects about `count` descriptions. Returns 0 or -1 (memory). */
int dp_known_open(dp_arena *arena, uint32_t count, dp_known *known);

/* Adds a description of an entity, if the like is not known of it already. Returns 0 or -1 (memory). */
int dp_known_add(dp_arena *arena, dp_known *known, const dp_description *description, uint32_t entity, dp_basis basis);

/* Writes the entities that a description fits to `found`, each once, most lately added first, at most `max` (and looks
 * at a bounded number of candidates only), on no weaker basis than `weakest`; gives how many. */
uint32_t dp_known_find(const dp_known *known, const dp_description *query, dp_basis weakest, uint32_t *found,
                       uint32_t max);

/* How what is known of an entity fits a description. */
dp_role_fit dp_known_compare(const dp_known *known, const dp_description *query, uint32_t entity);

#endif
