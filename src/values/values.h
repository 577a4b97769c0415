/*
 * values.h - dates, durations, money, percentages and quantities: where they are and what they mean.
 */
#ifndef DP_VALUES_H
#define DP_VALUES_H

#include "base/calendar.h"
#include "tagger/tagger.h"

typedef struct dp_value {
    dp_range tokens;
    depeche_value_kind kind;
    dp_tag tag; /* DATE, MONEY, PCT or QTY: durations and ages are QTY in the annotation guide */
    depeche_approximation approximation;
    bool has_number, has_number2;
    double number, number2;
    dp_str unit, iso;
} dp_value;

typedef struct dp_values {
    dp_value *at; /* in the order of the text */
    uint32_t count;
} dp_values;

/* Finds the values of a text by rules over the pack's number, unit and time lexicons, arbitrated with what the tagger
 * found, and resolves dates against the publication day and the tense of the clause's verb. Returns 0 or -1 (memory).*/
int dp_values_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                   dp_day published, dp_values *values);

#endif
