#include "text/html.h"

#include <gumbo.h>
#include <setjmp.h>

#include "text/line.h"
#include "text/markup.h"

enum {
    /* Memory that the parser may take: so many bytes a byte of HTML, and some. Formatting elements that are never
     * closed are opened anew in every paragraph, which a hostile page uses to make a parser take any amount. */
    MEMORY_RATIO = 64,
    MEMORY_BASE = 4 << 20,
};

/* Gumbo's memory lies in the arena: it is never freed piece by piece, so that gumbo's recursive clean-up is not needed.
 * Gumbo cannot be told that memory is out: the parse is left by a jump. */
typedef struct parse {
    dp_arena *arena;
    size_t left;
    jmp_buf out;
} parse;

enum { PARSED = 0, OUT_OF_MEMORY, OUT_OF_BUDGET };

static void *take_memory(void *userdata, size_t size) {
    parse *p = userdata;
    if (size > p->left) longjmp(p->out, OUT_OF_BUDGET);
    p->left -= size;
    void *piece = dp_arena_alloc(p->arena, size);
    if (!piece) longjmp(p->out, OUT_OF_MEMORY);
    return piece;
}

static void keep_memory(void *userdata, void *piece) {
    (void)userdata;
    (void)piece;
}

/* Elements that are not for reading here: code, controls, what a page puts around or beside the article, and captions,
 * which belong to a picture that the reader of the text does not see. */
static bool is_skipped(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_HEAD:
        case GUMBO_TAG_SCRIPT:
        case GUMBO_TAG_STYLE:
        case GUMBO_TAG_TEMPLATE:
        case GUMBO_TAG_NOSCRIPT:
        case GUMBO_TAG_IFRAME:
        case GUMBO_TAG_OBJECT:
        case GUMBO_TAG_AUDIO:
        case GUMBO_TAG_VIDEO:
        case GUMBO_TAG_CANVAS:
        case GUMBO_TAG_SVG:
        case GUMBO_TAG_MATH:
        case GUMBO_TAG_NAV:
        case GUMBO_TAG_ASIDE:
        case GUMBO_TAG_FOOTER:
        case GUMBO_TAG_BUTTON:
        case GUMBO_TAG_SELECT:
        case GUMBO_TAG_TEXTAREA:
        case GUMBO_TAG_FIGCAPTION:
        case GUMBO_TAG_RT:
        case GUMBO_TAG_RP:
            return true;
        default:
            return false;
    }
}

/* What an element's start and end do to the line. */
static dp_line_gap gap_of(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_BR:
        case GUMBO_TAG_LI:
        case GUMBO_TAG_TR:
        case GUMBO_TAG_DT:
        case GUMBO_TAG_DD:
        case GUMBO_TAG_OPTION:
            return DP_LINE_END;
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TH:
            return DP_LINE_TAB;
        case GUMBO_TAG_ADDRESS:
        case GUMBO_TAG_ARTICLE:
        case GUMBO_TAG_BLOCKQUOTE:
        case GUMBO_TAG_BODY:
        case GUMBO_TAG_CAPTION:
        case GUMBO_TAG_CENTER:
        case GUMBO_TAG_DETAILS:
        case GUMBO_TAG_DIR:
        case GUMBO_TAG_DIV:
        case GUMBO_TAG_DL:
        case GUMBO_TAG_FIELDSET:
        case GUMBO_TAG_FIGURE:
        case GUMBO_TAG_FORM:
        case GUMBO_TAG_H1:
        case GUMBO_TAG_H2:
        case GUMBO_TAG_H3:
        case GUMBO_TAG_H4:
        case GUMBO_TAG_H5:
        case GUMBO_TAG_H6:
        case GUMBO_TAG_HEADER:
        case GUMBO_TAG_HGROUP:
        case GUMBO_TAG_HR:
        case GUMBO_TAG_LISTING:
        case GUMBO_TAG_MAIN:
        case GUMBO_TAG_MENU:
        case GUMBO_TAG_OL:
        case GUMBO_TAG_P:
        case GUMBO_TAG_PRE:
        case GUMBO_TAG_SECTION:
        case GUMBO_TAG_SUMMARY:
        case GUMBO_TAG_TABLE:
        case GUMBO_TAG_TBODY:
        case GUMBO_TAG_TFOOT:
        case GUMBO_TAG_THEAD:
        case GUMBO_TAG_UL:
            return DP_LINE_BLANK;
        default:
            return DP_LINE_NONE;
    }
}

/* Whether a style sheet in an attribute has `property: value`, with any white space and case. */
static bool has_style(const char *style, const char *wanted) {
    size_t at = 0;
    for (; *style; style++) {
        char c = (char)(*style >= 'A' && *style <= 'Z' ? *style + 32 : *style);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
        if (c == wanted[at]) {
            if (!wanted[++at]) return true;
        } else {
            at = c == wanted[0];
        }
    }
    return false;
}

static bool is_hidden(const GumboElement *element) {
    if (gumbo_get_attribute(&element->attributes, "hidden")) return true;
    const GumboAttribute *aria = gumbo_get_attribute(&element->attributes, "aria-hidden");
    if (aria && strcmp(aria->value, "true") == 0) return true;
    const GumboAttribute *style = gumbo_get_attribute(&element->attributes, "style");
    return style && (has_style(style->value, "display:none") || has_style(style->value, "visibility:hidden"));
}

static bool is_element(const GumboNode *node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static const GumboVector *children_of(const GumboNode *node) {
    static const GumboVector none;
    if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
    if (!is_element(node)) return &none;
    const GumboElement *element = &node->v.element;
    return is_skipped(element->tag) || is_hidden(element) ? &none : &element->children;
}

typedef struct walk {
    dp_lines lines;
    unsigned preformatted; /* open elements whose lines are kept */
} walk;

/* An element's start or end. <q> stands for quotation marks. */
static bool pass_element(walk *w, const GumboNode *node, bool start) {
    GumboTag tag = node->v.element.tag;
    dp_lines_break(&w->lines, gap_of(tag));
    if (tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING) w->preformatted += start ? 1 : -1u;
    if (tag != GUMBO_TAG_Q) return true;
    return dp_lines_put(&w->lines, start ? DP_STR("“") : DP_STR("”"));
}

static bool enter(walk *w, const GumboNode *node) {
    switch (node->type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA: {
            const char *text = node->v.text.text;
            return dp_lines_add(&w->lines, (dp_str){text, strlen(text)}, w->preformatted > 0);
        }
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE:
            return pass_element(w, node, true);
        default:
            return true;
    }
}

/* Goes through the tree in the order of the text, by the nodes' links to their parents. */
static bool walk_tree(walk *w, const GumboNode *root) {
    const GumboNode *node = root;
    for (;;) {
        if (!enter(w, node)) return false;
        const GumboVector *children = children_of(node);
        if (children->length > 0) {
            node = children->data[0];
            continue;
        }
        for (;;) {
            if (is_element(node) && !pass_element(w, node, false)) return false;
            if (node == root) return true;
            const GumboVector *siblings = node->parent->type == GUMBO_NODE_DOCUMENT ? &node->parent->v.document.children
                                                                                    : &node->parent->v.element.children;
            size_t next = node->index_within_parent + 1;
            if (next < siblings->length) {
                node = siblings->data[next];
                break;
            }
            node = node->parent;
        }
    }
}

/* Parses and writes the text. Gives PARSED, or why the parse was left. */
static int parse_text(parse *p, dp_str html, dp_str *text) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take_memory;
    options.deallocator = keep_memory;
    options.userdata = p;
    options.max_errors = 0;
    int left = setjmp(p->out);
    if (left != PARSED) return left;
    const GumboOutput *output = gumbo_parse_with_options(&options, html.at, html.len);
    walk w = {.lines = {.arena = p->arena}};
    if (!walk_tree(&w, output->root)) return OUT_OF_MEMORY;
    *text = (dp_str){w.lines.at ? w.lines.at : "", w.lines.len};
    return PARSED;
}

int dp_html_to_text(dp_arena *arena, dp_str html, dp_str *text) {
    *text = (dp_str){"", 0};
    if (html.len == 0) return 0;
    if (html.len > SIZE_MAX / MEMORY_RATIO - MEMORY_BASE || dp_markup_is_excessive(html)) {
        return dp_markup_strip(arena, html, text);
    }
    parse p = {.arena = arena, .left = html.len * MEMORY_RATIO + MEMORY_BASE};
    int left = parse_text(&p, html, text);
    if (left == OUT_OF_BUDGET) return dp_markup_strip(arena, html, text);
    return left == PARSED ? 0 : -1;
}
