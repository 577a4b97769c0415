#include "eval/letters.h"

#include "text/utf8.h"

bool dp_letters_is_space(uint32_t code) {
    if (code < 0x80) return code == ' ' || (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x1F);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

int dp_letters_count(dp_arena *arena, dp_str text, dp_letters *letters) {
    letters->count = 0;
    letters->codes = dp_arena_calloc(arena, text.len + 1, sizeof *letters->codes);
    letters->before = dp_arena_calloc(arena, text.len + 1, sizeof *letters->before);
    if (!letters->codes || !letters->before) return -1;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = dp_utf8_next(text, &at), i = letters->count++;
        letters->codes[i] = code;
        letters->before[i + 1] = letters->before[i] + !dp_letters_is_space(code);
    }
    return 0;
}
