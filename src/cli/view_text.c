#include "cli/view_text.h"

#include <stdio.h>

#include "cli/labels.h"
#include "cli/pieces.h"
#include "cli/wrap.h"

#define RESET "\033[0m"
#define BOLD "\033[1m"
#define DIM "\033[2m"
#define ITALIC "\033[3m"

enum { EXCERPT_MAX = 160, LIST_INDENT = 4 };

/* Underlined, in a colour of its own for each type. */
static const char *const type_styles[DP_ENTITY_TYPES] = {
    "\033[4;32m", "\033[4;34m", "\033[4;35m", "\033[4;31m", "\033[4;33m", "\033[4;92m",
};
static const char value_style[] = "\033[36m", cue_style[] = "\033[33m";

typedef struct text_view {
    const depeche_document *document;
    dp_wrap wrap;
    bool colored;
} text_view;

static void style(text_view *view, const char *code) {
    if (view->colored) dp_wrap_style(&view->wrap, code);
}

static void add(text_view *view, const char *text) {
    dp_wrap_add_text(&view->wrap, text);
}

static void add_styled(text_view *view, const char *code, dp_str text) {
    style(view, code);
    dp_wrap_add(&view->wrap, text);
    style(view, RESET);
}

/* ---------------------------------------------------------------------------------------------------- text */

static void style_piece(text_view *view, const dp_piece *piece, bool is_title) {
    style(view, RESET);
    if (is_title || piece->of[DP_LAYER_SOURCE] != DEPECHE_NONE) style(view, BOLD);
    if (piece->of[DP_LAYER_CLAIM] != DEPECHE_NONE) style(view, ITALIC);
    if (piece->of[DP_LAYER_ENTITY] != DEPECHE_NONE) {
        depeche_entity entity = depeche_document_entity(view->document, piece->of[DP_LAYER_ENTITY]);
        if ((unsigned)entity.type < DP_ENTITY_TYPES) style(view, type_styles[entity.type]);
    } else if (piece->of[DP_LAYER_VALUE] != DEPECHE_NONE) {
        style(view, value_style);
    } else if (piece->of[DP_LAYER_CUE] != DEPECHE_NONE) {
        style(view, cue_style);
    }
}

static void add_body(text_view *view) {
    dp_pieces pieces;
    dp_str text = depeche_document_text(view->document);
    if (!view->colored || dp_pieces_cut(view->document, &pieces) != 0) {
        dp_wrap_add(&view->wrap, text);
        dp_wrap_end(&view->wrap, 0);
        return;
    }
    size_t title = depeche_document_title_length(view->document);
    for (size_t i = 0; i < pieces.count; i++) {
        const dp_piece *piece = &pieces.at[i];
        style_piece(view, piece, piece->start < title);
        dp_wrap_add(&view->wrap, (dp_str){text.at + piece->start, piece->end - piece->start});
    }
    style(view, RESET);
    dp_wrap_end(&view->wrap, 0);
    dp_pieces_close(&pieces);
}

static void add_heading(text_view *view, const char *heading) {
    dp_wrap_end(&view->wrap, LIST_INDENT);
    add_styled(view, BOLD, (dp_str){heading, strlen(heading)});
    dp_wrap_end(&view->wrap, LIST_INDENT);
}

/* Source, day, language and id, those that are known. */
static void add_about(text_view *view, const dp_view_article *article) {
    const dp_str parts[] = {article->source, article->published_at, depeche_document_language(article->document),
                            article->id};
    style(view, DIM);
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len == 0) continue;
        if (!first) add(view, " · ");
        dp_wrap_add(&view->wrap, parts[i]);
        first = false;
    }
    style(view, RESET);
    dp_wrap_end(&view->wrap, 0);
    dp_wrap_end(&view->wrap, 0);
}

/* ------------------------------------------------------------------------------------------------ entities */

static void add_roles_and_links(text_view *view, uint32_t number, const depeche_entity *entity) {
    const depeche_document *document = view->document;
    for (uint32_t k = 0; k < entity->roles; k++) {
        add(view, k == 0 ? ", " : "; ");
        dp_wrap_add(&view->wrap, depeche_document_role(document, number, k));
    }
    for (uint32_t k = 0; k < entity->links; k++) {
        depeche_link link = depeche_document_link(document, number, k);
        add(view, link.kind == DEPECHE_LINK_ISO3166 ? " [ISO " : " [GeoNames ");
        dp_wrap_add(&view->wrap, link.id);
        add(view, "]");
    }
}

static void add_entities(text_view *view) {
    uint32_t count = depeche_document_entity_count(view->document);
    for (int type = 0; type < DP_ENTITY_TYPES; type++) {
        bool headed = false;
        for (uint32_t i = 0; i < count; i++) {
            depeche_entity entity = depeche_document_entity(view->document, i);
            if ((int)entity.type != type) continue;
            if (!headed) add_heading(view, dp_label_types((depeche_entity_type)type));
            headed = true;
            dp_wrap_skip(&view->wrap, 2);
            add_styled(view, type_styles[type], entity.name);
            add_roles_and_links(view, i, &entity);
            if (entity.mentions > 1) {
                char times[24];
                snprintf(times, sizeof times, " ×%u", entity.mentions);
                add(view, times);
            }
            dp_wrap_end(&view->wrap, LIST_INDENT);
        }
    }
}

/* -------------------------------------------------------------------------------------------------- claims */

static void add_speaker(text_view *view, uint32_t claim) {
    dp_buffer speaker = {0};
    dp_label_speaker(&speaker, view->document, claim, "(no source)");
    dp_wrap_add(&view->wrap, dp_buffer_str(&speaker));
    dp_buffer_close(&speaker);
}

static void add_claim_notes(text_view *view, const depeche_claim *claim) {
    char score[16];
    snprintf(score, sizeof score, " %.2f", (double)claim->check_worthiness);
    style(view, DIM);
    add(view, " [");
    add(view, dp_label_claim_kind(claim->kind));
    const char *polarity = dp_label_polarity(claim->polarity), *certainty = dp_label_certainty(claim->certainty);
    if (polarity) add(view, ", ");
    if (polarity) add(view, polarity);
    if (certainty) add(view, ", ");
    if (certainty) add(view, certainty);
    if (claim->cue_negated) add(view, ", negated");
    add(view, ", worth");
    add(view, score);
    if (claim->reported_by != DEPECHE_NONE) {
        add(view, ", reported by ");
        add_speaker(view, claim->reported_by);
    }
    add(view, "]");
    style(view, RESET);
}

/* What moved the score, where the analysis was asked to say: "because: +0.9 numbers, -0.4 question". */
static void add_factors(text_view *view, uint32_t claim) {
    uint32_t count = depeche_document_claim_factor_count(view->document, claim);
    if (!count) return;
    dp_wrap_end(&view->wrap, LIST_INDENT);
    dp_wrap_skip(&view->wrap, LIST_INDENT);
    dp_buffer factor = {0};
    style(view, DIM);
    for (uint32_t i = 0; i < count; i++) {
        depeche_factor found = depeche_document_claim_factor(view->document, claim, i);
        dp_buffer_clear(&factor);
        dp_label_factor(&factor, view->document, &found);
        add(view, i == 0 ? "because: " : ", ");
        dp_wrap_add(&view->wrap, dp_buffer_str(&factor));
    }
    style(view, RESET);
    dp_buffer_close(&factor);
}

static void add_claims(text_view *view) {
    uint32_t count = depeche_document_claim_count(view->document);
    if (count) add_heading(view, "Claims");
    dp_buffer excerpt = {0};
    for (uint32_t i = 0; i < count; i++) {
        depeche_claim claim = depeche_document_claim(view->document, i);
        if (claim.check_worthiness >= DP_VIEW_WORTHY) {
            add(view, "! ");
        } else {
            dp_wrap_skip(&view->wrap, 2);
        }
        style(view, BOLD);
        add_speaker(view, i);
        style(view, RESET);
        for (uint32_t k = 0; k < claim.cues; k++) {
            add(view, k == 0 ? " — " : "…");
            add_styled(view, cue_style,
                       depeche_document_slice(view->document, depeche_document_claim_cue(view->document, i, k)));
        }
        add(view, claim.cues ? " — " : ": ");
        for (uint32_t k = 0; k < claim.contents; k++) {
            dp_str content =
                depeche_document_slice(view->document, depeche_document_claim_content(view->document, i, k));
            dp_buffer_clear(&excerpt);
            dp_label_excerpt(&excerpt, content, EXCERPT_MAX);
            if (k) add(view, " … ");
            add_styled(view, ITALIC, dp_buffer_str(&excerpt));
        }
        add_claim_notes(view, &claim);
        add_factors(view, i);
        dp_wrap_end(&view->wrap, LIST_INDENT);
    }
    dp_buffer_close(&excerpt);
}

static void add_values(text_view *view) {
    uint32_t count = depeche_document_value_count(view->document);
    dp_buffer meaning = {0};
    bool headed = false;
    for (uint32_t i = 0; i < count; i++) {
        depeche_value value = depeche_document_value(view->document, i);
        dp_buffer_clear(&meaning);
        dp_label_value(&meaning, &value);
        if (meaning.len == 0) continue;
        if (!headed) add_heading(view, "Values");
        headed = true;
        dp_wrap_skip(&view->wrap, 2);
        add_styled(view, value_style, depeche_document_slice(view->document, value.span));
        add(view, " = ");
        dp_wrap_add(&view->wrap, dp_buffer_str(&meaning));
        dp_wrap_end(&view->wrap, LIST_INDENT);
    }
    dp_buffer_close(&meaning);
}

void dp_view_text_add(dp_buffer *text, const dp_view_article *article, bool colored, size_t columns) {
    text_view view = {article->document, dp_wrap_open(text, columns), colored};
    add_about(&view, article);
    add_body(&view);
    const char *status = dp_label_status(depeche_document_status(article->document));
    if (status) add_heading(&view, status);
    add_entities(&view);
    add_claims(&view);
    add_values(&view);
    dp_wrap_end(&view.wrap, 0);
    dp_wrap_close(&view.wrap);
}
