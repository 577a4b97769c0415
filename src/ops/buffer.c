#include "ops/buffer.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

enum { CAPACITY_MIN = 256, FORMATTED_MAX = 512 };

void dp_buffer_close(dp_buffer *buffer) {
    dp_free(buffer->at);
    *buffer = (dp_buffer){0};
}

void dp_buffer_clear(dp_buffer *buffer) {
    buffer->len = 0;
    buffer->failed = false;
}

static bool reserve(dp_buffer *buffer, size_t more) {
    if (buffer->failed) return false;
    if (more <= buffer->capacity - buffer->len) return true;
    size_t want = buffer->capacity ? buffer->capacity : CAPACITY_MIN;
    while (want - buffer->len < more) {
        if (want > SIZE_MAX / 2) {
            buffer->failed = true;
            return false;
        }
        want *= 2;
    }
    char *grown = dp_realloc(buffer->at, want);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->at = grown;
    buffer->capacity = want;
    return true;
}

void dp_buffer_add(dp_buffer *buffer, dp_str bytes) {
    if (bytes.len == 0 || !reserve(buffer, bytes.len)) return;
    memcpy(buffer->at + buffer->len, bytes.at, bytes.len);
    buffer->len += bytes.len;
}

void dp_buffer_add_text(dp_buffer *buffer, const char *text) {
    dp_buffer_add(buffer, (dp_str){text, strlen(text)});
}

void dp_buffer_add_char(dp_buffer *buffer, char byte) {
    if (reserve(buffer, 1)) buffer->at[buffer->len++] = byte;
}

void dp_buffer_format(dp_buffer *buffer, const char *format, ...) {
    char formatted[FORMATTED_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(formatted, sizeof formatted, format, arguments);
    va_end(arguments);
    if (length <= 0) return;
    size_t len = (size_t)length < sizeof formatted ? (size_t)length : sizeof formatted - 1;
    dp_buffer_add(buffer, (dp_str){formatted, len});
}

dp_str dp_buffer_str(const dp_buffer *buffer) {
    return (dp_str){buffer->at ? buffer->at : "", buffer->len};
}

const char *dp_buffer_text(dp_buffer *buffer) {
    if (!reserve(buffer, 1)) return NULL;
    buffer->at[buffer->len] = '\0';
    return buffer->at;
}

/* Bytes of the valid UTF-8 sequence at `at` (1 to 4); 0 when it is not valid (RFC 3629, table 3-7 of Unicode). */
static size_t sequence_length(const unsigned char *at, size_t left) {
    unsigned char first = at[0];
    if (first < 0x80) return 1;
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || length > left) return 0;
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i < length; i++) {
        if (at[i] < 0x80 || at[i] > 0xBF) return 0;
    }
    return length;
}

bool dp_buffer_is_utf8(dp_str bytes) {
    for (size_t i = 0, length; i < bytes.len; i += length) {
        length = sequence_length((const unsigned char *)bytes.at + i, bytes.len - i);
        if (length == 0) return false;
    }
    return true;
}

static void add_json_control(dp_buffer *buffer, unsigned char byte) {
    static const char shorts[] = "btn?fr"; /* for 8 to 13; 11 has no short form */
    if (byte >= 8 && byte <= 13 && byte != 11) {
        dp_buffer_add_char(buffer, '\\');
        dp_buffer_add_char(buffer, shorts[byte - 8]);
    } else {
        dp_buffer_format(buffer, "\\u%04x", byte);
    }
}

void dp_buffer_add_json(dp_buffer *buffer, dp_str bytes) {
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t plain = 0, i = 0; /* bytes from `plain` to `i` need no escape */
    while (i < bytes.len) {
        size_t length = sequence_length(at + i, bytes.len - i);
        bool separator = length == 3 && at[i] == 0xE2 && at[i + 1] == 0x80 && (at[i + 2] == 0xA8 || at[i + 2] == 0xA9);
        bool special = length == 1 && (at[i] < 0x20 || at[i] == '"' || at[i] == '\\' || at[i] == 0x7F);
        if (length && !separator && !special) {
            i += length;
            continue;
        }
        dp_buffer_add(buffer, (dp_str){bytes.at + plain, i - plain});
        if (length == 0) {
            dp_buffer_add_text(buffer, "\\ufffd");
        } else if (separator) {
            dp_buffer_add_text(buffer, at[i + 2] == 0xA8 ? "\\u2028" : "\\u2029");
        } else if (at[i] == '"' || at[i] == '\\') {
            dp_buffer_add_char(buffer, '\\');
            dp_buffer_add_char(buffer, bytes.at[i]);
        } else {
            add_json_control(buffer, at[i]);
        }
        i += length ? length : 1;
        plain = i;
    }
    dp_buffer_add(buffer, (dp_str){bytes.at + plain, i - plain});
}
