/*
 * line.h - text built from pieces with the white space of HTML: runs of it become one space, blocks become paragraphs.
 * Not for other folders.
 */
#ifndef DP_LINE_H
#define DP_LINE_H

#include "base/arena.h"
#include "base/str.h"

/* How far the next piece must stand from the last. */
typedef enum dp_line_gap { DP_LINE_NONE = 0, DP_LINE_SPACE, DP_LINE_TAB, DP_LINE_END, DP_LINE_BLANK } dp_line_gap;

typedef struct dp_lines {
    dp_arena *arena;
    char *at;
    size_t len, capacity;
    dp_line_gap gap;
} dp_lines;

/* Widens the gap before the next piece to at least `gap`. */
static inline void dp_lines_break(dp_lines *lines, dp_line_gap gap) {
    if (gap > lines->gap) lines->gap = gap;
}

/* Adds bytes as they are; false when memory is out. */
bool dp_lines_put(dp_lines *lines, dp_str bytes);

/* Adds text whose ASCII white space is collapsed, or kept as lines when `preformatted`; false when memory is out. */
bool dp_lines_add(dp_lines *lines, dp_str text, bool preformatted);

#endif
