#include "article/decoding.h"

#include "article/hypertext.h"
#include "base/timestamp.h"
#include "text/utf8.h"

void dp_decoding_note(dp_decoding *decoding, dp_note note) {
    decoding->article->notes |= UINT32_C(1) << note;
}

/* White space, control characters and invisible format characters of Unicode 15. */
static bool is_invisible(uint32_t c) {
    static const uint32_t ranges[][2] = {
        {0x0000, 0x0020}, {0x007F, 0x00A0}, {0x00AD, 0x00AD}, {0x061C, 0x061C},   {0x1680, 0x1680},
        {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},   {0x3000, 0x3000},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
    }
    return false;
}

bool dp_text_is_blank(dp_str text) {
    for (size_t at = 0; at < text.len;) {
        if (!is_invisible(dp_utf8_next(text, &at))) return false;
    }
    return true;
}

int dp_decoding_read_name(dp_decoding *decoding, dp_json string, dp_str *name) {
    *name = (dp_str){0};
    if (string.kind != DP_JSON_STRING) return 0;
    if (dp_json_string(decoding->arena, string, name)) return -1;
    if (name->len > DP_NAME_MAX || dp_text_is_blank(*name)) *name = (dp_str){0};
    return 0;
}

static bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* `line` without white space at its ends, and each run of white space within as one space. In `arena`. */
static int join_line(dp_arena *arena, dp_str line, dp_str *joined) {
    char *buffer = dp_arena_alloc(arena, line.len);
    if (!buffer) return -1;
    size_t len = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (!is_ascii_space(line.at[i])) {
            buffer[len++] = line.at[i];
        } else if (len && buffer[len - 1] != ' ') {
            buffer[len++] = ' ';
        }
    }
    while (len && buffer[len - 1] == ' ') len--;
    *joined = (dp_str){buffer, len};
    return 0;
}

int dp_decoding_set_title(dp_decoding *decoding, dp_str title) {
    if (dp_hypertext_to_text(decoding->arena, title, dp_hypertext_detect(title), &title)) return -1;
    if (join_line(decoding->arena, title, &title)) return -1;
    if (!dp_text_is_blank(title)) decoding->article->title = title;
    return 0;
}

int dp_decoding_set_body(dp_decoding *decoding, dp_str body, dp_body_kind kind, bool *verbatim) {
    dp_hypertext markup = kind == DP_BODY_PLAIN ? DP_HYPERTEXT_NONE : dp_hypertext_detect(body);
    if (kind == DP_BODY_MARKUP && markup == DP_HYPERTEXT_NONE) markup = DP_HYPERTEXT_INLINE;
    if (verbatim) *verbatim = markup == DP_HYPERTEXT_NONE;
    return dp_hypertext_to_text(decoding->arena, body, markup, &decoding->article->body);
}

static bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether `tag` has the form of a BCP 47 tag with a language of two or three letters: fr, fr-CA, zh-Hant-TW. */
static bool is_language_tag(dp_str tag) {
    size_t part = 0, parts = 0;
    for (size_t i = 0; i <= tag.len; i++) {
        if (i < tag.len && is_alphanumeric(tag.at[i])) {
            if (parts == 0 && tag.at[i] <= '9') return false;
            part++;
            continue;
        }
        if (i < tag.len && tag.at[i] != '-') return false;
        if (part > 8 || part < 1 || (parts == 0 && (part < 2 || part > 3))) return false;
        parts++;
        part = 0;
    }
    return tag.len <= 35; /* the longest that RFC 5646 asks software to take */
}

int dp_decoding_set_language(dp_decoding *decoding, dp_str language, bool *understood) {
    char *tag = dp_arena_alloc(decoding->arena, language.len);
    if (!tag) return -1;
    for (size_t i = 0; i < language.len; i++) tag[i] = language.at[i] == '_' ? '-' : language.at[i];
    *understood = is_language_tag((dp_str){tag, language.len});
    if (*understood) decoding->article->language = (dp_str){tag, language.len};
    return 0;
}

bool dp_decoding_set_published(dp_decoding *decoding, dp_str stamp) {
    if (!dp_timestamp_day(stamp, &decoding->article->day)) return false;
    decoding->article->has_day = true;
    decoding->article->published_at = stamp;
    return true;
}
