#include "text/character.h"

#include <unicode/uchar.h>

enum {
    N = DP_CHAR_LINE,
    _ = DP_CHAR_SPACE,
    A = DP_CHAR_APOSTROPHE,
    G = DP_CHAR_ACCENT,
    Q = DP_CHAR_QUOTE,
    H = DP_CHAR_HYPHEN,
    S = DP_CHAR_STOP,
    I = DP_CHAR_INVISIBLE,
    U = DP_CHAR_UPPER,
    L = DP_CHAR_LOWER,
    E = DP_CHAR_LETTER,
    D = DP_CHAR_DIGIT,
    M = DP_CHAR_NUMERAL,
    P = DP_CHAR_PUNCTUATION,
    Y = DP_CHAR_SYMBOL,
};

/* clang-format off */
const unsigned char dp_character_latin[256] = {
    _, _, _, _, _, _, _, _, _, _, N, N, N, N, _, _, /* 00 */
    _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, /* 10 */
    _, P, Q, P, Y, Y, Y, A, P, P, P, Y, P, H, S, P, /* 20 */
    D, D, D, D, D, D, D, D, D, D, P, P, Y, Y, Y, P, /* 30 */
    P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* 40 */
    U, U, U, U, U, U, U, U, U, U, U, P, P, P, Y, P, /* 50 */
    G, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* 60 */
    L, L, L, L, L, L, L, L, L, L, L, P, Y, P, Y, _, /* 70 */
    _, _, _, _, _, N, _, _, _, _, _, _, _, _, _, _, /* 80 */
    _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, /* 90 */
    _, P, Y, Y, Y, Y, Y, P, Y, Y, E, Q, Y, I, Y, Y, /* A0 */
    Y, Y, M, M, G, L, P, P, Y, M, E, Q, M, M, M, P, /* B0 */
    U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* C0 */
    U, U, U, U, U, U, U, Y, U, U, U, U, U, U, U, L, /* D0 */
    L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* E0 */
    L, L, L, L, L, L, L, Y, L, L, L, L, L, L, L, L, /* F0 */
};
/* clang-format on */

/* The class by ICU's general category. */
static dp_character by_category(uint32_t code) {
    switch (u_charType((UChar32)code)) {
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
            return DP_CHAR_UPPER;
        case U_LOWERCASE_LETTER:
            return DP_CHAR_LOWER;
        case U_MODIFIER_LETTER:
        case U_OTHER_LETTER:
            return DP_CHAR_LETTER;
        case U_DECIMAL_DIGIT_NUMBER:
        case U_LETTER_NUMBER:
        case U_OTHER_NUMBER:
            return DP_CHAR_NUMERAL;
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_COMBINING_SPACING_MARK:
            return DP_CHAR_MARK;
        case U_SPACE_SEPARATOR:
        case U_CONTROL_CHAR:
            return DP_CHAR_SPACE;
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            return DP_CHAR_LINE;
        case U_FORMAT_CHAR:
            return DP_CHAR_INVISIBLE;
        case U_INITIAL_PUNCTUATION:
        case U_FINAL_PUNCTUATION:
            return DP_CHAR_QUOTE;
        case U_DASH_PUNCTUATION:
        case U_START_PUNCTUATION:
        case U_END_PUNCTUATION:
        case U_CONNECTOR_PUNCTUATION:
        case U_OTHER_PUNCTUATION:
            return DP_CHAR_PUNCTUATION;
        default:
            return DP_CHAR_SYMBOL;
    }
}

dp_character dp_character_beyond(uint32_t code) {
    switch (code) {
        case 0x2019: /* ’ */
        case 0x02BC:
            return DP_CHAR_APOSTROPHE; /* ʼ */
        case 0x2018:                   /* ‘ */
        case 0x2032:
            return DP_CHAR_ACCENT; /* ′ */
        case 0x2010:               /* hyphen */
        case 0x2011:
            return DP_CHAR_HYPHEN; /* no-break hyphen */
        case 0x201A:               /* ‚ */
        case 0x201E:               /* „ */
        case 0x300C:               /* corner brackets */
        case 0x300D:
        case 0x300E:
        case 0x300F:
        case 0xFF02:
            return DP_CHAR_QUOTE; /* full-width " */
        case 0x200B:              /* zero-width space */
        case 0xFEFF:
            return DP_CHAR_SPACE; /* byte order mark */
        default:
            return by_category(code);
    }
}
