/*
 * hypertext.h - whether a text is HTML, and the plain text of it.
 */
#ifndef DP_HYPERTEXT_H
#define DP_HYPERTEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum dp_hypertext {
    DP_HYPERTEXT_NONE = 0,
    DP_HYPERTEXT_INLINE,   /* character references or tags inside of lines; the line ends part paragraphs */
    DP_HYPERTEXT_BLOCKS,   /* tags part paragraphs, line ends are white space */
    DP_HYPERTEXT_DOCUMENT, /* begins as a whole HTML document */
} dp_hypertext;

/* What the text seems to be: only tags of HTML's own names and well-formed character references count, so "a < b" and
 * "R&D" are plain. Linear. */
dp_hypertext dp_hypertext_detect(dp_str text);

/* Whether the text begins as a whole HTML document: "<!doctype html" or "<html". */
bool dp_hypertext_begins_document(dp_str text);

/* The plain text, in `arena` where it differs from `text`. Returns 0, or -1 when memory is out. */
int dp_hypertext_to_text(dp_arena *arena, dp_str text, dp_hypertext markup, dp_str *plain);

#endif
