/*
 * borders.h - the ends of names that the tagger ran past: "Seconde Guerre mondiale à Pékin" is an event and a place.
 */
#ifndef DP_BORDERS_H
#define DP_BORDERS_H

#include "tagger/tagger.h"

/* Cuts organisations, events and works whose first words are a name that the lexicons know, followed by a preposition
 * of place and a known place up to the end, when the lexicons do not know the whole: the place becomes a tag of its
 * own. `tags` may get a new array in `arena`. Returns 0 or -1 (memory). */
int dp_borders_repair(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_tags *tags);

/* Ends names before the first link, address, handle or hashtag in them, and drops those that begin with one and go on.
 * Works in place. */
void dp_borders_cut_links(const dp_text *text, dp_tags *tags);

#endif
