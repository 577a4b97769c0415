#include "text/utf8.h"

/* Bytes of the valid sequence at bytes.at[offset], 0 when there is none. The ranges are those of table 3-7 of the
 * Unicode standard. */
static size_t sequence_size(dp_str bytes, size_t offset) {
    const unsigned char *at = (const unsigned char *)bytes.at + offset;
    size_t left = bytes.len - offset;
    unsigned char lead = at[0], low = 0x80, high = 0xBF;
    size_t size;
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) {
        size = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        size = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        size = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return 0;
    }
    if (left < size || at[1] < low || at[1] > high) return 0;
    for (size_t i = 2; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80) return 0;
    }
    return size;
}

size_t dp_utf8_check(dp_str bytes) {
    size_t offset = 0;
    while (offset < bytes.len) {
        uint64_t word;
        if (bytes.len - offset >= sizeof word) {
            memcpy(&word, bytes.at + offset, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                offset += sizeof word;
                continue;
            }
        }
        size_t size = sequence_size(bytes, offset);
        if (size == 0) return offset;
        offset += size;
    }
    return offset;
}

size_t dp_utf8_length(dp_str bytes) {
    size_t length = 0;
    for (size_t i = 0; i < bytes.len; i++) length += ((unsigned char)bytes.at[i] & 0xC0) != 0x80;
    return length;
}

uint32_t dp_utf8_next(dp_str bytes, size_t *offset) {
    const unsigned char *at = (const unsigned char *)bytes.at + *offset;
    uint32_t lead = at[0];
    if (lead < 0x80) {
        *offset += 1;
        return lead;
    }
    if (lead < 0xE0) {
        *offset += 2;
        return (lead & 0x1F) << 6 | (at[1] & 0x3Fu);
    }
    if (lead < 0xF0) {
        *offset += 3;
        return (lead & 0x0F) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    }
    *offset += 4;
    return (lead & 0x07) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
}

size_t dp_utf8_put(char *to, uint32_t code) {
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}
