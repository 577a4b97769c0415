#include "values/clock.h"

#include "values/number.h"

enum { HOURS_MAX = 24, MINUTES_MAX = 59 };

/* Figures at *at in a token, two at most. */
static bool take_figures(dp_str lower, size_t *at, int *value) {
    size_t first = *at;
    *value = 0;
    while (*at < lower.len && *at - first < 2 && lower.at[*at] >= '0' && lower.at[*at] <= '9') {
        *value = *value * 10 + (lower.at[(*at)++] - '0');
    }
    return *at > first;
}

bool dp_clock_joined(const dp_lexis *l, uint32_t token, int *hour, int *minute) {
    dp_str lower = l->text->tokens[token].lower;
    size_t at = 0;
    if (!take_figures(lower, &at, hour)) return false;
    size_t letters = at;
    while (at < lower.len && (lower.at[at] < '0' || lower.at[at] > '9')) at++;
    if (at == letters) return false;
    uint32_t word = dp_pack_word_find(l->pack, (dp_str){lower.at + letters, at - letters});
    if (!dp_pack_word_in_set(l->pack, l->sets[DP_SET_HOURS], word)) return false;
    *minute = -1;
    if (at < lower.len && !take_figures(lower, &at, minute)) return false;
    return at == lower.len;
}

static bool read_minute(const dp_lexis *l, uint32_t token, uint32_t limit, int *minute) {
    uint32_t value;
    if (!dp_lexis_integer(l, token, limit, &value) || value > MINUTES_MAX) return false;
    if (l->text->tokens[token].lower.len != 2) return false;
    *minute = (int)value;
    return true;
}

/* "14 h 30", "14 heures", "trois heures"; moves *at past it. */
static bool read_spaced(const dp_lexis *l, uint32_t *at, uint32_t limit, int *hour, int *minute) {
    dp_number number;
    uint32_t value = 0, next = *at + 1;
    if (!dp_lexis_integer(l, *at, limit, &value)) {
        if (!dp_lexis_has(l, DP_SET_NUMBER_STARTS, *at, limit)) return false;
        if (!dp_number_read(l->pack, l->text, *at, limit, &number) || !number.known || number.form != DP_NUMBER_PLAIN ||
            number.value > HOURS_MAX)
            return false;
        value = (uint32_t)number.value;
        next = number.tokens.end;
    }
    if (value > HOURS_MAX || !dp_lexis_has(l, DP_SET_HOURS, next, limit)) return false;
    *hour = (int)value;
    *minute = -1;
    next++;
    if (read_minute(l, next, limit, minute) && !dp_lexis_has(l, DP_SET_MINUTES, next + 1, limit)) next++;
    *at = next;
    return true;
}

/* "14:30", "14:30:05". */
static bool read_colon(const dp_lexis *l, uint32_t first, uint32_t *at, uint32_t limit, int *hour, int *minute) {
    uint32_t value;
    if (!dp_lexis_integer(l, *at, limit, &value) || value >= HOURS_MAX || l->text->tokens[*at].lower.len > 2)
        return false;
    if (*at > first && dp_lexis_is(l, *at - 1, limit, ':') && dp_lexis_tight(l, *at)) return false;
    if (!dp_lexis_is(l, *at + 1, limit, ':') || !dp_lexis_tight(l, *at + 1)) return false;
    if (!read_minute(l, *at + 2, limit, minute) || !dp_lexis_tight(l, *at + 2)) return false;
    int seconds;
    *hour = (int)value;
    *at += 3;
    if (!dp_lexis_is(l, *at, limit, ':')) return true;
    if (!read_minute(l, *at + 1, limit, &seconds) || !dp_lexis_tight(l, *at + 1)) return false;
    *at += 2;
    return !dp_lexis_is(l, *at, limit, ':');
}

/* "du matin", "de l'après-midi": which half of the day; moves *at past it. */
static bool read_half(const dp_lexis *l, uint32_t *at, uint32_t limit, int *hour) {
    if (!dp_lexis_has(l, DP_SET_OF, *at, limit)) return false;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(l->pack, l->text, *at, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_TIME || hits[i].kind != l->kinds.clock || hits[i].length > limit - *at) continue;
        dp_str value = dp_pack_field(l->pack, DP_LIST_TIME, hits[i].entry, 2);
        bool evening = dp_str_equal(value, DP_STR("clock:pm"));
        if (!evening && !dp_str_equal(value, DP_STR("clock:am"))) continue;
        if (evening && *hour < 12) *hour += 12;
        *at += hits[i].length;
        return true;
    }
    return false;
}

bool dp_clock_read(const dp_lexis *l, uint32_t first, uint32_t *at, uint32_t limit, dp_meaning *meaning,
                   dp_sureness *sureness) {
    int hour, minute;
    uint32_t next = *at;
    bool joined = l->text->tokens[*at].kind == DP_TOKEN_NUMBER && dp_clock_joined(l, *at, &hour, &minute);
    bool colon = !joined && read_colon(l, first, &next, limit, &hour, &minute);
    if (joined) {
        next = *at + 1;
    } else if (!colon && !read_spaced(l, &next, limit, &hour, &minute)) {
        return false;
    }
    if (hour > HOURS_MAX || minute > MINUTES_MAX) return false;
    if (!colon && dp_lexis_match(l, DP_SET_RATE_AFTER, next, limit)) return false;
    bool half = read_half(l, &next, limit, &hour);
    bool clock = dp_lexis_match_before(l, DP_SET_CLOCK_BEFORE, *at, first) > 0;
    bool length = dp_lexis_match_before(l, DP_SET_LENGTH_BEFORE, *at, first) > 0;
    int other_hour, other_minute;
    uint32_t other = next + 1;
    bool range = dp_lexis_has(l, DP_SET_TO, next, limit) &&
                 (read_spaced(l, &other, limit, &other_hour, &other_minute) ||
                  (other < limit && dp_clock_joined(l, other, &other_hour, &other_minute)));
    clock = clock || range;
    *sureness = half ? DP_SURE : length ? DP_DOUBTFUL : minute >= 0 || clock ? DP_SURE : DP_DOUBTFUL;
    if (clock && minute < 0 && !half && dp_lexis_has(l, DP_SET_OF, next, limit)) *sureness = DP_DOUBTFUL;
    *meaning = (dp_meaning){
        .kind = DP_MEANING_TIME, .has_time = true, .hour = hour % HOURS_MAX, .minute = minute < 0 ? 0 : minute};
    *at = next;
    return true;
}
