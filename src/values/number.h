/*
 * number.h - numbers in figures and in words.
 */
#ifndef DP_NUMBER_H
#define DP_NUMBER_H

#include "lang/pack.h"

typedef enum dp_number_form {
    DP_NUMBER_PLAIN = 0,  /* 2 000, deux mille, 3,5 millions */
    DP_NUMBER_COLLECTIVE, /* vingtaine, milliers: takes "de" before what it counts; about that many, or no known number
                           */
    DP_NUMBER_FRACTION,   /* deux tiers */
} dp_number_form;

typedef struct dp_number {
    dp_range tokens;
    dp_number_form form;
    bool known; /* false for an unsaid number: milliers, dizaines */
    double value;
    bool in_words;
    bool scaled;    /* ends in millions or milliards: takes "de" before what it counts */
    bool year_like; /* four bare figures from 1000 to 2199 */
} dp_number;

/* Reads the longest number that starts at `token` and ends before `limit`. False when none does; ordinals, clock times
 * and "un" alone are none. */
bool dp_number_read(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t limit, dp_number *number);

/* The value of a NUMBER token's figures ("2 000", "25'000", "3,5", "1.234.567"); false when it has letters or is a
 * numeric date. */
bool dp_number_of_figures(dp_str lower, double *value);

#endif
