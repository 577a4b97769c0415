/*
 * learning.h - what becomes known of the entities of a text by description: what the text tells of them, and what the
 * lexicons have by their names.
 */
#ifndef DP_LEARNING_H
#define DP_LEARNING_H

#include "base/calendar.h"
#include "entities/forms.h"
#include "entities/known.h"
#include "entities/merge.h"

typedef struct dp_learning {
    const depeche_pack *pack;
    dp_arena *arena;
    const dp_text *text;
    dp_entities *entities;
    dp_description_sets sets;
    int offices, periphrases; /* tables; -1 when the pack has none */
    dp_known known;
} dp_learning;

/* Begins with nothing known and room for what `names` names are expected to bring. Returns 0 or -1 (memory). */
int dp_learning_open(dp_learning *learning, uint32_t names);

/* Notes that an entity is known by a description, and by the other names of such a role. Returns 0 or -1 (memory). */
int dp_learning_add(dp_learning *learning, uint32_t entity, const dp_description *description, dp_basis basis);

/* Learns what the lexicons say: roles of public figures, their offices on the day of publication, kinds of
 * organisations and what else the press calls them. Returns 0 or -1 (memory). */
int dp_learning_consult(dp_learning *learning, const dp_forms *forms, const dp_merged *merged, dp_day published);

#endif
