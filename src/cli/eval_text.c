#include "cli/eval_text.h"

#include <stdlib.h>

#include "cli/escape.h"

enum { OPEN_MAX = 12 }; /* marks that are shown at one place; more are passed over */

/* A stretch of the text with the classes of the style sheet that it has. */
typedef struct text_mark {
    size_t start, end;
    dp_str type; /* of an entity; empty for the parts of claims */
    const char *part;
    const char *agreement;
} text_mark;

typedef struct text_marks {
    dp_arena *arena;
    dp_array(text_mark) list;
    bool failed;
} text_marks;

static void add_mark(text_marks *marks, depeche_span span, dp_str type, const char *part, const char *agreement) {
    text_mark mark = {span.byte_start, span.byte_end, type, part, agreement};
    if (span.byte_start >= span.byte_end) return;
    if (!dp_array_push(marks->arena, &marks->list, mark)) marks->failed = true;
}

static void mark_claim(text_marks *marks, const dp_gold_claim *claim, const char *agreement) {
    dp_str none = {"", 0};
    for (uint32_t i = 0; i < claim->content_count; i++) add_mark(marks, claim->contents[i], none, "content", agreement);
    for (uint32_t i = 0; i < claim->cue_count; i++) add_mark(marks, claim->cues[i], none, "cue", agreement);
    if (claim->has_source) add_mark(marks, claim->source, none, "source", agreement);
}

static int compare_marks(const void *a, const void *b) {
    const text_mark *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    int order = strcmp(x->part, y->part);
    return order ? order : strcmp(x->agreement, y->agreement);
}

/* The marks of one side in the order of the text. */
static void gather_marks(text_marks *marks, const dp_gold *side, const dp_comparisons *compared, bool system) {
    static const char *const agreements[] = {
        [DP_AGREES] = "right", [DP_DIFFERS] = "different", [DP_MISSED] = "missed", [DP_WRONG] = "wrong"};
    for (uint32_t i = 0; i < compared->list.count; i++) {
        const dp_comparison *c = &compared->list.at[i];
        uint32_t number = system ? c->system : c->gold;
        if (c->kind == DP_COMPARED_SENTENCE || number == DEPECHE_NONE) continue;
        const char *agreement = agreements[c->agreement];
        if (c->kind == DP_COMPARED_CLAIM) mark_claim(marks, &side->claims[number], agreement);
        if (c->kind == DP_COMPARED_ENTITY) {
            add_mark(marks, side->entities[number].span, side->entities[number].type, "entity", agreement);
        }
    }
    if (marks->list.count) qsort(marks->list.at, marks->list.count, sizeof *marks->list.at, compare_marks);
}

/* A stretch over which the same marks are open. */
static void add_stretch(dp_buffer *html, dp_str text, const text_mark *const *open, size_t count) {
    if (count) {
        dp_buffer_add_text(html, "<span class=\"");
        for (size_t i = 0; i < count; i++) {
            dp_buffer_format(html, "%s%s-%s", i ? " " : "", open[i]->part, open[i]->agreement);
        }
        dp_buffer_add_char(html, '"');
        for (size_t i = 0; i < count; i++) {
            if (open[i]->type.len) dp_buffer_format(html, " title=\"%.*s\"", (int)open[i]->type.len, open[i]->type.at);
        }
        dp_buffer_add_char(html, '>');
    }
    dp_escape_html(html, text);
    if (count) dp_buffer_add_text(html, "</span>");
}

/* One side: stretches between the places where marks begin and end. */
static void add_side(dp_buffer *html, dp_str text, const text_marks *marks) {
    const text_mark *open[OPEN_MAX];
    size_t count = 0, at = 0;
    for (uint32_t next = 0; at < text.len;) {
        size_t end = next < marks->list.count ? marks->list.at[next].start : text.len;
        for (size_t i = 0; i < count; i++) end = open[i]->end < end ? open[i]->end : end;
        if (end > at) add_stretch(html, (dp_str){text.at + at, end - at}, open, count);
        at = end > at ? end : at;
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            if (open[i]->end > at) open[kept++] = open[i];
        }
        count = kept;
        for (; next < marks->list.count && marks->list.at[next].start <= at; next++) {
            if (count < OPEN_MAX && marks->list.at[next].end > at) open[count++] = &marks->list.at[next];
        }
    }
}

void dp_eval_text_add(dp_buffer *html, const dp_exam *exam, const dp_gold *found, const dp_comparisons *compared) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_buffer_add_text(html, "<div class=\"sides\">\n");
    for (int system = 0; system < 2; system++) {
        text_marks marks = {.arena = &arena};
        gather_marks(&marks, system ? found : &exam->gold, compared, system);
        dp_buffer_format(html, "<div><h3>%s</h3><div class=\"text\">", system ? "System" : "Gold");
        add_side(html, exam->gold.text, &marks);
        dp_buffer_add_text(html, "</div></div>\n");
        html->failed |= marks.failed;
    }
    dp_buffer_add_text(html, "</div>\n");
    dp_arena_close(&arena);
}
