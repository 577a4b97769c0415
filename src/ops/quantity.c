#include "ops/quantity.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

typedef struct unit {
    const char *name;
    int64_t factor;
} unit;

static const unit durations[] = {
    {"us", 1},
    {"ms", 1000},
    {"s", 1000000},
    {"min", INT64_C(60) * 1000000},
    {"m", INT64_C(60) * 1000000},
    {"h", INT64_C(3600) * 1000000},
    {"d", INT64_C(86400) * 1000000},
    {NULL, 0},
};

static const unit sizes[] = {
    {"b", 1},       {"kb", 1000},      {"mb", 1000000},     {"gb", 1000000000},
    {"kib", 1024},  {"mib", 1048576},  {"gib", 1073741824}, {"k", 1024},
    {"m", 1048576}, {"g", 1073741824}, {NULL, 0},
};

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Digits from *at on; moves past them. False without a digit or beyond 63 bits. */
static bool read_digits(dp_str text, size_t *at, int64_t *number) {
    size_t start = *at;
    int64_t total = 0;
    for (; *at < text.len && is_digit(text.at[*at]); (*at)++) {
        if (__builtin_mul_overflow(total, INT64_C(10), &total) ||
            __builtin_add_overflow(total, (int64_t)(text.at[*at] - '0'), &total)) {
            return false;
        }
    }
    *number = total;
    return *at > start;
}

/* The unit whose name is the run of letters at *at; moves past it. */
static const unit *read_unit(dp_str text, size_t *at, const unit *units) {
    size_t start = *at;
    while (*at < text.len && is_letter(text.at[*at])) (*at)++;
    for (const unit *u = units; u->name; u++) {
        if (strlen(u->name) == *at - start && strncasecmp(u->name, text.at + start, *at - start) == 0) return u;
    }
    return NULL;
}

bool dp_quantity_integer(dp_str text, int64_t *number) {
    size_t at = text.len > 0 && text.at[0] == '-';
    bool negative = at == 1;
    if (!read_digits(text, &at, number) || at != text.len) return false;
    if (negative) *number = -*number;
    return true;
}

bool dp_quantity_duration(dp_str text, int64_t *microseconds) {
    if (dp_str_equal(text, DP_STR("0"))) {
        *microseconds = 0;
        return true;
    }
    int64_t total = 0;
    size_t at = 0;
    while (at < text.len) {
        int64_t number;
        if (!read_digits(text, &at, &number)) return false;
        const unit *u = read_unit(text, &at, durations);
        if (!u || __builtin_mul_overflow(number, u->factor, &number) || __builtin_add_overflow(total, number, &total)) {
            return false;
        }
    }
    *microseconds = total;
    return at > 0;
}

bool dp_quantity_size(dp_str text, int64_t *bytes) {
    size_t at = 0;
    int64_t number;
    if (!read_digits(text, &at, &number)) return false;
    if (at < text.len && text.at[at] == ' ') at++;
    if (at < text.len) {
        const unit *u = read_unit(text, &at, sizes);
        if (!u || at != text.len || __builtin_mul_overflow(number, u->factor, &number)) return false;
    } else if (text.at[at - 1] == ' ') {
        return false;
    }
    *bytes = number;
    return true;
}

bool dp_quantity_boolean(dp_str text, bool *value) {
    static const char *const words[][2] = {{"false", "true"}, {"no", "yes"}, {"off", "on"}, {"0", "1"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        for (int side = 0; side < 2; side++) {
            if (strlen(words[i][side]) == text.len && strncasecmp(words[i][side], text.at, text.len) == 0) {
                *value = side == 1;
                return true;
            }
        }
    }
    return false;
}

void dp_quantity_duration_text(int64_t microseconds, char text[32]) {
    static const unit largest_first[] = {
        {"h", INT64_C(3600) * 1000000}, {"m", INT64_C(60) * 1000000}, {"s", 1000000}, {"ms", 1000}, {"us", 1}};
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof largest_first / sizeof *largest_first && microseconds > 0; i++) {
        int64_t count = microseconds / largest_first[i].factor;
        if (count == 0) continue;
        microseconds -= count * largest_first[i].factor;
        int length = snprintf(text + used, 32 - used, "%" PRId64 "%s", count, largest_first[i].name);
        used += length > 0 && (size_t)length < 32 - used ? (size_t)length : 0;
    }
    if (used == 0) memcpy(text, "0", 2);
}

void dp_quantity_size_text(int64_t bytes, char text[32]) {
    static const unit largest_first[] = {{"GiB", 1073741824}, {"GB", 1000000000}, {"MiB", 1048576},
                                         {"MB", 1000000},     {"KiB", 1024},      {"kB", 1000}};
    for (size_t i = 0; i < sizeof largest_first / sizeof *largest_first; i++) {
        if (bytes > 0 && bytes % largest_first[i].factor == 0) {
            snprintf(text, 32, "%" PRId64 "%s", bytes / largest_first[i].factor, largest_first[i].name);
            return;
        }
    }
    snprintf(text, 32, "%" PRId64 "%s", bytes, bytes ? "B" : "");
}
