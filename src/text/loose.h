/*
 * loose.h - strings as they are compared when spelling is loose: without case, accents and hyphens.
 */
#ifndef DP_TEXT_LOOSE_H
#define DP_TEXT_LOOSE_H

#include "base/arena.h"
#include "base/str.h"

/* `string` (valid UTF-8) in lower case, without accents, with straight apostrophes, and with every run of hyphens and
 * white space as one space. Written to `arena`, or `string` itself when nothing changes. Returns 0, or -1 when memory
 * is out. */
int dp_loose(dp_arena *arena, dp_str string, dp_str *folded);

#endif
