#include "tagger/facts.h"

/* Tokens that a long name may go on over. */
enum { REACH = 9, NOUN_REACH = 5 };

static bool is_connector(const dp_view *view, const dp_token *token) {
    return token->casing == DP_CASING_LOWER &&
           (dp_pack_in_set(view->pack, view->prepositions, token) || dp_pack_in_set(view->pack, view->articles, token));
}

/* Whether a long name may go on with this token: a capitalised word, a connector, a noun or an adjective. */
static bool goes_on(const dp_view *view, const dp_token *token) {
    if (token->kind != DP_TOKEN_WORD && token->kind != DP_TOKEN_NUMBER) return false;
    if (dp_has_capital(token) || is_connector(view, token)) return true;
    return (dp_pack_word(view->pack, token->word)->pos & (DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_CONJUNCTION)) != 0;
}

/* What a name that opens with this head is: the first letter of the column "tagged" tells all types apart. A head that
 * stays outside of the tag tells by its kind what follows. */
static uint64_t kind_of_head(const dp_view *view, const dp_hit *hit) {
    dp_str tagged = dp_pack_field(view->pack, DP_LIST_INSTITUTION_HEAD, hit->entry, 3);
    return tagged.len ? (unsigned char)tagged.at[0] : 256u + hit->kind;
}

static const dp_hit *find_head(const dp_view *view, uint32_t t) {
    uint32_t count;
    const dp_hit *hits = dp_hits_of(&view->hits, t, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_INSTITUTION_HEAD) return &hits[i];
    }
    return NULL;
}

static void follow_head(const dp_view *view, uint32_t first, uint32_t end, uint32_t t, const dp_hit *hit,
                        dp_token_facts *facts) {
    uint64_t kind = kind_of_head(view, hit), capitals = 0;
    uint32_t at = t + hit->length, limit = at + REACH;
    if (at > end) return;
    for (uint32_t i = t; i < at; i++) facts[i - first].at[DP_FACT_HEAD] = dp_fact_of(kind, i == t ? 1 : 2, 0);
    uint64_t first_capital = 0;
    for (; at < end && at < limit && goes_on(view, &view->text->tokens[at]); at++) {
        const dp_token *token = &view->text->tokens[at];
        if (dp_has_capital(token)) {
            capitals++;
            if (!first_capital) first_capital = at - t - hit->length + 1;
        }
        uint64_t seen = capitals > 2 ? 2 : capitals;
        uint64_t own = dp_has_capital(token) ? 1 : is_connector(view, token) ? 2 : 3;
        facts[at - first].at[DP_FACT_HEAD] = dp_fact_of(kind, 3 + seen, own);
    }
    facts[t - first].at[DP_FACT_AHEAD] =
        dp_fact_of(kind, first_capital > 5 ? 5 : first_capital, dp_has_capital(&view->text->tokens[t]));
}

static void gather_heads(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    for (uint32_t t = first; t < end; t++) {
        const dp_hit *hit = find_head(view, t);
        if (!hit) continue;
        bool inside = facts[t - first].at[DP_FACT_HEAD] != 0 && !dp_has_capital(&view->text->tokens[t]);
        if (inside && t > first && !is_connector(view, &view->text->tokens[t - 1])) continue;
        follow_head(view, first, end, t, hit, facts);
    }
}

static bool in_run(const dp_view *view, uint32_t t, uint32_t first, uint32_t end) {
    const dp_token *token = &view->text->tokens[t];
    if (token->kind == DP_TOKEN_WORD && dp_has_capital(token)) return true;
    /* One or two connectors between capitals belong to the run. */
    if (t == first || !is_connector(view, token)) return false;
    if (t + 1 < end && dp_has_capital(&view->text->tokens[t + 1])) return true;
    return t + 2 < end && is_connector(view, &view->text->tokens[t + 1]) && dp_has_capital(&view->text->tokens[t + 2]);
}

static bool is_common_noun(const dp_view *view, const dp_token *token) {
    return token->kind == DP_TOKEN_WORD && token->casing == DP_CASING_LOWER &&
           (dp_pack_word(view->pack, token->word)->pos & DP_POS_NOUN) != 0 && !is_connector(view, token);
}

static uint64_t lists_at(const dp_view *view, uint32_t t) {
    uint32_t count;
    const dp_hit *hits = dp_hits_of(&view->hits, t, &count);
    uint64_t lists = 0;
    for (uint32_t i = 0; i < count; i++) lists |= UINT64_C(1) << hits[i].list;
    return lists;
}

/* The nearest common noun before a run of capitals: what the name is the name of, often (l'île italienne de Lampedusa).
 * Words between are adjectives, adverbs and connectors; the first of those is the link. */
static void note_noun(const dp_view *view, uint32_t first, dp_range run, dp_token_facts *facts) {
    uint64_t link = 1;
    for (uint32_t t = run.first; t-- > first && t + NOUN_REACH >= run.first;) {
        const dp_token *token = &view->text->tokens[t];
        if (token->kind != DP_TOKEN_WORD || token->casing != DP_CASING_LOWER) return;
        if (is_connector(view, token)) {
            link = facts[t - first].at[DP_FACT_LOWER];
        } else if (is_common_noun(view, token)) {
            const uint64_t *noun = facts[t - first].at;
            for (uint32_t i = run.first; i < run.end; i++) {
                uint64_t *at = facts[i - first].at;
                at[DP_FACT_NOUN] = dp_hash_mix(noun[DP_FACT_LOWER], link) | 1;
                at[DP_FACT_NOUN_CLASS] = noun[DP_FACT_CLASS256] ? dp_hash_mix(noun[DP_FACT_CLASS256], link) | 1 : 0;
                at[DP_FACT_NOUN_LISTS] = dp_hash_mix(lists_at(view, t), link) | 1;
            }
            return;
        } else if (!(dp_pack_word(view->pack, token->word)->pos &
                     (DP_POS_ADJECTIVE | DP_POS_ADVERB | DP_POS_PARTICIPLE))) {
            return;
        }
    }
}

/* The first common noun after the run and a comma or an opening bracket (Joe Incandela, porte-parole). */
static void note_apposed(const dp_view *view, uint32_t first, uint32_t end, dp_range run, dp_token_facts *facts) {
    const dp_token *tokens = view->text->tokens;
    if (run.end >= end) return;
    dp_str mark = tokens[run.end].lower;
    if (!dp_str_equal(mark, DP_STR(",")) && !dp_str_equal(mark, DP_STR("("))) return;
    for (uint32_t t = run.end + 1; t < end && t <= run.end + NOUN_REACH; t++) {
        if (tokens[t].kind != DP_TOKEN_WORD || dp_has_capital(&tokens[t])) return;
        if (!is_common_noun(view, &tokens[t])) continue;
        for (uint32_t i = run.first; i < run.end; i++) {
            facts[i - first].at[DP_FACT_APPOSED] = facts[t - first].at[DP_FACT_LOWER];
            facts[i - first].at[DP_FACT_APPOSED_CLASS] = facts[t - first].at[DP_FACT_CLASS256];
        }
        return;
    }
}

static void gather_brackets(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    uint32_t open = DEPECHE_NONE;
    for (uint32_t t = first; t < end; t++) {
        dp_str lower = view->text->tokens[t].lower;
        if (dp_str_equal(lower, DP_STR(")"))) open = DEPECHE_NONE;
        if (open != DEPECHE_NONE) {
            bool alone = t == open + 1 && t + 1 < end && dp_str_equal(view->text->tokens[t + 1].lower, DP_STR(")"));
            facts[t - first].at[DP_FACT_BRACKET] = alone ? 1 : t == open + 1 ? 2 : 3;
        }
        if (dp_str_equal(lower, DP_STR("("))) open = t;
    }
}

static void note_run(const dp_view *view, uint32_t first, uint32_t end, dp_range run, dp_token_facts *facts) {
    uint64_t length = run.end - run.first > 4 ? 4 : run.end - run.first;
    uint64_t left = run.first > first ? facts[run.first - 1 - first].at[DP_FACT_LOWER] : 3;
    uint64_t right = run.end < end ? facts[run.end - first].at[DP_FACT_LOWER] : 5;
    uint64_t left_class = run.first > first ? facts[run.first - 1 - first].at[DP_FACT_CLASS256] : 0;
    uint64_t right_class = run.end < end ? facts[run.end - first].at[DP_FACT_CLASS256] : 0;
    uint64_t right_lists = run.end < end ? lists_at(view, run.end) * 2 + 1 : 0;
    uint64_t after = 7;
    if (run.end < end) {
        after = dp_fact_of(facts[run.end - first].at[DP_FACT_POS], view->text->tokens[run.end].kind, 1);
    }
    for (uint32_t t = run.first; t < run.end; t++) {
        uint64_t place = t == run.first ? 1 : t + 1 == run.end ? 2 : 3;
        uint64_t *at = facts[t - first].at;
        at[DP_FACT_RUN] = dp_fact_of(place, length, dp_has_capital(&view->text->tokens[t]));
        at[DP_FACT_RUN_LEFT] = left;
        at[DP_FACT_RUN_RIGHT] = right;
        at[DP_FACT_RUN_AFTER] = after;
        at[DP_FACT_RUN_LEFT_CLASS] = left_class;
        at[DP_FACT_RUN_RIGHT_CLASS] = right_class;
        at[DP_FACT_RUN_RIGHT_LISTS] = right_lists;
    }
    note_noun(view, first, run, facts);
    note_apposed(view, first, end, run, facts);
}

static void gather_runs(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    for (uint32_t t = first; t < end;) {
        const dp_token *token = &view->text->tokens[t];
        if (token->kind != DP_TOKEN_WORD || !dp_has_capital(token)) {
            t++;
            continue;
        }
        dp_range run = {t, t + 1};
        while (run.end < end && in_run(view, run.end, first, end)) run.end++;
        note_run(view, first, end, run, facts);
        t = run.end;
    }
}

void dp_facts_chain(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    gather_heads(view, first, end, facts);
    gather_runs(view, first, end, facts);
    gather_brackets(view, first, end, facts);
}
