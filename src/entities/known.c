#include "entities/known.h"

#include "base/array.h"

enum { CHAIN_MAX = 256 }; /* entries looked at in a chain: a text may give thousands the same noun */

int dp_known_open(dp_arena *arena, uint32_t count, dp_known *known) {
    uint32_t size = 16;
    while (size < count) size *= 2;
    *known = (dp_known){.mask = size - 1};
    known->by_lemma = dp_arena_alloc(arena, size * sizeof *known->by_lemma);
    known->by_entry = dp_arena_alloc(arena, size * sizeof *known->by_entry);
    if (!known->by_lemma || !known->by_entry) return -1;
    memset(known->by_lemma, 0xff, size * sizeof *known->by_lemma);
    memset(known->by_entry, 0xff, size * sizeof *known->by_entry);
    return 0;
}

/* A walk over what has the noun of a description: first by its lemma, then by its entry of the lexicon. */
typedef struct walk {
    const dp_known *known;
    const dp_description *query;
    uint32_t next, steps;
    bool by_entry;
} walk;

static walk walk_of(const dp_known *known, const dp_description *query) {
    return (walk){known, query, known->by_lemma[(uint32_t)query->head_lemma & known->mask], 0, false};
}

static const dp_known_entry *step(walk *w) {
    bool ended = w->next == DEPECHE_NONE || w->steps == CHAIN_MAX;
    if (ended && !w->by_entry && w->query->head_entry != 0) {
        w->by_entry = true;
        w->steps = 0;
        w->next = w->known->by_entry[(uint32_t)w->query->head_entry & w->known->mask];
        ended = w->next == DEPECHE_NONE;
    }
    if (ended) return NULL;
    const dp_known_entry *entry = &w->known->at[w->next];
    w->next = w->by_entry ? entry->next_entry : entry->next_lemma;
    w->steps++;
    return entry;
}

/* Whether a description is known of an entity in the same words and gender, on no weaker basis. */
static bool has(const dp_known *known, const dp_description *description, uint32_t entity, dp_basis basis) {
    walk w = walk_of(known, description);
    for (const dp_known_entry *entry; (entry = step(&w)) != NULL;) {
        if (entry->entity == entity && entry->basis <= basis && entry->description.gender == description->gender &&
            dp_description_fits(description, &entry->description) &&
            dp_description_fits(&entry->description, description)) {
            return true;
        }
    }
    return false;
}

int dp_known_add(dp_arena *arena, dp_known *known, const dp_description *description, uint32_t entity, dp_basis basis) {
    if (has(known, description, entity, basis)) return 0;
    uint32_t *lemma = &known->by_lemma[(uint32_t)description->head_lemma & known->mask];
    uint32_t *entry = &known->by_entry[(uint32_t)description->head_entry & known->mask];
    dp_known_entry added = {*description, entity, basis, *lemma, *entry};
    if (!dp_array_push(arena, known, added)) return -1;
    *lemma = *entry = known->count - 1;
    return 0;
}

uint32_t dp_known_find(const dp_known *known, const dp_description *query, dp_basis weakest, uint32_t *found,
                       uint32_t max) {
    uint32_t count = 0;
    walk w = walk_of(known, query);
    for (const dp_known_entry *entry; count < max && (entry = step(&w)) != NULL;) {
        if (entry->basis > weakest || !dp_description_fits(query, &entry->description)) continue;
        uint32_t i = 0;
        while (i < count && found[i] != entry->entity) i++;
        if (i == count) found[count++] = entry->entity;
    }
    return count;
}

dp_role_fit dp_known_compare(const dp_known *known, const dp_description *query, uint32_t entity) {
    static const dp_role_fit fits[] = {
        [DP_BASIS_TEXT] = DP_ROLE_TOLD, [DP_BASIS_LEXICON] = DP_ROLE_LISTED, [DP_BASIS_INFERENCE] = DP_ROLE_INFERRED};
    dp_role_fit best = DP_ROLE_NONE;
    walk w = walk_of(known, query);
    for (const dp_known_entry *entry; (entry = step(&w)) != NULL;) {
        if (entry->entity != entity || !dp_description_is_alike(query, &entry->description)) continue;
        dp_role_fit fit = dp_description_fits(query, &entry->description) ? fits[entry->basis] : DP_ROLE_OTHER;
        if (fit > best) best = fit;
    }
    return best;
}
