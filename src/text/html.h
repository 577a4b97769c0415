/*
 * html.h - the readable text of an HTML body.
 */
#ifndef DP_HTML_H
#define DP_HTML_H

#include "base/arena.h"
#include "base/str.h"

/* Reduces `html` (valid UTF-8) to plain text in `arena`: blocks become paragraphs separated by a blank line, scripts,
 * styles and hidden elements go, entities are decoded. Uses gumbo, an HTML5 parser. Does not recurse on depth.
 * Returns 0, or -1 when memory is out. */
int dp_html_to_text(dp_arena *arena, dp_str html, dp_str *text);

#endif
