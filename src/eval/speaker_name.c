#include "eval/speaker_name.h"

#include <unicode/ucasemap.h>
#include <unicode/uchar.h>

#include "text/utf8.h"

static bool is_word(uint32_t code) {
    UChar32 c = (UChar32)code;
    return code == '_' || (U_GET_GC_MASK(c) & U_GC_L_MASK) || u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE) != U_NT_NONE;
}

/* The name in lower case, after the rules of no language in particular. */
static int lower_name(dp_arena *arena, dp_str name, dp_str *lower) {
    *lower = (dp_str){"", 0};
    if (!name.len || name.len > INT32_MAX / 3) return 0;
    UErrorCode error = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open("", 0, &error);
    int32_t room = (int32_t)name.len * 3;
    char *bytes = dp_arena_alloc(arena, (size_t)room);
    int32_t length = bytes && map ? ucasemap_utf8ToLower(map, bytes, room, name.at, (int32_t)name.len, &error) : -1;
    ucasemap_close(map);
    if (length < 0 || U_FAILURE(error)) return -1;
    *lower = (dp_str){bytes, (size_t)length};
    return 0;
}

static dp_str last_word(dp_str name) {
    size_t start = 0, end = 0;
    bool inside = false;
    for (size_t at = 0; at < name.len;) {
        size_t from = at;
        bool word = is_word(dp_utf8_next(name, &at));
        if (word && !inside) start = from;
        if (word) end = at;
        inside = word;
    }
    return (dp_str){name.at + start, end - start};
}

int dp_speaker_name_compare(dp_arena *arena, dp_str a, dp_str b, bool *same) {
    dp_str lower_a, lower_b;
    if (lower_name(arena, a, &lower_a) || lower_name(arena, b, &lower_b)) return -1;
    *same = dp_str_equal(last_word(lower_a), last_word(lower_b));
    return 0;
}
