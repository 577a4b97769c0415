/*
 * html.h - the readable text of an HTML body.
 */
#ifndef DP_HTML_H
#define DP_HTML_H

#include "base/arena.h"
#include "base/str.h"

/* Reduces `html` (valid UTF-8) to plain text in `arena`: blocks become paragraphs separated by a blank line, <br>, list
 * items and table rows become lines, cells are set apart by a tab, entities are decoded, <q> gives “ ”, no-break spaces
 * stay. Left out: scripts, styles, templates, noscript, hidden elements, frames, drawings and media, navigation,
 * asides, footers, controls, and the captions of figures, which speak of a picture that the text does not have.
 *
 * Uses gumbo, an HTML5 parser, with its memory in the arena. Does not recurse on depth. HTML that would be too much for
 * a parser (elements open more than 256 deep, more than 256 attributes in a tag, a character reference of
 * more than 31 bits, or more than 64 bytes of tree for a byte of HTML) is stripped of its tags without one, so that the
 * text is always whole and time and memory stay linear. Returns 0, or -1 when memory is out. */
int dp_html_to_text(dp_arena *arena, dp_str html, dp_str *text);

#endif
