#include "cli/escape.h"

/* The entity of a byte; NULL for one that may stand as it is. */
static const char *entity_of(char byte) {
    switch (byte) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        case '\t':
        case '\n':
        case '\r':
            return NULL;
        default:
            return (unsigned char)byte < 0x20 || byte == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

void dp_escape_html(dp_buffer *html, dp_str text) {
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = entity_of(text.at[i]);
        if (!entity) continue;
        dp_buffer_add(html, (dp_str){text.at + plain, i - plain});
        dp_buffer_add_text(html, entity);
        plain = i + 1;
    }
    dp_buffer_add(html, (dp_str){text.at + plain, text.len - plain});
}
