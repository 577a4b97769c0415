/*
 * ago.h - times told by a length of time back from the day: "il y a deux mois".
 */
#ifndef DP_AGO_H
#define DP_AGO_H

#include "values/candidate.h"
#include "values/currency.h"
#include "values/lexis.h"

/* Whether such a time may begin at a token, before `limit`; cheap. */
bool dp_ago_starts(const dp_lexis *lexis, uint32_t token, uint32_t limit);

/* Reads the time that begins at `token`, in the sentence from `first` to `limit`. Its meaning is none where the
 * calendar does not tell it (hours, "quelques jours", "environ dix ans"). Gives 1 with the value, 0 when none begins
 * there, -1 when memory is out.
 */
int dp_ago_read(const dp_lexis *lexis, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t token,
                uint32_t limit, dp_candidate *candidate);

#endif
