/*
 * argument_rules.h - what is sure about contents and sources, whatever the labels say.
 */
#ifndef DP_ARGUMENT_RULES_H
#define DP_ARGUMENT_RULES_H

#include "claims/argument.h"

/* Leaves out the signs at both ends that do not belong to what is said. A question mark or points of suspension stay.
 */
dp_range dp_piece_trim(const dp_scene *scene, dp_range range);

/* Adds a piece of content, trimmed; nothing when it is empty or there are DP_PIECES_MAX. */
void dp_contents_add(const dp_scene *scene, dp_arguments *arguments, dp_range piece);

/* Whether a token is in the content. */
bool dp_contents_hold(const dp_arguments *arguments, uint32_t token);

/* Mends the contents that were read from labels: takes in what the cue must govern and leaves out what it cannot. */
void dp_contents_settle(const dp_scene *scene, const dp_cue *cue, const dp_units *units, dp_arguments *arguments);

/* Cuts short contents that reach over where the writer must go on; part of the settling. */
void dp_contents_end(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments);

/* "un porte-parole du site à l'AFP": to whom something is said is no part of who says it. */
dp_range dp_source_without_addressee(const dp_scene *scene, dp_range source);

/* "L'année dernière, les deux dirigeants": a date before a comma stands outside. */
dp_range dp_source_without_date(const dp_scene *scene, dp_range source);

/* "Paul Roy, secrétaire du syndicat": an apposition to a person's name stands outside, if it is no list. */
dp_range dp_source_without_apposition(const dp_scene *scene, dp_range source);

/* The subject that a verb without one beside it has from the verb before it in its sentence ("Anne a répondu à la
 * presse, estimant que"); empty when none is plain. */
dp_range dp_source_of_sentence(const dp_scene *scene, const dp_cue *cue, const dp_arguments *arguments);

/* Finds the source where the labels have none: the contents must be settled. */
void dp_source_settle(const dp_scene *scene, const dp_cue *cue, dp_arguments *arguments);

#endif
