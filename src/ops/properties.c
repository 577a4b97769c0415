#include "ops/properties.h"

#include <stdbool.h>
#include <stdint.h>

#include "ops/buffer.h"

typedef struct parser {
    dp_str file;
    size_t at;
    unsigned line;
    dp_buffer name, value;
    const char *wrong; /* NULL while all is well */
} parser;

static bool is_end(const parser *p) {
    return p->at >= p->file.len;
}

static char peek(const parser *p) {
    return p->file.at[p->at];
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

/* Moves past one line end (LF, CR, CR LF), where there is one. */
static void skip_line_end(parser *p) {
    if (is_end(p)) return;
    if (peek(p) == '\r') {
        p->at++;
        if (!is_end(p) && peek(p) == '\n') p->at++;
    } else {
        p->at++;
    }
    p->line++;
}

static void skip_blanks(parser *p) {
    while (!is_end(p) && is_blank(peek(p))) p->at++;
}

static void skip_comment(parser *p) {
    while (!is_end(p) && !is_line_end(peek(p))) p->at++;
}

/* Whether a backslash at the current byte joins the next line; moves past both and the next line's indentation. */
static bool skip_continuation(parser *p) {
    if (peek(p) != '\\') return false;
    if (p->at + 1 < p->file.len && !is_line_end(p->file.at[p->at + 1])) return false;
    p->at++;
    skip_line_end(p);
    skip_blanks(p);
    return true;
}

static bool read_hex4(parser *p, uint32_t *unit) {
    *unit = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        char byte = is_end(p) ? ' ' : peek(p);
        uint32_t digit = byte >= '0' && byte <= '9'   ? (uint32_t)(byte - '0')
                         : byte >= 'a' && byte <= 'f' ? (uint32_t)(byte - 'a' + 10)
                         : byte >= 'A' && byte <= 'F' ? (uint32_t)(byte - 'A' + 10)
                                                      : 16;
        if (digit == 16) {
            p->wrong = "\\u must be followed by four hexadecimal digits";
            return false;
        }
        *unit = *unit * 16 + digit;
    }
    return true;
}

static void add_code_point(dp_buffer *to, uint32_t code) {
    if (code < 0x80) {
        dp_buffer_add_char(to, (char)code);
    } else if (code < 0x800) {
        dp_buffer_add_char(to, (char)(0xC0 | code >> 6));
        dp_buffer_add_char(to, (char)(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        dp_buffer_add_char(to, (char)(0xE0 | code >> 12));
        dp_buffer_add_char(to, (char)(0x80 | (code >> 6 & 0x3F)));
        dp_buffer_add_char(to, (char)(0x80 | (code & 0x3F)));
    } else {
        dp_buffer_add_char(to, (char)(0xF0 | code >> 18));
        dp_buffer_add_char(to, (char)(0x80 | (code >> 12 & 0x3F)));
        dp_buffer_add_char(to, (char)(0x80 | (code >> 6 & 0x3F)));
        dp_buffer_add_char(to, (char)(0x80 | (code & 0x3F)));
    }
}

/* After "\u": one code point, a surrogate pair written as two escapes being one. */
static bool read_unicode(parser *p, dp_buffer *to) {
    uint32_t code, low;
    if (!read_hex4(p, &code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && p->at + 1 < p->file.len && peek(p) == '\\' && p->file.at[p->at + 1] == 'u') {
        p->at += 2;
        if (!read_hex4(p, &low)) return false;
        if (low >= 0xDC00 && low < 0xE000) code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code == 0 || (code >= 0xD800 && code < 0xE000)) {
        p->wrong = code ? "a \\u escape is half of a surrogate pair" : "\\u0000 is not allowed";
        return false;
    }
    add_code_point(to, code);
    return true;
}

/* At a backslash that does not join lines. */
static bool read_escape(parser *p, dp_buffer *to) {
    p->at++;
    char byte = p->file.at[p->at++];
    switch (byte) {
        case 'u':
            return read_unicode(p, to);
        case 't':
            byte = '\t';
            break;
        case 'n':
            byte = '\n';
            break;
        case 'r':
            byte = '\r';
            break;
        case 'f':
            byte = '\f';
            break;
        default:
            break;
    }
    dp_buffer_add_char(to, byte);
    return true;
}

/* Reads up to the end of the logical line, or for a name up to its separator. */
static bool read_part(parser *p, dp_buffer *to, bool is_name) {
    while (!is_end(p) && !is_line_end(peek(p))) {
        char byte = peek(p);
        if (byte == '\0') {
            p->wrong = "a zero byte; is this a properties file?";
            return false;
        }
        if (is_name && (byte == '=' || byte == ':' || is_blank(byte))) break;
        if (byte == '\\') {
            if (skip_continuation(p)) continue;
            if (!read_escape(p, to)) return false;
            continue;
        }
        dp_buffer_add_char(to, byte);
        p->at++;
    }
    return true;
}

/* White space, at most one = or :, white space; joined lines may be among it. */
static void skip_separator(parser *p) {
    bool seen = false;
    while (!is_end(p)) {
        if (is_blank(peek(p))) {
            p->at++;
        } else if (!seen && (peek(p) == '=' || peek(p) == ':')) {
            seen = true;
            p->at++;
        } else if (!skip_continuation(p)) {
            return;
        }
    }
}

static int read_entry(parser *p, dp_properties_entry_fn *on_entry, void *context) {
    unsigned line = p->line;
    dp_buffer_clear(&p->name);
    dp_buffer_clear(&p->value);
    if (!read_part(p, &p->name, true)) return -1;
    skip_separator(p);
    if (!read_part(p, &p->value, false)) return -1;
    if (p->name.failed || p->value.failed) {
        p->wrong = "memory is out";
        return -1;
    }
    if (!dp_buffer_is_utf8(dp_buffer_str(&p->name)) || !dp_buffer_is_utf8(dp_buffer_str(&p->value))) {
        p->wrong = "not valid UTF-8";
        p->line = line;
        return -1;
    }
    dp_properties_entry entry = {dp_buffer_str(&p->name), dp_buffer_str(&p->value), line};
    return on_entry(context, &entry);
}

static int parse(parser *p, dp_properties_entry_fn *on_entry, void *context) {
    static const dp_str byte_order_mark = {"\xEF\xBB\xBF", 3};
    if (dp_str_starts(p->file, byte_order_mark)) p->at = byte_order_mark.len;
    while (!is_end(p)) {
        skip_blanks(p);
        if (is_end(p)) break;
        if (is_line_end(peek(p))) {
            skip_line_end(p);
        } else if (peek(p) == '#' || peek(p) == '!') {
            skip_comment(p);
        } else if (!skip_continuation(p)) {
            int result = read_entry(p, on_entry, context);
            if (result != 0) return result;
        }
    }
    return 0;
}

int dp_properties_parse(dp_str file, dp_properties_entry_fn *on_entry, void *context, dp_properties_error *error) {
    parser p = {.file = file, .line = 1};
    int result = parse(&p, on_entry, context);
    *error = (dp_properties_error){p.line, p.wrong};
    dp_buffer_close(&p.name);
    dp_buffer_close(&p.value);
    return result;
}
