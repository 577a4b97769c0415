#include "trainer/claims_gold.h"

/* The first token that ends after byte `at`. */
static uint32_t token_after(const dp_text *text, uint32_t at) {
    uint32_t low = 0, high = text->token_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text->tokens[middle].byte_end <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

dp_range dp_gold_tokens(const dp_text *text, depeche_span span) {
    dp_range range = {token_after(text, span.byte_start), 0};
    range.end = range.first;
    while (range.end < text->token_count && text->tokens[range.end].byte_start < span.byte_end) range.end++;
    return range;
}

static dp_tag tag_of(dp_str type) {
    for (unsigned tag = 1; tag < DP_TAG_COUNT; tag++) {
        const char *name = dp_tag_name((dp_tag)tag);
        if (dp_str_equal(type, (dp_str){name, strlen(name)})) return (dp_tag)tag;
    }
    return DP_TAG_NONE;
}

int dp_gold_text_build(const depeche_pack *pack, dp_arena *arena, const dp_gold *gold, dp_gold_text *text) {
    *text = (dp_gold_text){0};
    if (dp_text_cut(arena, dp_pack_token_rules(pack), gold->text, gold->title_length, &text->text)) return -1;
    dp_pack_assign_words(pack, &text->text);
    if (dp_pack_split_pairs(pack, arena, &text->text)) return -1;
    if (dp_quotations_find(arena, &text->text, &text->quotations)) return -1;
    text->tags.at = dp_arena_calloc(arena, gold->entity_count ? gold->entity_count : 1, sizeof *text->tags.at);
    if (!text->tags.at) return -1;
    uint32_t reached = 0;
    for (uint32_t i = 0; i < gold->entity_count; i++) {
        dp_range tokens = dp_gold_tokens(&text->text, gold->entities[i].span);
        if (tokens.first < reached) tokens.first = reached;
        if (tokens.first >= tokens.end) continue;
        text->tags.at[text->tags.count++] = (dp_tagged){tokens, tag_of(gold->entities[i].type), 1.0f};
        reached = tokens.end;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------- cues */

static bool in_spans(const dp_text *text, uint32_t token, const depeche_span *spans, uint32_t count) {
    const dp_token *t = &text->tokens[token];
    for (uint32_t i = 0; i < count; i++) {
        if (t->byte_start < spans[i].byte_end && spans[i].byte_start < t->byte_end) return true;
    }
    return false;
}

static bool is_in_cue(const dp_text *text, const dp_gold_claim *claim, const dp_cue *cue) {
    if (in_spans(text, cue->head, claim->cues, claim->cue_count)) return true;
    if (cue->type != DP_CUE_PHRASE) return false;
    uint32_t first = dp_gold_tokens(text, claim->cues[0]).first;
    return cue->tokens.first <= first && first < cue->tokens.end;
}

/* Which of two types of candidates stands for a cue. */
static unsigned preference(unsigned type) {
    static const uint8_t order[] = {[DP_CUE_PHRASE] = 0, [DP_CUE_VERB] = 1, [DP_CUE_NOUN] = 2, [DP_CUE_MARK] = 3};
    return order[type];
}

int dp_gold_match_cues(const dp_scene *scene, const dp_gold *gold, const dp_cues *cues, uint32_t *claim_of) {
    for (uint32_t c = 0; c < cues->count; c++) claim_of[c] = DEPECHE_NONE;
    bool *taken = dp_arena_calloc(scene->arena, cues->count ? cues->count : 1, sizeof *taken);
    if (!taken) return -1;
    for (uint32_t g = 0; g < gold->claim_count; g++) {
        const dp_gold_claim *claim = &gold->claims[g];
        if (!claim->cue_count) continue;
        uint32_t best = DEPECHE_NONE;
        for (uint32_t c = 0; c < cues->count; c++) {
            if (!is_in_cue(scene->text, claim, &cues->at[c])) continue;
            if (!taken[c]) claim_of[c] = DP_CUE_SHARED;
            if (taken[c]) continue;
            if (best == DEPECHE_NONE || preference(cues->at[c].type) < preference(cues->at[best].type)) best = c;
        }
        if (best == DEPECHE_NONE) continue;
        claim_of[best] = g;
        taken[best] = true;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------ labels */

/* Bytes that a unit shares with a span. */
static uint32_t shared_bytes(uint32_t start, uint32_t end, depeche_span span) {
    uint32_t from = start > span.byte_start ? start : span.byte_start;
    uint32_t to = end < span.byte_end ? end : span.byte_end;
    return from < to ? to - from : 0;
}

/* The number of the span that covers most of a unit, from 1; 0 for none. */
static uint32_t covering(const dp_text *text, const dp_unit *unit, const depeche_span *spans, uint32_t count) {
    uint32_t start = text->tokens[unit->tokens.first].byte_start, end = text->tokens[unit->tokens.end - 1].byte_end;
    uint32_t needed = (end - start) / 2 + 1;
    for (uint32_t i = 0; i < count; i++) {
        if (shared_bytes(start, end, spans[i]) >= needed) return i + 1;
    }
    return 0;
}

void dp_gold_label_units(const dp_text *text, const dp_gold_claim *claim, const dp_units *units,
                         uint8_t labels[DP_UNITS_MAX]) {
    uint32_t pieces[DP_UNITS_MAX]; /* the piece that a unit is in: contents from 1, then the source; 0 for none */
    uint32_t source = claim->content_count + 1;
    for (uint32_t i = 0; i < units->count; i++) {
        bool in_source = claim->has_source && covering(text, &units->at[i], &claim->source, 1);
        pieces[i] = in_source ? source : covering(text, &units->at[i], claim->contents, claim->content_count);
    }
    for (uint32_t i = 0; i < units->count; i++) {
        bool first = i == 0 || pieces[i - 1] != pieces[i], last = i + 1 == units->count || pieces[i + 1] != pieces[i];
        unsigned base = pieces[i] == source ? DP_ARGUMENT_SOURCE : DP_ARGUMENT_CONTENT;
        labels[i] = pieces[i] ? (uint8_t)(base + dp_piece_place(first, last)) : DP_ARGUMENT_NONE;
    }
}
