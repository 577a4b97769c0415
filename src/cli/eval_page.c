#include "cli/eval_page.h"

#include <stdio.h>

#include "base/memory.h"
#include "cli/escape.h"
#include "cli/eval_text.h"

enum { CONTEXT = 70 }; /* bytes of text before and after in the table of a document, at least */

static const char *const AGREEMENTS[] = {
    [DP_AGREES] = "right", [DP_DIFFERS] = "different", [DP_MISSED] = "missed", [DP_WRONG] = "wrong"};

struct dp_eval_page {
    dp_buffer documents;
    uint32_t count;
};

/* One document under way. */
typedef struct document_view {
    dp_buffer *html;
    const dp_exam *exam;
    const dp_gold *found;
    const dp_comparisons *compared;
} document_view;

dp_eval_page *dp_eval_page_open(void) {
    return dp_calloc(1, sizeof(dp_eval_page));
}

void dp_eval_page_close(dp_eval_page *page) {
    if (!page) return;
    dp_buffer_close(&page->documents);
    dp_free(page);
}

static void add(document_view *view, const char *markup) {
    dp_buffer_add_text(view->html, markup);
}

static void add_text(document_view *view, size_t start, size_t end) {
    if (start < end) dp_escape_html(view->html, (dp_str){view->exam->gold.text.at + start, end - start});
}

/* The verdict that is shown: a claim of which some part is wrong is not all right. */
static dp_agreement shown(const dp_comparison *c) {
    bool partly = c->kind == DP_COMPARED_CLAIM && (!c->cue || !c->source || (c->named && !c->speaker));
    return c->agreement == DP_AGREES && partly ? DP_DIFFERS : c->agreement;
}

/* -------------------------------------------------------------------------------------------------- table */

/* Where the context of a place begins and ends: about CONTEXT bytes away, at white space, and in the same paragraph. */
static size_t context_start(dp_str text, size_t at) {
    size_t start = at;
    while (start && text.at[start - 1] != '\n' && (at - start < CONTEXT || text.at[start - 1] != ' ')) start--;
    return start;
}

static size_t context_end(dp_str text, size_t at) {
    size_t end = at;
    while (end < text.len && text.at[end] != '\n' && (end - at < CONTEXT || text.at[end] != ' ')) end++;
    return end;
}

/* A place in its context. */
static void add_place(document_view *view, depeche_span span) {
    dp_str text = view->exam->gold.text;
    size_t start = context_start(text, span.byte_start), end = context_end(text, span.byte_end);
    if (start && text.at[start - 1] != '\n') add(view, "… ");
    add_text(view, start, span.byte_start);
    add(view, "<mark>");
    add_text(view, span.byte_start, span.byte_end);
    add(view, "</mark>");
    add_text(view, span.byte_end, end);
    if (end < text.len && text.at[end] != '\n') add(view, " …");
}

static void add_entity_cell(document_view *view, const dp_gold *gold, uint32_t number) {
    add(view, "<td>");
    if (number != DEPECHE_NONE) {
        const dp_gold_entity *entity = &gold->entities[number];
        dp_buffer_format(view->html, "<b>%.*s</b> ", (int)entity->type.len, entity->type.at);
        add_place(view, entity->span);
    }
    add(view, "</td>");
}

static void add_claim_cell(document_view *view, const dp_gold *gold, uint32_t number) {
    add(view, "<td>");
    if (number != DEPECHE_NONE) {
        const dp_gold_claim *claim = &gold->claims[number];
        add(view, "<p><i>cue</i> ");
        if (!claim->cue_count) add(view, "none");
        for (uint32_t i = 0; i < claim->cue_count; i++) {
            if (i) add(view, " … ");
            add_text(view, claim->cues[i].byte_start, claim->cues[i].byte_end);
        }
        add(view, " <i>source</i> ");
        if (claim->has_source) add_text(view, claim->source.byte_start, claim->source.byte_end);
        if (!claim->has_source) add(view, "none");
        if (claim->who.len) add(view, " <i>who</i> ");
        dp_escape_html(view->html, claim->who);
        add(view, "</p>");
        for (uint32_t i = 0; i < claim->content_count; i++) {
            add(view, "<p>");
            add_place(view, claim->contents[i]);
            add(view, "</p>");
        }
    }
    add(view, "</td>");
}

/* What else is to say of a pair of claims. */
static void add_claim_note(document_view *view, const dp_comparison *comparison) {
    if (comparison->overlap <= 0) return;
    dp_buffer_format(view->html, "overlap %.0f %%", 100 * comparison->overlap);
    if (comparison->agreement != DP_AGREES) return;
    if (!comparison->cue) add(view, ", <em>cue wrong</em>");
    if (!comparison->source) add(view, ", <em>source wrong</em>");
    if (comparison->named && !comparison->speaker) add(view, ", <em>speaker wrong</em>");
}

/* A sentence from and to a code point, as bytes. */
static depeche_span sentence_span(const document_view *view, const dp_comparison *comparison) {
    dp_str text = view->exam->gold.text;
    depeche_span span = {comparison->gold, comparison->system, 0, (uint32_t)text.len};
    uint32_t chars = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.at[i] & 0xC0) == 0x80) continue;
        if (chars == span.start) span.byte_start = (uint32_t)i;
        if (chars++ == span.end) {
            span.byte_end = (uint32_t)i;
            break;
        }
    }
    while (span.byte_end > span.byte_start && strchr(" \n", text.at[span.byte_end - 1])) span.byte_end--;
    return span;
}

static void add_sentence_cells(document_view *view, const dp_comparison *comparison) {
    depeche_span span = sentence_span(view, comparison);
    for (int side = 0; side < 2; side++) {
        bool here = comparison->agreement != (side ? DP_MISSED : DP_WRONG);
        add(view, "<td>");
        if (here) add_text(view, span.byte_start, span.byte_end);
        add(view, "</td>");
    }
}

static void add_row(document_view *view, const dp_comparison *comparison) {
    const dp_gold *gold = &view->exam->gold, *found = view->found;
    const char *agreement = AGREEMENTS[shown(comparison)];
    dp_str kind = comparison->kind == DP_COMPARED_CLAIM ? DP_STR("claim") : DP_STR("sentence");
    if (comparison->kind == DP_COMPARED_ENTITY) {
        kind = comparison->gold != DEPECHE_NONE ? gold->entities[comparison->gold].type
                                                : found->entities[comparison->system].type;
    }
    dp_buffer_format(view->html, "<tr class=\"%.*s %s\"><td>%.*s</td><td class=\"verdict\">%s</td>", (int)kind.len,
                     kind.at, agreement, (int)kind.len, kind.at, agreement);
    switch (comparison->kind) {
        case DP_COMPARED_ENTITY:
            add_entity_cell(view, gold, comparison->gold);
            add_entity_cell(view, found, comparison->system);
            add(view, "<td></td>");
            break;
        case DP_COMPARED_CLAIM:
            add_claim_cell(view, gold, comparison->gold);
            add_claim_cell(view, found, comparison->system);
            add(view, "<td>");
            add_claim_note(view, comparison);
            add(view, "</td>");
            break;
        case DP_COMPARED_SENTENCE:
            add_sentence_cells(view, comparison);
            add(view, "<td></td>");
            break;
    }
    add(view, "</tr>\n");
}

/* --------------------------------------------------------------------------------------------------- page */

static void add_heading(document_view *view) {
    uint32_t counts[4] = {0};
    for (uint32_t i = 0; i < view->compared->list.count; i++) counts[shown(&view->compared->list.at[i])]++;
    add(view, "<section>\n<h2>");
    add_text(view, 0, view->exam->gold.title_length);
    add(view, "</h2>\n<p class=\"about\">");
    dp_escape_html(view->html, view->exam->gold.id);
    for (int i = 0; i < 4; i++) dp_buffer_format(view->html, " · %u %s", counts[i], AGREEMENTS[i]);
    add(view, "</p>\n");
}

void dp_eval_page_add(dp_eval_page *page, const dp_exam *exam, const dp_gold *found, const dp_comparisons *compared) {
    document_view view = {&page->documents, exam, found, compared};
    page->count++;
    add_heading(&view);
    add(&view,
        "<table>\n<thead><tr><th>kind</th><th>verdict</th><th>gold</th><th>system</th><th>note</th></tr></thead>\n"
        "<tbody>\n");
    for (uint32_t i = 0; i < compared->list.count; i++) add_row(&view, &compared->list.at[i]);
    add(&view, "</tbody>\n</table>\n<details>\n<summary>The whole text, gold and system</summary>\n");
    dp_eval_text_add(view.html, exam, found, compared);
    add(&view, "</details>\n</section>\n");
}

static void add_figures(const dp_score *score, dp_buffer *html) {
    dp_figure figures[DP_FIGURES_MAX];
    size_t count = dp_score_figures(score, figures);
    dp_buffer_add_text(html,
                       "<table class=\"figures\">\n<thead><tr><th></th><th>precision</th><th>recall</th><th>F1</th>"
                       "<th>gold</th><th>system</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        dp_count c = figures[i].count;
        dp_buffer_format(html, "<tr><th>%s</th><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%u</td><td>%u</td></tr>\n",
                         figures[i].name, dp_count_precision(c), dp_count_recall(c), dp_count_f1(c), c.gold, c.found);
    }
    dp_buffer_add_text(html, "</tbody>\n</table>\n");
    uint32_t pairs = score->claims50.right ? score->claims50.right : 1, named = score->named ? score->named : 1;
    dp_buffer_format(html,
                     "<p>Of the pairs of claims from an overlap of .5 on: cue %.1f %%, source %.1f %%, speaker’s name "
                     "%.1f %%.</p>\n",
                     100.0 * score->cues / pairs, 100.0 * score->sources / pairs, 100.0 * score->speakers / named);
}

/* Check boxes before everything that they hide: the style sheet does the rest, without a script. */
static void add_filters(dp_buffer *html) {
    static const char *const kinds[] = {"PER",  "ORG",   "LOC", "EVT", "MISC",  "GRP",
                                        "DATE", "MONEY", "PCT", "QTY", "claim", "sentence"};
    dp_buffer_add_text(html, "<p class=\"label\">Show</p>\n");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        dp_buffer_format(html, "<input type=\"checkbox\" id=\"k-%s\" checked><label for=\"k-%s\">%s</label>\n",
                         kinds[i], kinds[i], kinds[i]);
    }
    dp_buffer_add_text(html, "<p class=\"label\">that are</p>\n");
    for (size_t i = 0; i < sizeof AGREEMENTS / sizeof *AGREEMENTS; i++) {
        dp_buffer_format(html, "<input type=\"checkbox\" id=\"v-%s\"%s><label for=\"v-%s\" class=\"%s\">%s</label>\n",
                         AGREEMENTS[i], i == DP_AGREES ? "" : " checked", AGREEMENTS[i], AGREEMENTS[i], AGREEMENTS[i]);
    }
}

void dp_eval_page_finish(const dp_eval_page *page, const dp_score *score, dp_buffer *html) {
    dp_buffer_add_text(html,
                       "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>Evaluation</title>\n<style>\n");
    dp_buffer_add_text(html, (const char *)dp_eval_css);
    dp_buffer_format(html, "</style>\n</head>\n<body>\n<h1>Evaluation on %u document%s</h1>\n", page->count,
                     page->count == 1 ? "" : "s");
    add_figures(score, html);
    add_filters(html);
    dp_buffer_add_text(html, "<main>\n");
    dp_buffer_add(html, dp_buffer_str(&page->documents));
    dp_buffer_add_text(html, "</main>\n</body>\n</html>\n");
    html->failed |= page->documents.failed;
}
