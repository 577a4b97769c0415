/*
 * markup.h - a plain look at tags, for HTML that would be too much for a parser. Not for other folders.
 */
#ifndef DP_MARKUP_H
#define DP_MARKUP_H

#include "base/arena.h"
#include "base/str.h"

enum {
    DP_MARKUP_DEPTH = 256,      /* open elements; a parser looks through all of them at many a tag */
    DP_MARKUP_ATTRIBUTES = 256, /* of one tag; a parser compares each with all before it */
};

/* Whether the elements nest deeper, or a tag has more attributes, than the limits above, or a character reference is a
 * number of more than 31 bits, which gumbo takes for another. Linear. */
bool dp_markup_is_excessive(dp_str html);

/* The text of `html` by tags alone: tags, comments, scripts and styles go, blocks become lines, the basic entities are
 * decoded. Linear. Returns 0, or -1 when memory is out. */
int dp_markup_strip(dp_arena *arena, dp_str html, dp_str *text);

#endif
