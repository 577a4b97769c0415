/*
 * utf8.h - validation and stepping through UTF-8.
 */
#ifndef DP_UTF8_H
#define DP_UTF8_H

#include "base/str.h"

/* The byte offset of the first error (overlong forms, surrogates and values above U+10FFFF are errors), or
 * bytes.len when all is valid. */
size_t dp_utf8_check(dp_str bytes);

/* Code points in valid UTF-8. */
size_t dp_utf8_length(dp_str bytes);

/* The code point at *offset of valid UTF-8, which moves past it. */
uint32_t dp_utf8_next(dp_str bytes, size_t *offset);

/* Writes a code point (up to U+10FFFF, no surrogate) to `to`, which has room for four bytes; gives how many. */
size_t dp_utf8_put(char *to, uint32_t code);

#endif
