/*
 * segment.h - what the stretches of a sentence are that signs, conjunctions and relative pronouns part: how one begins,
 * how many finite verbs it has, whether somebody is in it who can speak. A coarse stand-in for a parse.
 */
#ifndef DP_SEGMENT_H
#define DP_SEGMENT_H

#include "claims/scene.h"

/* Whether a segment begins at a token. */
bool dp_segment_opens(const dp_scene *scene, uint32_t token);

/* The kind of a segment, as a value for features. Quotations that are whole within it count as one word; of a
 * very long one the beginning tells. */
uint64_t dp_segment_kind(const dp_scene *scene, dp_range tokens);

/* A kind without the sign or conjunction that the segment begins with. */
static inline uint64_t dp_segment_without_sign(uint64_t kind) {
    return kind & 0x7ff; /* the word, the verbs and whether somebody can speak: 8, 2 and 1 bits */
}

#endif
