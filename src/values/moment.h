/*
 * moment.h - the grammar of dates: days, months, seasons, years, decades, parts of a day and clock times.
 */
#ifndef DP_VALUES_MOMENT_H
#define DP_VALUES_MOMENT_H

#include "values/candidate.h"
#include "values/lexis.h"

/* Reads the date that begins at `token`, in the sentence from `first` to `limit`. Gives false when none begins there.
 * The value has its tokens, kind and tag; what it means is in `meaning`. Looks a bounded number of tokens ahead. */
bool dp_moment_read(const dp_lexis *lexis, uint32_t first, uint32_t token, uint32_t limit, dp_candidate *candidate);

/* Whether an expression of time, of the sentence from `first` to `limit`, is none in particular: it comes again and
 * again ("chaque samedi", "ferme le lundi"), hangs on an event ("à la veille du vote"), or says a length or a state
 * ("un mois et demi", "des problèmes de fin de mois"). */
bool dp_moment_is_general(const dp_lexis *lexis, dp_range tokens, uint32_t first, uint32_t limit);

/* Whether a token may begin a date; cheap. */
bool dp_moment_starts(const dp_lexis *lexis, uint32_t token);

#endif
