#include "cli/pretty.h"

enum { INDENT = 2, LINE = 100, DEEPEST_INDENT = 64 };

/* The end of the string that starts at `at` (at its opening quote). */
static size_t string_end(dp_str json, size_t at) {
    for (at++; at < json.len && json.at[at] != '"'; at++) at += json.at[at] == '\\';
    return at < json.len ? at + 1 : json.len;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Whether the array or object at `at` holds no other and is short; then *end is after it. Looks at LINE bytes at most.
 */
static bool is_flat(dp_str json, size_t at, size_t *end) {
    size_t limit = json.len - at > LINE ? at + LINE : json.len;
    for (size_t i = at + 1; i < limit;) {
        char byte = json.at[i];
        if (byte == '{' || byte == '[') return false;
        if (byte == '}' || byte == ']') {
            *end = i + 1;
            return true;
        }
        i = byte == '"' ? string_end(json, i) : i + 1;
    }
    return false;
}

static void add_flat(dp_buffer *text, dp_str part) {
    for (size_t i = 0; i < part.len;) {
        char byte = part.at[i];
        size_t end = byte == '"' ? string_end(part, i) : i + 1;
        if (!is_blank(byte)) dp_buffer_add(text, (dp_str){part.at + i, end - i});
        if (byte == ',' || byte == ':') dp_buffer_add_char(text, ' ');
        i = end;
    }
}

static void add_line(dp_buffer *text, size_t depth) {
    size_t indent = depth < DEEPEST_INDENT ? depth * INDENT : DEEPEST_INDENT * INDENT;
    dp_buffer_format(text, "\n%*s", (int)indent, "");
}

void dp_pretty_add(dp_buffer *text, dp_str json) {
    size_t depth = 0;
    for (size_t i = 0, end; i < json.len; i = end) {
        char byte = json.at[i];
        end = i + 1;
        if (byte == '"') {
            end = string_end(json, i);
            dp_buffer_add(text, (dp_str){json.at + i, end - i});
        } else if (byte == '{' || byte == '[') {
            if (is_flat(json, i, &end)) {
                add_flat(text, (dp_str){json.at + i, end - i});
            } else {
                dp_buffer_add_char(text, byte);
                add_line(text, ++depth);
            }
        } else if (byte == '}' || byte == ']') {
            if (depth > 0) depth--;
            add_line(text, depth);
            dp_buffer_add_char(text, byte);
        } else if (byte == ',') {
            dp_buffer_add_char(text, byte);
            add_line(text, depth);
        } else if (byte == ':') {
            dp_buffer_add_text(text, ": ");
        } else if (!is_blank(byte)) {
            dp_buffer_add_char(text, byte);
        }
    }
    dp_buffer_add_char(text, '\n');
}
