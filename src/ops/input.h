/*
 * input.h - reading whole files.
 */
#ifndef DP_INPUT_H
#define DP_INPUT_H

#include <stdio.h>

#include "ops/buffer.h"

/* Adds all bytes of the file at `path` to `content`. Returns 0, or an errno value: EFBIG beyond `limit` bytes, ENOMEM,
 * EISDIR for a folder, or the system's. */
int dp_input_file(const char *path, size_t limit, dp_buffer *content);

/* The same for an open stream, up to its end. */
int dp_input_stream(FILE *stream, size_t limit, dp_buffer *content);

#endif
