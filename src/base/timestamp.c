#include "base/timestamp.h"

#include "base/calendar.h"

typedef struct scanner {
    const char *at, *end;
} scanner;

/* Reads exactly `count` digits, up to `max`. */
static bool read_digits(scanner *s, int count, int max, int *number) {
    *number = 0;
    for (; count > 0; count--) {
        if (s->at == s->end || *s->at < '0' || *s->at > '9') return false;
        *number = *number * 10 + (*s->at++ - '0');
    }
    return *number <= max;
}

static bool read_one_of(scanner *s, const char *bytes) {
    if (s->at == s->end || *s->at == '\0' || !strchr(bytes, *s->at)) return false;
    s->at++;
    return true;
}

static bool read_clock(scanner *s) {
    int hour, minute, second;
    if (!read_digits(s, 2, 23, &hour) || !read_one_of(s, ":") || !read_digits(s, 2, 59, &minute)) return false;
    if (!read_one_of(s, ":")) return true;
    if (!read_digits(s, 2, 60, &second)) return false; /* 60: a leap second */
    if (!read_one_of(s, ".,")) return true;
    const char *first = s->at;
    while (s->at < s->end && *s->at >= '0' && *s->at <= '9') s->at++;
    return s->at > first;
}

static bool read_offset(scanner *s) {
    int hour, minute;
    if (s->at == s->end || read_one_of(s, "Zz")) return true;
    if (!read_one_of(s, "+-") || !read_digits(s, 2, 23, &hour)) return false;
    (void)read_one_of(s, ":");
    return read_digits(s, 2, 59, &minute);
}

bool dp_timestamp_day(dp_str stamp, int64_t *days) {
    int year, month, day;
    if (stamp.len == 0) return false;
    scanner s = {stamp.at, stamp.at + stamp.len};
    if (!read_digits(&s, 4, 9999, &year) || !read_one_of(&s, "-")) return false;
    if (!read_digits(&s, 2, 12, &month) || month == 0 || !read_one_of(&s, "-")) return false;
    if (!read_digits(&s, 2, dp_calendar_month_length(year, month), &day) || day == 0) return false;
    if (s.at < s.end) {
        if (!read_one_of(&s, "Tt ") || !read_clock(&s) || !read_offset(&s) || s.at < s.end) return false;
    }
    *days = dp_calendar_days((dp_civil){year, month, day});
    return true;
}
