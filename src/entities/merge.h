/*
 * merge.h - which forms name the same thing: full name and surname, name and acronym, name and alias.
 */
#ifndef DP_ENTITIES_MERGE_H
#define DP_ENTITIES_MERGE_H

#include "entities/forms.h"

/* For each of the tags the number of its entity, counted from 0 by first mention; DEPECHE_NONE for values. */
typedef struct dp_merged {
    uint32_t *of_tag;
    uint32_t *of_form; /* the entity of each form; of an ambiguous one ("Dupont" between Paul and Marie) that of its
                          first mention */
    uint32_t entity_count;
} dp_merged;

/* Merges forms of one type: those that the lexicons know as one entry, acronyms with the long name whose initials they
 * are, and short names of persons with full ones. A short name that fits several persons goes, mention by mention, to
 * the one that agrees in gender with its title and was named last. Returns 0 or -1 (memory). */
int dp_merge(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags, const dp_forms *forms,
             dp_merged *merged);

#endif
