/*
 * markup.h - whether a text is HTML, and the plain text of it.
 */
#ifndef DP_MARKUP_H
#define DP_MARKUP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum dp_markup {
    DP_MARKUP_NONE = 0,
    DP_MARKUP_INLINE,   /* character references or tags inside of lines; the line ends part paragraphs */
    DP_MARKUP_BLOCKS,   /* tags part paragraphs, line ends are white space */
    DP_MARKUP_DOCUMENT, /* begins as a whole HTML document */
} dp_markup;

/* What the text seems to be: only tags of HTML's own names and well-formed character references count, so "a < b" and
 * "R&D" are plain. Linear. */
dp_markup dp_markup_detect(dp_str text);

/* Whether the text begins as a whole HTML document: "<!doctype html" or "<html". */
bool dp_markup_begins_document(dp_str text);

/* The plain text, in `arena` where it differs from `text`. Returns 0, or -1 when memory is out. */
int dp_markup_to_text(dp_arena *arena, dp_str text, dp_markup markup, dp_str *plain);

#endif
