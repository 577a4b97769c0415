#include "text/phrase.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Whether white space of another kind than single spaces between words is in a string. */
static bool is_spaced_otherwise(dp_str string) {
    int32_t offset = 0, length = (int32_t)string.len;
    bool space = false;
    while (offset < length) {
        UChar32 c;
        U8_NEXT((const uint8_t *)string.at, offset, length, c);
        if (u_isUWhiteSpace(c) && (space || c != ' ')) return true;
        space = c == ' ';
    }
    return false;
}

int dp_phrase(dp_arena *arena, dp_str string, dp_str *phrase) {
    *phrase = string;
    if (string.len > INT32_MAX || !is_spaced_otherwise(string)) return 0;
    char *out = dp_arena_alloc(arena, string.len);
    if (!out) return -1;
    size_t written = 0;
    int32_t offset = 0, length = (int32_t)string.len;
    while (offset < length) {
        int32_t start = offset;
        UChar32 c;
        U8_NEXT((const uint8_t *)string.at, offset, length, c);
        if (!u_isUWhiteSpace(c)) {
            while (start < offset) out[written++] = string.at[start++];
        } else if (written == 0 || out[written - 1] != ' ') {
            out[written++] = ' ';
        }
    }
    *phrase = (dp_str){out, written};
    return 0;
}
