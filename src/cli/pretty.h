/*
 * pretty.h - JSON laid out for people.
 */
#ifndef DP_PRETTY_H
#define DP_PRETTY_H

#include "ops/buffer.h"

/* Adds `json` (valid, on any lines) with one member or element a line, indented by two blanks a level, and a line end.
 * Short arrays and objects without others inside stay on one line. Strings and numbers keep their bytes. */
void dp_pretty_add(dp_buffer *text, dp_str json);

#endif
