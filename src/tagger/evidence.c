#include "tagger/evidence.h"

#include "tagger/label.h"

enum { EXPANSION_MAX = 14, ACRONYM_MAX = 8 };

typedef struct gatherer {
    const depeche_pack *pack;
    const dp_text *text;
    const dp_hits *hits;
    int titles;
    dp_evidence *evidence;
    uint32_t *table; /* open addressing: form number + 1 */
    uint32_t mask;
} gatherer;

static bool has_capital(const dp_token *token) {
    return token->casing == DP_CASING_CAPITAL || token->casing == DP_CASING_UPPER || token->casing == DP_CASING_MIXED;
}

static bool is_word(const dp_token *token) {
    return token->kind == DP_TOKEN_WORD && token->casing != DP_CASING_NONE;
}

static uint32_t find_form(gatherer *g, uint64_t hash) {
    dp_evidence *evidence = g->evidence;
    uint32_t slot = (uint32_t)hash & g->mask;
    while (g->table[slot] && evidence->forms[g->table[slot] - 1].hash != hash) slot = (slot + 1) & g->mask;
    if (!g->table[slot]) {
        evidence->forms[evidence->form_count++] =
            (dp_form){.hash = hash, .last = DEPECHE_NONE, .expanded = DEPECHE_NONE};
        g->table[slot] = evidence->form_count;
    }
    return g->table[slot] - 1;
}

/* Whether a hit of the list starts at the token and is as long as one token. */
static bool is_single_hit(const gatherer *g, uint32_t token, dp_list list) {
    uint32_t count;
    const dp_hit *hits = dp_hits_of(g->hits, token, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (hits[i].list == list && hits[i].length == 1) return true;
    }
    return false;
}

static bool same_sentence(const gatherer *g, uint32_t a, uint32_t b) {
    return g->text->tokens[a].sentence == g->text->tokens[b].sentence;
}

static uint8_t flags_at(const gatherer *g, uint32_t t) {
    const dp_token *tokens = g->text->tokens;
    uint8_t flags = 0;
    if (t && same_sentence(g, t - 1, t)) {
        if (dp_pack_in_set(g->pack, g->titles, &tokens[t - 1]) || is_single_hit(g, t - 1, DP_LIST_ROLE)) {
            flags |= DP_FORM_AFTER_TITLE;
        }
        if (has_capital(&tokens[t - 1]) && is_single_hit(g, t - 1, DP_LIST_GIVEN_NAME)) flags |= DP_FORM_AFTER_GIVEN;
    }
    if (t + 1 < g->text->token_count && same_sentence(g, t, t + 1)) {
        if (has_capital(&tokens[t + 1]) && is_word(&tokens[t + 1])) flags |= DP_FORM_BEFORE_NAME;
        if (t && dp_str_equal(tokens[t - 1].lower, DP_STR("(")) && dp_str_equal(tokens[t + 1].lower, DP_STR(")"))) {
            flags |= DP_FORM_IN_BRACKETS;
        }
    }
    return flags;
}

static void note_occurrence(gatherer *g, uint32_t t) {
    dp_evidence *evidence = g->evidence;
    const dp_token *token = &g->text->tokens[t];
    uint32_t number = find_form(g, dp_str_hash(token->lower));
    dp_form *form = &evidence->forms[number];
    evidence->form_of[t] = number;
    if (!has_capital(token)) {
        form->lower++;
        return;
    }
    form->capital += token->casing != DP_CASING_UPPER && !(token->flags & DP_TOKEN_SENTENCE_START);
    form->start += (token->flags & DP_TOKEN_SENTENCE_START) != 0;
    form->upper += token->casing == DP_CASING_UPPER;
    form->flags |= flags_at(g, t);
    evidence->before[t] = form->last;
    if (form->last != DEPECHE_NONE) evidence->after[form->last] = t;
    form->last = t;
}

/* Whether a word begins with a letter of an acronym. A letter with an accent stands for any vowel. */
static bool begins_with(const dp_token *token, char letter) {
    unsigned char first = token->lower.len ? (unsigned char)token->lower.at[0] : 0;
    if (first < 0x80) return first == (unsigned char)letter;
    return memchr("aeiou", letter, 5) != NULL;
}

/* A small word in lower case that acronyms mostly pass over: de, la, pour. */
static bool is_small_word(const gatherer *g, const dp_token *token) {
    const unsigned small = DP_POS_PREPOSITION | DP_POS_DETERMINER | DP_POS_CONJUNCTION;
    return !has_capital(token) && (dp_pack_word(g->pack, token->word)->pos & small);
}

/* The first token of a name whose last token is `last` and whose initials are the acronym's letters, read backwards;
 * words in lower case may be passed over, and small ones are not looked at unless `small`. DEPECHE_NONE when there is
 * none. */
static uint32_t read_back(const gatherer *g, dp_str acronym, uint32_t last, bool small) {
    size_t left = acronym.len;
    for (uint32_t t = last, seen = 0; seen < EXPANSION_MAX; t--, seen++) {
        const dp_token *token = &g->text->tokens[t];
        if (token->kind != DP_TOKEN_WORD || !same_sentence(g, t, last)) return DEPECHE_NONE;
        if (begins_with(token, acronym.at[left - 1]) && (small || !is_small_word(g, token))) {
            if (--left == 0) return t;
        } else if (has_capital(token)) {
            return DEPECHE_NONE;
        }
        if (t == 0) return DEPECHE_NONE;
    }
    return DEPECHE_NONE;
}

static uint32_t find_expansion(const gatherer *g, dp_str acronym, uint32_t last) {
    uint32_t first = read_back(g, acronym, last, false);
    return first != DEPECHE_NONE ? first : read_back(g, acronym, last, true);
}

static bool is_acronym(const dp_token *token) {
    if (token->casing != DP_CASING_UPPER || token->lower.len < 2 || token->lower.len > ACRONYM_MAX) return false;
    for (size_t i = 0; i < token->lower.len; i++) {
        if (token->lower.at[i] < 'a' || token->lower.at[i] > 'z') return false;
    }
    return true;
}

static void mark_expansion(gatherer *g, uint32_t acronym, uint32_t first, uint32_t last) {
    dp_evidence *evidence = g->evidence;
    dp_form *form = &evidence->forms[evidence->form_of[acronym]];
    form->flags |= DP_FORM_ACRONYM;
    if (form->expanded == DEPECHE_NONE) form->expanded = first;
    for (uint32_t t = first; t <= last; t++) {
        evidence->expansion[t] = t == first ? DP_EXPANSION_FIRST : DP_EXPANSION_INSIDE;
    }
}

/* "Long name (LN)" and "LN (long name)". */
static void link_acronym(gatherer *g, uint32_t t) {
    const dp_text *text = g->text;
    const dp_token *tokens = text->tokens;
    if (!is_acronym(&tokens[t]) || g->evidence->form_of[t] == DEPECHE_NONE) return;
    if (t >= 2 && dp_str_equal(tokens[t - 1].lower, DP_STR("("))) {
        uint32_t first = find_expansion(g, tokens[t].lower, t - 2);
        if (first != DEPECHE_NONE && first < t - 2) mark_expansion(g, t, first, t - 2);
    }
    if (t + 3 < text->token_count && dp_str_equal(tokens[t + 1].lower, DP_STR("("))) {
        uint32_t close = t + 2, limit = t + 2 + EXPANSION_MAX;
        while (close < text->token_count && close < limit && !dp_str_equal(tokens[close].lower, DP_STR(")"))) close++;
        if (close >= text->token_count || close == limit || close == t + 2) return;
        if (find_expansion(g, tokens[t].lower, close - 1) == t + 2) mark_expansion(g, t, t + 2, close - 1);
    }
}

static uint32_t *new_numbers(dp_arena *arena, uint32_t count) {
    uint32_t *numbers = dp_arena_alloc(arena, (size_t)count * sizeof *numbers);
    for (uint32_t i = 0; numbers && i < count; i++) numbers[i] = DEPECHE_NONE;
    return numbers;
}

int dp_evidence_gather(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_hits *hits, int titles,
                       dp_evidence *evidence) {
    uint32_t count = text->token_count, words = 0, size = 16;
    for (uint32_t t = 0; t < count; t++) words += is_word(&text->tokens[t]);
    while (size < words * 2 && size < (UINT32_C(1) << 31)) size *= 2;
    gatherer g = {.pack = pack, .text = text, .hits = hits, .titles = titles, .evidence = evidence, .mask = size - 1};
    g.table = dp_arena_calloc(arena, size, sizeof *g.table);
    *evidence = (dp_evidence){
        .forms = dp_arena_alloc(arena, (size_t)words * sizeof *evidence->forms),
        .form_of = new_numbers(arena, count),
        .before = new_numbers(arena, count),
        .after = new_numbers(arena, count),
        .expansion = dp_arena_calloc(arena, count, 1),
    };
    if (!g.table || !evidence->forms || !evidence->form_of || !evidence->before || !evidence->after ||
        !evidence->expansion) {
        return -1;
    }
    for (uint32_t t = 0; t < count; t++) {
        if (is_word(&text->tokens[t])) note_occurrence(&g, t);
    }
    for (uint32_t t = 0; t < count; t++) link_acronym(&g, t);
    return 0;
}

static void count_up(uint16_t *votes, dp_tag tag) {
    if (votes[tag] < UINT16_MAX) votes[tag]++;
}

void dp_evidence_forget(dp_evidence *evidence) {
    for (uint32_t i = 0; i < evidence->form_count; i++) {
        memset(evidence->forms[i].votes, 0, sizeof evidence->forms[i].votes);
        memset(evidence->forms[i].longer, 0, sizeof evidence->forms[i].longer);
    }
}

void dp_evidence_vote(const dp_text *text, const uint8_t *labels, dp_evidence *evidence) {
    for (uint32_t t = 0; t < text->token_count; t++) {
        if (evidence->form_of[t] == DEPECHE_NONE || !has_capital(&text->tokens[t])) continue;
        dp_form *form = &evidence->forms[evidence->form_of[t]];
        dp_tag tag = dp_label_tag(labels[t]);
        count_up(form->votes, tag);
        bool goes_on = t + 1 < text->token_count && labels[t + 1] == dp_label_inside(tag);
        if (tag && (!dp_label_is_begin(labels[t]) || goes_on)) count_up(form->longer, tag);
    }
}
