#include "tagger/facts.h"

enum { CITY_TOKENS = 3, CONTRACTED_TOKENS = 3, ARTICLE_FORM_MAX = 256, ARTICLE_HITS = 8 };

bool dp_is_list_of_names(uint32_t list) {
    switch (list) {
        case DP_LIST_PERSON:
        case DP_LIST_GIVEN_NAME:
        case DP_LIST_SURNAME:
        case DP_LIST_ORGANIZATION:
        case DP_LIST_SPORT:
        case DP_LIST_PLACE:
        case DP_LIST_EVENT:
        case DP_LIST_WORK:
        case DP_LIST_PRODUCT:
        case DP_LIST_NOT_ENTITY:
            return true;
        default:
            return false;
    }
}

/* Place of a token in a match: alone, first, last, inside. */
static uint64_t position_in(uint32_t offset, uint32_t length) {
    if (length == 1) return 1;
    return offset == 0 ? 2 : offset + 1 == length ? 3 : 4;
}

static bool has_capital_within(const dp_text *text, uint32_t first, uint32_t length) {
    for (uint32_t t = first; t < first + length; t++) {
        if (dp_has_capital(&text->tokens[t])) return true;
    }
    return false;
}

/* The longest match so far that covers a token: of any, and of exact ones where it starts and which lists have it. */
typedef struct longest {
    uint32_t length, exact, start, lists;
} longest;

static void note_exact(const dp_hit *hit, uint32_t t, longest *best) {
    uint32_t list = UINT32_C(1) << hit->list;
    if (hit->length > best->exact) {
        best->exact = hit->length;
        best->start = t;
        best->lists = list;
    } else if (hit->length == best->exact && t == best->start) {
        best->lists |= list;
    }
}

/* Notes a match that starts at token `t` with one of its tokens. */
static void note_hit(const dp_hit *hit, uint32_t t, uint32_t offset, dp_token_facts *facts, longest *best) {
    uint64_t position = position_in(offset, hit->length);
    uint64_t value = dp_fact_of(hit->list * 256u + hit->kind, position, hit->exact);
    dp_facts_add(facts, DP_MANY_HITS, value);
    facts->at[DP_FACT_HIT_LISTS] |= UINT64_C(1) << (hit->list + (hit->exact ? 0 : 32));
    if (!dp_is_list_of_names(hit->list)) return;
    if (hit->exact) note_exact(hit, t, best);
    if (hit->length > best->length) {
        best->length = hit->length;
        facts->at[DP_FACT_HIT_BEST] = dp_fact_of(value, hit->length > 3 ? 3 : hit->length, 0);
    }
}

/* Spreads the matches that start at a token over the tokens they cover: of each list the leftmost longest. */
static void spread_hits(const dp_view *view, uint32_t first, uint32_t end, uint32_t t, uint32_t *covered, longest *best,
                        dp_token_facts *facts) {
    uint32_t count;
    const dp_hit *hits = dp_hits_of(&view->hits, t, &count);
    for (uint32_t i = 0; i < count; i++) {
        const dp_hit *hit = &hits[i];
        bool again = i > 0 && hits[i - 1].list == hit->list && hits[i - 1].length == hit->length &&
                     covered[hit->list] == t + hit->length;
        if (hit->list >= DP_LIST_COUNT || (t < covered[hit->list] && !again) || t + hit->length > end) continue;
        if (dp_is_list_of_names(hit->list) && !hit->exact && !has_capital_within(view->text, t, hit->length)) continue;
        covered[hit->list] = t + hit->length;
        for (uint32_t offset = 0; offset < hit->length; offset++) {
            note_hit(hit, t, offset, &facts[t + offset - first], &best[t + offset - first]);
        }
    }
}

static uint64_t size_of(uint32_t population) {
    uint64_t size = 1;
    while (population >= 10) {
        population /= 10;
        size++;
    }
    return size;
}

/* The largest city of a name of up to three tokens that starts here. */
static void find_city(const dp_view *view, uint32_t first, uint32_t end, uint32_t t, dp_token_facts *facts) {
    if (!dp_has_capital(&view->text->tokens[t])) return;
    for (uint32_t length = CITY_TOKENS; length > 0; length--) {
        dp_city city;
        if (t + length > end || !dp_has_capital(&view->text->tokens[t + length - 1])) continue;
        if (!dp_pack_cities(view->pack, dp_text_range(view->text, (dp_range){t, t + length}), &city, 1)) continue;
        for (uint32_t offset = 0; offset < length; offset++) {
            uint64_t *at = facts[t + offset - first].at;
            if (!at[DP_FACT_CITY])
                at[DP_FACT_CITY] = dp_fact_of(size_of(city.population), position_in(offset, length), 1);
        }
        return;
    }
}

/* The article that the word before a token holds (du: le); empty when it holds none. */
static dp_str article_in(const dp_view *view, const dp_token *token) {
    uint32_t count = dp_pack_set_size(view->pack, view->contracted);
    for (uint32_t i = 0; i < count; i++) {
        dp_str pair = dp_pack_set_member(view->pack, view->contracted, i);
        bool same =
            pair.len > token->lower.len && pair.at[token->lower.len] == ' ' && dp_str_starts(pair, token->lower);
        if (same) return (dp_str){pair.at + token->lower.len + 1, pair.len - token->lower.len - 1};
    }
    return (dp_str){"", 0};
}

/* The hit of a list of names for an article and the tokens from `t`; false when there is none. */
static bool find_with_article(const dp_view *view, dp_str article, dp_range range, dp_hit *hit) {
    char form[ARTICLE_FORM_MAX];
    dp_str name = dp_text_range(view->text, range);
    if (article.len + 1 + name.len > sizeof form) return false;
    memcpy(form, article.at, article.len);
    form[article.len] = ' ';
    memcpy(form + article.len + 1, name.at, name.len);
    dp_hit hits[ARTICLE_HITS];
    size_t count = dp_pack_lookup(view->pack, (dp_str){form, article.len + 1 + name.len}, hits, ARTICLE_HITS);
    for (size_t i = 0; i < count; i++) {
        *hit = hits[i];
        if (dp_is_list_of_names(hit->list)) return true;
    }
    return false;
}

/* A name without the article that it has in the lexicons, after a word that holds it: du Monde, aux Échos. */
static void find_contracted(const dp_view *view, uint32_t first, uint32_t end, uint32_t t, dp_token_facts *facts) {
    const dp_token *tokens = view->text->tokens;
    if (t == first || !dp_has_capital(&tokens[t]) || tokens[t - 1].casing != DP_CASING_LOWER) return;
    dp_str article = article_in(view, &tokens[t - 1]);
    for (uint32_t length = article.len ? CONTRACTED_TOKENS : 0; length > 0; length--) {
        dp_hit hit;
        if (t + length > end || !find_with_article(view, article, (dp_range){t, t + length}, &hit)) continue;
        for (uint32_t offset = 0; offset < length; offset++) {
            uint64_t value = dp_fact_of(hit.list * 256u + hit.kind, position_in(offset, length), 1);
            facts[t + offset - first].at[DP_FACT_ARTICLE] = value;
        }
        return;
    }
}

void dp_facts_lexicon(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    uint32_t covered[DP_LIST_COUNT] = {0};
    longest best[DP_PIECE_MAX];
    memset(best, 0, (end - first) * sizeof *best);
    for (uint32_t t = first; t < end; t++) {
        spread_hits(view, first, end, t, covered, best, facts);
        find_city(view, first, end, t, facts);
        find_contracted(view, first, end, t, facts);
    }
    for (uint32_t t = first; t < end; t++) {
        const longest *match = &best[t - first];
        if (!match->exact) continue;
        uint64_t position = position_in(t - match->start, match->exact);
        facts[t - first].at[DP_FACT_HIT_SOLE] = dp_fact_of(match->lists, position, match->exact > 4 ? 4 : match->exact);
    }
}
