#include "values/year.h"

bool dp_year_read(const dp_lexis *l, uint32_t token, uint32_t limit, int64_t *year) {
    uint32_t value;
    if (!dp_lexis_integer(l, token, limit, &value) || value < DP_YEAR_FIRST || value > DP_YEAR_LAST) return false;
    if (l->text->tokens[token].lower.len != 4) return false;
    *year = value;
    return true;
}

bool dp_year_after_word(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    dp_meaning m = {.kind = DP_MEANING_CALENDAR, .has_year = true};
    if (!dp_lexis_has(l, DP_SET_YEAR_WORDS, *at, limit) || !dp_year_read(l, *at + 1, limit, &m.year)) return false;
    if (dp_lexis_is(l, *at + 2, limit, '-') && dp_lexis_tight(l, *at + 2)) return false;
    *meaning = m;
    *at += 2;
    return true;
}

/* "années 1970", "années 70". */
static bool read_decade(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    uint32_t value;
    if (!dp_lexis_has(l, DP_SET_DECADES, *at, limit) || !dp_lexis_integer(l, *at + 1, limit, &value)) return false;
    if (value % 10 || (value > 90 && (value < DP_YEAR_FIRST || value > DP_YEAR_LAST))) return false;
    int64_t year = value <= 90 ? 1900 + (int64_t)value : (int64_t)value;
    *meaning = (dp_meaning){.kind = DP_MEANING_YEARS, .year = year, .last_year = year + 9};
    *at += 2;
    return true;
}

/* "mi-2019": one token of an edge's word, a hyphen and a year. */
static bool read_hyphened(const dp_lexis *l, uint32_t *at, dp_meaning *meaning) {
    enum { YEAR_FIGURES = 4 };
    dp_str lower = l->text->tokens[*at].lower;
    if (lower.len < YEAR_FIGURES + 2 || lower.at[lower.len - YEAR_FIGURES - 1] != '-') return false;
    int64_t year = 0;
    for (size_t i = lower.len - YEAR_FIGURES; i < lower.len; i++) {
        if (lower.at[i] < '0' || lower.at[i] > '9') return false;
        year = year * 10 + (lower.at[i] - '0');
    }
    uint32_t word = dp_pack_word_find(l->pack, (dp_str){lower.at, lower.len - YEAR_FIGURES - 1});
    if (!dp_pack_word_in_set(l->pack, l->sets[DP_SET_EDGE_MIDDLE], word)) return false;
    *meaning = (dp_meaning){.kind = DP_MEANING_CALENDAR, .edge = DP_EDGE_MIDDLE, .has_year = true, .year = year};
    ++*at;
    return true;
}

bool dp_year_named(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    return *at < limit && (read_decade(l, at, limit, meaning) || read_hyphened(l, at, meaning));
}

/* A capital that no sentence begins with: of a name. */
static bool is_name(const dp_lexis *l, uint32_t token) {
    const dp_token *t = &l->text->tokens[token];
    return t->casing != DP_CASING_LOWER && t->casing != DP_CASING_NONE && !(t->flags & DP_TOKEN_SENTENCE_START);
}

static bool is_plural_noun(const dp_lexis *l, uint32_t token, uint32_t limit) {
    if (token >= limit) return false;
    const dp_word *word = dp_pack_word(l->pack, l->text->tokens[token].word);
    return (word->pos & DP_POS_NOUN) && !(word->pos & DP_POS_PREPOSITION) && dp_gram_is_plural(word->grammar);
}

static bool is_unit(const dp_lexis *l, uint32_t token, uint32_t limit) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = token < limit ? dp_pack_hits(l->pack, l->text, token, hits, DP_HITS_MAX) : 0;
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_UNIT) return true;
    }
    return false;
}

static bool joins_years(const dp_lexis *l, uint32_t token, uint32_t limit) {
    return dp_lexis_is(l, token, limit, '-') || dp_lexis_is(l, token, limit, '/');
}

bool dp_year_alone(const dp_lexis *l, uint32_t first, uint32_t *at, uint32_t limit, dp_meaning *meaning,
                   dp_sureness *sureness) {
    enum { LIKELY_FIRST = 1900, LIKELY_LAST = 2100 };
    int64_t year, last;
    if (!dp_year_read(l, *at, limit, &year)) return false;
    if (*at > first && dp_lexis_tight(l, *at) && joins_years(l, *at - 1, limit)) return false;
    bool introduced = dp_lexis_match_before(l, DP_SET_YEAR_BEFORE, *at, first) > 0;
    bool after_label = dp_lexis_match_before(l, DP_SET_LABELS, *at, first) > 0;
    bool several = false; /* years, not that many of something */
    uint32_t next = *at + 1;
    *meaning = (dp_meaning){.kind = DP_MEANING_CALENDAR, .has_year = true, .year = year};
    if (joins_years(l, next, limit) && dp_lexis_tight(l, next) && dp_year_read(l, next + 1, limit, &last) &&
        dp_lexis_tight(l, next + 1)) {
        if (last <= year) return false;
        *meaning = (dp_meaning){.kind = DP_MEANING_YEARS, .year = year, .last_year = last};
        next += 2;
        several = !is_plural_noun(l, next, limit) && !is_unit(l, next, limit);
    } else if (is_plural_noun(l, next, limit) && !introduced) {
        return false;
    }
    bool modern = year >= LIKELY_FIRST && year <= LIKELY_LAST;
    bool named = !introduced && *at > first && is_name(l, *at - 1);
    bool sure = introduced || (several && modern);
    *sureness = after_label || named ? DP_DOUBTFUL : sure ? DP_SURE : modern ? DP_LIKELY : DP_DOUBTFUL;
    *at = next;
    return true;
}
