/*
 * french.h - the French pack of the build, and texts cut with it, for tests.
 */
#ifndef DP_TEST_FRENCH_H
#define DP_TEST_FRENCH_H

#include "unit.h"

#include "lang/pack.h"

extern depeche_pack *french_pack;

/* Group set-up and tear-down. */
int french_open_pack(void **state);
int french_close_pack(void **state);

/* Cuts a text and gives its tokens their words. */
void french_cut(dp_arena *arena, const char *string, dp_text *text);

#endif
