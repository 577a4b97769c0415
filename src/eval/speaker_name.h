/*
 * speaker_name.h - whether two names mean the same speaker: their last words decide.
 */
#ifndef DP_SPEAKER_NAME_H
#define DP_SPEAKER_NAME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Compares the last word (letters, digits and numerals, low lines) of each name in lower case; a name without any
 * counts as empty. *same tells. Returns 0, or -1 when memory is out. */
int dp_speaker_name_compare(dp_arena *arena, dp_str a, dp_str b, bool *same);

#endif
