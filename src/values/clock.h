/*
 * clock.h - times of day: 14h30, 14 h 30, 14 heures, 14:30, trois heures du matin.
 */
#ifndef DP_VALUES_CLOCK_H
#define DP_VALUES_CLOCK_H

#include "values/candidate.h"
#include "values/lexis.h"

/* Reads the time that begins at *at and moves *at past it. False, and nothing changed, when none begins there: also
 * where hours are clearly a length. Words such as "midi" are the lexicon's, not read here. */
bool dp_clock_read(const dp_lexis *lexis, uint32_t first, uint32_t *at, uint32_t limit, dp_meaning *meaning,
                   dp_sureness *sureness);

/* Reads a token such as "14h30" or "48h": its hours, and its minutes or -1. */
bool dp_clock_joined(const dp_lexis *lexis, uint32_t token, int *hours, int *minutes);

#endif
