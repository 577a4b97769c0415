/*
 * year.h - years, decades and stretches of years in figures.
 */
#ifndef DP_YEAR_H
#define DP_YEAR_H

#include "values/candidate.h"
#include "values/lexis.h"

/* Four figures from here to there may be a year. */
enum { DP_YEAR_FIRST = 1000, DP_YEAR_LAST = 2199 };

/* A token of four figures that may be a year. */
bool dp_year_read(const dp_lexis *lexis, uint32_t token, uint32_t limit, int64_t *year);

/* "années 1970", "années 70", "mi-2019": what says itself that it is a year; moves *at past it. */
bool dp_year_named(const dp_lexis *lexis, uint32_t *at, uint32_t limit, dp_meaning *meaning);

/* "année 2019" as a part of "fin de l'année 2019"; alone the figures are the date. Moves *at past it. */
bool dp_year_after_word(const dp_lexis *lexis, uint32_t *at, uint32_t limit, dp_meaning *meaning);

/* "2019", "2018-2019", "2017/2018": moves *at past it; how sure it is depends on what stands before and after. */
bool dp_year_alone(const dp_lexis *lexis, uint32_t first, uint32_t *at, uint32_t limit, dp_meaning *meaning,
                   dp_sureness *sureness);

#endif
