#include "tagger/facts.h"
#include "tagger/label.h"

enum { AROUND_MAX = 2 /* other occurrences on each side whose neighbours are looked at */ };

static uint64_t few(uint32_t count) {
    return count > 2 ? 3 : count;
}

/* The words around one other occurrence of the form. */
static void note_around(const dp_view *view, uint32_t t, dp_token_facts *facts) {
    const dp_token *tokens = view->text->tokens;
    if (t > 0 && tokens[t - 1].sentence == tokens[t].sentence) {
        dp_facts_add(facts, DP_MANY_AROUND, dp_str_hash(tokens[t - 1].lower) * 2 + 1);
        uint16_t word_class = dp_pack_word(view->pack, tokens[t - 1].word)->class256;
        if (word_class) dp_facts_add(facts, DP_MANY_AROUND, word_class * UINT64_C(4));
    }
    if (t + 1 < view->text->token_count && tokens[t + 1].sentence == tokens[t].sentence) {
        dp_facts_add(facts, DP_MANY_AROUND, dp_str_hash(tokens[t + 1].lower) * 2);
        uint16_t word_class = dp_pack_word(view->pack, tokens[t + 1].word)->class256;
        if (word_class) dp_facts_add(facts, DP_MANY_AROUND, word_class * UINT64_C(4) + 2);
    }
}

static void gather_around(const dp_view *view, uint32_t t, dp_token_facts *facts) {
    uint32_t other = view->evidence.before[t];
    for (int i = 0; i < AROUND_MAX && other != DEPECHE_NONE; i++, other = view->evidence.before[other]) {
        note_around(view, other, facts);
    }
    other = view->evidence.after[t];
    for (int i = 0; i < AROUND_MAX && other != DEPECHE_NONE; i++, other = view->evidence.after[other]) {
        note_around(view, other, facts);
    }
}

static void gather_form(const dp_form *form, const dp_token *token, uint64_t *at) {
    uint32_t own_start = (token->flags & DP_TOKEN_SENTENCE_START) != 0;
    uint32_t own = token->casing == DP_CASING_UPPER ? 0 : 1 - own_start;
    uint32_t others = form->capital > own ? form->capital - own : 0;
    at[DP_FACT_DOC_CASE] =
        dp_fact_of(few(form->lower) * 4 + few(others), form->upper > 0, token->casing * 2u + own_start);
    if (form->flags) at[DP_FACT_DOC_NAME] = dp_fact_of(form->flags, token->casing, 1);
}

/* The tag with the most votes, leaving the token's own vote out. */
static dp_tag most_voted(const uint16_t *votes, dp_tag own, uint32_t *share) {
    uint32_t total = 0, most = 0;
    dp_tag best = DP_TAG_NONE;
    for (int tag = 0; tag < DP_TAG_COUNT; tag++) {
        uint32_t count = votes[tag];
        if ((dp_tag)tag == own && count) count--;
        total += count;
        if (count > most) {
            most = count;
            best = (dp_tag)tag;
        }
    }
    *share = total == 0 ? 0 : most == total ? (total > 2 ? 4 : total + 1) : 1;
    return best;
}

static void gather_labels(const dp_view *view, uint32_t t, uint64_t *at) {
    const dp_token *token = &view->text->tokens[t];
    uint8_t label = view->labels[t], sureness = view->sureness[t];
    uint64_t level = sureness > 250 ? 4 : sureness > 230 ? 3 : sureness > 178 ? 2 : 1;
    at[DP_FACT_LABEL] = label + 1u;
    at[DP_FACT_LABEL_SURE] = dp_fact_of(label, level, 1);
    uint32_t number = view->evidence.form_of[t];
    if (number == DEPECHE_NONE || !dp_has_capital(token)) return;
    const dp_form *form = &view->evidence.forms[number];
    uint32_t share;
    dp_tag own = dp_label_tag(label);
    dp_tag best = most_voted(form->votes, own, &share);
    if (share) at[DP_FACT_VOTES] = dp_fact_of((uint64_t)best, share, 1);
    bool in_longer =
        !dp_label_is_begin(label) || (t + 1 < view->text->token_count && view->labels[t + 1] == dp_label_inside(own));
    dp_tag longer = most_voted(form->longer, own && in_longer ? own : DP_TAG_COUNT, &share);
    if (share) at[DP_FACT_LONGER] = dp_fact_of((uint64_t)longer, share, 2);
}

void dp_facts_document(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    for (uint32_t t = first; t < end; t++) {
        const dp_token *token = &view->text->tokens[t];
        dp_token_facts *own = &facts[t - first];
        uint32_t number = view->evidence.form_of[t];
        if (number != DEPECHE_NONE) {
            gather_form(&view->evidence.forms[number], token, own->at);
            if (dp_has_capital(token)) gather_around(view, t, own);
        }
        if (view->evidence.expansion[t]) {
            own->at[DP_FACT_EXPANSION] = dp_fact_of(view->evidence.expansion[t], dp_has_capital(token), 1);
        }
    }
}

void dp_facts_labels(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    for (uint32_t t = first; t < end; t++) {
        uint64_t *at = facts[t - first].at;
        at[DP_FACT_LOWER] = dp_str_hash(view->text->tokens[t].lower) | 1;
        gather_labels(view, t, at);
    }
}
