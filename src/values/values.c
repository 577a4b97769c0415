#include "values/values.h"

#include "values/ago.h"
#include "values/amount.h"
#include "values/arbitration.h"
#include "values/moment.h"
#include "values/number.h"
#include "values/resolution.h"

/* A token of a day and its time are at most so many tokens apart: "mercredi à 14 heures". */
enum { BESIDE = 3 };

/* How sure the tagger must be of money where no currency is named: so it is right more often than wrong. */
static const float CERTAIN = 0.9F;

typedef struct finder {
    dp_arena *arena;
    dp_lexis lexis;
    dp_currencies currencies;
    dp_candidates candidates;
    dp_setting setting;
    dp_str money; /* the currency of the last amount that named one */
} finder;

/* Keeps a candidate that a rule has found (1); passes on that it has none (0), and that memory is out (-1). */
static int keep(finder *f, int found, const dp_candidate *c) {
    if (found <= 0) return found;
    return dp_array_push(f->arena, &f->candidates, *c) ? 0 : -1;
}

/* What the rules read at a token, up to `limit`. Returns 0 or -1 (memory). */
static int read_at(finder *f, uint32_t first, uint32_t token, uint32_t limit) {
    const dp_lexis *l = &f->lexis;
    dp_candidate c;
    if (dp_moment_starts(l, token) && keep(f, dp_moment_read(l, first, token, limit, &c), &c)) return -1;
    if (dp_ago_starts(l, token, limit) &&
        keep(f, dp_ago_read(l, &f->currencies, f->arena, first, token, limit, &c), &c)) {
        return -1;
    }
    if (!dp_amount_starts(l, token)) return 0;
    return keep(f, dp_amount_read(l, &f->currencies, f->arena, first, token, limit, &c), &c);
}

static int read_sentences(finder *f) {
    const dp_text *text = f->lexis.text;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        dp_range tokens = text->sentences[s].tokens;
        for (uint32_t t = tokens.first; t < tokens.end; t++) {
            if (read_at(f, tokens.first, t, tokens.end)) return -1;
        }
    }
    return 0;
}

static depeche_value_kind kind_of(dp_tag tag) {
    switch (tag) {
        case DP_TAG_DATE:
            return DEPECHE_VALUE_DATE;
        case DP_TAG_MONEY:
            return DEPECHE_VALUE_MONEY;
        case DP_TAG_PCT:
            return DEPECHE_VALUE_PERCENT;
        default:
            return DEPECHE_VALUE_QUANTITY;
    }
}

/* What a bare day of a month says, "le 21"; nothing of other tokens. */
static dp_meaning meaning_of_day(const finder *f, dp_range tokens) {
    enum { LAST_DAY = 31 };
    uint32_t day;
    bool bare = tokens.end - tokens.first == 1 && dp_lexis_integer(&f->lexis, tokens.first, tokens.end, &day) &&
                day >= 1 && day <= LAST_DAY;
    return bare ? (dp_meaning){.kind = DP_MEANING_CALENDAR, .day = (int)day} : (dp_meaning){0};
}

/* Whether the last word of a value is a currency's. */
static bool names_currency(const finder *f, dp_range tokens) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(f->lexis.pack, f->lexis.text, tokens.end - 1, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_UNIT && hits[i].kind == f->lexis.kinds.currency) return true;
    }
    return false;
}

/* What the tagger found, understood as far as the rules read it. Returns 0 or -1 (memory). */
static int interpret(finder *f, const dp_tagged *tagged, dp_candidate *candidate) {
    dp_candidate c = {.value = {.tokens = tagged->tokens,
                                .kind = kind_of(tagged->tag),
                                .tag = tagged->tag,
                                .unit = {"", 0},
                                .iso = {"", 0}}};
    const dp_text *text = f->lexis.text;
    dp_range sentence = text->sentences[text->tokens[tagged->tokens.first].sentence].tokens;
    dp_candidate read;
    *candidate = c;
    if (tagged->tag == DP_TAG_DATE) {
        if (dp_moment_read(&f->lexis, sentence.first, tagged->tokens.first, tagged->tokens.end, &read))
            candidate->meaning = read.meaning;
        else
            candidate->meaning = meaning_of_day(f, tagged->tokens);
        return 0;
    }
    int found = dp_amount_read(&f->lexis, &f->currencies, f->arena, sentence.first, tagged->tokens.first,
                               tagged->tokens.end, &read);
    if (found < 0) return -1;
    if (!found) return 0;
    candidate->value = read.value;
    candidate->value.tokens = tagged->tokens;
    candidate->value.tag = tagged->tag;
    if (tagged->tag != read.value.tag) candidate->value.kind = kind_of(tagged->tag);
    return 0;
}

/* Whether the text of a value is a bare number that no calendar has: no day of a month, no year. */
static bool is_no_date(const finder *f, dp_range tokens) {
    enum { LAST_DAY = 31, YEAR_FIRST = 1000, YEAR_LAST = 2199 };
    uint32_t value;
    double number;
    const dp_token *token = &f->lexis.text->tokens[tokens.first];
    if (tokens.end - tokens.first != 1 || !dp_number_of_figures(token->lower, &number)) return false;
    uint32_t first = f->lexis.text->sentences[token->sentence].tokens.first;
    if (dp_lexis_match_before(&f->lexis, DP_SET_YEAR_BEFORE, tokens.first, first)) return false;
    return !dp_lexis_integer(&f->lexis, tokens.first, tokens.end, &value) ||
           (value > LAST_DAY && (value < YEAR_FIRST || value > YEAR_LAST));
}

/* "chaque samedi", and figures that no calendar reads, but for those with a slash: telephone numbers. */
static bool is_no_time(const finder *f, const dp_candidate *c) {
    const dp_text *text = f->lexis.text;
    dp_range tokens = c->value.tokens, sentence = text->sentences[text->tokens[tokens.first].sentence].tokens;
    if (dp_moment_is_general(&f->lexis, tokens, sentence.first, sentence.end)) return true;
    if (c->meaning.kind != DP_MEANING_NONE || tokens.end - tokens.first == 1) return false;
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        if (text->tokens[t].kind == DP_TOKEN_WORD || dp_lexis_is(&f->lexis, t, tokens.end, '/')) return false;
    }
    return true;
}

/* An article, or a preposition, conjunction, pronoun or adverb that is nothing else. */
static bool is_small(const finder *f, uint32_t token, uint32_t end) {
    const unsigned small = DP_POS_PREPOSITION | DP_POS_CONJUNCTION | DP_POS_PRONOUN | DP_POS_ADVERB;
    const dp_token *t = &f->lexis.text->tokens[token];
    unsigned pos = dp_pack_word(f->lexis.pack, t->word)->pos;
    return t->kind == DP_TOKEN_WORD && t->casing == DP_CASING_LOWER &&
           ((pos & DP_POS_DETERMINER) || ((pos & small) && !(pos & DP_POS_NOUN))) &&
           !dp_lexis_has(&f->lexis, DP_SET_BETWEEN, token, end) &&
           !dp_lexis_has(&f->lexis, DP_SET_ADJECTIVES, token, end);
}

/* Cuts off what the tagger took for the counted noun: "deux d'entre", "vingt-six un an", "douze aujourd'hui". */
static void trim(const finder *f, dp_candidate *c) {
    dp_range *tokens = &c->value.tokens;
    dp_number number;
    if (!dp_number_read(f->lexis.pack, f->lexis.text, tokens->first, tokens->end, &number)) return;
    uint32_t at = number.tokens.end, end = tokens->end;
    if (at < end && is_small(f, at, end) && !dp_lexis_has(&f->lexis, DP_SET_OF, at, end)) end = at;
    while (end > at && is_small(f, end - 1, end)) end--;
    if (end == tokens->end) return;
    tokens->end = end;
    if (end == at) c->value.unit = (dp_str){"", 0};
}

/* "1 mort", "un mois": one of something, or none. */
static bool is_one(const finder *f, dp_range tokens) {
    dp_number number;
    return dp_number_read(f->lexis.pack, f->lexis.text, tokens.first, tokens.end, &number) && number.known &&
           number.form == DP_NUMBER_PLAIN && (number.value == 0.0 || number.value == 1.0) &&
           tokens.end - number.tokens.end > 0;
}

/* "article 49": figures that are a label. */
static bool is_label(const finder *f, dp_range tokens) {
    const dp_text *text = f->lexis.text;
    uint32_t first = text->sentences[text->tokens[tokens.first].sentence].tokens.first;
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        if (text->tokens[t].kind == DP_TOKEN_WORD) return false;
    }
    return dp_lexis_match_before(&f->lexis, DP_SET_LABELS, tokens.first, first) > 0;
}

/* Whether the last number before the tokens, in their sentence, counts things: "300 millions de barils, contre 280
 * millions" speaks of barrels twice. */
static bool goes_on_counting(const finder *f, const dp_values *before, dp_range tokens) {
    for (uint32_t i = before->count; i-- > 0;) {
        const dp_value *value = &before->at[i];
        if (f->lexis.text->tokens[value->tokens.first].sentence != f->lexis.text->tokens[tokens.first].sentence) break;
        if (value->tag == DP_TAG_MONEY) break;
        if (value->kind == DEPECHE_VALUE_QUANTITY) return value->unit.len > 0;
    }
    return false;
}

/* What the tagger says amended by what it cannot see: a number that is no date, money that it is not certain of in an
 * article that names no currency or where other things are counted. False when it is no value at all: one of something,
 * a label, a time that comes again and again. */
static bool amend(const finder *f, const dp_values *before, dp_candidate *c, float confidence) {
    dp_value *value = &c->value;
    if (value->tag == DP_TAG_DATE && is_no_time(f, c)) return false;
    if (value->tag == DP_TAG_DATE && is_no_date(f, value->tokens)) value->tag = DP_TAG_QTY;
    if (value->tag == DP_TAG_MONEY && value->unit.len == 0) {
        bool named = names_currency(f, value->tokens);
        if (!named && confidence < CERTAIN && (f->money.len == 0 || goes_on_counting(f, before, value->tokens))) {
            value->tag = DP_TAG_QTY;
        } else {
            value->unit = f->money;
        }
    }
    if (value->tag != DP_TAG_QTY) return true;
    trim(f, c);
    if (value->kind != DEPECHE_VALUE_DURATION) value->kind = DEPECHE_VALUE_QUANTITY;
    return !is_one(f, value->tokens) && !is_label(f, value->tokens);
}

static int resolve_value(finder *f, const dp_candidate *c, dp_value *value) {
    const dp_text *text = f->lexis.text;
    *value = c->value;
    if (c->value.tag != DP_TAG_DATE) return 0;
    dp_range sentence = text->sentences[text->tokens[c->value.tokens.first].sentence].tokens;
    dp_tense tense = dp_tense_near(&f->lexis, c->value.tokens, sentence.first, sentence.end);
    return dp_resolve(&c->meaning, tense, &f->setting, f->arena, &value->iso);
}

static bool is_day(const dp_value *value) {
    enum { DAY_LENGTH = 10 };
    return value->tag == DP_TAG_DATE && value->iso.len == DAY_LENGTH && value->iso.at[0] != 'T';
}

/* Whether two values, in the order of the text, stand beside each other in a sentence. */
static bool beside(const dp_text *text, const dp_value *a, const dp_value *b) {
    return b->tokens.first - a->tokens.end <= BESIDE &&
           text->tokens[a->tokens.first].sentence == text->tokens[b->tokens.first].sentence;
}

/* Gives a time the day beside it: "mercredi à 14 heures". Returns 0 or -1 (memory). */
static int join_day(finder *f, const dp_value *day, dp_value *time) {
    char *joined = dp_arena_alloc(f->arena, day->iso.len + time->iso.len);
    if (!joined) return -1;
    memcpy(joined, day->iso.at, day->iso.len);
    memcpy(joined + day->iso.len, time->iso.at, time->iso.len);
    time->iso = (dp_str){joined, day->iso.len + time->iso.len};
    return 0;
}

static int join_days(finder *f, dp_values *values) {
    const dp_text *text = f->lexis.text;
    for (uint32_t i = 0; i < values->count; i++) {
        dp_value *time = &values->at[i];
        if (time->tag != DP_TAG_DATE || time->iso.len == 0 || time->iso.at[0] != 'T') continue;
        const dp_value *before = i > 0 ? time - 1 : NULL, *after = i + 1 < values->count ? time + 1 : NULL;
        const dp_value *day = before && is_day(before) && beside(text, before, time) ? before
                              : after && is_day(after) && beside(text, time, after)  ? after
                                                                                     : NULL;
        if (day && join_day(f, day, time)) return -1;
    }
    return 0;
}

/* The first currency that the rules find: that of amounts before any names one. */
static dp_str first_currency(const dp_candidates *candidates) {
    for (uint32_t i = 0; i < candidates->count; i++) {
        const dp_value *value = &candidates->at[i].value;
        if (value->tag == DP_TAG_MONEY && value->unit.len) return value->unit;
    }
    return (dp_str){"", 0};
}

/* Merges what holds of rules and tagger in the order of the text, and resolves it. */
static int collect(finder *f, const dp_tags *tags, dp_values *values) {
    uint32_t at = 0, next = 0;
    size_t most = (size_t)f->candidates.count + tags->count;
    values->at = dp_arena_alloc(f->arena, most * sizeof *values->at);
    if (!values->at) return -1;
    for (uint32_t i = 0; i <= tags->count; i++) {
        bool counts = i < tags->count && dp_arbitrate_tag(&f->candidates, &tags->at[i], &at);
        if (i < tags->count && !counts) continue;
        uint32_t before = i < tags->count ? tags->at[i].tokens.first : UINT32_MAX;
        for (; next < f->candidates.count && f->candidates.at[next].value.tokens.first < before; next++) {
            const dp_value *value = &f->candidates.at[next].value;
            if (value->tag == DP_TAG_MONEY && value->unit.len) f->money = value->unit;
            if (resolve_value(f, &f->candidates.at[next], &values->at[values->count++])) return -1;
        }
        if (i == tags->count) break;
        dp_candidate c;
        if (interpret(f, &tags->at[i], &c)) return -1;
        if (!amend(f, values, &c, tags->at[i].confidence)) continue;
        if (resolve_value(f, &c, &values->at[values->count++])) return -1;
    }
    return join_days(f, values);
}

int dp_values_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                   dp_day published, dp_values *values) {
    finder f = {.arena = arena, .money = {"", 0}, .setting = {.published = published, .spoken = published}};
    *values = (dp_values){0};
    dp_lexis_open(&f.lexis, pack, text);
    dp_currencies_open(&f.currencies, &f.lexis, tags);
    if (read_sentences(&f)) return -1;
    dp_arbitrate_rules(&f.candidates, tags);
    f.money = first_currency(&f.candidates);
    return collect(&f, tags, values);
}
