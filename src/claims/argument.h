/*
 * argument.h - what a cue governs: who says it (the source) and what is said (the content).
 *
 * The sentence around the cue is labelled, one sequence a cue, much as in semantic role labelling: features tell where
 * a unit stands to the cue. A quotation that does not hold the cue is one unit, however long, so its ends are always
 * right.
 */
#ifndef DP_ARGUMENT_H
#define DP_ARGUMENT_H

#include "claims/cue.h"
#include "learn/crf.h"

enum {
    DP_UNITS_SIDE = 120, /* units looked at on each side of the cue; a longer sentence is cut there */
    DP_UNITS_MAX = 2 * DP_UNITS_SIDE + 1,
    DP_PIECES_MAX = 6, /* pieces of a content that are kept */
};

/* Labels of units: none, then for the source and the content the first, an inner, the last and the only unit of a
 * piece. The ends have labels of their own because what stands beside them tells most about where they are. */
enum {
    DP_ARGUMENT_NONE = 0,
    DP_ARGUMENT_SOURCE = 1,
    DP_ARGUMENT_CONTENT = 5,
    DP_ARGUMENT_LABELS = 9,
    /* To be added to SOURCE or CONTENT. */
    DP_PIECE_FIRST = 0,
    DP_PIECE_INNER = 1,
    DP_PIECE_LAST = 2,
    DP_PIECE_ONLY = 3,
};

/* The place of a unit in its piece. */
static inline unsigned dp_piece_place(bool first, bool last) {
    if (first) return last ? DP_PIECE_ONLY : DP_PIECE_FIRST;
    return last ? DP_PIECE_LAST : DP_PIECE_INNER;
}

typedef struct dp_unit {
    dp_range tokens;
    bool quote;
} dp_unit;

typedef struct dp_units {
    dp_unit at[DP_UNITS_MAX];
    uint32_t count, head; /* head: the unit that holds the cue's head */
} dp_units;

typedef struct dp_arguments {
    dp_range contents[DP_PIECES_MAX];
    uint32_t content_count;
    dp_range source; /* empty when there is none */
    float share;     /* of the content with the right one, as expected: 0 to 1 */
} dp_arguments;

/* Cuts the sentence of a cue into units, nearest sentence ends or DP_UNITS_SIDE units on each side. */
void dp_units_cut(const dp_scene *scene, const dp_cue *cue, dp_units *units);

/* Which label may follow which. */
void dp_argument_rules(dp_label_rules *rules);

/* Writes one position of `features` for each unit. Returns 0 or -1 (memory). */
int dp_argument_features(const dp_scene *scene, const dp_cue *cue, const dp_units *units, dp_features *features);

/* Chooses the content, of units that are content with these posteriors. `labels` are the likeliest labels; they stay
 * where their content is expected to share nearly as much with the right one as any, by tokens (those expected in both,
 * of those expected in either): its ends are those of phrases. Else the units that are expected to share most become
 * the content: always some, where not all is the source. Gives the share that is expected, 0 to 1. */
float dp_content_choose(const dp_units *units, const float *posteriors, uint8_t labels[DP_UNITS_MAX]);

/* Labels the units with the model, under the rule that a content begins and ends where a clause or phrase can: at a
 * sign, a quotation, the cue, a conjunction or a relative pronoun. The content is not the likeliest labelling but what
 * dp_content_choose makes of it, which gives *share (decoding for the measure that counts: Goodman, Parsing Algorithms
 * and Metrics, ACL 1996). Returns 0 or -1 (memory). */
int dp_argument_decode(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const dp_crf *model,
                       const dp_features *features, uint8_t labels[DP_UNITS_MAX], float *share);

/* Reads the labels of the units: pieces of content and source, without the punctuation at their ends. */
void dp_arguments_read(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const uint8_t *labels,
                       dp_arguments *arguments);

#endif
