/*
 * borders.h - the ends of names that the tagger ran past: "Seconde Guerre mondiale à Pékin" is an event and a place.
 */
#ifndef DP_BORDERS_H
#define DP_BORDERS_H

#include "tagger/tagger.h"

/* Cuts tags whose first words are a name that the lexicons know, when they do not know the whole: organisations, events
 * and works before a preposition of place and a known place up to the end, which becomes a tag of its own; places
 * before the full name of a person, which becomes one too (Nantes Pierre Sennès); organisations before the adjective of
 * a people (Parti populaire espagnol). `tags` may get a new array in `arena`. Returns 0 or -1 (memory). */
int dp_borders_repair(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_tags *tags);

/* Mends names that end in a small word: "Arc de" goes on to the end of the name that the lexicons have there (Arc de
 * triomphe), others end before it ("commission des Lois de"). What is left without a capital is dropped. Works in
 * place. */
void dp_borders_close(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Joins institutions that are named by their noun or acronym alone with the place that they are of: "CPAS | de |
 * Seraing", "Protection civile | de | Béjaïa". Works in place. */
void dp_borders_join_places(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Ends persons' names before the first word of the sentence that they stand before without a sign, as in interviews
 * ("Paul Berger | Nous avons"), unless the lexicons have such a name. Works in place. */
void dp_borders_leave_sentence(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Begins persons' names without a given name with the initials that stand before them: "B. | Obama". Works in place. */
void dp_borders_take_initials(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Ends places named by a direction behind the adjective of a people or city: "l'Ouest | parisien". Works in place. */
void dp_borders_take_people(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Ends names before the first link, address, handle or hashtag in them, and drops those that begin with one and go on.
 * Works in place. */
void dp_borders_cut_links(const dp_text *text, dp_tags *tags);

#endif
