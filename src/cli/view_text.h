/*
 * view_text.h - an analysed article for a terminal.
 */
#ifndef DP_VIEW_TEXT_H
#define DP_VIEW_TEXT_H

#include "cli/view.h"
#include "ops/buffer.h"

/* Adds the article's text with what was found in it, coloured when `colored`, then lists of entities, claims and
 * values. */
void dp_view_text_add(dp_buffer *text, const dp_view_article *article, bool colored, size_t columns);

#endif
