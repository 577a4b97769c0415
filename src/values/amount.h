/*
 * amount.h - the grammar of amounts: a number with its per cent, currency, unit or counted noun; scores and ranges.
 */
#ifndef DP_AMOUNT_H
#define DP_AMOUNT_H

#include "values/candidate.h"
#include "values/currency.h"
#include "values/lexis.h"

/* Whether a token may begin an amount; cheap. */
bool dp_amount_starts(const dp_lexis *lexis, uint32_t token);

/* Reads the amount that begins at `token`, in the sentence from `first` to `limit`. Gives 1 with the whole value
 * (approximators stay outside the span and are told by `approximation`), 0 when none begins there, -1 when memory is
 * out. Looks a bounded number of tokens beyond the number's. */
int dp_amount_read(const dp_lexis *lexis, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t token,
                   uint32_t limit, dp_candidate *candidate);

#endif
