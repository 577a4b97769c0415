/*
 * offices.h - who held which office when, by the pack's table "offices".
 *
 * "Le ministre de l'Intérieur" is Christophe Castaner in an article of December 2018 and somebody else in one of today.
 */
#ifndef DP_OFFICES_H
#define DP_OFFICES_H

#include "base/calendar.h"
#include "lang/pack.h"

enum { DP_OFFICES_MAX = 16 };

typedef enum dp_tenure {
    DP_TENURE_PRESENT, /* held on that day */
    DP_TENURE_PAST,    /* held before */
    DP_TENURE_FUTURE,  /* not held yet */
} dp_tenure;

typedef struct dp_office {
    dp_str names; /* one or more, separated by |: dp_pack_next_value */
    dp_tenure tenure;
    bool of_state; /* of a head of state or government or a minister, who has no other profession meanwhile */
} dp_office;

/* Writes the offices that somebody of a name (any case) has in the table of offices and how each stands on a day, in
 * the order of the table; gives how many, at most DP_OFFICES_MAX. None when `table` is -1. */
uint32_t dp_offices_of(const depeche_pack *pack, int table, dp_str person, int64_t day,
                       dp_office offices[DP_OFFICES_MAX]);

#endif
