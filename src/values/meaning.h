/*
 * meaning.h - what an expression of time says, before it is resolved against a day; and the notation in which the time
 * lexicon says it.
 */
#ifndef DP_MEANING_H
#define DP_MEANING_H

#include "base/str.h"

typedef enum dp_meaning_kind {
    DP_MEANING_NONE = 0, /* nothing that a calendar can tell */
    DP_MEANING_SHIFT,    /* `unit` counted from the current one: hier, l'an dernier */
    DP_MEANING_WEEKDAY,
    DP_MEANING_CALENDAR, /* what is known of day, month and year */
    DP_MEANING_SEASON,
    DP_MEANING_PIECE,  /* a quarter or a half of a year, `piece` by number */
    DP_MEANING_YEARS,  /* from year to last_year */
    DP_MEANING_EASTER, /* `shift` days after Easter Sunday */
    DP_MEANING_NTH,    /* the `nth` weekday of the month, -1 the last */
    DP_MEANING_TIME,   /* a clock time or part of the day alone */
} dp_meaning_kind;

typedef enum dp_stretch {
    DP_STRETCH_DAY = 0,
    DP_STRETCH_WEEK,
    DP_STRETCH_WEEKEND,
    DP_STRETCH_MONTH,
    DP_STRETCH_QUARTER,
    DP_STRETCH_HALF,
    DP_STRETCH_YEAR,
    DP_STRETCH_DECADE,
    DP_STRETCH_CENTURY,
} dp_stretch;

typedef enum dp_season { DP_SPRING = 1, DP_SUMMER, DP_AUTUMN, DP_WINTER } dp_season;

typedef enum dp_edge { DP_EDGE_NONE = 0, DP_EDGE_START, DP_EDGE_MIDDLE, DP_EDGE_END } dp_edge;

/* Which of those that recur is meant. */
typedef enum dp_lean {
    DP_LEAN_TENSE = 0, /* as the clause's verb says */
    DP_LEAN_LAST,
    DP_LEAN_NEXT,
    DP_LEAN_THIS,
} dp_lean;

typedef struct dp_meaning {
    dp_meaning_kind kind;
    dp_stretch unit;
    dp_edge edge;
    dp_lean lean;
    dp_season season;
    bool anchored; /* counts from the day that the text speaks of, not from the publication day */
    bool has_year, has_time, has_end_shift;
    bool overnight; /* from the day to the next */
    int shift, end_shift;
    int weekday;              /* 1 Monday to 7, 0 none */
    int day, month;           /* 0 none */
    int last_day, last_month; /* of an interval; 0 none */
    int piece, nth;
    int64_t year, last_year;
    int hour, minute;
} dp_meaning;

/* Reads the first reading of a value of the time lexicon (its header explains the notation). False when it says
 * nothing that can be resolved; *meaning is then of kind NONE. */
bool dp_meaning_parse(dp_str value, dp_meaning *meaning);

#endif
