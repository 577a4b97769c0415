#include "text/text.h"

#include "base/array.h"
#include "text/cutter.h"

enum { BYTES_PER_TOKEN = 4 }; /* a low guess, so that the tokens of usual text need no second piece of memory */

bool dp_cutter_push(dp_cutter *cutter, size_t start, size_t end, dp_token_kind kind, unsigned flags) {
    if (!dp_array_reserve(cutter->arena, (void **)&cutter->tokens, cutter->count, &cutter->capacity,
                          sizeof *cutter->tokens)) {
        return false;
    }
    dp_token *token = &cutter->tokens[cutter->count];
    dp_str gap = {cutter->bytes.at + cutter->chars_at, start - cutter->chars_at};
    cutter->chars += (uint32_t)dp_utf8_length(gap);
    *token = (dp_token){.byte_start = (uint32_t)start,
                        .byte_end = (uint32_t)end,
                        .char_start = cutter->chars,
                        .kind = (uint8_t)kind,
                        .flags = (uint8_t)(flags | (cutter->space_before ? DP_TOKEN_SPACE_BEFORE : 0u))};
    if (!dp_lower_fill(cutter, token)) return false;
    cutter->chars = token->char_end;
    cutter->chars_at = end;
    cutter->space_before = false;
    cutter->count++;
    return true;
}

/* The end of a run of the same sign: ... !!! --- *** and of ! and ? mixed. */
static size_t repeated_end(dp_str bytes, size_t start, size_t end) {
    char sign = bytes.at[start];
    if (end - start != 1) return end;
    bool cries = sign == '!' || sign == '?';
    if (!cries && !memchr(".-*=_~<>", sign, 8)) return end;
    while (end < bytes.len && (bytes.at[end] == sign || (cries && (bytes.at[end] == '!' || bytes.at[end] == '?'))))
        end++;
    return end;
}

/* Punctuation, quotation marks, signs. */
static size_t sign_scan(dp_cutter *cutter, dp_character class, size_t start, size_t end) {
    dp_str bytes = cutter->bytes;
    dp_token_kind kind = class == DP_CHAR_SYMBOL ? DP_TOKEN_SYMBOL : DP_TOKEN_PUNCTUATION;
    char sign = bytes.at[start];
    bool doubled = end < bytes.len && end == start + 1 && bytes.at[end] == sign;
    bool after_number =
        cutter->count > 0 && !cutter->space_before && cutter->tokens[cutter->count - 1].kind == DP_TOKEN_NUMBER;
    if (class == DP_CHAR_QUOTE || class == DP_CHAR_ACCENT || class == DP_CHAR_APOSTROPHE) {
        if (class != DP_CHAR_QUOTE && doubled) end++;
        kind = class == DP_CHAR_QUOTE || !after_number ? DP_TOKEN_QUOTE : DP_TOKEN_PUNCTUATION;
    } else if ((sign == '<' || sign == '>') && doubled) {
        end = repeated_end(bytes, start, end);
        if (end == start + 2) kind = DP_TOKEN_QUOTE;
    } else if (sign == '@' || sign == '#') {
        size_t tag = dp_link_tag(bytes, start);
        if (tag > start) {
            kind = sign == '@' ? DP_TOKEN_HANDLE : DP_TOKEN_HASHTAG;
            end = tag;
        }
    } else {
        end = repeated_end(bytes, start, end);
    }
    return dp_cutter_push(cutter, start, end, kind, 0) ? end : SIZE_MAX;
}

/* A run of marks that stand on nothing. */
static size_t marks_scan(dp_cutter *cutter, size_t start, size_t end) {
    size_t after;
    for (;;) {
        dp_character class = dp_character_at(cutter->bytes, end, &after);
        if (class != DP_CHAR_MARK && class != DP_CHAR_INVISIBLE) break;
        end = after;
    }
    return dp_cutter_push(cutter, start, end, DP_TOKEN_SYMBOL, 0) ? end : SIZE_MAX;
}

/* Cuts the token or passes the space at `start`; gives the offset after it, or SIZE_MAX when memory is out. */
static size_t scan(dp_cutter *cutter, dp_character class, size_t start, size_t after) {
    switch (class) {
        case DP_CHAR_LOWER:
        case DP_CHAR_UPPER:
        case DP_CHAR_LETTER:
            return dp_word_scan(cutter, start);
        case DP_CHAR_DIGIT:
        case DP_CHAR_NUMERAL:
            return dp_number_scan(cutter, start);
        case DP_CHAR_MARK:
            return marks_scan(cutter, start, after);
        case DP_CHAR_END:
        case DP_CHAR_SPACE:
        case DP_CHAR_LINE:
            cutter->space_before = true;
            return after;
        case DP_CHAR_INVISIBLE:
            return after;
        default:
            return sign_scan(cutter, class, start, after);
    }
}

int dp_text_cut(dp_arena *arena, const dp_token_rules *rules, dp_str bytes, size_t title_length, dp_text *text) {
    *text = (dp_text){.bytes = bytes};
    if (bytes.len >= UINT32_MAX) return -1;
    dp_cutter cutter = {.arena = arena, .rules = rules, .bytes = bytes};
    cutter.capacity = (uint32_t)(bytes.len / BYTES_PER_TOKEN + 16);
    cutter.tokens = dp_arena_alloc(arena, cutter.capacity * sizeof *cutter.tokens);
    if (!cutter.tokens) return -1;
    dp_array(uint32_t) breaks = {0};
    bool new_paragraph = true;
    uint32_t title_tokens = 0;
    for (size_t offset = 0; offset < bytes.len;) {
        size_t after;
        dp_character class = dp_character_at(bytes, offset, &after);
        if (title_length > 0 && offset >= title_length) {
            title_length = 0;
            title_tokens = cutter.count;
            new_paragraph = true;
        }
        uint32_t before = cutter.count;
        offset = scan(&cutter, class, offset, after);
        if (offset == SIZE_MAX) return -1;
        if (cutter.count > before && new_paragraph) {
            if (!dp_array_push(arena, &breaks, before)) return -1;
            new_paragraph = false;
        }
        if (class == DP_CHAR_LINE) new_paragraph = true;
    }
    if (title_length > 0) title_tokens = cutter.count;
    dp_str rest = {bytes.at + cutter.chars_at, bytes.len - cutter.chars_at};
    text->chars = cutter.chars + (uint32_t)dp_utf8_length(rest);
    text->tokens = cutter.tokens;
    text->token_count = cutter.count;
    if (dp_sentences_cut(&cutter, breaks.at, breaks.count, text)) return -1;
    text->title_sentences = title_tokens ? cutter.tokens[title_tokens - 1].sentence + 1 : 0;
    return 0;
}
