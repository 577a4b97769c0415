/*
 * phrase.h - words taken out of a text to be shown or compared by themselves: a name, a role.
 */
#ifndef DP_TEXT_PHRASE_H
#define DP_TEXT_PHRASE_H

#include "base/arena.h"
#include "base/str.h"

/* `string` (valid UTF-8) with every run of white space, no-break spaces and ends of lines too, as one space. Written to
 * `arena`, or `string` itself when nothing changes. Returns 0, or -1 when memory is out. */
int dp_phrase(dp_arena *arena, dp_str string, dp_str *phrase);

#endif
