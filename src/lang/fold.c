#include "lang/fold.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

static bool is_apostrophe(uint32_t point) {
    return point == 0x2019 || point == 0x2018 || point == 0x02BC || point == 0xFF07;
}

static bool is_space(uint32_t point) {
    return point == ' ' || (point >= 0x09 && point <= 0x0D) || (point > 0x7F && u_isUWhiteSpace((UChar32)point));
}

/* Writes `point` as UTF-8; gives the bytes, 1 to 4. */
static size_t write_point(uint32_t point, char out[4]) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

static uint32_t fold_point(uint32_t point) {
    if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return is_apostrophe(point) ? '\'' : (uint32_t)u_tolower((UChar32)point);
}

size_t dp_fold(dp_str form, char buffer[DP_FOLD_MAX]) {
    size_t used = 0;
    bool space = false;
    for (size_t at = 0; at < form.len;) {
        uint32_t point = dp_utf8_next(form, &at);
        if (is_space(point)) {
            space = used > 0;
            continue;
        }
        if (used + 5 > DP_FOLD_MAX) return 0;
        if (space) buffer[used++] = ' ';
        space = false;
        used += write_point(fold_point(point), buffer + used);
    }
    return used;
}

static uint32_t mix_position(uint32_t position) {
    uint32_t h = (position + 1) * UINT32_C(0x9E3779B1);
    h ^= h >> 15;
    h *= UINT32_C(0x85EBCA77);
    return h ^ h >> 13;
}

void dp_signature_add(dp_signature *signature, dp_str piece) {
    uint32_t value = signature->value, position = signature->position;
    for (size_t at = 0; at < piece.len;) {
        unsigned char byte = (unsigned char)piece.at[at];
        uint32_t point = byte < 0x80 ? (at++, byte) : dp_utf8_next(piece, &at);
        if (is_space(point)) continue;
        bool upper = point < 0x80 ? point >= 'A' && point <= 'Z' : u_isUUppercase((UChar32)point);
        if (upper) value += mix_position(position);
        position++;
    }
    *signature = (dp_signature){value, position};
}

void dp_signature_add_token(dp_signature *signature, const dp_token *token, dp_str bytes) {
    if (token->kind == DP_TOKEN_WORD && token->casing == DP_CASING_LOWER) {
        signature->position += token->char_end - token->char_start;
    } else {
        dp_signature_add(signature, bytes);
    }
}
