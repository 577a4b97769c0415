/*
 * speaker.h - whose words a claim gives: the entity that its source names, or that a pronoun, a description, or nothing
 * at all stands for.
 */
#ifndef DP_SPEAKER_H
#define DP_SPEAKER_H

#include "claims/report.h"

enum { DP_SPEAKERS_MAX = 16 }; /* entities that are weighed: those met last */

/* What is known while going through the claims of a text in order. */
typedef struct dp_speakers {
    const dp_scene *scene;
    const dp_entities *entities;
    uint32_t recent[DP_SPEAKERS_MAX]; /* entities, last met first */
    uint32_t recent_count;
    uint32_t next_mention;       /* mentions before it have been met */
    uint32_t *last_mention;      /* by entity */
    uint32_t *claims_of;         /* by entity: claims so far */
    uint32_t last, last_but_one; /* speakers of the last two claims, or DEPECHE_NONE */
    uint32_t last_place;         /* token of the last claim */
    uint32_t resolved;           /* whom the source of the claim in hand means, as the entity stage judges */
} dp_speakers;

/* Returns 0 or -1 (memory). */
int dp_speakers_init(const dp_scene *scene, const dp_entities *entities, dp_speakers *speakers);

/* Meets all mentions before token `place`. To be called with rising places. */
void dp_speakers_advance(dp_speakers *speakers, uint32_t place);

/* Notes whose the claim at `place` was (DEPECHE_NONE when unknown). */
void dp_speakers_note(dp_speakers *speakers, uint32_t place, uint32_t entity);

/* Asks the entity stage whom a source without a name means; to be called before the candidates are weighed. */
void dp_speakers_resolve(dp_speakers *speakers, dp_range source);

/* The entity that a source names itself: its last person, else its last organisation; DEPECHE_NONE when it names none.
 * Where the tags hold such a name without an entity, *name is its text. */
uint32_t dp_speaker_named(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name);

/* The entity that the whole source describes for certain, as the entity stage found ("le groupe"); DEPECHE_NONE when it
 * describes none so. */
uint32_t dp_speaker_described(const dp_entities *entities, dp_range source);

/* Where a claim stands for the question who speaks: its source, else its cue, else its content. */
uint32_t dp_speaker_place(const dp_report *report);

/* Writes the features of one candidate for the speaker of a report as one position. Returns 0 or -1 (memory). */
int dp_speaker_features(const dp_speakers *speakers, const dp_report *report, uint32_t entity, dp_features *features);

#endif
