#include "values/duration.h"

typedef struct length_name {
    dp_str name;
    unsigned part;
} length_name;

static double *part_of(dp_duration *d, unsigned part) {
    double *parts[] = {&d->years, &d->months, &d->weeks, &d->days, &d->hours, &d->minutes, &d->seconds};
    return parts[part];
}

/* Moves what is behind the point of a part to the smaller one that it makes a whole number of. */
static void carry(double *large, double *small, double per) {
    double whole = (double)(int64_t)*large;
    double rest = (*large - whole) * per;
    if (rest == 0.0 || rest != (double)(int64_t)rest) return;
    *large = whole;
    *small += rest;
}

bool dp_duration_add(dp_duration *duration, double number, dp_str length) {
    static const length_name names[] = {{{"year", 4}, 0}, {{"month", 5}, 1},  {{"day", 3}, 3},
                                        {{"hour", 4}, 4}, {{"minute", 6}, 5}, {{"second", 6}, 6}};
    const double most = 1e12;
    double size = 0.0, scale = 1.0;
    size_t at = 0;
    bool figures = false, fraction = false;
    for (; at < length.len && ((length.at[at] >= '0' && length.at[at] <= '9') || length.at[at] == '.'); at++) {
        if (length.at[at] == '.') {
            fraction = true;
            continue;
        }
        figures = true;
        size = size * 10.0 + (double)(length.at[at] - '0');
        if (fraction) scale *= 10.0;
    }
    size = figures ? size / scale : 1.0;
    if (figures && at < length.len && length.at[at] == ' ') at++;
    dp_str name = {length.at + at, length.len - at};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (!dp_str_equal(name, names[i].name)) continue;
        bool week = size == 7.0 && names[i].part == 3;
        double amount = week ? number : number * size;
        if (!(amount >= 0.0 && amount < most)) return false;
        *part_of(duration, week ? 2 : names[i].part) += amount;
        carry(&duration->years, &duration->months, 12.0);
        carry(&duration->weeks, &duration->days, 7.0);
        carry(&duration->days, &duration->hours, 24.0);
        carry(&duration->hours, &duration->minutes, 60.0);
        carry(&duration->minutes, &duration->seconds, 60.0);
        return true;
    }
    return false;
}

enum { ISO_MAX = 128 };

typedef struct iso_text {
    char at[ISO_MAX];
    size_t length;
} iso_text;

static void put(iso_text *iso, char c) {
    if (iso->length < ISO_MAX) iso->at[iso->length++] = c;
}

/* At most three figures behind the point. */
static void put_part(iso_text *iso, double amount, char designator) {
    if (amount <= 0.0) return;
    int64_t thousandths = (int64_t)(amount * 1000.0 + 0.5);
    int64_t whole = thousandths / 1000, rest = thousandths % 1000;
    char figures[20];
    size_t count = 0;
    do {
        figures[count++] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole > 0 && count < sizeof figures);
    while (count > 0) put(iso, figures[--count]);
    if (rest) {
        put(iso, '.');
        for (int64_t unit = 100; rest && unit > 0; unit /= 10) {
            put(iso, (char)('0' + rest / unit));
            rest %= unit;
        }
    }
    put(iso, designator);
}

int dp_duration_write(const dp_duration *d, dp_arena *arena, dp_str *iso) {
    iso_text text = {.length = 0};
    bool alone = d->weeks > 0.0 && d->years == 0.0 && d->months == 0.0 && d->days == 0.0 && d->hours == 0.0 &&
                 d->minutes == 0.0 && d->seconds == 0.0;
    *iso = (dp_str){"", 0};
    put(&text, 'P');
    put_part(&text, d->years, 'Y');
    put_part(&text, d->months, 'M');
    if (alone) put_part(&text, d->weeks, 'W');
    put_part(&text, alone ? 0.0 : d->days + d->weeks * 7.0, 'D');
    if (d->hours > 0.0 || d->minutes > 0.0 || d->seconds > 0.0) put(&text, 'T');
    put_part(&text, d->hours, 'H');
    put_part(&text, d->minutes, 'M');
    put_part(&text, d->seconds, 'S');
    if (text.length <= 1) return 0;
    char *copy = dp_arena_alloc(arena, text.length);
    if (!copy) return -1;
    memcpy(copy, text.at, text.length);
    *iso = (dp_str){copy, text.length};
    return 0;
}
