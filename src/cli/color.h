/*
 * color.h - whether to colour what goes to a terminal, and how wide it is.
 */
#ifndef DP_COLOR_H
#define DP_COLOR_H

#include <stdbool.h>
#include <stddef.h>

/* `when` is "always", "never", or "auto" or NULL: then yes on a terminal, unless $NO_COLOR is not empty or $TERM is
 * "dumb" (https://no-color.org). */
bool dp_color_wanted(const char *when, int descriptor);

/* Columns of the terminal, from 40 to 100; 80 when it is none. */
size_t dp_color_columns(int descriptor);

#endif
