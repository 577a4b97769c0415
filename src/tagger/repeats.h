/*
 * repeats.h - events, works and groups that the text names again, in other words too: "grand débat national", later
 * "grand débat"; events of the same series: "acte IX", "acte X"; and events with a number in their name and groups
 * named by what they wear, wherever they stand.
 */
#ifndef DP_REPEATS_H
#define DP_REPEATS_H

#include "tagger/tagger.h"

/* Tags what no tag touches and the lexicons have, in two words or more, as another name of an event, a work or a group
 * that is tagged in the text (works and groups with a capital: "Gilets jaunes" at the start of a sentence), or as an
 * event of the same kind as a tagged one and with the same first word; and events of two words or more with a number in
 * their name, over the dates in them ("attentats du 13 novembre"), and groups of the set groups.badges with a capital.
 * `tags` gets a new array in `arena`. Linear in the text. Returns 0 or -1 (memory). */
int dp_repeats_add(const depeche_pack *pack, const dp_hits *hits, dp_arena *arena, const dp_text *text, dp_tags *tags);

#endif
