#include "values/ago.h"

#include "values/amount.h"
#include "values/duration.h"

bool dp_ago_starts(const dp_lexis *l, uint32_t token, uint32_t limit) {
    return dp_lexis_match(l, DP_SET_AGO, token, limit) > 0;
}

/* "environ", "plus de": tokens of an approximator. */
static uint32_t approximator(const dp_lexis *l, uint32_t token, uint32_t limit) {
    static const dp_lexis_set sets[] = {DP_SET_ABOUT, DP_SET_MORE, DP_SET_LESS};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        uint32_t length = dp_lexis_match(l, sets[i], token, limit);
        if (length) return length;
    }
    return 0;
}

/* The length of the unit of time at a token, as the lexicon has it; empty when there is none. */
static dp_str unit_at(const dp_lexis *l, uint32_t token) {
    enum { COLUMN_VALUE = 4 };
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(l->pack, l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_UNIT || hits[i].kind != l->kinds.time || hits[i].length > 1) continue;
        return dp_pack_field(l->pack, DP_LIST_UNIT, hits[i].entry, COLUMN_VALUE);
    }
    return (dp_str){"", 0};
}

/* What a length back from the day means: one of ISO 8601 in whole years, months, weeks or days alone ("P2M"). */
static dp_meaning back_by(dp_str iso) {
    enum { FIGURES_MAX = 2 }; /* a greater number is a round one */
    static const struct {
        char designator;
        dp_stretch unit;
    } units[] = {{'Y', DP_STRETCH_YEAR}, {'M', DP_STRETCH_MONTH}, {'W', DP_STRETCH_WEEK}, {'D', DP_STRETCH_DAY}};
    int number = 0;
    size_t at = 1;
    for (; at < iso.len && at <= FIGURES_MAX && iso.at[at] >= '0' && iso.at[at] <= '9'; at++) {
        number = number * 10 + (iso.at[at] - '0');
    }
    for (size_t i = 0; at > 1 && at + 1 == iso.len && i < sizeof units / sizeof *units; i++) {
        if (iso.at[at] != units[i].designator) continue;
        return (dp_meaning){.kind = DP_MEANING_SHIFT, .unit = units[i].unit, .shift = -number};
    }
    return (dp_meaning){.kind = DP_MEANING_NONE};
}

/* "un an", "quelques jours", "un an et demi" at *at. Gives 1 with the length in ISO 8601 where it is said, 0 when there
 * is none, -1 when memory is out. */
static int read_one(const dp_lexis *l, dp_arena *arena, uint32_t *at, uint32_t limit, dp_str *iso) {
    bool one = dp_lexis_has(l, DP_SET_ONE, *at, limit);
    if (!one && !dp_lexis_has(l, DP_SET_FEW, *at, limit)) return 0;
    if (!dp_lexis_has(l, DP_SET_AGO_UNITS, *at + 1, limit)) return 0;
    dp_str unit = unit_at(l, *at + 1);
    *at += 2;
    uint32_t half = dp_lexis_match(l, DP_SET_HALF, *at, limit);
    *at += half;
    dp_duration duration = {0};
    if (!one || half || !dp_duration_add(&duration, 1.0, unit)) return 1;
    return dp_duration_write(&duration, arena, iso) ? -1 : 1;
}

/* Reads the length at *at, "deux mois", "un an", "quelques dizaines d'années", and moves *at behind it. Gives 1 with
 * the length in ISO 8601 (empty when it is not said exactly), 0 when none is there, -1 when memory is out. */
static int read_length(const dp_lexis *l, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t *at,
                       uint32_t limit, dp_str *iso) {
    *iso = (dp_str){"", 0};
    int found = read_one(l, arena, at, limit, iso);
    if (found) return found;
    bool some = dp_lexis_has(l, DP_SET_ONE, *at, limit) || dp_lexis_has(l, DP_SET_FEW, *at, limit);
    uint32_t number = *at + some;
    dp_candidate amount;
    if (number >= limit || !dp_amount_starts(l, number)) return 0;
    found = dp_amount_read(l, currencies, arena, first, number, limit, &amount);
    if (found <= 0 || amount.value.kind != DEPECHE_VALUE_DURATION) return found < 0 ? -1 : 0;
    uint32_t end = amount.value.tokens.end, half = dp_lexis_match_before(l, DP_SET_HALF, end, first);
    if (!dp_lexis_has(l, DP_SET_AGO_UNITS, end - half - 1, limit)) return 0;
    *at = end;
    if (!some && amount.value.approximation == DEPECHE_EXACT) *iso = amount.value.iso;
    return 1;
}

/* Whether what begins a clause tells that there is a length of time: "il y a dix ans de travaux", "il y a sept jours
 * dans une semaine", "il y a deux semaines supplémentaires". */
static bool is_existential(const dp_lexis *l, uint32_t first, uint32_t token, uint32_t end, uint32_t limit) {
    const dp_token *before = &l->text->tokens[token - (token > first)];
    bool opens = token == first || before->kind == DP_TOKEN_PUNCTUATION || before->kind == DP_TOKEN_QUOTE;
    if (!opens || end >= limit) return false;
    if (dp_lexis_has(l, DP_SET_OF, end, limit) || dp_lexis_has(l, DP_SET_AGO_NOT, end, limit)) return true;
    return dp_pack_word(l->pack, l->text->tokens[end].word)->pos == DP_POS_ADJECTIVE;
}

int dp_ago_read(const dp_lexis *l, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t token,
                uint32_t limit, dp_candidate *candidate) {
    uint32_t at = token + dp_lexis_match(l, DP_SET_AGO, token, limit), about = approximator(l, at, limit);
    at += about;
    dp_str iso;
    int found = read_length(l, currencies, arena, first, &at, limit, &iso);
    if (found <= 0) return found;
    if (is_existential(l, first, token, at, limit)) return 0;
    *candidate = (dp_candidate){.value = {.tokens = {token, at},
                                          .kind = DEPECHE_VALUE_DATE,
                                          .tag = DP_TAG_DATE,
                                          .unit = {"", 0},
                                          .iso = {"", 0}},
                                .meaning = back_by(about ? (dp_str){"", 0} : iso),
                                .sureness = DP_SURE};
    return 1;
}
