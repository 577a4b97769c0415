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

/* The end of the unit of time at a token, and its length as the lexicon has it; `token` when there is none. */
static uint32_t read_unit(const dp_lexis *l, uint32_t token, uint32_t limit, dp_str *length) {
    enum { COLUMN_VALUE = 4 };
    dp_hit hits[DP_HITS_MAX];
    if (token >= limit) return token;
    size_t count = dp_pack_hits(l->pack, l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_UNIT || hits[i].kind != l->kinds.time || token + hits[i].length > limit) continue;
        *length = dp_pack_field(l->pack, DP_LIST_UNIT, hits[i].entry, COLUMN_VALUE);
        return token + hits[i].length;
    }
    return token;
}

/* What a length back from the day means: one of ISO 8601 in whole years, months, weeks or days alone ("P2M"). */
static dp_meaning back_by(dp_str iso) {
    enum { FIGURES_MAX = 4 };
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

/* Reads the length at *at, "deux mois", "un an", "quelques jours", and moves *at behind it. Gives 1 with the length in
 * ISO 8601 (empty when it is unsaid), 0 when none is there, -1 when memory is out. */
static int read_length(const dp_lexis *l, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t *at,
                       uint32_t limit, dp_str *iso) {
    dp_candidate amount;
    dp_str unit;
    bool one = dp_lexis_has(l, DP_SET_ONE, *at, limit);
    *iso = (dp_str){"", 0};
    if (one || dp_lexis_has(l, DP_SET_FEW, *at, limit)) {
        uint32_t end = read_unit(l, *at + 1, limit, &unit);
        if (end == *at + 1) return 0;
        *at = end;
        dp_duration duration = {0};
        if (!one || !dp_duration_add(&duration, 1.0, unit)) return 1;
        return dp_duration_write(&duration, arena, iso) ? -1 : 1;
    }
    if (*at >= limit || !dp_amount_starts(l, *at)) return 0;
    int found = dp_amount_read(l, currencies, arena, first, *at, limit, &amount);
    if (found <= 0 || amount.value.kind != DEPECHE_VALUE_DURATION) return found < 0 ? -1 : 0;
    *at = amount.value.tokens.end;
    *iso = amount.value.iso;
    return 1;
}

int dp_ago_read(const dp_lexis *l, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t token,
                uint32_t limit, dp_candidate *candidate) {
    uint32_t at = token + dp_lexis_match(l, DP_SET_AGO, token, limit);
    at += approximator(l, at, limit);
    dp_str iso;
    int found = read_length(l, currencies, arena, first, &at, limit, &iso);
    if (found <= 0) return found;
    /* "il y a dix ans de prison" tells no time. */
    if (dp_lexis_has(l, DP_SET_OF, at, limit)) return 0;
    *candidate = (dp_candidate){.value = {.tokens = {token, at},
                                          .kind = DEPECHE_VALUE_DATE,
                                          .tag = DP_TAG_DATE,
                                          .unit = {"", 0},
                                          .iso = {"", 0}},
                                .meaning = back_by(iso),
                                .sureness = DP_SURE};
    return 1;
}
