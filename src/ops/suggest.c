#include "ops/suggest.h"

#include <stdbool.h>
#include <stdint.h>

enum { NAME_MAX_LENGTH = 64 };

static char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte == '_' || byte == '-' ? '.' : byte;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Optimal string alignment distance of two names of at most NAME_MAX_LENGTH bytes. */
static size_t distance(dp_str a, dp_str b) {
    size_t rows[3][NAME_MAX_LENGTH + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = lower(a.at[i - 1]) != lower(b.at[j - 1]);
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
            if (i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                lower(a.at[i - 2]) == lower(b.at[j - 1])) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b.len];
}

void dp_suggestion_offer(dp_suggestion *suggestion, dp_str typed, const char *candidate) {
    dp_str name = {candidate, strlen(candidate)};
    if (typed.len == 0 || typed.len > NAME_MAX_LENGTH || name.len > NAME_MAX_LENGTH) return;
    size_t apart = distance(typed, name);
    bool begins = typed.len >= 3 && dp_str_starts(name, typed);
    if (apart > name.len / 3 + (name.len < 3) && !begins) return;
    if (begins && apart > 2) apart = 2;
    if (!suggestion->name || apart < suggestion->distance) {
        suggestion->name = candidate;
        suggestion->distance = apart;
    }
}
