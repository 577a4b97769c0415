/*
 * buffer.h - bytes that grow: for text that is put together before it is written.
 *
 * A buffer remembers that memory ran out: later additions do nothing, and the caller checks `failed` once at the end.
 */
#ifndef DP_BUFFER_H
#define DP_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

typedef struct dp_buffer {
    char *at;
    size_t len, capacity;
    bool failed; /* memory ran out: what is here is incomplete */
} dp_buffer;

void dp_buffer_close(dp_buffer *buffer);

/* Forgets the content and keeps the memory. */
void dp_buffer_clear(dp_buffer *buffer);

void dp_buffer_add(dp_buffer *buffer, dp_str bytes);
void dp_buffer_add_text(dp_buffer *buffer, const char *text);
void dp_buffer_add_char(dp_buffer *buffer, char byte);

/* printf form; numbers and names, nothing of more than 511 bytes. */
__attribute__((format(printf, 2, 3))) void dp_buffer_format(dp_buffer *buffer, const char *format, ...);

/* The content; lent until the next change. */
dp_str dp_buffer_str(const dp_buffer *buffer);

/* The content with a zero byte after it; NULL when memory ran out. Lent until the next change. */
const char *dp_buffer_text(dp_buffer *buffer);

/* Adds any bytes as the inside of a JSON string: quotes, backslashes and control characters escaped, invalid UTF-8
 * replaced by U+FFFD, U+2028 and U+2029 escaped too. */
void dp_buffer_add_json(dp_buffer *buffer, dp_str bytes);

/* Whether all bytes are valid UTF-8 (RFC 3629). */
bool dp_buffer_is_utf8(dp_str bytes);

#endif
