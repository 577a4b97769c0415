#include "article/moment.h"

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

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
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

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar, years counted from March. */
static int64_t days_of(int year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

bool dp_moment_day(dp_str stamp, int64_t *days) {
    int year, month, day;
    if (stamp.len == 0) return false;
    scanner s = {stamp.at, stamp.at + stamp.len};
    if (!read_digits(&s, 4, 9999, &year) || !read_one_of(&s, "-")) return false;
    if (!read_digits(&s, 2, 12, &month) || month == 0 || !read_one_of(&s, "-")) return false;
    if (!read_digits(&s, 2, days_in_month(year, month), &day) || day == 0) return false;
    if (s.at < s.end) {
        if (!read_one_of(&s, "Tt ") || !read_clock(&s) || !read_offset(&s) || s.at < s.end) return false;
    }
    *days = days_of(year, month, day);
    return true;
}
