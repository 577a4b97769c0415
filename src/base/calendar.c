#include "base/calendar.h"

int64_t dp_calendar_days(dp_civil civil) {
    int64_t year = civil.year - (civil.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

dp_civil dp_calendar_civil(int64_t days) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_shifted = (5 * day_of_year + 2) / 153;
    dp_civil civil = {.day = (int)(day_of_year - (153 * month_shifted + 2) / 5 + 1),
                      .month = (int)(month_shifted < 10 ? month_shifted + 3 : month_shifted - 9)};
    civil.year = year_of_era + era * 400 + (civil.month <= 2);
    return civil;
}

int dp_calendar_weekday(int64_t days) {
    int64_t since_monday = (days + 3) % 7; /* 1970-01-01 was a Thursday */
    if (since_monday < 0) since_monday += 7;
    return (int)since_monday + 1;
}

int dp_calendar_month_length(int64_t year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool dp_calendar_valid(dp_civil civil) {
    return civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
           civil.day <= dp_calendar_month_length(civil.year, civil.month);
}

dp_civil dp_calendar_add_months(dp_civil civil, int64_t months) {
    int64_t total = civil.year * 12 + (civil.month - 1) + months;
    int64_t year = (total >= 0 ? total : total - 11) / 12;
    return (dp_civil){.year = year, .month = (int)(total - year * 12) + 1, .day = 1};
}

int64_t dp_calendar_easter(int64_t year) {
    int64_t a = year % 19, b = year / 100, c = year % 100;
    int64_t d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int64_t h = (19 * a + b - d - g + 15) % 30;
    int64_t i = c / 4, k = c % 4;
    int64_t l = (32 + 2 * e + 2 * i - h - k) % 7;
    int64_t m = (a + 11 * h + 22 * l) / 451;
    int64_t month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return dp_calendar_days((dp_civil){.year = year, .month = (int)month, .day = (int)day});
}
