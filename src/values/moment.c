#include "values/moment.h"

#include "values/clock.h"
#include "values/tense.h"
#include "values/year.h"

enum { DAYS_LISTED_MAX = 8, VERB_REACH = 8 };

bool dp_moment_starts(const dp_lexis *l, uint32_t token) {
    const dp_token *t = &l->text->tokens[token];
    char last = t->lower.len ? t->lower.at[t->lower.len - 1] : ' ';
    return t->kind == DP_TOKEN_NUMBER || (last >= '0' && last <= '9') ||
           dp_pack_in_set(l->pack, l->sets[DP_SET_TIME_STARTS], t) ||
           dp_pack_in_set(l->pack, l->sets[DP_SET_NUMBER_STARTS], t);
}

/* ---------------------------------------------------------------------------------------------- the lexicon */

typedef struct time_word {
    uint32_t length;
    uint16_t kind;
    dp_meaning meaning;
} time_word;

/* Eras count only when they are told by figures: decades and centuries; others are names of events. */
static bool is_counted_era(const dp_lexis *l, uint32_t token, uint32_t length) {
    return dp_lexis_has(l, DP_SET_DECADES, token, token + length) ||
           dp_lexis_has(l, DP_SET_CENTURIES, token + length - 1, token + length);
}

static bool is_date_kind(const dp_lexis *l, const dp_hit *hit, uint32_t token, const dp_meaning *meaning) {
    const dp_lexis_kinds *k = &l->kinds;
    if (hit->kind == k->clock) return meaning->has_time;
    if (hit->kind == k->era) return is_counted_era(l, token, hit->length);
    return hit->kind == k->weekday || hit->kind == k->month || hit->kind == k->season || hit->kind == k->day_part ||
           hit->kind == k->relative_day || hit->kind == k->relative_span || hit->kind == k->feast;
}

/* "jeudi en fin de matinée" is two dates; "jeudi passé" ends in a word that is also a preposition. */
static bool holds_preposition(const dp_lexis *l, uint32_t token, uint32_t length) {
    for (uint32_t t = token + 1; t + 1 < token + length; t++) {
        if (dp_pack_word(l->pack, l->text->tokens[t].word)->pos & DP_POS_PREPOSITION) return true;
    }
    return false;
}

/* The longest expression of the time lexicon at a token that names a date. */
static bool read_time_word(const dp_lexis *l, uint32_t token, uint32_t limit, time_word *word) {
    if (token >= limit) return false;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(l->pack, l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_TIME || hits[i].length > limit - token) continue;
        dp_meaning meaning;
        dp_meaning_parse(dp_pack_field(l->pack, DP_LIST_TIME, hits[i].entry, 2), &meaning);
        if (!is_date_kind(l, &hits[i], token, &meaning)) continue;
        if (hits[i].kind == l->kinds.weekday && holds_preposition(l, token, hits[i].length)) continue;
        *word = (time_word){.length = hits[i].length, .kind = hits[i].kind, .meaning = meaning};
        return true;
    }
    return false;
}

/* "sept" is September only before a year or where a date line ends: "16 sept 2015", "16 sept (AFP)". */
static bool is_number_too(const dp_lexis *l, uint32_t token, uint32_t limit) {
    int64_t year;
    return dp_pack_in_set(l->pack, l->sets[DP_SET_NUMBER_STARTS], &l->text->tokens[token]) &&
           !dp_year_read(l, token + 1, limit, &year) && !dp_lexis_is(l, token + 1, limit, '(');
}

static bool read_month(const dp_lexis *l, uint32_t token, uint32_t limit, int *month) {
    time_word word;
    if (!dp_lexis_has(l, DP_SET_MONTHS, token, limit) || !read_time_word(l, token, token + 1, &word)) return false;
    if (word.kind != l->kinds.month || word.meaning.month == 0 || is_number_too(l, token, limit)) return false;
    *month = word.meaning.month;
    return true;
}

static bool read_day_number(const dp_lexis *l, uint32_t token, uint32_t limit, int *day) {
    uint32_t value;
    if (dp_lexis_has(l, DP_SET_FIRST_DAY, token, limit)) {
        *day = 1;
        return true;
    }
    if (!dp_lexis_integer(l, token, limit, &value) || value < 1 || value > 31) return false;
    if (l->text->tokens[token].lower.len > 2) return false;
    *day = (int)value;
    return true;
}

/* ------------------------------------------------------------------------------------------------- the days */

static void read_lean(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    if (dp_lexis_has(l, DP_SET_LAST, *at, limit)) {
        meaning->lean = DP_LEAN_LAST;
        ++*at;
    } else if (dp_lexis_has(l, DP_SET_NEXT, *at, limit)) {
        meaning->lean = DP_LEAN_NEXT;
        ++*at;
    }
}

/* The month and year after a day's number; moves *at past them. */
static bool read_month_and_year(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    if (!read_month(l, *at, limit, &meaning->month)) return false;
    ++*at;
    meaning->kind = DP_MEANING_CALENDAR;
    if (dp_year_read(l, *at, limit, &meaning->year)) {
        meaning->has_year = true;
        ++*at;
    } else {
        read_lean(l, at, limit, meaning);
    }
    return true;
}

/* "mois de juin" as a part of "début du mois de juin"; alone the month is the date. Moves *at past it. */
static bool read_named_month(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    if (!dp_lexis_has(l, DP_SET_MONTH_WORDS, *at, limit) || !dp_lexis_has(l, DP_SET_OF, *at + 1, limit)) return false;
    uint32_t month = *at + 2;
    dp_meaning m = {0};
    if (!read_month_and_year(l, &month, limit, &m)) return false;
    *meaning = m;
    *at = month;
    return true;
}

/* "3 juin", "16 et 17 juin 2012", "9, 10 et 12 mai"; *at is the first day. In "3 au 7 juin" and the like only the first
 * day is taken, with the month. */
static bool read_days(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    *meaning = (dp_meaning){0};
    if (!read_day_number(l, *at, limit, &meaning->day)) return false;
    uint32_t next = *at + 1;
    int day = 0;
    for (unsigned listed = 1; listed < DAYS_LISTED_MAX; listed++) {
        bool joined = dp_lexis_is(l, next, limit, ',') || dp_lexis_has(l, DP_SET_AND, next, limit);
        bool dash = dp_lexis_is(l, next, limit, '-') && dp_lexis_tight(l, next);
        if ((!joined && !dash) || !read_day_number(l, next + 1, limit, &day)) break;
        meaning->last_day = day;
        next += 2;
    }
    if (read_month_and_year(l, &next, limit, meaning)) {
        meaning->last_month = meaning->last_day ? meaning->month : 0;
        *at = next;
        return true;
    }
    if (meaning->last_day || !dp_lexis_has(l, DP_SET_TO, next, limit)) return false;
    uint32_t last = next + 1;
    if (!read_day_number(l, last, limit, &day)) return false;
    last++;
    if (!read_month_and_year(l, &last, limit, meaning)) return false;
    ++*at;
    return true;
}

/* A part of a day that stands after it: "soir", "au matin". */
static void read_late_piece(const dp_lexis *l, uint32_t *at, uint32_t limit) {
    *at += dp_lexis_match(l, DP_SET_DAY_PIECES_LATE, *at, limit);
}

/* The number of a day without its month, "samedi 12": what follows must not be what it would count. */
static bool read_bare_day(const dp_lexis *l, uint32_t token, uint32_t limit, int *day) {
    int number;
    if (!read_day_number(l, token, limit, &number)) return false;
    if (token + 1 < limit) {
        const dp_token *next = &l->text->tokens[token + 1];
        const unsigned small = DP_POS_PREPOSITION | DP_POS_PRONOUN | DP_POS_CONJUNCTION;
        unsigned pos = dp_pack_word(l->pack, next->word)->pos;
        bool dash = dp_lexis_is(l, token + 1, limit, '-') && dp_lexis_tight(l, token + 1);
        if (next->kind == DP_TOKEN_PUNCTUATION ? dash : !(pos & small) || (pos & DP_POS_NOUN)) return false;
        if (dp_lexis_has(l, DP_SET_HOURS, token + 1, limit)) return false;
    }
    *day = number;
    return true;
}

/* A weekday, and the date or the part of the day that follows. */
static bool read_weekday(const dp_lexis *l, uint32_t *at, uint32_t limit, const time_word *word, dp_meaning *meaning) {
    uint32_t after = *at + word->length;
    *meaning = word->meaning;
    dp_meaning days;
    uint32_t end = after;
    if (word->length == 1 && read_days(l, &end, limit, &days)) {
        days.weekday = meaning->weekday;
        *meaning = days;
        *at = end;
        read_late_piece(l, at, limit);
        return true;
    }
    *at = after;
    if (word->length == 1 && read_bare_day(l, after, limit, &meaning->day)) {
        ++*at;
        return true;
    }
    if (word->length == 1) read_late_piece(l, at, limit);
    bool there = after == *at && after + 1 < limit && (l->text->tokens[after].flags & DP_TOKEN_BRIDGE);
    if (there) *at += 2; /* "dimanche-là" */
    return true;
}

/* -------------------------------------------------------------------------------------- what holds of a date */

static bool is_capital_inside(const dp_lexis *l, uint32_t token) {
    const dp_token *t = &l->text->tokens[token];
    return t->casing != DP_CASING_LOWER && t->casing != DP_CASING_NONE && !(t->flags & DP_TOKEN_SENTENCE_START);
}

static bool is_participle(const dp_lexis *l, uint32_t token) {
    return dp_pack_word(l->pack, l->text->tokens[token].word)->pos & DP_POS_PARTICIPLE;
}

static bool follows(const dp_lexis *l, dp_lexis_set set, uint32_t token, uint32_t first) {
    return dp_lexis_match_before(l, set, token, first) > 0;
}

static bool is_determined(const dp_lexis *l, uint32_t token, uint32_t first) {
    return token > first && (dp_lexis_has(l, DP_SET_DEFINITE, token - 1, token) ||
                             dp_lexis_has(l, DP_SET_DEMONSTRATIVE, token - 1, token));
}

/* A feast that is named as a place is: "Saint-Denis". */
static bool is_place(const dp_lexis *l, uint32_t token, uint32_t length) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(l->pack, l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_PLACE && hits[i].length == length) return true;
    }
    return false;
}

static dp_sureness sureness_of_word(const dp_lexis *l, uint32_t first, uint32_t token, uint32_t end, uint32_t limit,
                                    const time_word *word) {
    if (follows(l, DP_SET_HABIT_BEFORE, token, first)) return DP_DOUBTFUL;
    if (is_participle(l, token) && !is_determined(l, token, first)) return DP_DOUBTFUL;
    if (word->kind == l->kinds.weekday) {
        bool bare = end == token + 1;
        bool article = token > first && (dp_lexis_has(l, DP_SET_DEFINITE, token - 1, token) ||
                                         dp_lexis_has(l, DP_SET_ORDINALS, token - 1, token));
        return bare && article ? DP_DOUBTFUL : DP_SURE;
    }
    if (word->kind == l->kinds.month) return is_capital_inside(l, token) ? DP_DOUBTFUL : DP_SURE;
    bool of = dp_lexis_has(l, DP_SET_OF, end, limit);
    /* "ses derniers jours", "les derniers jours de la guerre" are told by something else than the day. */
    bool another = word->meaning.kind == DP_MEANING_NONE && (of || follows(l, DP_SET_POSSESSIVE, token, first));
    if (!another && dp_lexis_match(l, DP_SET_TIME_SURE, token, end) == word->length) return DP_SURE;
    if (word->kind == l->kinds.era && dp_lexis_has(l, DP_SET_CENTURIES, token + word->length - 1, end)) return DP_SURE;
    if (word->kind == l->kinds.feast && word->meaning.kind != DP_MEANING_NONE && !is_place(l, token, word->length) &&
        (follows(l, DP_SET_CLOCK_BEFORE, token, first) || follows(l, DP_SET_YEAR_BEFORE, token, first)))
        return DP_SURE;
    if (word->kind == l->kinds.clock && follows(l, DP_SET_CLOCK_BEFORE, token, first)) return DP_SURE;
    if (word->kind == l->kinds.day_part && follows(l, DP_SET_DAY_PART_BEFORE, token, first)) {
        bool described =
            of || (end < limit && dp_pack_word(l->pack, l->text->tokens[end].word)->pos & DP_POS_ADJECTIVE);
        if (!described && dp_tense_near(l, (dp_range){token, end}, first, limit) != DP_TENSE_PRESENT) return DP_SURE;
    }
    if ((word->meaning.anchored && of) || word->length > 1 || word->kind != l->kinds.relative_day ||
        word->meaning.kind != DP_MEANING_SHIFT)
        return DP_DOUBTFUL;
    first = token - first > VERB_REACH ? token - VERB_REACH : first;
    limit = limit - end > VERB_REACH ? end + VERB_REACH : limit;
    return dp_tense_near(l, (dp_range){token, end}, first, limit) == DP_TENSE_PRESENT ? DP_DOUBTFUL : DP_LIKELY;
}

/* "le onzième samedi de suite"; but not "le premier dimanche de mai". */
static bool is_counted_weekday(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit) {
    uint32_t token = tokens.first, next = tokens.end + 1;
    if (tokens.end - token != 1 || token == first || !dp_lexis_has(l, DP_SET_WEEKDAYS, token, tokens.end)) return false;
    bool of_month = dp_lexis_has(l, DP_SET_OF, tokens.end, limit) &&
                    (dp_lexis_has(l, DP_SET_MONTHS, next, limit) || dp_lexis_has(l, DP_SET_MONTH_WORDS, next, limit));
    return dp_lexis_has(l, DP_SET_ORDINALS, token - 1, token) && !of_month;
}

/* "le lundi", where the clause says what is done, not what was or will be. */
static bool is_weekly(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit) {
    uint32_t token = tokens.first;
    return tokens.end - token == 1 && token > first && dp_lexis_has(l, DP_SET_WEEKDAYS, token, tokens.end) &&
           dp_lexis_has(l, DP_SET_DEFINITE, token - 1, token) && !dp_lexis_has(l, DP_SET_OF, token - 1, token) &&
           dp_tense_near(l, tokens, first, limit) == DP_TENSE_PRESENT;
}

bool dp_moment_is_general(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit) {
    uint32_t length = tokens.end - tokens.first;
    if (follows(l, DP_SET_EACH, tokens.first, first)) return true;
    if (dp_lexis_match(l, DP_SET_NO_DATES, tokens.first, tokens.end) == length) return true;
    if (dp_lexis_match(l, DP_SET_EVENT_DAYS, tokens.first, tokens.end) == length &&
        dp_lexis_has(l, DP_SET_OF, tokens.end, limit))
        return true;
    bool span = dp_lexis_has(l, DP_SET_MONTH_WORDS, tokens.first, limit) ||
                dp_lexis_has(l, DP_SET_YEAR_WORDS, tokens.first, limit);
    if (span && length > 1 && dp_lexis_match(l, DP_SET_HALF, tokens.first + 1, tokens.end) == length - 1) return true;
    return is_counted_weekday(l, tokens, first, limit) || is_weekly(l, tokens, first, limit);
}

/* --------------------------------------------------------------------------------------------- compositions */

static uint32_t skip_of(const dp_lexis *l, uint32_t at, uint32_t limit) {
    if (!dp_lexis_has(l, DP_SET_OF, at, limit)) return at;
    at++;
    return dp_lexis_has(l, DP_SET_DEFINITE, at, limit) ? at + 1 : at;
}

/* "avant notre ère", "de notre ère" after a century: moves *at past it. */
static void read_era(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    if (!dp_lexis_has(l, DP_SET_CENTURIES, *at - 1, limit)) return;
    uint32_t before = dp_lexis_match(l, DP_SET_BEFORE_ERA, *at, limit);
    if (before && meaning->kind == DP_MEANING_YEARS && meaning->year > 0) {
        /* The year before 1 is 0: the second century ends in -100. */
        int64_t first = 1 - meaning->last_year;
        meaning->last_year = 1 - meaning->year;
        meaning->year = first;
    }
    *at += before ? before : dp_lexis_match(l, DP_SET_OF_ERA, *at, limit);
}

/* What may follow "nuit de", "fin": a weekday, days, a month, a year or an expression of the lexicon. */
static bool read_part(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    time_word word;
    if (read_days(l, at, limit, meaning)) return true;
    *meaning = (dp_meaning){0};
    if (read_month_and_year(l, at, limit, meaning) || read_named_month(l, at, limit, meaning)) return true;
    if (dp_year_after_word(l, at, limit, meaning) || dp_year_named(l, at, limit, meaning)) return true;
    if (dp_year_read(l, *at, limit, &meaning->year)) {
        meaning->kind = DP_MEANING_CALENDAR;
        meaning->has_year = true;
        ++*at;
        return true;
    }
    if (!read_time_word(l, *at, limit, &word)) return false;
    if (word.kind == l->kinds.weekday) return read_weekday(l, at, limit, &word, meaning);
    if (word.kind == l->kinds.day_part || word.kind == l->kinds.clock) return false;
    *meaning = word.meaning;
    *at += word.length;
    if (word.kind == l->kinds.era) read_era(l, at, limit, meaning);
    if (word.kind == l->kinds.season && dp_year_read(l, *at, limit, &meaning->year)) {
        meaning->has_year = true;
        ++*at;
    }
    return true;
}

/* "nuit de lundi à mardi", "nuit du 3 au 4 mai 2012", "soir du réveillon". */
static bool read_day_piece(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    if (!dp_lexis_has(l, DP_SET_DAY_PIECES, *at, limit)) return false;
    uint32_t next = skip_of(l, *at + 1, limit);
    if (next == *at + 1 || !read_part(l, &next, limit, meaning)) return false;
    if (meaning->kind == DP_MEANING_CALENDAR && !meaning->day) return false;
    if (dp_lexis_has(l, DP_SET_TO, next, limit)) {
        uint32_t last = next + 1;
        dp_meaning end;
        if (read_part(l, &last, limit, &end)) {
            meaning->overnight = true;
            next = last;
        }
    }
    *at = next;
    return true;
}

static dp_edge edge_at(const dp_lexis *l, uint32_t token, uint32_t limit) {
    if (dp_lexis_has(l, DP_SET_EDGE_START, token, limit)) return DP_EDGE_START;
    if (dp_lexis_has(l, DP_SET_EDGE_MIDDLE, token, limit)) return DP_EDGE_MIDDLE;
    if (dp_lexis_has(l, DP_SET_EDGE_END, token, limit)) return DP_EDGE_END;
    return DP_EDGE_NONE;
}

/* "fin 2019", "début du mois de juin", "milieu de l'été". */
static bool read_edge(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    dp_edge edge = edge_at(l, *at, limit);
    if (edge == DP_EDGE_NONE) return false;
    uint32_t next = skip_of(l, *at + 1, limit);
    if (!read_part(l, &next, limit, meaning)) return false;
    if (meaning->weekday || meaning->day) return false;
    meaning->edge = edge;
    *at = next;
    return true;
}

/* --------------------------------------------------------------------------------------------- figures alone */

/* "12/05/2013", "2013-05-12", "12.05.2013". */
static bool read_numeric(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    uint32_t parts[3] = {0};
    unsigned count = 0;
    uint32_t next = *at;
    dp_str lower = l->text->tokens[*at].lower;
    if (l->text->tokens[*at].kind != DP_TOKEN_NUMBER) return false;
    size_t figures = 0;
    for (size_t i = 0; i < lower.len && count < 3; i++) {
        if (lower.at[i] >= '0' && lower.at[i] <= '9') {
            if (++figures > 4) return false;
            parts[count] = parts[count] * 10 + (uint32_t)(lower.at[i] - '0');
        } else if (lower.at[i] == '.') {
            count++;
            figures = 0;
        } else {
            return false;
        }
    }
    if (count == 0) {
        char sign = dp_lexis_is(l, next + 1, limit, '/') ? '/' : '-';
        for (count = 1; count < 3; count++, next += 2) {
            if (!dp_lexis_is(l, next + 1, limit, sign) || !dp_lexis_tight(l, next + 1) ||
                !dp_lexis_integer(l, next + 2, limit, &parts[count]) || !dp_lexis_tight(l, next + 2))
                return false;
        }
    } else if (count != 2) {
        return false;
    }
    bool year_first = parts[0] >= DP_YEAR_FIRST;
    uint32_t year = year_first ? parts[0] : parts[2], day = year_first ? parts[2] : parts[0];
    if (year < DP_YEAR_FIRST || year > DP_YEAR_LAST || parts[1] < 1 || parts[1] > 12 || day < 1 || day > 31)
        return false;
    *meaning = (dp_meaning){
        .kind = DP_MEANING_CALENDAR, .has_year = true, .year = year, .month = (int)parts[1], .day = (int)day};
    *at = next + 1;
    return true;
}

/* ---------------------------------------------------------------------------------------------------- all */

static bool read_figures(const dp_lexis *l, uint32_t first, uint32_t *at, uint32_t limit, dp_candidate *c) {
    c->sureness = DP_SURE;
    if (read_numeric(l, at, limit, &c->meaning)) return true;
    if (read_days(l, at, limit, &c->meaning)) {
        read_late_piece(l, at, limit);
        return true;
    }
    return dp_year_alone(l, first, at, limit, &c->meaning, &c->sureness);
}

/* "demain mardi", "hier 3 mai": the day once more. */
static bool read_day_after(const dp_lexis *l, uint32_t *at, uint32_t limit, dp_meaning *meaning) {
    time_word word;
    dp_meaning ignored;
    if (meaning->kind != DP_MEANING_SHIFT || meaning->unit != DP_STRETCH_DAY) return false;
    if (!dp_lexis_has(l, DP_SET_WEEKDAYS, *at, limit) || !read_time_word(l, *at, limit, &word)) return false;
    return word.kind == l->kinds.weekday && read_weekday(l, at, limit, &word, &ignored);
}

/* Whether a year may follow that belongs to the expression: "printemps 2019", "fin d'année 2019". */
static bool takes_year(const dp_lexis *l, const time_word *word) {
    const dp_meaning *m = &word->meaning;
    if (m->lean != DP_LEAN_TENSE) return false;
    if (m->kind == DP_MEANING_SHIFT)
        return (m->unit == DP_STRETCH_YEAR && m->shift == 0 && m->edge) || m->unit == DP_STRETCH_QUARTER ||
               m->unit == DP_STRETCH_HALF;
    return m->kind == DP_MEANING_SEASON || m->kind == DP_MEANING_PIECE || m->kind == DP_MEANING_EASTER ||
           word->kind == l->kinds.feast;
}

/* Makes the meaning one of its year: the last quarter is then the fourth. */
static void set_year(dp_meaning *meaning) {
    meaning->has_year = true;
    if (meaning->kind != DP_MEANING_SHIFT) return;
    if (meaning->unit == DP_STRETCH_YEAR) {
        meaning->kind = DP_MEANING_CALENDAR;
    } else {
        meaning->kind = DP_MEANING_PIECE;
        meaning->piece = meaning->unit == DP_STRETCH_QUARTER ? 4 : 2;
    }
}

static bool read_words(const dp_lexis *l, uint32_t first, uint32_t *at, uint32_t limit, dp_candidate *c) {
    uint32_t token = *at;
    time_word word;
    bool known = dp_lexis_has(l, DP_SET_TIME_STARTS, token, limit) && read_time_word(l, token, limit, &word);
    uint32_t composed = token;
    c->sureness = DP_SURE;
    if (read_days(l, at, limit, &c->meaning) || dp_year_named(l, at, limit, &c->meaning)) return true;
    dp_meaning meaning = {0};
    if ((read_day_piece(l, &composed, limit, &meaning) || read_edge(l, &composed, limit, &meaning)) &&
        (!known || composed > token + word.length)) {
        c->meaning = meaning;
        *at = composed;
        return true;
    }
    if (!known) return false;
    c->meaning = word.meaning;
    if (word.kind == l->kinds.weekday) {
        if (!read_weekday(l, at, limit, &word, &c->meaning)) return false;
    } else if (word.kind == l->kinds.month && word.length == 1 && dp_lexis_has(l, DP_SET_MONTHS, token, limit)) {
        if (!read_month_and_year(l, at, limit, &c->meaning)) return false;
    } else {
        *at += word.length;
        uint32_t bare = *at;
        if (word.kind == l->kinds.era) read_era(l, at, limit, &c->meaning);
        if (word.kind == l->kinds.relative_day && !read_day_after(l, at, limit, &c->meaning))
            read_late_piece(l, at, limit);
        if (*at > bare) return true;
        if (takes_year(l, &word) && dp_year_read(l, *at, limit, &c->meaning.year)) {
            set_year(&c->meaning);
            ++*at;
            return true;
        }
    }
    c->sureness = sureness_of_word(l, first, token, *at, limit, &word);
    return true;
}

bool dp_moment_read(const dp_lexis *l, uint32_t first, uint32_t token, uint32_t limit, dp_candidate *candidate) {
    dp_candidate c = {0};
    uint32_t at = token;
    bool number = l->text->tokens[token].kind == DP_TOKEN_NUMBER;
    if (!dp_clock_read(l, first, &at, limit, &c.meaning, &c.sureness) &&
        !(number && read_figures(l, first, &at, limit, &c)) && !read_words(l, first, &at, limit, &c))
        return false;
    if (dp_moment_is_general(l, (dp_range){token, at}, first, limit)) return false;
    c.value = (dp_value){
        .tokens = {token, at}, .kind = DEPECHE_VALUE_DATE, .tag = DP_TAG_DATE, .unit = {"", 0}, .iso = {"", 0}};
    *candidate = c;
    return true;
}
