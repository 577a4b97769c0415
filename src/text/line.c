#include "text/line.h"

enum { CAPACITY_MIN = 1024 };

static bool reserve(dp_lines *lines, size_t more) {
    if (lines->capacity - lines->len >= more) return true;
    size_t want = lines->capacity ? lines->capacity * 2 : CAPACITY_MIN;
    if (want < lines->len + more) want = lines->len + more;
    char *grown = dp_arena_alloc(lines->arena, want);
    if (!grown) return false;
    if (lines->len) memcpy(grown, lines->at, lines->len);
    lines->at = grown;
    lines->capacity = want;
    return true;
}

bool dp_lines_put(dp_lines *lines, dp_str bytes) {
    static const char *const gaps[] = {"", " ", "\t", "\n", "\n\n"};
    if (bytes.len == 0) return true;
    const char *gap = lines->len ? gaps[lines->gap] : "";
    size_t width = strlen(gap);
    if (!reserve(lines, width + bytes.len)) return false;
    memcpy(lines->at + lines->len, gap, width);
    memcpy(lines->at + lines->len + width, bytes.at, bytes.len);
    lines->len += width + bytes.len;
    lines->gap = DP_LINE_NONE;
    return true;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool dp_lines_add(dp_lines *lines, dp_str text, bool preformatted) {
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && !is_space(text.at[i])) i++;
        if (!dp_lines_put(lines, (dp_str){text.at + start, i - start})) return false;
        for (; i < text.len && is_space(text.at[i]); i++) {
            dp_lines_break(lines, preformatted && text.at[i] == '\n' ? DP_LINE_END : DP_LINE_SPACE);
        }
    }
    return true;
}
