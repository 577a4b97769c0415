#include "article/json.h"

#include <stdint.h>

typedef struct reader {
    const char *start, *at, *end;
    unsigned depth, depth_max;
    uint8_t in_object[DP_JSON_DEPTH_MAX / 8]; /* a bit for every level: object or array */
    dp_json_error *error;
} reader;

static bool fail(reader *r, dp_json_fault fault, const char *at, const char *what) {
    *r->error = (dp_json_error){.fault = fault, .at = (size_t)(at - r->start), .what = what};
    return false;
}

static bool fail_syntax(reader *r, const char *what) {
    return fail(r, DP_JSON_FAULT_SYNTAX, r->at, r->at == r->end ? "the end, too early" : what);
}

static const char *skip_space(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
    return at;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The four hexadecimal digits at `at`, or -1. */
static int32_t hex_quad(const char *at, const char *end) {
    int32_t unit = 0;
    if (end - at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Reads the escape whose backslash is at r->at. */
static bool read_escape(reader *r) {
    const char *escape = r->at;
    if (r->end - escape < 2) return fail(r, DP_JSON_FAULT_SYNTAX, r->end, "a string that does not end");
    if (escape[1] != 'u') {
        if (!memchr("\"\\/bfnrt", escape[1], 8)) return fail_syntax(r, "an unknown escape");
        r->at += 2;
        return true;
    }
    int32_t unit = hex_quad(escape + 2, r->end);
    if (unit < 0) return fail_syntax(r, "a \\u escape without four hexadecimal digits");
    r->at += 6;
    if (unit < 0xD800 || unit > 0xDFFF) return true;
    int32_t low = -1;
    if (unit < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') low = hex_quad(r->at + 2, r->end);
    if (low < 0xDC00 || low > 0xDFFF) return fail(r, DP_JSON_FAULT_SURROGATE, escape, "half a surrogate pair");
    r->at += 6;
    return true;
}

static bool read_string(reader *r) {
    if (r->at == r->end || *r->at != '"') return fail_syntax(r, "no string where one is due");
    const char *open = r->at++;
    while (r->at < r->end) {
        unsigned char c = (unsigned char)*r->at;
        if (c == '"') {
            r->at++;
            return true;
        }
        if (c == '\\') {
            if (!read_escape(r)) return false;
        } else if (c < 0x20) {
            return fail_syntax(r, "a control character in a string; write it as an escape");
        } else {
            r->at++;
        }
    }
    return fail(r, DP_JSON_FAULT_SYNTAX, open, "a string that does not end");
}

static bool read_digits(reader *r) {
    if (r->at == r->end || !is_digit(*r->at)) return fail_syntax(r, "a number without a digit where one is due");
    while (r->at < r->end && is_digit(*r->at)) r->at++;
    return true;
}

static bool read_number(reader *r) {
    if (*r->at == '-') r->at++;
    if (r->at < r->end && *r->at == '0') {
        r->at++;
        if (r->at < r->end && is_digit(*r->at)) return fail_syntax(r, "a number that begins with 0");
    } else if (!read_digits(r)) {
        return false;
    }
    if (r->at < r->end && *r->at == '.') {
        r->at++;
        if (!read_digits(r)) return false;
    }
    if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
        r->at++;
        if (r->at < r->end && (*r->at == '+' || *r->at == '-')) r->at++;
        if (!read_digits(r)) return false;
    }
    return true;
}

static bool read_word(reader *r, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0) return fail_syntax(r, "no JSON value");
    r->at += length;
    return true;
}

static bool read_scalar(reader *r) {
    if (r->at == r->end) return fail_syntax(r, "the end, too early");
    switch (*r->at) {
        case '"':
            return read_string(r);
        case 't':
            return read_word(r, "true");
        case 'f':
            return read_word(r, "false");
        case 'n':
            return read_word(r, "null");
        default:
            if (*r->at != '-' && !is_digit(*r->at)) return fail_syntax(r, "no JSON value");
            return read_number(r);
    }
}

/* Reads a member's name and colon, up to its value. */
static bool read_name(reader *r) {
    r->at = skip_space(r->at, r->end);
    if (!read_string(r)) return false;
    r->at = skip_space(r->at, r->end);
    if (r->at == r->end || *r->at != ':') return fail_syntax(r, "no colon after a member's name");
    r->at++;
    return true;
}

static bool top_is_object(const reader *r) {
    return r->in_object[(r->depth - 1) / 8] >> ((r->depth - 1) % 8) & 1;
}

/* Enters the container that begins at r->at. */
static bool push(reader *r) {
    if (r->depth == r->depth_max) return fail(r, DP_JSON_FAULT_DEPTH, r->at, "nested too deep");
    uint8_t bit = (uint8_t)(1u << (r->depth % 8));
    uint8_t *bits = &r->in_object[r->depth / 8];
    *bits = (uint8_t)(*r->at == '{' ? *bits | bit : *bits & ~bit);
    r->depth++;
    r->at++;
    return true;
}

/* After a value: leaves every container that ends here and moves past the comma before the next value.
 * *more tells whether there is one. */
static bool read_after_value(reader *r, bool *more) {
    while (r->depth > 0) {
        r->at = skip_space(r->at, r->end);
        bool object = top_is_object(r);
        if (r->at < r->end && *r->at == ',') {
            r->at++;
            *more = true;
            return object ? read_name(r) : true;
        }
        if (r->at == r->end || *r->at != (object ? '}' : ']')) return fail_syntax(r, "no comma or end after a value");
        r->at++;
        r->depth--;
    }
    *more = false;
    return true;
}

/* Reads one value; containers by the bit stack. */
static bool read_value(reader *r) {
    for (bool more = true; more;) {
        r->at = skip_space(r->at, r->end);
        if (r->at < r->end && (*r->at == '{' || *r->at == '[')) {
            bool object = *r->at == '{';
            if (!push(r)) return false;
            r->at = skip_space(r->at, r->end);
            if (r->at == r->end || *r->at != (object ? '}' : ']')) {
                if (object && !read_name(r)) return false;
                continue;
            }
            r->at++;
            r->depth--;
        } else if (!read_scalar(r)) {
            return false;
        }
        if (!read_after_value(r, &more)) return false;
    }
    return true;
}

static dp_json_kind kind_of(char first) {
    switch (first) {
        case '{':
            return DP_JSON_OBJECT;
        case '[':
            return DP_JSON_ARRAY;
        case '"':
            return DP_JSON_STRING;
        case 't':
        case 'f':
            return DP_JSON_BOOLEAN;
        case 'n':
            return DP_JSON_NULL;
        default:
            return DP_JSON_NUMBER;
    }
}

bool dp_json_check_prefix(dp_str bytes, unsigned depth_max, dp_json *value, dp_str *rest, dp_json_error *error) {
    if (bytes.len == 0) {
        *error = (dp_json_error){.what = "the end, too early"};
        return false;
    }
    reader r = {.start = bytes.at, .end = bytes.at + bytes.len, .error = error};
    r.depth_max = depth_max < DP_JSON_DEPTH_MAX ? depth_max : DP_JSON_DEPTH_MAX;
    r.at = skip_space(r.start, r.end);
    const char *first = r.at;
    if (!read_value(&r)) return false;
    *value = (dp_json){kind_of(*first), {first, (size_t)(r.at - first)}};
    const char *after = skip_space(r.at, r.end);
    *rest = (dp_str){after, (size_t)(r.end - after)};
    return true;
}

bool dp_json_check(dp_str bytes, unsigned depth_max, dp_json *value, dp_json_error *error) {
    dp_str rest;
    if (!dp_json_check_prefix(bytes, depth_max, value, &rest, error)) return false;
    if (rest.len == 0) return true;
    *error = (dp_json_error){.at = (size_t)(rest.at - bytes.at), .what = "more after the end of the value"};
    return false;
}

dp_json_cursor dp_json_enter(dp_json container) {
    if (container.kind != DP_JSON_OBJECT && container.kind != DP_JSON_ARRAY) return (dp_json_cursor){0};
    return (dp_json_cursor){container.kind, container.raw.at + 1, container.raw.at + container.raw.len - 1};
}

/* Past the checked string that begins at `at`. */
static const char *pass_string(const char *at) {
    for (at++; *at != '"'; at++) {
        if (*at == '\\') at++;
    }
    return at + 1;
}

/* Past the checked value that begins at `at`. */
static const char *pass_value(const char *at, const char *end) {
    size_t open = 0;
    do {
        char c = *at;
        if (c == '"') {
            at = pass_string(at);
        } else if (c == '{' || c == '[') {
            open++;
            at++;
        } else if (c == '}' || c == ']') {
            open--;
            at++;
        } else if (open) {
            at++;
        } else {
            while (at < end && !memchr(",]} \n\r\t", *at, 7)) at++;
        }
    } while (open);
    return at;
}

bool dp_json_next(dp_json_cursor *cursor, dp_json *name, dp_json *value) {
    *name = (dp_json){0};
    const char *at = skip_space(cursor->at, cursor->end);
    if (at < cursor->end && *at == ',') at = skip_space(at + 1, cursor->end);
    if (at >= cursor->end) return false;
    if (cursor->kind == DP_JSON_OBJECT) {
        const char *after = pass_string(at);
        *name = (dp_json){DP_JSON_STRING, {at, (size_t)(after - at)}};
        at = skip_space(skip_space(after, cursor->end) + 1, cursor->end);
    }
    cursor->at = pass_value(at, cursor->end);
    *value = (dp_json){kind_of(*at), {at, (size_t)(cursor->at - at)}};
    return true;
}

/* Writes a code point as UTF-8; gives its bytes, 1 to 4. */
static size_t put_character(char *out, uint32_t character) {
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    out[0] = (char)((length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0) | character);
    return length;
}

/* Resolves the escape whose backslash is at `at` into *out; gives what follows it. */
static const char *unescape(const char *at, const char *end, char **out) {
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (at[1] != 'u') {
        *(*out)++ = meant[strchr(letters, at[1]) - letters];
        return at + 2;
    }
    uint32_t character = (uint32_t)hex_quad(at + 2, end);
    at += 6;
    if (character >= 0xD800 && character <= 0xDBFF) {
        character = 0x10000 + ((character - 0xD800) << 10) + ((uint32_t)hex_quad(at + 2, end) - 0xDC00);
        at += 6;
    }
    *out += put_character(*out, character);
    return at;
}

int dp_json_string(dp_arena *arena, dp_json string, dp_str *characters) {
    const char *at = string.raw.at + 1, *end = string.raw.at + string.raw.len - 1;
    *characters = (dp_str){at, (size_t)(end - at)};
    if (!memchr(at, '\\', characters->len)) return 0;
    char *buffer = dp_arena_alloc(arena, characters->len), *out = buffer;
    if (!buffer) return -1;
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((escape ? escape : end) - at);
        memcpy(out, at, run);
        out += run;
        at += run;
        if (escape) at = unescape(at, end, &out);
    }
    *characters = (dp_str){buffer, (size_t)(out - buffer)};
    return 0;
}
