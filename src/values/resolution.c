#include "values/resolution.h"

/* A year, a month or a day; what is 0 is not said. */
typedef struct point {
    int64_t year;
    int month, day;
} point;

typedef struct stretch {
    point from, to;
    bool known;
} stretch;

static point point_of_day(int64_t days) {
    dp_civil civil = dp_calendar_civil(days);
    return (point){civil.year, civil.month, civil.day};
}

static stretch days_between(int64_t from, int64_t to) {
    return (stretch){.from = point_of_day(from), .to = point_of_day(to), .known = true};
}

static stretch months_between(int64_t year, int month, int64_t last_year, int last_month) {
    return (stretch){.from = {year, month, 0}, .to = {last_year, last_month, 0}, .known = true};
}

static stretch years_between(int64_t from, int64_t to) {
    return (stretch){.from = {from, 0, 0}, .to = {to, 0, 0}, .known = true};
}

/* ------------------------------------------------------------------------------------ counted from a day */

static int64_t floor_to(int64_t value, int64_t unit) {
    int64_t rest = value % unit;
    return value - (rest < 0 ? rest + unit : rest);
}

static stretch month_at(dp_civil now, int shift, dp_edge edge) {
    dp_civil month = dp_calendar_add_months(now, shift);
    stretch s = months_between(month.year, month.month, month.year, month.month);
    if (edge == DP_EDGE_START) s.from.day = 1, s.to.day = 10;
    if (edge == DP_EDGE_MIDDLE) s.from.day = 10, s.to.day = 20;
    if (edge == DP_EDGE_END) s.from.day = 20, s.to.day = dp_calendar_month_length(month.year, month.month);
    return s;
}

static stretch year_at(int64_t year, dp_edge edge) {
    switch (edge) {
        case DP_EDGE_START:
            return months_between(year, 1, year, 3);
        case DP_EDGE_MIDDLE:
            return months_between(year, 5, year, 8);
        case DP_EDGE_END:
            return months_between(year, 10, year, 12);
        default:
            return years_between(year, year);
    }
}

static stretch week_at(int64_t day, int shift, dp_edge edge) {
    int64_t monday = day - (dp_calendar_weekday(day) - 1) + 7 * (int64_t)shift;
    int64_t from = edge == DP_EDGE_MIDDLE ? 2 : edge == DP_EDGE_END ? 4 : 0;
    int64_t to = edge == DP_EDGE_START ? 1 : edge == DP_EDGE_MIDDLE ? 3 : 6;
    return days_between(monday + from, monday + to);
}

static stretch weekend_at(int64_t day, int shift, dp_tense tense) {
    int64_t saturday = day - (dp_calendar_weekday(day) - 1) + 5 + 7 * (int64_t)shift;
    if (shift == 0 && tense == DP_TENSE_PAST && saturday > day) saturday -= 7;
    return days_between(saturday, saturday + 1);
}

static stretch years_part(int64_t first, int64_t length, dp_edge edge) {
    int64_t third = length / 3;
    if (edge == DP_EDGE_START) return years_between(first, first + third - 1);
    if (edge == DP_EDGE_MIDDLE) return years_between(first + third, first + length - third - 1);
    if (edge == DP_EDGE_END) return years_between(first + length - third, first + length - 1);
    return years_between(first, first + length - 1);
}

static stretch shifted(const dp_meaning *m, int shift, int64_t day, dp_tense tense) {
    dp_civil now = dp_calendar_civil(day);
    int64_t months = now.year * 12 + now.month - 1;
    switch (m->unit) {
        case DP_STRETCH_DAY:
            return days_between(day + shift, day + shift);
        case DP_STRETCH_WEEK:
            return week_at(day, shift, m->edge);
        case DP_STRETCH_WEEKEND:
            return weekend_at(day, shift, tense);
        case DP_STRETCH_MONTH:
            return month_at(now, shift, m->edge);
        case DP_STRETCH_QUARTER:
        case DP_STRETCH_HALF: {
            int length = m->unit == DP_STRETCH_QUARTER ? 3 : 6;
            int64_t first = floor_to(months, length) + (int64_t)length * shift, last = first + length - 1;
            int64_t year = floor_to(first, 12) / 12;
            return months_between(year, (int)(first - year * 12) + 1, year, (int)(last - year * 12) + 1);
        }
        case DP_STRETCH_YEAR:
            return year_at(now.year + shift, m->edge);
        case DP_STRETCH_DECADE:
            return years_part(floor_to(now.year, 10) + 10 * (int64_t)shift, 10, m->edge);
        case DP_STRETCH_CENTURY:
            return years_part(floor_to(now.year - 1, 100) + 1 + 100 * (int64_t)shift, 100, m->edge);
    }
    return (stretch){0};
}

static stretch resolve_shift(const dp_meaning *m, dp_tense tense, dp_day base) {
    if (!base.known) return (stretch){0};
    stretch s = shifted(m, m->shift, base.days, tense);
    if (m->has_end_shift) s.to = shifted(m, m->end_shift, base.days, tense).to;
    return s;
}

/* "vendredi 13": the nearest such day, at equal distance that of the tense's side. */
static stretch resolve_numbered_weekday(const dp_meaning *m, dp_tense tense, dp_day base) {
    enum { REACH = 400 };
    for (int64_t away = 0; away <= REACH; away++) {
        for (int side = 0; side < 2; side++) {
            bool ahead = (side == 0) == (tense == DP_TENSE_FUTURE);
            int64_t day = ahead ? base.days + away : base.days - away;
            if (dp_calendar_weekday(day) == m->weekday && dp_calendar_civil(day).day == m->day)
                return days_between(day, day);
        }
    }
    return (stretch){0};
}

static stretch resolve_weekday(const dp_meaning *m, dp_tense tense, dp_day base) {
    if (!base.known) return (stretch){0};
    int today = dp_calendar_weekday(base.days);
    int back = (today - m->weekday + 7) % 7, ahead = (m->weekday - today + 7) % 7;
    int64_t day;
    if (m->day) return resolve_numbered_weekday(m, tense, base);
    if (m->lean == DP_LEAN_LAST) {
        day = base.days - (back ? back : 7);
    } else if (m->lean == DP_LEAN_NEXT) {
        day = base.days + (ahead ? ahead : 7) + m->shift;
    } else {
        day = tense == DP_TENSE_FUTURE ? base.days + ahead : base.days - back;
    }
    return days_between(day, day);
}

/* ---------------------------------------------------------------------------------- what recurs each year */

/* Gives the stretch in a year; not known when the year has none. */
typedef stretch (*yearly)(const dp_meaning *m, int64_t year);

static int64_t first_day(point p) {
    return dp_calendar_days((dp_civil){p.year, p.month ? p.month : 1, p.day ? p.day : 1});
}

static int64_t last_day(point p) {
    int month = p.month ? p.month : 12;
    return dp_calendar_days((dp_civil){p.year, month, p.day ? p.day : dp_calendar_month_length(p.year, month)});
}

static int64_t distance(const stretch *s, int64_t day) {
    int64_t from = first_day(s->from), to = last_day(s->to);
    return day < from ? from - day : day > to ? day - to : 0;
}

/* Of the years around the base the one that tense and words ask for; without either the nearest. */
static stretch choose_year(const dp_meaning *m, dp_tense tense, dp_day base, yearly in_year) {
    if (m->has_year) return in_year(m, m->year);
    if (!base.known) return (stretch){0};
    int64_t now = dp_calendar_civil(base.days).year;
    stretch best = {0}, other = {0}; /* other: on another weekday than the text says */
    for (int64_t year = now - 4; year <= now + 4; year++) {
        stretch s = in_year(m, year);
        if (!s.known) continue;
        int64_t from = first_day(s.from), to = last_day(s.to);
        bool inside = from <= base.days && base.days <= to;
        bool past = m->lean == DP_LEAN_LAST || (m->lean == DP_LEAN_TENSE && tense == DP_TENSE_PAST);
        bool future = m->lean == DP_LEAN_NEXT || (m->lean == DP_LEAN_TENSE && tense == DP_TENSE_FUTURE);
        if (past && from > base.days) continue;
        if (future && to < base.days) continue;
        if ((m->lean == DP_LEAN_LAST || m->lean == DP_LEAN_NEXT) && inside) continue;
        bool agrees = !m->weekday || m->kind != DP_MEANING_CALENDAR || dp_calendar_weekday(from) == m->weekday;
        stretch *place = agrees ? &best : &other;
        if (!place->known || distance(&s, base.days) < distance(place, base.days)) *place = s;
    }
    return best.known ? best : other;
}

static stretch calendar_in(const dp_meaning *m, int64_t year) {
    if (!m->month) return year_at(year, m->edge);
    dp_civil now = {.year = year, .month = m->month, .day = m->day ? m->day : 1};
    if (!dp_calendar_valid(now)) return (stretch){0};
    if (!m->day && !m->last_month) return month_at(now, 0, m->edge);
    stretch s = {.from = {year, m->month, m->day}, .to = {year, m->month, m->day}, .known = true};
    if (m->last_month) {
        int64_t last = m->last_month < m->month ? year + 1 : year;
        s.to = (point){last, m->last_month, m->last_day};
        dp_civil end = {.year = last, .month = m->last_month, .day = m->last_day ? m->last_day : 1};
        if (!dp_calendar_valid(end)) return (stretch){0};
    }
    return s;
}

/* "le 21": of the month of the day spoken of. */
static stretch day_of_spoken_month(const dp_meaning *m, dp_day spoken) {
    if (!spoken.known) return (stretch){0};
    dp_civil civil = dp_calendar_civil(spoken.days);
    civil.day = m->day;
    if (!dp_calendar_valid(civil)) return (stretch){0};
    int64_t day = dp_calendar_days(civil);
    return days_between(day, day);
}

/* Of the northern hemisphere, by the days on which they begin in most years. */
static stretch season_in(const dp_meaning *m, int64_t year) {
    static const int starts[][2] = {{3, 20}, {6, 21}, {9, 22}, {12, 21}};
    static const int ends[][2] = {{6, 20}, {9, 21}, {12, 20}, {3, 19}};
    if (m->season < DP_SPRING || m->season > DP_WINTER) return (stretch){0};
    int i = (int)m->season - DP_SPRING;
    int64_t last = m->season == DP_WINTER ? year + 1 : year;
    return (stretch){.from = {year, starts[i][0], starts[i][1]}, .to = {last, ends[i][0], ends[i][1]}, .known = true};
}

static stretch piece_in(const dp_meaning *m, int64_t year) {
    int length = m->unit == DP_STRETCH_QUARTER ? 3 : 6;
    int from = (m->piece - 1) * length + 1;
    if (m->piece < 1 || from + length - 1 > 12) return (stretch){0};
    return months_between(year, from, year, from + length - 1);
}

static stretch easter_in(const dp_meaning *m, int64_t year) {
    int64_t day = dp_calendar_easter(year) + m->shift;
    return days_between(day, day);
}

static stretch nth_in(const dp_meaning *m, int64_t year) {
    int length = dp_calendar_month_length(year, m->month);
    int64_t first = dp_calendar_days((dp_civil){year, m->month, 1});
    int64_t day = first + (m->weekday - dp_calendar_weekday(first) + 7) % 7;
    if (m->nth > 0) {
        day += 7 * ((int64_t)m->nth - 1);
    } else {
        while (day + 7 < first + length) day += 7;
    }
    if (day >= first + length) return (stretch){0};
    return days_between(day + m->shift, day + m->shift);
}

/* ------------------------------------------------------------------------------------------------- writing */

enum { ISO_MAX = 48 };

typedef struct iso_text {
    char at[ISO_MAX];
    size_t length;
} iso_text;

static void put(iso_text *iso, char c) {
    if (iso->length < ISO_MAX) iso->at[iso->length++] = c;
}

static void put_figures(iso_text *iso, int64_t value, unsigned figures) {
    int64_t unit = 1;
    for (unsigned i = 1; i < figures; i++) unit *= 10;
    for (; unit > 0; unit /= 10) put(iso, (char)('0' + value / unit % 10));
}

static void put_point(iso_text *iso, point p) {
    if (p.year < 0) put(iso, '-');
    put_figures(iso, p.year < 0 ? -p.year : p.year, 4);
    if (!p.month) return;
    put(iso, '-');
    put_figures(iso, p.month, 2);
    if (!p.day) return;
    put(iso, '-');
    put_figures(iso, p.day, 2);
}

static bool same(point a, point b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static bool in_bounds(point p) {
    return p.year >= -9999 && p.year <= 9999;
}

static int keep(const iso_text *text, dp_arena *arena, dp_str *iso) {
    char *copy = dp_arena_alloc(arena, text->length);
    if (!copy) return -1;
    memcpy(copy, text->at, text->length);
    *iso = (dp_str){copy, text->length};
    return 0;
}

static int write_stretch(const stretch *s, dp_arena *arena, dp_str *iso) {
    if (!s->known || !in_bounds(s->from) || !in_bounds(s->to)) return 0;
    iso_text text = {.length = 0};
    put_point(&text, s->from);
    if (!same(s->from, s->to)) {
        put(&text, '/');
        put_point(&text, s->to);
    }
    return keep(&text, arena, iso);
}

static int write_time(const dp_meaning *m, dp_arena *arena, dp_str *iso) {
    iso_text text = {.length = 0};
    put(&text, 'T');
    put_figures(&text, m->hour, 2);
    put(&text, ':');
    put_figures(&text, m->minute, 2);
    return keep(&text, arena, iso);
}

static stretch resolve(const dp_meaning *m, dp_tense tense, const dp_setting *setting) {
    dp_day base = m->anchored ? setting->spoken : setting->published;
    switch (m->kind) {
        case DP_MEANING_SHIFT:
            return resolve_shift(m, tense, base);
        case DP_MEANING_WEEKDAY:
            return resolve_weekday(m, tense, base);
        case DP_MEANING_CALENDAR:
            if (m->day && !m->month) return day_of_spoken_month(m, setting->spoken);
            return choose_year(m, tense, base, calendar_in);
        case DP_MEANING_SEASON:
            return choose_year(m, tense, base, season_in);
        case DP_MEANING_PIECE:
            return choose_year(m, tense, base, piece_in);
        case DP_MEANING_YEARS:
            return years_part(m->year, m->last_year - m->year + 1, m->edge);
        case DP_MEANING_EASTER:
            return choose_year(m, tense, base, easter_in);
        case DP_MEANING_NTH:
            return choose_year(m, tense, base, nth_in);
        case DP_MEANING_TIME: /* a part of the day spoken of */
            return setting->spoken.known ? days_between(setting->spoken.days, setting->spoken.days) : (stretch){0};
        case DP_MEANING_NONE:
            break;
    }
    return (stretch){0};
}

int dp_resolve(const dp_meaning *meaning, dp_tense tense, dp_setting *setting, dp_arena *arena, dp_str *iso) {
    *iso = (dp_str){"", 0};
    if (meaning->kind == DP_MEANING_TIME && meaning->has_time) return write_time(meaning, arena, iso);
    stretch s = resolve(meaning, tense, setting);
    if (s.known && s.from.day && same(s.from, s.to)) {
        int64_t day = first_day(s.from);
        setting->spoken = (dp_day){.days = day, .known = true};
        if (meaning->overnight) s.to = point_of_day(day + 1);
    }
    return write_stretch(&s, arena, iso);
}
