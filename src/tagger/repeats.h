/*
 * repeats.h - events and works that the text names again in other words: "grand débat national", later "grand débat";
 * and events of the same series: "acte IX", "acte X".
 */
#ifndef DP_REPEATS_H
#define DP_REPEATS_H

#include "tagger/tagger.h"

/* Tags what no tag touches and the lexicons have, in two words or more, as another name of an event or a work that is
 * tagged in the text, or as an event of the same kind as a tagged one and with the same first word. `tags` may get a
 * new array in `arena`. Linear in the text. Returns 0 or -1 (memory). */
int dp_repeats_add(const dp_hits *hits, dp_arena *arena, const dp_text *text, dp_tags *tags);

#endif
