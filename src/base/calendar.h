/*
 * calendar.h - the proleptic Gregorian calendar, in days since 1970-01-01.
 */
#ifndef DP_CALENDAR_H
#define DP_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dp_day {
    int64_t days; /* since 1970-01-01, proleptic Gregorian */
    bool known;
} dp_day;

typedef struct dp_civil {
    int64_t year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
} dp_civil;

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days). Years from -9999 to
 * 9999. */
int64_t dp_calendar_days(dp_civil civil);
dp_civil dp_calendar_civil(int64_t days);

/* 1 is Monday, 7 Sunday. */
int dp_calendar_weekday(int64_t days);

int dp_calendar_month_length(int64_t year, int month);

/* Whether the day exists. */
bool dp_calendar_valid(dp_civil civil);

/* The months of a civil date moved by `months`; the day becomes the first. */
dp_civil dp_calendar_add_months(dp_civil civil, int64_t months);

/* Easter Sunday of a Gregorian year: Meeus, Jones and Butcher, Nature 13 (1876). */
int64_t dp_calendar_easter(int64_t year);

#endif
