#include "text/cutter.h"

enum {
    ABBREVIATION_MAX = 20, /* bytes of the longest that is looked up */
    CLITICS_MAX = 3,       /* of one word: donne-le-moi */
    GAP_MAX = 8,           /* white space and quotation marks that are looked over */
    GLUED_MAX = 12,        /* bytes of the longest word that is looked for at the end of another */
};

/* A run of letters, digits, marks, and the apostrophes and hyphens between them. */
typedef struct run {
    size_t end;
    size_t hyphens[CLITICS_MAX + 1]; /* the last hyphens, latest first; 0 for none */
    bool joined;                     /* has an apostrophe or hyphen inside */
} run;

static size_t letters_end(dp_str bytes, size_t offset) {
    size_t after;
    while (dp_character_is_word(dp_character_at(bytes, offset, &after))) offset = after;
    return offset;
}

/* The offset after the apostrophe, hyphen or the like at `end` when it joins two parts of a word; else `end`. */
static size_t joint_end(dp_str bytes, size_t end, dp_character *joint) {
    size_t after, next;
    dp_character class = dp_character_at(bytes, end, &after);
    *joint = class;
    if (class == DP_CHAR_END || class == DP_CHAR_SPACE || class == DP_CHAR_LINE) return end;
    dp_character follows = dp_character_at(bytes, after, &next);
    bool letter = dp_character_is_letter(follows), digit = follows == DP_CHAR_DIGIT;
    switch (class) {
        case DP_CHAR_APOSTROPHE:
            return letter ? after : end;
        case DP_CHAR_ACCENT:
            *joint = DP_CHAR_APOSTROPHE;
            return letter ? after : end;
        case DP_CHAR_HYPHEN:
            return letter || digit ? after : end;
        case DP_CHAR_SYMBOL:
            return bytes.at[end] == '&' && letter ? after : end;
        case DP_CHAR_PUNCTUATION: {
            bool low_line = bytes.at[end] == '_' && (letter || digit);
            bool middle_dot = letter && after == end + 2 && (unsigned char)bytes.at[end + 1] == 0xB7;
            return low_line || middle_dot ? after : end;
        }
        default:
            return end;
    }
}

/* The run from `start` on, of which [start, end) is known, up to `limit`. */
static run run_of(dp_str bytes, size_t start, size_t end, size_t limit) {
    run r = {.end = end};
    while (r.end - start < limit) {
        dp_character joint;
        size_t next = joint_end(bytes, r.end, &joint);
        if (next == r.end) break;
        if (joint == DP_CHAR_HYPHEN) {
            memmove(r.hyphens + 1, r.hyphens, sizeof r.hyphens - sizeof *r.hyphens);
            r.hyphens[0] = r.end;
        }
        r.joined = true;
        r.end = letters_end(bytes, next);
    }
    return r;
}

static dp_str slice(const dp_cutter *cutter, size_t start, size_t end) {
    return (dp_str){cutter->bytes.at + start, end - start};
}

static bool is_whole(const dp_cutter *cutter, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    if (end - start > DP_FORM_MAX) return false;
    return dp_cutter_has(cutter->rules->whole, cutter->rules->whole_count,
                         dp_lower_short(slice(cutter, start, end), buffer));
}

/* The end of an elided form (l' qu' jusqu') whose letters are [start, end); `start` when it is none. */
static size_t elision_end(const dp_cutter *cutter, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    size_t after;
    dp_character joint;
    dp_character class = dp_character_at(cutter->bytes, end, &after);
    if (class == DP_CHAR_ACCENT && joint_end(cutter->bytes, end, &joint) == end) return start;
    if (class != DP_CHAR_APOSTROPHE && class != DP_CHAR_ACCENT) return start;
    if (end - start > DP_FORM_MAX / 2) return start;
    dp_str form = dp_lower_short(slice(cutter, start, end), buffer);
    if (form.len == 0 || form.len == sizeof buffer) return start;
    buffer[form.len++] = '\'';
    return dp_cutter_has(cutter->rules->elisions, cutter->rules->elision_count, form) ? after : start;
}

/* A clitic is written small, or the whole word is in capitals: Sainte-Elle is no inversion. */
static bool is_clitic_cased(const dp_cutter *cutter, size_t start, size_t hyphen) {
    size_t after, second;
    dp_character clitic = dp_character_at(cutter->bytes, hyphen + 1, &after);
    if (clitic != DP_CHAR_UPPER) return true;
    dp_character_at(cutter->bytes, start, &second);
    return dp_character_at(cutter->bytes, second, &after) != DP_CHAR_LOWER;
}

/* The hyphen at which the last clitic of [start, end) begins; 0 when it has none. The longest form wins. */
static size_t clitic_start(const dp_cutter *cutter, const run *r, unsigned first, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    size_t found = 0;
    for (unsigned i = first; i < first + 2 && i <= CLITICS_MAX && r->hyphens[i] > start; i++) {
        if (end - r->hyphens[i] > DP_FORM_MAX) break;
        dp_str form = dp_lower_short(slice(cutter, r->hyphens[i], end), buffer);
        bool known = dp_cutter_has(cutter->rules->clitics, cutter->rules->clitic_count, form);
        if (known && is_clitic_cased(cutter, start, r->hyphens[i])) found = r->hyphens[i];
    }
    return found;
}

/* The offset after the hyphen at `hyphen`, which may be a Unicode one. */
static size_t after_hyphen(const dp_cutter *cutter, size_t hyphen) {
    size_t after;
    dp_character_at(cutter->bytes, hyphen, &after);
    return after;
}

/* Pushes the run as a word and the clitics at its end: a|-t-|il. */
static bool push_run(dp_cutter *cutter, size_t start, const run *r) {
    size_t starts[CLITICS_MAX], words[CLITICS_MAX], end = r->end;
    unsigned count = 0, hyphen = 0;
    while (count < CLITICS_MAX) {
        size_t at = clitic_start(cutter, r, hyphen, start, end);
        if (at == 0) break;
        while (r->hyphens[hyphen] != at) hyphen++;
        unsigned last = hyphen;
        while (last > 0 && r->hyphens[last - 1] < end) last--;
        starts[count] = at;
        words[count++] = after_hyphen(cutter, r->hyphens[last]);
        end = at;
        hyphen++;
    }
    if (!dp_cutter_push(cutter, start, end, DP_TOKEN_WORD, 0)) return false;
    while (count-- > 0) {
        size_t stop = count ? starts[count - 1] : r->end;
        if (!dp_cutter_push(cutter, starts[count], words[count], DP_TOKEN_PUNCTUATION, DP_TOKEN_BRIDGE) ||
            !dp_cutter_push(cutter, words[count], stop, DP_TOKEN_WORD, DP_TOKEN_CLITIC)) {
            return false;
        }
    }
    return true;
}

static bool is_stop(dp_str bytes, size_t offset) {
    return offset < bytes.len && bytes.at[offset] == '.';
}

/* The end of single letters with a stop after each: U.S., S.A.R.L, J.-C.; `start` when there are fewer than two. */
static size_t acronym_end(dp_str bytes, size_t start) {
    size_t end = start, at = start, after, next;
    unsigned letters = 0;
    while (at - start < DP_FORM_MAX && dp_character_is_letter(dp_character_at(bytes, at, &after))) {
        if (!is_stop(bytes, after)) {
            bool alone = !dp_character_is_word(dp_character_at(bytes, after, &next));
            if (letters > 0 && alone && bytes.at[at - 1] == '.') {
                end = after;
                letters++;
            }
            break;
        }
        letters++;
        at = end = after + 1;
        if (dp_character_at(bytes, at, &after) == DP_CHAR_HYPHEN) at = after;
    }
    return letters > 1 ? end : start;
}

/* The end of the longest abbreviation of the rules that begins with [start, end) and a stop; `start` for none. */
static size_t abbreviation_end(const dp_cutter *cutter, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    dp_str bytes = cutter->bytes;
    size_t found = start, after;
    while (is_stop(bytes, end) && end + 1 - start <= ABBREVIATION_MAX) {
        dp_str form = dp_lower_short(slice(cutter, start, end + 1), buffer);
        if (dp_cutter_has(cutter->rules->abbreviations, cutter->rules->abbreviation_count, form)) found = end + 1;
        size_t next = end + 1;
        if (dp_character_at(bytes, next, &after) == DP_CHAR_HYPHEN) next = after;
        end = next;
        for (; end - start < ABBREVIATION_MAX; end = after) {
            dp_character class = dp_character_at(bytes, end, &after);
            if (!dp_character_is_word(class) && class != DP_CHAR_HYPHEN) break;
        }
        if (end == next) break;
    }
    return found;
}

/* The first character after white space and quotation marks from `offset` on (not far), and its offset. */
static dp_character next_sign(dp_str bytes, size_t *offset) {
    size_t after;
    dp_character class = dp_character_at(bytes, *offset, &after);
    for (unsigned i = 0; i < GAP_MAX && (class == DP_CHAR_SPACE || class == DP_CHAR_QUOTE); i++) {
        *offset = after;
        class = dp_character_at(bytes, *offset, &after);
    }
    return class;
}

/* Whether a sentence may start at `offset`: with a capital that is no initial, or because the line ends there. */
static bool sentence_may_start(dp_str bytes, size_t offset) {
    size_t after;
    dp_character class = next_sign(bytes, &offset);
    if (class == DP_CHAR_END || class == DP_CHAR_LINE) return true;
    dp_character_at(bytes, offset, &after);
    return class == DP_CHAR_UPPER && !is_stop(bytes, after);
}

/* Whether a sentence starts at `offset` with one of the words that do so, and no name with such a word: Le Goff. */
static bool starter_follows(const dp_cutter *cutter, size_t offset) {
    char buffer[DP_FORM_MAX];
    dp_str bytes = cutter->bytes;
    size_t after;
    dp_character class = next_sign(bytes, &offset);
    if (class == DP_CHAR_END || class == DP_CHAR_LINE) return true;
    if (class != DP_CHAR_UPPER) return false;
    size_t end = offset;
    while (end - offset < DP_FORM_MAX && dp_character_is_word(dp_character_at(bytes, end, &after))) end = after;
    if (dp_character_at(bytes, end, &after) == DP_CHAR_APOSTROPHE) end = after;
    dp_str form = dp_lower_short(slice(cutter, offset, end), buffer);
    if (!dp_cutter_has(cutter->rules->starters, cutter->rules->starter_count, form)) return false;
    return next_sign(bytes, &end) != DP_CHAR_UPPER;
}

/* Whether [start, end) is two capitals or more that differ: an acronym at the end of its sentence rather than an
 * abbreviation. MM. and PP. are plurals. */
static bool is_acronym(dp_str bytes, size_t start, size_t end) {
    size_t second, after;
    dp_character first = dp_character_at(bytes, start, &second);
    if (first != DP_CHAR_UPPER || dp_character_at(bytes, second, &after) != DP_CHAR_UPPER) return false;
    return after < end || second - start != after - second ||
           memcmp(bytes.at + start, bytes.at + second, second - start) != 0;
}

/* Whether the stop of the abbreviation [start, end) ends a sentence and is a token of its own: "art." and "etc." may
 * end one, and so may a single letter that is no initial ("le livret A."). */
static bool stop_stands_apart(const dp_cutter *cutter, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    size_t letter;
    const dp_token *before = cutter->count ? &cutter->tokens[cutter->count - 1] : NULL;
    if (memchr(cutter->bytes.at + start, '.', end - start - 1)) return false;
    if (dp_character_at(cutter->bytes, start, &letter) == DP_CHAR_UPPER && letter == end - 1) {
        bool noun = before && (before->casing == DP_CASING_LOWER || before->kind == DP_TOKEN_SYMBOL);
        return noun && starter_follows(cutter, end);
    }
    if (is_acronym(cutter->bytes, start, end - 1)) return sentence_may_start(cutter->bytes, end);
    dp_str form = dp_lower_short(slice(cutter, start, end), buffer);
    bool plural = letter < end - 1 && dp_character_at(cutter->bytes, letter, &letter) == DP_CHAR_UPPER;
    bool final = !plural && dp_cutter_has(cutter->rules->finals, cutter->rules->final_count, form);
    bool unit = before && before->kind == DP_TOKEN_NUMBER;
    return (final || unit) && sentence_may_start(cutter->bytes, end);
}

/* An initial: one capital letter and its stop. Or a small one before a comma or a small letter: agnès b., */
static bool is_initial(dp_str bytes, size_t start, size_t end) {
    size_t after, next;
    dp_character letter = dp_character_at(bytes, start, &after);
    if (after != end || !is_stop(bytes, end)) return false;
    if (letter == DP_CHAR_UPPER) return true;
    if (letter != DP_CHAR_LOWER) return false;
    dp_character follows = dp_character_at(bytes, end + 1, &next);
    return follows == DP_CHAR_PUNCTUATION;
}

/* The end of endings in stops, as in étudiant.e.s; `end` when there are none. */
static size_t inclusive_end(dp_str bytes, size_t end) {
    size_t after, next;
    while (is_stop(bytes, end) && dp_character_at(bytes, end + 1, &after) == DP_CHAR_LOWER && after == end + 2 &&
           !dp_character_is_word(dp_character_at(bytes, after, &next)) && !is_stop(bytes, after + 1)) {
        end = after;
    }
    return end;
}

/* A word before which nothing special was found and after which a stop follows. Gives its end, or `start`. */
static size_t stopped_end(const dp_cutter *cutter, size_t start, size_t end, unsigned *flags) {
    dp_str bytes = cutter->bytes;
    size_t stopped = acronym_end(bytes, start);
    size_t listed = abbreviation_end(cutter, start, end);
    if (listed > stopped) stopped = listed;
    if (stopped == start && is_initial(bytes, start, end)) stopped = end + 1;
    if (stopped == start) {
        size_t inclusive = inclusive_end(bytes, end);
        return inclusive > end ? inclusive : start;
    }
    if (bytes.at[stopped - 1] == '.') {
        if (stop_stands_apart(cutter, start, stopped)) return stopped - 1;
        *flags = DP_TOKEN_ABBREVIATION;
    }
    return stopped;
}

static size_t pushed(dp_cutter *cutter, size_t start, size_t end, dp_token_kind kind, unsigned flags) {
    return dp_cutter_push(cutter, start, end, kind, flags) ? end : SIZE_MAX;
}

/* Pushes the link that begins with the word [start, end); gives its end, `end` when there is none. */
static size_t link_scan(dp_cutter *cutter, size_t start, size_t end) {
    size_t link = dp_link_find(cutter, start, end);
    return link > end ? pushed(cutter, start, link, DP_TOKEN_LINK, 0) : end;
}

/* A word whose letters [start, end) are followed by an apostrophe, a hyphen or the like. */
static size_t joined_scan(dp_cutter *cutter, size_t start, size_t end) {
    size_t elided = elision_end(cutter, start, end);
    if (elided > start) {
        run ahead = run_of(cutter->bytes, start, end, DP_FORM_MAX);
        if (!ahead.joined || !is_whole(cutter, start, ahead.end)) {
            return pushed(cutter, start, elided, DP_TOKEN_WORD, DP_TOKEN_ELIDED);
        }
        return pushed(cutter, start, ahead.end, DP_TOKEN_WORD, 0);
    }
    run r = run_of(cutter->bytes, start, end, SIZE_MAX);
    size_t link = link_scan(cutter, start, r.end);
    if (link > r.end) return link;
    if (is_stop(cutter->bytes, r.end)) {
        size_t listed = abbreviation_end(cutter, start, r.end);
        if (listed > r.end && !stop_stands_apart(cutter, start, listed)) {
            return pushed(cutter, start, listed, DP_TOKEN_WORD, DP_TOKEN_ABBREVIATION);
        }
    }
    if (!r.joined || r.hyphens[0] == 0 || is_whole(cutter, start, r.end)) {
        return pushed(cutter, start, r.end, DP_TOKEN_WORD, 0);
    }
    return push_run(cutter, start, &r) ? r.end : SIZE_MAX;
}

/* Where a word that opens a sentence is glued to the end of the word [start, end), as in "ParisLe"; else `end`. */
static size_t glued_start(const dp_cutter *cutter, size_t start, size_t end) {
    char buffer[DP_FORM_MAX];
    const char *at = cutter->bytes.at;
    size_t after, i = end - start > GLUED_MAX + 1 ? end - GLUED_MAX : start + 2;
    for (; i < end; i++) {
        if (at[i] < 'A' || at[i] > 'Z' || (at[i - 1] >= 'A' && at[i - 1] <= 'Z')) continue;
        dp_str form = dp_lower_short(slice(cutter, i, end), buffer);
        if (dp_character_at(cutter->bytes, end, &after) == DP_CHAR_APOSTROPHE) buffer[form.len++] = '\'';
        if (dp_cutter_has(cutter->rules->glued, cutter->rules->glued_count, form)) return i;
    }
    return end;
}

size_t dp_word_scan(dp_cutter *cutter, size_t start) {
    dp_str bytes = cutter->bytes;
    size_t end = glued_start(cutter, start, letters_end(bytes, start)), after;
    dp_character next = dp_character_at(bytes, end, &after);
    if (next <= DP_CHAR_LINE) return pushed(cutter, start, end, DP_TOKEN_WORD, 0);
    size_t link = link_scan(cutter, start, end);
    if (link > end) return link;
    if (next == DP_CHAR_STOP) {
        unsigned flags = 0;
        size_t stopped = stopped_end(cutter, start, end, &flags);
        if (stopped > start) return pushed(cutter, start, stopped, DP_TOKEN_WORD, flags);
    }
    if (next == DP_CHAR_SYMBOL && is_whole(cutter, start, after)) return pushed(cutter, start, after, DP_TOKEN_WORD, 0);
    return joined_scan(cutter, start, end);
}
