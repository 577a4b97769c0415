/*
 * character.h - what the tokenizer sees in a code point: one class each, by table for ASCII and Latin-1, by ICU beyond.
 */
#ifndef DP_CHARACTER_H
#define DP_CHARACTER_H

#include "text/utf8.h"

typedef enum dp_character {
    DP_CHAR_END = 0,    /* past the end of the text */
    DP_CHAR_SPACE,      /* white space within a line, and control characters */
    DP_CHAR_LINE,       /* ends a paragraph */
    DP_CHAR_LOWER,      /* letters */
    DP_CHAR_UPPER,      /* title case too */
    DP_CHAR_LETTER,     /* a letter without case */
    DP_CHAR_DIGIT,      /* decimal digits 0 to 9 */
    DP_CHAR_NUMERAL,    /* other digits and numerals: superscripts, fractions, digits of other scripts */
    DP_CHAR_MARK,       /* combining marks */
    DP_CHAR_INVISIBLE,  /* soft hyphen, joiners, marks of direction: part of a word, never a token */
    DP_CHAR_APOSTROPHE, /* ' ’ ʼ */
    DP_CHAR_ACCENT,     /* ‘ ` ´ ′: an apostrophe between letters, else a quotation mark or sign */
    DP_CHAR_QUOTE,      /* every other quotation mark */
    DP_CHAR_HYPHEN,     /* - and the Unicode hyphens, not the dashes */
    DP_CHAR_STOP,       /* the full stop . */
    DP_CHAR_PUNCTUATION,
    DP_CHAR_SYMBOL,
} dp_character;

extern const unsigned char dp_character_latin[256];

/* The class of a code point from U+0100 on. */
dp_character dp_character_beyond(uint32_t code);

static inline dp_character dp_character_of(uint32_t code) {
    return code < 256 ? (dp_character)dp_character_latin[code] : dp_character_beyond(code);
}

/* The class of the character at `offset`, and the offset after it; END at the end of the text. */
static inline dp_character dp_character_at(dp_str bytes, size_t offset, size_t *after) {
    if (offset >= bytes.len) {
        *after = offset;
        return DP_CHAR_END;
    }
    unsigned char byte = (unsigned char)bytes.at[offset];
    if (byte < 0x80) {
        *after = offset + 1;
        return (dp_character)dp_character_latin[byte];
    }
    *after = offset;
    return dp_character_of(dp_utf8_next(bytes, after));
}

static inline bool dp_character_is_letter(dp_character c) {
    return c == DP_CHAR_LOWER || c == DP_CHAR_UPPER || c == DP_CHAR_LETTER;
}

/* What may stand inside a word: letters, digits, marks, invisible characters. */
static inline bool dp_character_is_word(dp_character c) {
    return c >= DP_CHAR_LOWER && c <= DP_CHAR_INVISIBLE;
}

#endif
