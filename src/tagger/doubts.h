/*
 * doubts.h - names that the tagger is too little sure of to keep, or to keep with the type that it gave them.
 *
 * A label is worth giving, for the F1 measure, when its probability is above half of the F1 that can be reached
 * (Lipton, Elkan, Naryanaswamy: Optimal Thresholding of Classifiers to Maximize F1 Measure, ECML PKDD 2014).
 */
#ifndef DP_DOUBTS_H
#define DP_DOUBTS_H

#include "tagger/evidence.h"

/* Drops the names whose confidence is below half of the cross-validated F1 of their kind. Values stay: their own stage
 * weighs them. */
void dp_doubts_drop(dp_tags *tags);

/* Drops works and events without a single capital (the "cadre de la protection sociale") unless the lexicons know the
 * name, or a noun that opens such names stands first (loi, traité, guerre); works in small letters behind an indefinite
 * article ("un traité de paix"); and names that the lexicons know to be none (Smic), unless the tagger is very sure. */
void dp_doubts_drop_unfounded(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Makes events, works and organisations groups when the lexicons have them, with their capital, as members of a
 * movement: "un Gilet jaune". */
void dp_doubts_settle_groups(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Gives names of two words or more the type that the lexicons know them by, where they know the whole as it is written
 * and as one type alone, unless the tagger is sure: "Tour Eiffel" is no work. */
void dp_doubts_settle_known(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

/* Drops organisations that are acronyms of what the text calls by a common noun that opens no organisation's name:
 * "le référendum d'initiative citoyenne (RIC)". */
void dp_doubts_drop_unorganised(const depeche_pack *pack, const dp_text *text, const dp_evidence *evidence,
                                dp_tags *tags);

#endif
