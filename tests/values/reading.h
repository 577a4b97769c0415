/*
 * reading.h - values of a French text as one line for tests: "DATE[jeudi]=2025-09-04 QTY[2 000 soldats]~2000 soldat".
 */
#ifndef DP_TEST_VALUES_READING_H
#define DP_TEST_VALUES_READING_H

#include "values/values.h"

/* The French pack, opened once; fails the test program when there is none. For cmocka's group set-up and tear-down. */
int reading_open(void **state);
int reading_close(void **state);
const depeche_pack *reading_pack(void);

/* Cuts `bytes` into *text, words assigned. Returns 0 or -1 (memory). */
int reading_cut(dp_arena *arena, dp_str bytes, dp_text *text);

/* Asserts that the values of `text`, published on Thursday 2025-09-04, with no tagger, are `expected`: for each its
 * tag, [text], a sign (= exact, ~ about, > more than, < less than), and the ISO form, or number (two with a colon) and
 * unit.
 */
void assert_values(const char *text, const char *expected);

/* As assert_values, published on a day YYYY-MM-DD; NULL for none. */
void assert_values_on(const char *published, const char *text, const char *expected);

/* A table of such tests. */
typedef struct reading_case {
    const char *text, *expected;
} reading_case;

#define assert_cases(cases)                                         \
    for (size_t i_ = 0; i_ < sizeof(cases) / sizeof *(cases); i_++) \
    assert_values((cases)[i_].text, (cases)[i_].expected)

#endif
