/*
 * wrap.h - text folded at the width of a terminal, with styles that take no room.
 */
#ifndef DP_WRAP_H
#define DP_WRAP_H

#include "ops/buffer.h"

typedef struct dp_wrap {
    dp_buffer *to;
    dp_buffer word;       /* the word under way, styles included */
    size_t width, indent; /* columns; of all lines but the first of a paragraph */
    size_t column;        /* where the line stands */
    size_t word_width;
    bool spaced; /* a blank is due before the word */
} dp_wrap;

/* Starts at the beginning of a line of `width` columns. The caller closes it. */
dp_wrap dp_wrap_open(dp_buffer *to, size_t width);
void dp_wrap_close(dp_wrap *wrap);

/* Adds bytes of UTF-8. Blanks may become line ends; a line feed ends the line. Control characters become spaces, so
 * that no text can command the terminal. */
void dp_wrap_add(dp_wrap *wrap, dp_str bytes);
void dp_wrap_add_text(dp_wrap *wrap, const char *text);

/* Adds a style, such as "\033[1m", at this place. */
void dp_wrap_style(dp_wrap *wrap, const char *style);

/* Leaves `columns` blanks at the start of a line. */
void dp_wrap_skip(dp_wrap *wrap, size_t columns);

/* Ends the word and fills up with blanks to `column`. */
void dp_wrap_margin(dp_wrap *wrap, size_t column);

/* Ends the line; the lines that follow are indented by `indent` but for the first. */
void dp_wrap_end(dp_wrap *wrap, size_t indent);

#endif
