#include "text/cutter.h"

static bool digit_at(dp_str bytes, size_t offset) {
    return offset < bytes.len && bytes.at[offset] >= '0' && bytes.at[offset] <= '9';
}

static size_t digits_end(dp_str bytes, size_t offset) {
    while (digit_at(bytes, offset)) offset++;
    return offset;
}

/* Whether exactly three digits stand at `offset`. */
static bool group_at(dp_str bytes, size_t offset) {
    return digit_at(bytes, offset) && digit_at(bytes, offset + 1) && digit_at(bytes, offset + 2) &&
           !digit_at(bytes, offset + 3);
}

/* The end of groups of three digits that follow [start, end), each after one `space` (or apostrophe). */
static size_t groups_end(dp_str bytes, size_t start, size_t end) {
    if (end - start > 3) return end;
    for (;;) {
        size_t after;
        dp_character class = dp_character_at(bytes, end, &after);
        bool separates = class == DP_CHAR_SPACE ? bytes.at[end] != '\t' : class == DP_CHAR_APOSTROPHE;
        if (!separates || !group_at(bytes, after)) return end;
        end = after + 3;
    }
}

/* The end of the fraction, or of further groups, after points and commas: 3,5 1.234.567 1,234,567 12.05.2019. A second
 * comma joins a group of three only, so that 3,5,7 stays a list. */
static size_t fraction_end(dp_str bytes, size_t end) {
    bool comma = false;
    while (end < bytes.len && digit_at(bytes, end + 1)) {
        if (bytes.at[end] == ',') {
            if (comma && !group_at(bytes, end + 1)) break;
            comma = true;
        } else if (bytes.at[end] != '.') {
            break;
        }
        end = digits_end(bytes, end + 1);
    }
    return end;
}

/* The end of the letters at `end` that belong to the number (1er, 14h30, 4G); `end` when they are a unit. */
static size_t tail_end(const dp_cutter *cutter, size_t end) {
    char buffer[DP_FORM_MAX];
    size_t at = end, after;
    dp_character class = dp_character_at(cutter->bytes, at, &after), first = class;
    while (at - end < DP_FORM_MAX && (dp_character_is_letter(class) || class == DP_CHAR_MARK)) {
        at = after;
        class = dp_character_at(cutter->bytes, at, &after);
    }
    if (at == end || dp_character_is_letter(class)) return end;
    dp_str form = dp_lower_short((dp_str){cutter->bytes.at + end, at - end}, buffer);
    if (dp_cutter_has(cutter->rules->tails, cutter->rules->tail_count, form)) return digits_end(cutter->bytes, at);
    if (first == DP_CHAR_UPPER && at - end == 1 && class != DP_CHAR_SYMBOL) return at;
    return end;
}

size_t dp_number_scan(dp_cutter *cutter, size_t start) {
    dp_str bytes = cutter->bytes;
    size_t end = digits_end(bytes, start), after;
    dp_character class = dp_character_at(bytes, start, &after);
    if (class == DP_CHAR_NUMERAL) {
        do {
            end = after;
            class = dp_character_at(bytes, end, &after);
        } while (class == DP_CHAR_NUMERAL);
    } else {
        end = groups_end(bytes, start, end);
        end = fraction_end(bytes, end);
        while (dp_character_at(bytes, end, &after) == DP_CHAR_NUMERAL) end = after;
        end = tail_end(cutter, end);
    }
    return dp_cutter_push(cutter, start, end, DP_TOKEN_NUMBER, 0) ? end : SIZE_MAX;
}
