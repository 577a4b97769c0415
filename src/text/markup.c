#include "text/markup.h"

#include "text/line.h"
#include "text/utf8.h"

enum { NAME_MAX = 12 };

typedef struct tag {
    char name[NAME_MAX]; /* lower case, cut short */
    size_t name_length;
    size_t end; /* offset after the tag */
    unsigned attributes;
    bool closes, closes_itself;
} tag;

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_named(const tag *t, const char *const *names) {
    for (; *names; names++) {
        if (strlen(*names) == t->name_length && memcmp(*names, t->name, t->name_length) == 0) return true;
    }
    return false;
}

/* Reads the attributes up to the end of the tag. A quoted value may hold >. */
static void read_attributes(dp_str html, size_t i, tag *t) {
    while (i < html.len && html.at[i] != '>') {
        char c = html.at[i];
        if (is_space(c) || c == '/') {
            t->closes_itself = c == '/';
            i++;
            continue;
        }
        t->attributes++;
        t->closes_itself = false;
        i++; /* even when it is = */
        while (i < html.len && !is_space(html.at[i]) && !memchr("/>=", html.at[i], 3)) i++;
        while (i < html.len && is_space(html.at[i])) i++;
        if (i >= html.len || html.at[i] != '=') continue;
        i++;
        while (i < html.len && is_space(html.at[i])) i++;
        if (i < html.len && (html.at[i] == '"' || html.at[i] == '\'')) {
            const char *quote = memchr(html.at + i + 1, html.at[i], html.len - i - 1);
            i = quote ? (size_t)(quote - html.at) + 1 : html.len;
        } else {
            while (i < html.len && !is_space(html.at[i]) && html.at[i] != '>') i++;
        }
    }
    t->end = i < html.len ? i + 1 : i;
}

/* The end of the comment or declaration whose ! or ? is at `start`. */
static size_t declaration_end(dp_str html, size_t start) {
    bool comment = dp_str_starts((dp_str){html.at + start, html.len - start}, DP_STR("!--"));
    for (size_t i = start; i < html.len;) {
        const char *next = memchr(html.at + i, '>', html.len - i);
        if (!next) break;
        i = (size_t)(next - html.at) + 1;
        dp_str before = {html.at + start, i - start - 1};
        if (!comment || dp_str_ends(before, DP_STR("--")) || dp_str_ends(before, DP_STR("--!"))) return i;
    }
    return html.len;
}

/* Reads the tag, comment or declaration at the < at `start`; false when it is none and stands for itself. A comment
 * has an empty name. */
static bool read_tag(dp_str html, size_t start, tag *t) {
    *t = (tag){.end = start};
    size_t i = start + 1;
    dp_str rest = {html.at + i, html.len - i};
    if (rest.len > 0 && (rest.at[0] == '!' || rest.at[0] == '?')) {
        t->end = declaration_end(html, i);
        return true;
    }
    if (i < html.len && html.at[i] == '/') {
        t->closes = true;
        i++;
    }
    if (i >= html.len || !is_letter(html.at[i])) return false;
    for (; i < html.len && !is_space(html.at[i]) && html.at[i] != '/' && html.at[i] != '>'; i++) {
        if (t->name_length == NAME_MAX) continue;
        char c = html.at[i];
        t->name[t->name_length++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    read_attributes(html, i, t);
    return true;
}

/* The offset of the end tag of an element whose content is no markup, or the end of the text. */
static size_t raw_end(dp_str html, const tag *t) {
    for (size_t i = t->end; i < html.len;) {
        const char *next = memchr(html.at + i, '<', html.len - i);
        if (!next) return html.len;
        i = (size_t)(next - html.at);
        if (html.len - i > t->name_length + 1 && html.at[i + 1] == '/') {
            size_t same = 0;
            while (same < t->name_length && (html.at[i + 2 + same] | 32) == t->name[same]) same++;
            if (same == t->name_length) return i;
        }
        i++;
    }
    return html.len;
}

static bool is_raw(const tag *t) {
    static const char *const names[] = {"script", "style",   "textarea", "title", "xmp",
                                        "iframe", "noembed", "noframes", NULL};
    return !t->closes && is_named(t, names);
}

/* Elements that hold nothing, and those that one of their like closes: they do not nest, save in SVG and MathML. */
static bool is_flat(const tag *t) {
    static const char *const names[] = {"area",  "base",  "br",    "col",    "embed",    "hr",    "img",
                                        "input", "link",  "meta",  "param",  "source",   "track", "wbr",
                                        "p",     "li",    "dd",    "dt",     "td",       "th",    "tr",
                                        "tbody", "thead", "tfoot", "option", "optgroup", NULL};
    return is_named(t, names);
}

static bool is_foreign(const tag *t) {
    static const char *const names[] = {"svg", "math", NULL};
    return is_named(t, names);
}

/* The open elements, as an upper bound of what a parser would hold: an end tag closes just the element on top. */
typedef struct nesting {
    tag open[DP_MARKUP_DEPTH];
    size_t depth;
    size_t foreign; /* open elements that are of SVG or MathML */
} nesting;

/* Takes a tag; false when it is one too deep. */
static bool nest(nesting *n, const tag *t) {
    if (t->closes) {
        if (n->depth == 0) return true;
        const tag *top = &n->open[n->depth - 1];
        if (top->name_length != t->name_length || memcmp(top->name, t->name, t->name_length) != 0) return true;
        n->foreign -= is_foreign(top);
        n->depth--;
        return true;
    }
    if (n->foreign > 0 ? t->closes_itself : is_flat(t)) return true;
    if (n->depth == DP_MARKUP_DEPTH) return false;
    n->open[n->depth++] = *t;
    n->foreign += is_foreign(t);
    return true;
}

/* The value of a digit in that base (10 or 16), or -1. */
static int digit_of(char c, unsigned base) {
    if (c >= '0' && c <= '9') return c - '0';
    return base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* Whether a numeric character reference is longer than 31 bits: over seven hexadecimal or nine decimal digits. */
static bool has_endless_number(dp_str html) {
    for (const char *at = html.at, *end = html.at + html.len; (at = memchr(at, '&', (size_t)(end - at)));) {
        if (++at == end || *at != '#') continue;
        at++;
        bool hexadecimal = at < end && (*at | 32) == 'x';
        if (hexadecimal) at++;
        while (at < end && *at == '0') at++;
        const char *first = at;
        while (at < end && digit_of(*at, hexadecimal ? 16 : 10) >= 0) at++;
        if (at - first > (hexadecimal ? 7 : 9)) return true;
    }
    return false;
}

bool dp_markup_is_excessive(dp_str html) {
    if (has_endless_number(html)) return true;
    nesting n = {.depth = 0};
    size_t raw = 0; /* up to here end tags may be mere text */
    for (size_t i = 0; i < html.len;) {
        tag t;
        const char *next = memchr(html.at + i, '<', html.len - i);
        if (!next) break;
        i = (size_t)(next - html.at);
        if (!read_tag(html, i, &t)) {
            i++;
            continue;
        }
        if (t.attributes > DP_MARKUP_ATTRIBUTES) return true;
        i = t.end;
        if (t.name_length == 0 || (t.closes && i < raw)) continue;
        if (is_raw(&t) && i > raw) {
            raw = raw_end(html, &t);
            if (n.foreign == 0) i = raw;
        }
        if (!nest(&n, &t)) return true;
    }
    return false;
}

/* A character that a reference may not name becomes the replacement character, as in HTML. */
static size_t put_code(char *to, uint32_t code) {
    bool allowed = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return dp_utf8_put(to, allowed ? code : 0xFFFD);
}

/* The number of &#123; or &#x1F; in the digits [at, end); 0 when they are none. */
static uint32_t reference_number(const char *at, const char *end) {
    uint32_t base = 10, number = 0;
    if (at < end && (*at | 32) == 'x') {
        base = 16;
        at++;
    }
    for (; at < end; at++) {
        int digit = digit_of(*at, base);
        if (digit < 0) return 0;
        number = number * base + (uint32_t)digit;
        if (number > 0x10FFFF) return 0xFFFD;
    }
    return number;
}

/* Decodes the reference at the & at `start`; gives the bytes it takes and writes its character, or gives 0. */
static size_t decode(dp_str html, size_t start, char *character, size_t *length) {
    static const struct {
        const char *name, *text;
    } names[] = {{"amp", "&"},   {"lt", "<"},     {"gt", ">"},    {"quot", "\""},  {"apos", "'"},   {"nbsp", "\u00A0"},
                 {"laquo", "«"}, {"raquo", "»"},  {"rsquo", "’"}, {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"},
                 {"ecirc", "ê"}, {"ccedil", "ç"}, {"ndash", "–"}, {"mdash", "—"},  {"hellip", "…"}, {"euro", "€"}};
    size_t left = html.len - start - 1 < 10 ? html.len - start - 1 : 10;
    const char *at = html.at + start + 1, *end = memchr(at, ';', left);
    if (!end) return 0;
    if (*at == '#') {
        uint32_t code = reference_number(at + 1, end);
        *length = code ? put_code(character, code) : 0;
        return code ? (size_t)(end - at) + 2 : 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) != (size_t)(end - at) || memcmp(names[i].name, at, (size_t)(end - at))) continue;
        *length = strlen(names[i].text);
        memcpy(character, names[i].text, *length);
        return (size_t)(end - at) + 2;
    }
    return 0;
}

/* Adds the text [start, end), which holds no tags. */
static bool add_text(dp_lines *lines, dp_str html, size_t start, size_t end) {
    dp_str part = {html.at, end};
    while (start < end) {
        const char *ampersand = memchr(html.at + start, '&', end - start);
        size_t stop = ampersand ? (size_t)(ampersand - html.at) : end, length = 0;
        char character[4];
        if (!dp_lines_add(lines, (dp_str){html.at + start, stop - start}, false)) return false;
        if (!ampersand) return true;
        size_t taken = decode(part, stop, character, &length);
        dp_str decoded = taken ? (dp_str){character, length} : DP_STR("&");
        if (!dp_lines_put(lines, decoded)) return false;
        start = stop + (taken ? taken : 1);
    }
    return true;
}

/* What a tag does to the line: phrases go on, everything else is a block. */
static dp_line_gap gap_of(const tag *t) {
    static const char *const phrases[] = {"a",    "abbr", "b",   "cite",  "code", "em",     "font", "i",
                                          "mark", "q",    "s",   "small", "span", "strong", "sub",  "sup",
                                          "time", "u",    "ins", "del",   "wbr",  NULL};
    static const char *const lines[] = {"br", "li", "tr", "dt", "dd", NULL};
    static const char *const cells[] = {"td", "th", NULL};
    if (t->name_length == 0 || is_named(t, phrases)) return DP_LINE_NONE;
    if (is_named(t, cells)) return DP_LINE_TAB;
    return is_named(t, lines) ? DP_LINE_END : DP_LINE_BLANK;
}

int dp_markup_strip(dp_arena *arena, dp_str html, dp_str *text) {
    dp_lines lines = {.arena = arena};
    for (size_t i = 0; i < html.len;) {
        tag t;
        const char *next = memchr(html.at + i, '<', html.len - i);
        size_t stop = next ? (size_t)(next - html.at) : html.len;
        if (!add_text(&lines, html, i, stop)) return -1;
        i = stop;
        if (!next) break;
        if (read_tag(html, stop, &t)) {
            dp_lines_break(&lines, gap_of(&t));
            i = is_raw(&t) ? raw_end(html, &t) : t.end;
        } else {
            if (!dp_lines_put(&lines, DP_STR("<"))) return -1;
            i++;
        }
    }
    *text = (dp_str){lines.at ? lines.at : "", lines.len};
    return 0;
}
