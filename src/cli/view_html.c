#include "cli/view_html.h"

#include <stdio.h>

#include "base/memory.h"
#include "cli/escape.h"
#include "cli/labels.h"
#include "cli/page.h"
#include "cli/pieces.h"

enum { EXCERPT_MAX = 280, TITLE_MAX = 120 };

struct dp_view_html {
    dp_buffer contents, articles;
    unsigned count;
};

/* What is open around the text at a place. */
typedef struct open_marks {
    bool heading; /* all is inside of a heading, which has no paragraphs */
    bool paragraph;
    const dp_piece *piece; /* NULL when no mark is open */
} open_marks;

typedef struct html_view {
    dp_buffer *html;
    const depeche_document *document;
    unsigned article; /* its number, in ids */
} html_view;

static void add(html_view *view, const char *markup) {
    dp_buffer_add_text(view->html, markup);
}

static void add_str(html_view *view, dp_str text) {
    dp_escape_html(view->html, text);
}

dp_view_html *dp_view_html_open(void) {
    return dp_calloc(1, sizeof(dp_view_html));
}

void dp_view_html_close(dp_view_html *page) {
    if (!page) return;
    dp_buffer_close(&page->contents);
    dp_buffer_close(&page->articles);
    dp_free(page);
}

/* ---------------------------------------------------------------------------------------------------- text */

static void close_marks(html_view *view, open_marks *open) {
    if (!open->piece) return;
    for (int layer = DP_LAYER_CLAIM; layer < DP_LAYER_COUNT; layer++) {
        if (open->piece->of[layer] != DEPECHE_NONE) add(view, "</span>");
    }
    open->piece = NULL;
}

static void open_value(html_view *view, uint32_t number) {
    depeche_value value = depeche_document_value(view->document, number);
    dp_buffer meaning = {0};
    dp_label_value(&meaning, &value);
    if (meaning.len) {
        add(view, "<span class=\"value\" title=\"");
        add_str(view, dp_buffer_str(&meaning));
        add(view, "\">");
    } else {
        add(view, "<span class=\"value\">");
    }
    dp_buffer_close(&meaning);
}

static void open_entity(html_view *view, uint32_t number) {
    depeche_entity entity = depeche_document_entity(view->document, number);
    dp_buffer_format(view->html, "<span class=\"%s\" title=\"%s: ", dp_label_type(entity.type),
                     dp_label_type(entity.type));
    add_str(view, entity.name);
    add(view, "\">");
}

static void open_layer(html_view *view, dp_layer layer, uint32_t number) {
    switch (layer) {
        case DP_LAYER_CLAIM:
            dp_buffer_format(view->html, "<span class=\"claim %s\">",
                             dp_label_claim_kind(depeche_document_claim(view->document, number).kind));
            break;
        case DP_LAYER_SOURCE:
            add(view, "<span class=\"source\">");
            break;
        case DP_LAYER_CUE:
            add(view, "<span class=\"cue\">");
            break;
        case DP_LAYER_VALUE:
            open_value(view, number);
            break;
        case DP_LAYER_ENTITY:
            open_entity(view, number);
            break;
        case DP_LAYER_SENTENCE:
        case DP_LAYER_COUNT:
            break;
    }
}

static void open_marks_of(html_view *view, open_marks *open, const dp_piece *piece) {
    for (int layer = DP_LAYER_CLAIM; layer < DP_LAYER_COUNT; layer++) {
        if (piece->of[layer] != DEPECHE_NONE) open_layer(view, (dp_layer)layer, piece->of[layer]);
    }
    open->piece = piece;
}

/* A numbered link to each claim whose content begins here. */
static void add_claim_link(html_view *view, const dp_piece *piece) {
    uint32_t number = piece->of[DP_LAYER_CLAIM];
    if (number == DEPECHE_NONE) return;
    if (depeche_document_claim_content(view->document, number, 0).byte_start != piece->start) return;
    dp_buffer_format(view->html, "<a class=\"ref\" id=\"a%u-r%u\" href=\"#a%u-c%u\" aria-label=\"claim %u\">%u</a>",
                     view->article, number + 1, view->article, number + 1, number + 1, number + 1);
}

static void add_worthy_mark(html_view *view, const dp_piece *piece) {
    uint32_t number = piece->of[DP_LAYER_SENTENCE];
    if (number == DEPECHE_NONE) return;
    depeche_sentence sentence = depeche_document_sentence(view->document, number);
    if (sentence.span.byte_start != piece->start || sentence.check_worthiness < DP_VIEW_WORTHY) return;
    dp_buffer_format(view->html,
                     "<span class=\"worthy\" role=\"img\" aria-label=\"worth checking, %.2f\" "
                     "title=\"worth checking: %.2f\">◆</span>",
                     (double)sentence.check_worthiness, (double)sentence.check_worthiness);
}

/* Writes a run of text without line ends inside of the marks of its piece. */
static void add_run(html_view *view, open_marks *open, const dp_piece *piece, dp_str run) {
    if (run.len == 0) return;
    if (!open->paragraph && !open->heading) {
        add(view, "<p>");
        open->paragraph = true;
    }
    if (run.at == depeche_document_text(view->document).at + piece->start) {
        add_worthy_mark(view, piece);
        add_claim_link(view, piece);
    }
    if (!open->piece) open_marks_of(view, open, piece);
    add_str(view, run);
}

static void end_paragraph(html_view *view, open_marks *open) {
    close_marks(view, open);
    if (open->paragraph) add(view, "</p>\n");
    open->paragraph = false;
}

static void add_piece(html_view *view, open_marks *open, const dp_piece *piece) {
    dp_str text = depeche_document_text(view->document);
    for (size_t start = piece->start; start < piece->end;) {
        const char *at = text.at + start;
        const char *line_end = memchr(at, '\n', piece->end - start);
        size_t length = line_end ? (size_t)(line_end - at) : piece->end - start;
        add_run(view, open, piece, (dp_str){at, length});
        start += length;
        if (line_end) {
            end_paragraph(view, open);
            start++;
        }
    }
    close_marks(view, open);
}

static void add_language(html_view *view) {
    dp_str language = depeche_document_language(view->document);
    if (dp_str_equal(language, DP_STR("und"))) return;
    add(view, " lang=\"");
    add_str(view, language);
    add(view, "\"");
}

/* Writes the pieces between two bytes of the text. */
static void add_pieces(html_view *view, const dp_pieces *pieces, size_t from, size_t to, bool heading) {
    open_marks open = {.heading = heading};
    for (size_t i = 0; i < pieces->count; i++) {
        dp_piece piece = pieces->at[i];
        if (piece.start >= to || piece.end <= from) continue;
        if (piece.start < from) piece.start = (uint32_t)from;
        if (piece.end > to) piece.end = (uint32_t)to;
        add_piece(view, &open, &piece);
    }
    end_paragraph(view, &open);
}

static void add_text(html_view *view, const dp_pieces *pieces) {
    add(view, "<div class=\"text\"");
    add_language(view);
    add(view, ">\n");
    add_pieces(view, pieces, depeche_document_title_length(view->document), depeche_document_text(view->document).len,
               false);
    add(view, "</div>\n");
}

/* -------------------------------------------------------------------------------------------------- claims */

static void add_speaker(html_view *view, uint32_t claim) {
    dp_buffer speaker = {0};
    dp_label_speaker(&speaker, view->document, claim, "No source named");
    add_str(view, dp_buffer_str(&speaker));
    dp_buffer_close(&speaker);
}

static void add_note(html_view *view, const char *note) {
    if (!note) return;
    add(view, " · ");
    add(view, note);
}

static void add_claim_notes(html_view *view, const depeche_claim *claim) {
    add(view, "<p class=\"notes\">");
    add(view, dp_label_claim_kind(claim->kind));
    add_note(view, dp_label_polarity(claim->polarity));
    add_note(view, dp_label_certainty(claim->certainty));
    if (claim->cue_negated) add_note(view, "negated");
    if (claim->said_at != DEPECHE_NONE) {
        depeche_value value = depeche_document_value(view->document, claim->said_at);
        add(view, " · said ");
        add_str(view, value.iso.len ? value.iso : depeche_document_slice(view->document, value.span));
    }
    if (claim->reported_by != DEPECHE_NONE) {
        dp_buffer_format(view->html, " · reported by <a href=\"#a%u-c%u\">", view->article, claim->reported_by + 1);
        add_speaker(view, claim->reported_by);
        add(view, "</a>");
    }
    dp_buffer_format(view->html,
                     " · worth checking <meter min=\"0\" max=\"1\" value=\"%.2f\" aria-label=\"worth checking\">%.2f"
                     "</meter> %.2f</p>",
                     (double)claim->check_worthiness, (double)claim->check_worthiness, (double)claim->check_worthiness);
}

/* What moved the score, where the analysis was asked to say. */
static void add_factors(html_view *view, uint32_t claim) {
    uint32_t count = depeche_document_claim_factor_count(view->document, claim);
    if (!count) return;
    dp_buffer factor = {0};
    add(view, "<p class=\"notes\">because: ");
    for (uint32_t i = 0; i < count; i++) {
        depeche_factor found = depeche_document_claim_factor(view->document, claim, i);
        dp_buffer_clear(&factor);
        dp_label_factor(&factor, view->document, &found);
        if (i) add(view, ", ");
        add_str(view, dp_buffer_str(&factor));
    }
    add(view, "</p>");
    dp_buffer_close(&factor);
}

static void add_claim(html_view *view, uint32_t number) {
    const depeche_document *document = view->document;
    depeche_claim claim = depeche_document_claim(document, number);
    dp_buffer excerpt = {0};
    dp_buffer_format(
        view->html, "<li id=\"a%u-c%u\" class=\"%s\"><a href=\"#a%u-r%u\" aria-label=\"claim %u in the text\">%u</a> ",
        view->article, number + 1, dp_label_claim_kind(claim.kind), view->article, number + 1, number + 1, number + 1);
    add(view, "<span class=\"who\">");
    add_speaker(view, number);
    add(view, "</span>");
    for (uint32_t k = 0; k < claim.cues; k++) {
        add(view, k == 0 ? " <span class=\"cue\">" : "…");
        add_str(view, depeche_document_slice(document, depeche_document_claim_cue(document, number, k)));
    }
    if (claim.cues) add(view, "</span>");
    add(view, "<blockquote");
    add_language(view);
    add(view, ">");
    for (uint32_t k = 0; k < claim.contents; k++) {
        dp_buffer_clear(&excerpt);
        dp_label_excerpt(&excerpt,
                         depeche_document_slice(document, depeche_document_claim_content(document, number, k)),
                         EXCERPT_MAX);
        if (k) add(view, " … ");
        add_str(view, dp_buffer_str(&excerpt));
    }
    add(view, "</blockquote>");
    add_claim_notes(view, &claim);
    add_factors(view, number);
    add(view, "</li>\n");
    dp_buffer_close(&excerpt);
}

static void add_claims(html_view *view) {
    uint32_t count = depeche_document_claim_count(view->document);
    dp_buffer_format(view->html,
                     "<aside aria-labelledby=\"a%u-claims\"><h3 id=\"a%u-claims\">Who says what (%u)</h3>\n",
                     view->article, view->article, count);
    if (count == 0) {
        add(view, "<p class=\"notes\">No claim was found.</p>");
    } else {
        add(view, "<ol class=\"claims\">\n");
        for (uint32_t i = 0; i < count; i++) add_claim(view, i);
        add(view, "</ol>");
    }
    add(view, "</aside>\n");
}

/* ------------------------------------------------------------------------------------- entities and values */

static void add_entity_link(html_view *view, const depeche_link *link) {
    if (link->kind == DEPECHE_LINK_GEONAMES) {
        add(view, " <a rel=\"noreferrer\" href=\"https://www.geonames.org/");
        add_str(view, link->id);
        add(view, "\">GeoNames ");
        add_str(view, link->id);
        add(view, "</a>");
    } else {
        add(view, " <span class=\"role\">ISO 3166 ");
        add_str(view, link->id);
        add(view, "</span>");
    }
    if (link->has_coordinates) {
        dp_buffer_format(view->html, " <span class=\"role\">(%.2f, %.2f)</span>", link->latitude, link->longitude);
    }
}

static void add_entity(html_view *view, uint32_t number, const depeche_entity *entity) {
    const depeche_document *document = view->document;
    dp_buffer_format(view->html, "<li><span class=\"%s\">", dp_label_type(entity->type));
    add_str(view, entity->name);
    add(view, "</span>");
    for (uint32_t k = 0; k < entity->roles; k++) {
        add(view, k == 0 ? ", <span class=\"role\">" : "; ");
        add_str(view, depeche_document_role(document, number, k));
    }
    if (entity->roles) add(view, "</span>");
    if (entity->mentions > 1) dp_buffer_format(view->html, " ×%u", entity->mentions);
    for (uint32_t k = 0; k < entity->links; k++) {
        depeche_link link = depeche_document_link(document, number, k);
        add_entity_link(view, &link);
    }
    add(view, "</li>\n");
}

static void add_entities(html_view *view) {
    uint32_t count = depeche_document_entity_count(view->document);
    for (int type = 0; type < DP_ENTITY_TYPES; type++) {
        bool headed = false;
        for (uint32_t i = 0; i < count; i++) {
            depeche_entity entity = depeche_document_entity(view->document, i);
            if ((int)entity.type != type) continue;
            if (!headed) {
                dp_buffer_format(view->html, "<section><h3>%s</h3><ul>\n", dp_label_types((depeche_entity_type)type));
            }
            headed = true;
            add_entity(view, i, &entity);
        }
        if (headed) add(view, "</ul></section>\n");
    }
}

static void add_values(html_view *view) {
    uint32_t count = depeche_document_value_count(view->document);
    if (count == 0) return;
    add(view,
        "<section><h3>Dates, amounts and numbers</h3><table><thead><tr><th scope=\"col\">In the text</th>"
        "<th scope=\"col\">Meaning</th></tr></thead><tbody>\n");
    dp_buffer meaning = {0};
    for (uint32_t i = 0; i < count; i++) {
        depeche_value value = depeche_document_value(view->document, i);
        dp_buffer_clear(&meaning);
        dp_label_value(&meaning, &value);
        add(view, "<tr><th scope=\"row\">");
        add_str(view, depeche_document_slice(view->document, value.span));
        add(view, "</th><td>");
        if (meaning.len) {
            add_str(view, dp_buffer_str(&meaning));
        } else {
            add(view, "<span class=\"role\">not resolved</span>");
        }
        add(view, "</td></tr>\n");
    }
    add(view, "</tbody></table></section>\n");
    dp_buffer_close(&meaning);
}

/* --------------------------------------------------------------------------------------------------- page */

/* The title, or else the first words, without marks. */
static void add_plain_heading(html_view *view) {
    dp_str text = depeche_document_text(view->document);
    size_t title = depeche_document_title_length(view->document);
    dp_buffer heading = {0};
    dp_label_excerpt(&heading, (dp_str){text.at, title ? title : text.len}, title ? title : TITLE_MAX);
    add_str(view, dp_buffer_str(&heading));
    dp_buffer_close(&heading);
}

static void add_about(html_view *view, const dp_view_article *article) {
    const dp_str parts[] = {article->source, article->published_at, depeche_document_language(view->document),
                            article->id};
    add(view, "<p class=\"about\">");
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len == 0) continue;
        if (!first) add(view, " · ");
        add_str(view, parts[i]);
        first = false;
    }
    bool is_web = dp_str_starts(article->url, DP_STR("https://")) || dp_str_starts(article->url, DP_STR("http://"));
    if (is_web) {
        add(view, " · <a rel=\"noreferrer\" href=\"");
        add_str(view, article->url);
        add(view, "\">original</a>");
    }
    add(view, "</p>\n");
}

static void add_heading(html_view *view, const dp_pieces *pieces) {
    dp_buffer_format(view->html, "<h2 id=\"a%u-title\"", view->article);
    add_language(view);
    add(view, ">");
    size_t title = depeche_document_title_length(view->document);
    if (title) {
        add_pieces(view, pieces, 0, title, true);
    } else {
        add_plain_heading(view);
    }
    add(view, "</h2>\n");
}

static void add_article(html_view *view, const dp_view_article *article, const dp_pieces *pieces) {
    dp_buffer_format(view->html, "<article id=\"a%u\" aria-labelledby=\"a%u-title\">\n", view->article, view->article);
    add_heading(view, pieces);
    add_about(view, article);
    const char *status = dp_label_status(depeche_document_status(article->document));
    if (status) dp_buffer_format(view->html, "<p class=\"notes\">%s</p>\n", status);
    add(view, "<div class=\"columns\">\n");
    add_text(view, pieces);
    add_claims(view);
    add(view, "</div>\n<div class=\"found\">\n");
    add_entities(view);
    add_values(view);
    add(view, "</div>\n</article>\n");
}

void dp_view_html_add(dp_view_html *page, const dp_view_article *article) {
    unsigned number = ++page->count;
    html_view contents = {&page->contents, article->document, number};
    html_view view = {&page->articles, article->document, number};
    dp_buffer_format(&page->contents, "<li><a href=\"#a%u\">", number);
    add_plain_heading(&contents);
    add(&contents, "</a></li>\n");
    dp_pieces pieces;
    if (dp_pieces_cut(article->document, &pieces) != 0) {
        page->articles.failed = true;
        return;
    }
    add_article(&view, article, &pieces);
    dp_pieces_close(&pieces);
}

static void add_legend(dp_buffer *html) {
    dp_buffer_add_text(html, "<ul class=\"legend\" aria-label=\"Legend\">");
    for (int type = 0; type < DP_ENTITY_TYPES; type++) {
        const char *name = dp_label_type((depeche_entity_type)type);
        dp_buffer_format(html, "<li><span class=\"%s\">%s</span></li>", name, name);
    }
    dp_buffer_add_text(html,
                       "<li><span class=\"value\">date, amount</span></li>"
                       "<li><span class=\"claim\">what somebody says</span></li>"
                       "<li><span class=\"claim statement\">the article’s own statement</span></li>"
                       "<li><span class=\"cue\">word of saying</span></li>"
                       "<li><span class=\"worthy\" aria-hidden=\"true\">◆</span>worth checking</li></ul>\n");
}

void dp_view_html_finish(const dp_view_html *page, dp_buffer *html) {
    dp_buffer_add_text(html,
                       "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    dp_buffer_format(html, "%u article%s read by depeche</title>\n<style>\n", page->count, page->count == 1 ? "" : "s");
    dp_buffer_add_text(html, (const char *)dp_page_css);
    dp_buffer_add_text(html,
                       "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#articles\">To the articles</a>\n"
                       "<header class=\"page\"><h1>Who and what, and who says what</h1>\n");
    add_legend(html);
    dp_buffer_add_text(html, "</header>\n");
    if (page->count > 1) {
        dp_buffer_add_text(html, "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">Articles</h2>\n<ol>\n");
        dp_buffer_add(html, dp_buffer_str(&page->contents));
        dp_buffer_add_text(html, "</ol></nav>\n");
    }
    dp_buffer_add_text(html, "<main id=\"articles\">\n");
    dp_buffer_add(html, dp_buffer_str(&page->articles));
    if (page->count == 0) dp_buffer_add_text(html, "<p>No article could be analysed.</p>\n");
    dp_buffer_format(html,
                     "</main>\n<footer>Made by depeche %s. Found by a program: check before you rely on it.</footer>\n"
                     "</body>\n</html>\n",
                     depeche_version());
    html->failed |= page->articles.failed || page->contents.failed;
}
