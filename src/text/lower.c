#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/cutter.h"

enum {
    FOLD_CHUNK = 64 * 1024,
    MARKS_MAX = 30, /* longest run of marks that is normalised: as in Unicode's stream-safe text format (UAX 15) */
};

/* What one pass over a token finds out. */
typedef struct traits {
    uint32_t chars, uppers, lowers;
    uint32_t longest_marks;
    bool first_upper; /* the first cased letter is upper case */
    bool inner_upper; /* an upper-case letter stands elsewhere than at the start of a part */
    bool changes;     /* lower differs from the source */
    bool simple;      /* all code points are below U+0300 or plain punctuation: no normalisation needed */
} traits;

/* The code point that stands for `code` in lower-case forms when it is no letter; `code` itself for all others. */
static uint32_t plain(uint32_t code, dp_character class) {
    if (class == DP_CHAR_APOSTROPHE) return '\'';
    if (class == DP_CHAR_HYPHEN) return '-';
    if (class == DP_CHAR_SPACE) return ' ';
    return code;
}

static traits traits_of(dp_str bytes) {
    traits f = {.simple = true};
    bool part_start = true, cased = false;
    uint32_t marks = 0;
    for (size_t offset = 0; offset < bytes.len;) {
        uint32_t code = dp_utf8_next(bytes, &offset);
        dp_character class = dp_character_of(code);
        f.chars++;
        if (class == DP_CHAR_LOWER) {
            f.lowers++;
            cased = true;
            part_start = false;
        } else if (class == DP_CHAR_UPPER) {
            f.uppers++;
            if (!cased) f.first_upper = true;
            if (!part_start) f.inner_upper = true;
            f.changes = cased = true;
            part_start = false;
        } else {
            part_start = class == DP_CHAR_APOSTROPHE || class == DP_CHAR_HYPHEN || class == DP_CHAR_STOP;
            if (class == DP_CHAR_INVISIBLE || plain(code, class) != code) f.changes = true;
        }
        if (code >= 0x300) {
            marks = class == DP_CHAR_MARK ? marks + 1 : 0;
            if (marks > f.longest_marks) f.longest_marks = marks;
            if (dp_character_is_word(class) && class != DP_CHAR_INVISIBLE) f.simple = false;
        }
    }
    return f;
}

static dp_casing casing_of(const traits *f) {
    if (f->uppers == 0) return f->lowers ? DP_CASING_LOWER : DP_CASING_NONE;
    if (f->lowers == 0) return f->uppers == 1 ? DP_CASING_CAPITAL : DP_CASING_UPPER;
    return f->first_upper && !f->inner_upper ? DP_CASING_CAPITAL : DP_CASING_MIXED;
}

static uint32_t lower_of(uint32_t code) {
    if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
    if (code < 0x100) return code >= 0xC0 && code <= 0xDE && code != 0xD7 ? code + 32 : code;
    return (uint32_t)u_tolower((UChar32)code);
}

/* Code point by code point, without normalisation. `to` has room for three bytes a byte of the source. */
static size_t fold_simple(dp_str source, char *to) {
    size_t length = 0;
    for (size_t offset = 0; offset < source.len;) {
        uint32_t code = dp_utf8_next(source, &offset);
        dp_character class = dp_character_of(code);
        if (class == DP_CHAR_INVISIBLE) continue;
        length += dp_utf8_put(to + length, class == DP_CHAR_UPPER ? lower_of(code) : plain(code, class));
    }
    return length;
}

/* Room for `size` bytes of folded text, which the caller takes by dp_cutter's folded; NULL when memory is out. */
static char *fold_room(dp_cutter *cutter, size_t size) {
    if (cutter->folded_left < size) {
        size_t want = size > FOLD_CHUNK ? size : FOLD_CHUNK;
        char *chunk = dp_arena_alloc(cutter->arena, want);
        if (!chunk) return NULL;
        cutter->folded = chunk;
        cutter->folded_left = want;
    }
    return cutter->folded;
}

static void fold_take(dp_cutter *cutter, size_t size) {
    cutter->folded += size;
    cutter->folded_left -= size;
}

/* Composes `simple`, which is folded already, into *out. False when memory is out. ICU works on UTF-16 here. */
static bool compose(dp_cutter *cutter, dp_str simple, dp_str *out) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    size_t units = simple.len + 1;
    if (U_FAILURE(status) || units > INT32_MAX / 4) return true;
    UChar *source = dp_arena_alloc(cutter->arena, units * sizeof *source);
    /* Composition lengthens UTF-16 at most threefold (Unicode normalization FAQ). */
    UChar *composed = dp_arena_alloc(cutter->arena, units * 3 * sizeof *composed);
    if (!source || !composed) return false;
    int32_t source_length = 0, composed_length = 0, bytes_length = 0;
    u_strFromUTF8(source, (int32_t)units, &source_length, simple.at, (int32_t)simple.len, &status);
    composed_length = unorm2_normalize(nfc, source, source_length, composed, (int32_t)units * 3, &status);
    if (U_FAILURE(status)) return true;
    size_t room = (size_t)composed_length * 3 + 1;
    char *bytes = fold_room(cutter, room);
    if (!bytes) return false;
    u_strToUTF8(bytes, (int32_t)room, &bytes_length, composed, composed_length, &status);
    if (U_FAILURE(status)) return true;
    fold_take(cutter, (size_t)bytes_length);
    *out = (dp_str){bytes, (size_t)bytes_length};
    return true;
}

/* Whether the folded text is in NFC as it stands: the usual case, also in other scripts. */
static bool is_composed(dp_str bytes) {
    for (size_t offset = 0; offset < bytes.len;) {
        uint32_t code = dp_utf8_next(bytes, &offset);
        if (code >= 0x300 && u_getIntPropertyValue((UChar32)code, UCHAR_NFC_QUICK_CHECK) != UNORM_YES) return false;
        if (code >= 0x300 && u_getCombiningClass((UChar32)code) != 0) return false;
    }
    return true;
}

bool dp_lower_fill(dp_cutter *cutter, dp_token *token) {
    dp_str source = {cutter->bytes.at + token->byte_start, token->byte_end - token->byte_start};
    traits f = traits_of(source);
    token->char_end = token->char_start + f.chars;
    token->casing = (uint8_t)casing_of(&f);
    token->lower = source;
    if (f.changes) {
        char *to = fold_room(cutter, source.len * 3);
        if (!to) return false;
        token->lower = (dp_str){to, fold_simple(source, to)};
        fold_take(cutter, token->lower.len);
    }
    if (f.simple || f.longest_marks > MARKS_MAX || is_composed(token->lower)) return true;
    return compose(cutter, token->lower, &token->lower);
}

dp_str dp_lower_short(dp_str source, char *form) {
    size_t length = 0;
    if (source.len > DP_FORM_MAX) return (dp_str){form, 0};
    for (size_t offset = 0; offset < source.len;) {
        uint32_t code = dp_utf8_next(source, &offset);
        dp_character class = dp_character_of(code);
        /* Within these bounds a lower-case form is never longer than its source. */
        if (code >= 0x180 && class != DP_CHAR_APOSTROPHE && class != DP_CHAR_HYPHEN && class != DP_CHAR_LETTER) {
            return (dp_str){form, 0};
        }
        if (class == DP_CHAR_INVISIBLE) continue;
        length += dp_utf8_put(form + length, class == DP_CHAR_UPPER ? lower_of(code) : plain(code, class));
    }
    return (dp_str){form, length};
}

bool dp_cutter_has(const dp_str *forms, size_t count, dp_str form) {
    size_t low = 0, high = form.len ? count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = dp_str_compare(forms[middle], form);
        if (order == 0) return true;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}
