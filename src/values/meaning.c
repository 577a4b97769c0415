#include "values/meaning.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Takes a prefix off the front of `rest`. */
static bool take(dp_str *rest, dp_str prefix) {
    if (!dp_str_starts(*rest, prefix)) return false;
    rest->at += prefix.len;
    rest->len -= prefix.len;
    return true;
}

/* Takes figures, at most six, with an optional sign, off the front of `rest`. */
static bool take_number(dp_str *rest, int *value) {
    enum { FIGURES_MAX = 6 };
    size_t at = rest->len > 0 && (rest->at[0] == '-' || rest->at[0] == '+') ? 1 : 0;
    size_t first = at;
    int number = 0;
    while (at < rest->len && is_digit(rest->at[at]) && at - first < FIGURES_MAX) {
        number = number * 10 + (rest->at[at++] - '0');
    }
    if (at == first) return false;
    *value = rest->at[0] == '-' ? -number : number;
    rest->at += at;
    rest->len -= at;
    return true;
}

static size_t find(dp_str string, char c) {
    const char *at = string.len ? memchr(string.at, c, string.len) : NULL;
    return at ? (size_t)(at - string.at) : string.len;
}

static bool contains(dp_str string, dp_str part) {
    for (size_t i = 0; i + part.len <= string.len; i++) {
        if (memcmp(string.at + i, part.at, part.len) == 0) return true;
    }
    return false;
}

typedef struct unit_name {
    dp_str name;
    dp_stretch unit;
} unit_name;

static bool take_unit(dp_str *rest, dp_stretch *unit) {
    static const unit_name names[] = {
        {{"weekend", 7}, DP_STRETCH_WEEKEND}, {{"week", 4}, DP_STRETCH_WEEK},
        {{"day", 3}, DP_STRETCH_DAY},         {{"month", 5}, DP_STRETCH_MONTH},
        {{"quarter", 7}, DP_STRETCH_QUARTER}, {{"half", 4}, DP_STRETCH_HALF},
        {{"year", 4}, DP_STRETCH_YEAR},       {{"decade", 6}, DP_STRETCH_DECADE},
        {{"century", 7}, DP_STRETCH_CENTURY},
    };
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        dp_str after = *rest;
        if (!take(&after, names[i].name)) continue;
        if (after.len > 0 && after.at[0] != '+' && after.at[0] != '-' && after.at[0] != ':') continue;
        *rest = after;
        *unit = names[i].unit;
        return true;
    }
    return false;
}

/* "MM", "MM-DD", "MM-end". */
static bool take_month_day(dp_str *rest, int *month, int *day) {
    if (!take_number(rest, month) || *month < 1 || *month > 12) return false;
    if (rest->len > 0 && rest->at[0] == '-') {
        rest->at++;
        rest->len--;
        static const int ends[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        if (take(rest, DP_STR("end")))
            *day = ends[*month - 1];
        else if (!take_number(rest, day))
            return false;
    }
    return *day >= 0 && *day <= 31;
}

static bool parse_shift(dp_str *rest, dp_meaning *m) {
    if (!take_unit(rest, &m->unit)) return false;
    m->kind = DP_MEANING_SHIFT;
    if (rest->len == 0) return true;
    if (take(rest, DP_STR(":"))) {
        int number;
        if (!take_number(rest, &number)) return false;
        if (m->unit == DP_STRETCH_YEAR) {
            m->kind = DP_MEANING_CALENDAR;
            m->year = number;
            m->has_year = true;
            return true;
        }
        m->kind = DP_MEANING_PIECE;
        m->piece = number;
        return m->unit == DP_STRETCH_QUARTER || m->unit == DP_STRETCH_HALF;
    }
    return take_number(rest, &m->shift);
}

static bool parse_season(dp_str *rest, dp_meaning *m) {
    static const dp_str names[] = {{"spring", 6}, {"summer", 6}, {"autumn", 6}, {"winter", 6}};
    for (int i = 0; i < 4; i++) {
        if (!take(rest, names[i])) continue;
        m->kind = DP_MEANING_SEASON;
        m->season = (dp_season)(DP_SPRING + i);
        return true;
    }
    return false;
}

static bool parse_era(dp_str *rest, dp_meaning *m) {
    int year;
    if (!take_number(rest, &year)) return false;
    m->year = m->last_year = year;
    m->kind = DP_MEANING_YEARS;
    if (rest->len > 0 && rest->at[0] == '-') {
        rest->at++;
        rest->len--;
        m->kind = DP_MEANING_CALENDAR;
        m->has_year = true;
        return take_month_day(rest, &m->month, &m->day);
    }
    if (take(rest, DP_STR("/"))) {
        int last;
        if (!take_number(rest, &last)) return false;
        m->last_year = last;
    }
    return true;
}

static bool parse_nth(dp_str *rest, dp_meaning *m) {
    static const dp_str days[] = {{"mon", 3}, {"tue", 3}, {"wed", 3}, {"thu", 3}, {"fri", 3}, {"sat", 3}, {"sun", 3}};
    if (!take_number(rest, &m->month) || m->month < 1 || m->month > 12 || !take(rest, DP_STR("."))) return false;
    for (int i = 0; i < 7 && m->weekday == 0; i++) {
        if (take(rest, days[i])) m->weekday = i + 1;
    }
    if (m->weekday == 0 || !take(rest, DP_STR("."))) return false;
    m->kind = DP_MEANING_NTH;
    if (take(rest, DP_STR("last"))) {
        m->nth = -1;
    } else if (!take_number(rest, &m->nth) || m->nth < 1 || m->nth > 5) {
        return false;
    }
    if (rest->len > 0 && rest->at[0] == '+') return take_number(rest, &m->shift);
    return true;
}

static bool parse_clock(dp_str *rest, dp_meaning *m) {
    if (!take_number(rest, &m->hour) || !take(rest, DP_STR(":")) || !take_number(rest, &m->minute)) return false;
    m->kind = DP_MEANING_TIME;
    m->has_time = true;
    return true;
}

static bool parse_months(dp_str *rest, dp_meaning *m) {
    if (!take_month_day(rest, &m->month, &m->day)) return false;
    m->kind = DP_MEANING_CALENDAR;
    if (!take(rest, DP_STR("/"))) return true;
    return take_month_day(rest, &m->last_month, &m->last_day);
}

static bool parse_main(dp_str *rest, dp_meaning *m) {
    if (take(rest, DP_STR("weekday:"))) {
        m->kind = DP_MEANING_WEEKDAY;
        return take_number(rest, &m->weekday) && m->weekday >= 1 && m->weekday <= 7;
    }
    if (take(rest, DP_STR("month:")) || take(rest, DP_STR("feast:"))) return parse_months(rest, m);
    if (take(rest, DP_STR("season:"))) return parse_season(rest, m);
    if (take(rest, DP_STR("era:"))) return parse_era(rest, m);
    if (take(rest, DP_STR("nth:"))) return parse_nth(rest, m);
    if (take(rest, DP_STR("clock:"))) return parse_clock(rest, m);
    if (take(rest, DP_STR("part:"))) {
        m->kind = DP_MEANING_TIME;
        return true;
    }
    if (take(rest, DP_STR("easter"))) {
        m->kind = DP_MEANING_EASTER;
        return take_number(rest, &m->shift);
    }
    if (rest->len > 0 && is_digit(rest->at[0])) return parse_months(rest, m);
    return parse_shift(rest, m);
}

static void parse_modifiers(dp_str value, dp_meaning *m) {
    if (contains(value, DP_STR(",start"))) m->edge = DP_EDGE_START;
    if (contains(value, DP_STR(",mid"))) m->edge = DP_EDGE_MIDDLE;
    if (contains(value, DP_STR(",end"))) m->edge = DP_EDGE_END;
    if (contains(value, DP_STR(",last"))) m->lean = DP_LEAN_LAST;
    if (contains(value, DP_STR(",next"))) m->lean = DP_LEAN_NEXT;
    if (contains(value, DP_STR(",this"))) m->lean = DP_LEAN_THIS;
    if (contains(value, DP_STR(",before anchor"))) {
        m->lean = DP_LEAN_LAST;
        m->anchored = true;
    }
    if (contains(value, DP_STR(",after anchor"))) {
        m->lean = DP_LEAN_NEXT;
        m->anchored = true;
    }
    if (contains(value, DP_STR(",next+7"))) m->shift = 7;
    if (contains(value, DP_STR(",next+14"))) m->shift = 14;
}

bool dp_meaning_parse(dp_str value, dp_meaning *meaning) {
    *meaning = (dp_meaning){0};
    dp_str rest = {value.at, find(value, '|')};
    dp_str whole = rest;
    if (contains(rest, DP_STR("few")) || rest.len == 0) return false;
    rest.len = find(rest, '(');
    dp_meaning m = {0};
    if (take(&rest, DP_STR("anchor:"))) m.anchored = true;
    if (!parse_main(&rest, &m)) return false;
    if (m.kind == DP_MEANING_SHIFT && take(&rest, DP_STR("/"))) {
        dp_stretch unit;
        if (!take_unit(&rest, &unit) || unit != m.unit || (rest.len > 0 && !take_number(&rest, &m.end_shift)))
            return false;
        m.has_end_shift = true;
    }
    parse_modifiers(whole, &m);
    *meaning = m;
    return true;
}
