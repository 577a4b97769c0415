/*
 * listing.h - names that are listed side by side, which are of one type: "Bordeaux, Toulouse, Lyon et Roanne" are
 * places, though each of them may be a club elsewhere.
 */
#ifndef DP_LISTING_H
#define DP_LISTING_H

#include "tagger/tagger.h"

/* Gives persons, organisations and places of a list of three or more the type that most of the list have, unless the
 * lexicons know the name and not by that type. Commas, "et" and "ou" join a list, with a preposition behind them or none;
 * articles end it, and what opens its sentence behind a preposition is none of it. Works in place. */
void dp_listing_settle(const depeche_pack *pack, const dp_text *text, dp_tags *tags);

#endif
