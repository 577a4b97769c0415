/*
 * lexis.h - the words of the language that the values stage knows, looked up once a text.
 */
#ifndef DP_LEXIS_H
#define DP_LEXIS_H

#include "lang/pack.h"

/* Word sets; lexis.c has their names. */
typedef enum dp_lexis_set {
    DP_SET_NUMBER_STARTS = 0, /* words that a number in words may begin with */
    DP_SET_TIME_STARTS,       /* words that an expression of time may begin with */
    DP_SET_TIME_SURE,         /* expressions of time that are dates wherever they stand */
    DP_SET_WEEKDAYS,
    DP_SET_MONTHS,
    DP_SET_MONTH_WORDS, /* mois: before the name of a month */
    DP_SET_ORDINALS,
    DP_SET_AND,             /* et, ou */
    DP_SET_TO,              /* à, au */
    DP_SET_OF,              /* de, d', du, des */
    DP_SET_DEFINITE,        /* le, la, l', les */
    DP_SET_DEMONSTRATIVE,   /* ce, cette */
    DP_SET_HOURS,           /* h, heures */
    DP_SET_MINUTES,         /* min, minutes */
    DP_SET_HALF,            /* et demi */
    DP_SET_MINUS,           /* moins */
    DP_SET_MINUS_NOT,       /* au, plus: with "moins" after it no minus */
    DP_SET_PERCENT,         /* %, pour cent */
    DP_SET_EDGE_START,      /* début */
    DP_SET_EDGE_MIDDLE,     /* milieu */
    DP_SET_EDGE_END,        /* fin */
    DP_SET_DAY_PIECES,      /* nuit, soir: what a day is named after */
    DP_SET_DAY_PIECES_LATE, /* au soir: parts of a day that stand after it */
    DP_SET_CLOCK_BEFORE,    /* à, vers, dès: what makes hours a time of day */
    DP_SET_YEAR_BEFORE,     /* en, depuis: what makes four figures a year */
    DP_SET_LENGTH_BEFORE,   /* pendant, en: what makes hours a length */
    DP_SET_HABIT_BEFORE,    /* chaque, tous les: what makes a time none in particular */
    DP_SET_EACH,            /* chaque, tous les: of the former, those that leave no doubt */
    DP_SET_RATE_AFTER,      /* par jour: what makes hours a length */
    DP_SET_EVENT_DAYS,      /* veille, lendemain: no date before the event that they are told by */
    DP_SET_NO_DATES,        /* fin de mois: what may look like a date */
    DP_SET_YEAR_WORDS,      /* année, an: before the year's figures */
    DP_SET_DECADES,         /* années */
    DP_SET_CENTURIES,       /* siècle */
    DP_SET_BEFORE_ERA,      /* avant notre ère: after a century */
    DP_SET_OF_ERA,          /* de notre ère */
    DP_SET_FIRST_DAY,       /* 1er */
    DP_SET_BETWEEN,         /* autres, premiers: what stands between number and noun */
    DP_SET_ADJECTIVES,      /* adjectives that stand before their noun */
    DP_SET_NOT_COUNTED,     /* nouns that a number does not count */
    DP_SET_BADGES,          /* groups that are counted by their whole name */
    DP_SET_OTHER_SENSE,     /* currencies whose name has another sense: livres */
    DP_SET_LABELS,          /* article, numéro: what a number after it is the label of */
    DP_SET_LAST,            /* dernier, passé */
    DP_SET_NEXT,            /* prochain */
    DP_SET_ABOUT,           /* environ, près de: before the amount */
    DP_SET_MORE_AFTER,      /* ou plus, au moins: after the amount */
    DP_SET_LESS_AFTER,
    DP_SET_ABOUT_AFTER,
    DP_SET_MORE,
    DP_SET_LESS,
    DP_SET_AGO,             /* il y a: before a length */
    DP_SET_ONE,             /* un, une */
    DP_SET_AGO_UNITS,       /* ans, mois: what such a length is in */
    DP_SET_AGO_NOT,         /* dans, par: behind the length, "il y a" tells that there is so much */
    DP_SET_POSSESSIVE,      /* son, ses */
    DP_SET_FEW,             /* quelques, plusieurs */
    DP_SET_DAY_PART_BEFORE, /* dans la, durant la: what makes a part of the day a date */
    DP_SET_GOING,           /* va, doit: what makes an infinitive a future */
    DP_SET_PLANNED,         /* prévu, attendu: participles of what is to come */
    DP_SET_HAVE,
    DP_SET_BE,
    DP_LEXIS_SET_COUNT
} dp_lexis_set;

/* Kinds of the time, number and unit lexicons, as they are named in their files. */
typedef struct dp_lexis_kinds {
    uint16_t weekday, month, season, day_part, relative_day, relative_span, feast, era, clock;
    uint16_t currency, time, temperature, counted_person, counted_thing;
} dp_lexis_kinds;

typedef struct dp_lexis {
    const depeche_pack *pack;
    const dp_text *text;
    dp_lexis_kinds kinds;
    int sets[DP_LEXIS_SET_COUNT];
} dp_lexis;

/* The text must have its words assigned. */
void dp_lexis_open(dp_lexis *lexis, const depeche_pack *pack, const dp_text *text);

/* Whether the token is there (in the sentence that ends before `limit`) and in the set. */
bool dp_lexis_has(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t limit);

/* Tokens that the longest member of the set covers from `token` on; 0 when none, or beyond `limit`. */
uint32_t dp_lexis_match(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t limit);

/* Whether a member of the set ends just before `token`, not before `first`. At most DP_LEXIS_BACK tokens are looked
 * at. Gives how many tokens it has, 0 when none. */
enum { DP_LEXIS_BACK = 5 };
uint32_t dp_lexis_match_before(const dp_lexis *lexis, dp_lexis_set set, uint32_t token, uint32_t first);

/* The token is a number in figures alone ("1200", not "3,5" or "4G"), of at most nine of them. */
bool dp_lexis_integer(const dp_lexis *lexis, uint32_t token, uint32_t limit, uint32_t *value);

/* No white space stands before the token. */
bool dp_lexis_tight(const dp_lexis *lexis, uint32_t token);

/* The token is one character, this one. */
bool dp_lexis_is(const dp_lexis *lexis, uint32_t token, uint32_t limit, char sign);

#endif
