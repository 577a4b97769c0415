#include "article/hypertext.h"

#include "base/array.h"
#include "text/html.h"

/* Tags that tell HTML from text, in byte order. */
static const char *const block_tags[] = {
    "article", "aside",  "blockquote", "body", "br",   "center", "dd",    "div", "dl",   "dt",     "figcaption",
    "figure",  "footer", "h1",         "h2",   "h3",   "h4",     "h5",    "h6",  "head", "header", "hr",
    "html",    "iframe", "li",         "main", "meta", "nav",    "ol",    "p",   "pre",  "script", "section",
    "style",   "table",  "tbody",      "td",   "th",   "thead",  "title", "tr",  "ul",
};
static const char *const inline_tags[] = {
    "a",    "abbr",   "acronym", "b",   "bdi", "bdo",  "big",  "cite", "code", "del",
    "em",   "font",   "i",       "img", "ins", "kbd",  "mark", "q",    "s",    "small",
    "span", "strike", "strong",  "sub", "sup", "time", "tt",   "u",    "wbr",
};

enum { TAG_MAX = 12, REFERENCE_MAX = 32 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool listed(const char *const *tags, size_t count, const char *name) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(tags[middle], name);
        if (order == 0) return true;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* What the '<' at `at` opens. */
static dp_hypertext detect_tag(const char *at, const char *end) {
    char name[TAG_MAX + 1];
    size_t length = 0;
    if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) return DP_HYPERTEXT_INLINE;
    at++;
    if (at < end && *at == '/') at++;
    while (at < end && length < TAG_MAX && (is_letter(*at) || (length && is_digit(*at)))) name[length++] = lower(*at++);
    name[length] = '\0';
    bool ended = at < end && (*at == '>' || *at == '/' || is_space(*at));
    if (!ended || length == 0) return DP_HYPERTEXT_NONE;
    if (listed(block_tags, sizeof block_tags / sizeof *block_tags, name)) return DP_HYPERTEXT_BLOCKS;
    if (listed(inline_tags, sizeof inline_tags / sizeof *inline_tags, name)) return DP_HYPERTEXT_INLINE;
    return DP_HYPERTEXT_NONE;
}

/* Whether the '&' at `at` begins a character reference: &eacute; &#233; &#xE9; */
static bool is_reference(const char *at, const char *end) {
    const char *first = ++at;
    if (end - at > REFERENCE_MAX) end = at + REFERENCE_MAX;
    if (at < end && *at == '#') {
        first = ++at;
        if (at < end && lower(*at) == 'x') first = ++at;
        while (at < end && (is_digit(*at) || (lower(*at) >= 'a' && lower(*at) <= 'f'))) at++;
    } else {
        while (at < end && (is_letter(*at) || (at > first && is_digit(*at)))) at++;
    }
    return at > first && at < end && *at == ';';
}

bool dp_hypertext_begins_document(dp_str text) {
    static const char *const openings[] = {"<!doctype html", "<html"};
    size_t start = 0;
    while (start < text.len && is_space(text.at[start])) start++;
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(openings[i]), same = 0;
        if (text.len - start < length) continue;
        while (same < length && lower(text.at[start + same]) == openings[i][same]) same++;
        if (same == length) return true;
    }
    return false;
}

dp_hypertext dp_hypertext_detect(dp_str text) {
    if (text.len == 0) return DP_HYPERTEXT_NONE;
    if (dp_hypertext_begins_document(text)) return DP_HYPERTEXT_DOCUMENT;
    dp_hypertext found = DP_HYPERTEXT_NONE;
    const char *end = text.at + text.len;
    for (const char *at = text.at; at < end; at++) {
        if (*at == '<') {
            dp_hypertext tag = detect_tag(at, end);
            if (tag == DP_HYPERTEXT_BLOCKS) return tag;
            if (tag > found) found = tag;
        } else if (*at == '&' && is_reference(at, end)) {
            found = DP_HYPERTEXT_INLINE;
        }
    }
    return found;
}

static bool has_markup(dp_str line) {
    return line.len && (memchr(line.at, '<', line.len) || memchr(line.at, '&', line.len));
}

typedef struct buffer {
    char *at;
    size_t len, capacity;
} buffer;

static bool append(dp_arena *arena, buffer *out, dp_str bytes) {
    if (out->capacity - out->len < bytes.len) {
        size_t want = (out->len + bytes.len) * 2;
        char *grown = dp_arena_alloc(arena, want);
        if (!grown) return false;
        if (out->len) memcpy(grown, out->at, out->len);
        *out = (buffer){grown, out->len, want};
    }
    if (bytes.len) memcpy(out->at + out->len, bytes.at, bytes.len);
    out->len += bytes.len;
    return true;
}

/* Reduces each line by itself, so that the line ends stay. */
static int lines_to_text(dp_arena *arena, dp_str text, dp_str *plain) {
    buffer out = {0};
    const char *at = text.at, *end = text.at + text.len;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        dp_str line = {at, (size_t)((line_end ? line_end : end) - at)};
        at += line.len + (line_end != NULL);
        if (has_markup(line) && dp_html_to_text(arena, line, &line)) return -1;
        if (!append(arena, &out, line) || (line_end && !append(arena, &out, DP_STR("\n")))) return -1;
    }
    *plain = (dp_str){out.at ? out.at : "", out.len};
    return 0;
}

int dp_hypertext_to_text(dp_arena *arena, dp_str text, dp_hypertext markup, dp_str *plain) {
    *plain = text;
    if (markup == DP_HYPERTEXT_NONE || text.len == 0) return 0;
    return markup == DP_HYPERTEXT_INLINE ? lines_to_text(arena, text, plain) : dp_html_to_text(arena, text, plain);
}
