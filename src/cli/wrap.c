#include "cli/wrap.h"

dp_wrap dp_wrap_open(dp_buffer *to, size_t width) {
    return (dp_wrap){.to = to, .width = width};
}

void dp_wrap_close(dp_wrap *wrap) {
    dp_buffer_close(&wrap->word);
}

static void put_word(dp_wrap *wrap) {
    if (wrap->word.failed) wrap->to->failed = true;
    if (wrap->word_width > 0 && wrap->spaced) {
        if (wrap->column + 1 + wrap->word_width > wrap->width && wrap->column > wrap->indent) {
            dp_buffer_format(wrap->to, "\n%*s", (int)wrap->indent, "");
            wrap->column = wrap->indent;
        } else {
            dp_buffer_add_char(wrap->to, ' ');
            wrap->column++;
        }
        wrap->spaced = false;
    }
    dp_buffer_add(wrap->to, dp_buffer_str(&wrap->word));
    wrap->column += wrap->word_width;
    dp_buffer_clear(&wrap->word);
    wrap->word_width = 0;
}

/* C0, DEL and C1 controls (C2 80 to C2 9F), which terminals obey; bidirectional overrides (U+202A to U+202E, U+2066 to
 * U+2069), which change the order of what is shown. Gives their length in bytes; 0 for what is shown. */
static size_t control_length(dp_str bytes, size_t at) {
    unsigned char first = (unsigned char)bytes.at[at];
    if (first < 0x20 || first == 0x7F) return 1;
    size_t left = bytes.len - at;
    unsigned char second = left > 1 ? (unsigned char)bytes.at[at + 1] : 0;
    unsigned char third = left > 2 ? (unsigned char)bytes.at[at + 2] : 0;
    if (first == 0xC2 && second >= 0x80 && second < 0xA0) return 2;
    if (first == 0xE2 && second == 0x80 && third >= 0xAA && third <= 0xAE) return 3;
    if (first == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9) return 3;
    return 0;
}

void dp_wrap_add(dp_wrap *wrap, dp_str bytes) {
    for (size_t i = 0; i < bytes.len;) {
        char byte = bytes.at[i];
        size_t control = control_length(bytes, i);
        if (byte == '\n') {
            dp_wrap_end(wrap, wrap->indent);
        } else if (byte == ' ' || control) {
            put_word(wrap);
            wrap->spaced |= wrap->column > 0;
        } else {
            dp_buffer_add_char(&wrap->word, byte);
            wrap->word_width += ((unsigned char)byte & 0xC0) != 0x80;
        }
        i += control ? control : 1;
    }
}

void dp_wrap_add_text(dp_wrap *wrap, const char *text) {
    dp_wrap_add(wrap, (dp_str){text, strlen(text)});
}

void dp_wrap_style(dp_wrap *wrap, const char *style) {
    /* A style before a word belongs to it, so that blanks between are not underlined. */
    dp_buffer_add_text(&wrap->word, style);
}

void dp_wrap_skip(dp_wrap *wrap, size_t columns) {
    dp_buffer_format(wrap->to, "%*s", (int)columns, "");
    wrap->column += columns;
}

void dp_wrap_margin(dp_wrap *wrap, size_t column) {
    put_word(wrap);
    if (wrap->column < column) dp_wrap_skip(wrap, column - wrap->column);
}

void dp_wrap_end(dp_wrap *wrap, size_t indent) {
    put_word(wrap);
    dp_buffer_add_char(wrap->to, '\n');
    wrap->column = 0;
    wrap->spaced = false;
    wrap->indent = indent;
}
