#include "text/loose.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

static bool is_plain(dp_str string) {
    for (size_t i = 0; i < string.len; i++) {
        unsigned char c = (unsigned char)string.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    }
    return true;
}

/* The base letter of a code point: the first of its canonical decomposition. */
static UChar32 base_of(const UNormalizer2 *nfd, UChar32 c) {
    UChar parts[8];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unorm2_getDecomposition(nfd, c, parts, 8, &status);
    if (U_FAILURE(status) || length <= 0) return c;
    return U16_IS_LEAD(parts[0]) && length > 1 ? (UChar32)U16_GET_SUPPLEMENTARY(parts[0], parts[1]) : parts[0];
}

static UChar32 fold_char(const UNormalizer2 *nfd, UChar32 c) {
    if (c == 0x2019 || c == 0x02BC || c == '\'') return '\'';
    if (u_hasBinaryProperty(c, UCHAR_DASH) || u_isUWhiteSpace(c)) return ' ';
    if (c >= 0x80) {
        int8_t type = u_charType(c);
        if (type == U_NON_SPACING_MARK || type == U_FORMAT_CHAR) return 0;
        if (nfd) c = base_of(nfd, c);
    }
    return u_tolower(c);
}

int dp_loose(dp_arena *arena, dp_str string, dp_str *folded) {
    if (is_plain(string)) {
        *folded = string;
        return 0;
    }
    if (string.len > INT32_MAX / 2) return -1;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    if (U_FAILURE(status)) nfd = NULL;
    /* A lower-case letter is at most one byte longer in UTF-8 than its capital. */
    int32_t room = (int32_t)string.len * 2 + U8_MAX_LENGTH;
    uint8_t *out = dp_arena_alloc(arena, (size_t)room);
    if (!out) return -1;
    int32_t written = 0, offset = 0, length = (int32_t)string.len;
    while (offset < length) {
        UChar32 c;
        U8_NEXT((const uint8_t *)string.at, offset, length, c);
        c = c < 0 ? 0xFFFD : fold_char(nfd, c);
        if (c == 0 || (c == ' ' && (written == 0 || out[written - 1] == ' '))) continue;
        U8_APPEND_UNSAFE(out, written, (uint32_t)c);
    }
    if (written > 0 && out[written - 1] == ' ') written--;
    *folded = (dp_str){(const char *)out, (size_t)written};
    return 0;
}
