#include "values/amount.h"

#include "values/clock.h"
#include "values/duration.h"
#include "values/number.h"

enum { COLUMN_VALUE = 4, BETWEEN_MAX = 3, CHAIN_MAX = 4, MINUTES_MAX = 60 };

static const double WHOLE_BELOW = 1e15; /* doubles below are cast to integers */
static const double MINUTES = 60.0;
static const double SENSE_BELOW = 1e4; /* who counts so many livres counts money */

/* What is being read. */
typedef struct reading {
    const dp_lexis *l;
    dp_currencies *currencies;
    dp_arena *arena;
    uint32_t first, limit; /* the sentence */
    dp_number number;
    uint32_t end;  /* token after what was read so far */
    dp_str length; /* the unit of time read, in the lexicon's notation */
    dp_candidate c;
} reading;

bool dp_amount_starts(const dp_lexis *l, uint32_t token) {
    const dp_token *t = &l->text->tokens[token];
    return t->kind == DP_TOKEN_NUMBER || t->kind == DP_TOKEN_SYMBOL || t->casing == DP_CASING_UPPER ||
           dp_pack_in_set(l->pack, l->sets[DP_SET_NUMBER_STARTS], t);
}

static const dp_token *token_at(const reading *r, uint32_t token) {
    return &r->l->text->tokens[token];
}

static const dp_word *word_at(const reading *r, uint32_t token) {
    return dp_pack_word(r->l->pack, token_at(r, token)->word);
}

static void finish(reading *r, depeche_value_kind kind, dp_tag tag, dp_sureness sureness) {
    r->c.value.kind = kind;
    r->c.value.tag = tag;
    r->c.sureness = sureness;
}

/* ------------------------------------------------------------------------------------------------- units */

/* Whether the unit lexicon has the token, in the singular or plural, among units and what is counted. */
static bool find_counted_word(const reading *r, uint32_t token, dp_hit *word) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(r->l->pack, r->l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_UNIT || hits[i].length != 1 || hits[i].column >= 2) continue;
        *word = hits[i];
        return true;
    }
    return false;
}

static bool is_counted_word(const reading *r, uint32_t token) {
    dp_hit word;
    return find_counted_word(r, token, &word);
}

/* "a", "sont", but not "avions", which are also counted. */
static bool is_auxiliary(const reading *r, uint32_t token) {
    return (dp_lexis_has(r->l, DP_SET_HAVE, token, r->limit) || dp_lexis_has(r->l, DP_SET_BE, token, r->limit)) &&
           !is_counted_word(r, token);
}

/* A preposition, auxiliary or the like, whose letters may also be a unit's: "au", "a", "sous". */
static bool is_small_word(const reading *r, uint32_t token) {
    const unsigned small = DP_POS_PREPOSITION | DP_POS_CONJUNCTION | DP_POS_DETERMINER | DP_POS_PRONOUN;
    return token_at(r, token)->kind == DP_TOKEN_WORD && ((word_at(r, token)->pos & small) || is_auxiliary(r, token));
}

/* "quart d'heure": a unit that is a part of another, 0.25 of it. */
static bool is_part_of_unit(const reading *r, const dp_hit *unit) {
    return dp_str_starts(dp_pack_field(r->l->pack, DP_LIST_UNIT, unit->entry, COLUMN_VALUE), DP_STR("0."));
}

/* The longest unit at a token; currencies only, or none of them. Counted nouns are units only where they are more than
 * one word and hold no preposition. */
static bool read_unit(const reading *r, uint32_t token, bool currency, dp_hit *unit) {
    if (token >= r->limit) return false;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(r->l->pack, r->l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        const dp_lexis_kinds *k = &r->l->kinds;
        if (hits[i].list != DP_LIST_UNIT || hits[i].length > r->limit - token) continue;
        if ((hits[i].kind == k->currency) != currency || hits[i].kind == k->counted_person ||
            hits[i].kind == k->counted_thing)
            continue;
        if (hits[i].length == 1 && is_small_word(r, token)) continue;
        if (hits[i].length == 1 && hits[i].column == 2 && !hits[i].exact && token_at(r, token)->lower.len <= 2)
            continue;
        bool of = false, fraction = hits[i].kind == k->time && hits[i].length > 1 && is_part_of_unit(r, &hits[i]);
        for (uint32_t t = token + 1; t < token + hits[i].length && !currency; t++) {
            of |= (word_at(r, t)->pos & DP_POS_PREPOSITION) != 0;
        }
        if (of && !fraction) continue;
        *unit = hits[i];
        return true;
    }
    return false;
}

static bool takes_of(const reading *r) {
    return r->number.scaled || r->number.form == DP_NUMBER_COLLECTIVE || r->number.value >= 1e6;
}

/* Where what is counted begins: after the "de" that millions and collectives take. */
static uint32_t counted_from(const reading *r) {
    bool of = takes_of(r) && dp_lexis_has(r->l, DP_SET_OF, r->end, r->limit);
    return of ? r->end + 1 : r->end;
}

/* "2,5 M€", "3 Md€": an abbreviated power of a thousand before a currency. */
static void read_scale(reading *r) {
    uint32_t token = r->end;
    if (r->number.in_words || token + 1 >= r->limit || token_at(r, token)->lower.len > 3) return;
    dp_hit unit, hits[DP_HITS_MAX];
    if (!read_unit(r, token + 1, true, &unit)) return;
    size_t count = dp_pack_hits(r->l->pack, r->l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        double value;
        if (hits[i].list != DP_LIST_NUMBER || hits[i].length != 1 || !hits[i].exact) continue;
        if (!dp_number_of_figures(dp_pack_field(r->l->pack, DP_LIST_NUMBER, hits[i].entry, 1), &value)) continue;
        if (value < 1000.0) continue;
        r->number.value *= value;
        r->end++;
        return;
    }
}

/* Whether a mark stands by itself: after white space or an opening bracket. */
static bool is_free(const reading *r, uint32_t token) {
    return !dp_lexis_tight(r->l, token) || dp_lexis_is(r->l, token - 1, token, '(');
}

/* The sign before a number, "-24", "+9,5 %", "- 33 %": a dash that no word or number stands before. */
static void take_sign(reading *r, bool spaced) {
    uint32_t token = r->c.value.tokens.first;
    if (token == r->first || (!spaced && !dp_lexis_tight(r->l, token))) return;
    bool minus = dp_lexis_is(r->l, token - 1, token, '-');
    if (!minus && !dp_lexis_is(r->l, token - 1, token, '+')) return;
    if (token - 1 == r->first ? !dp_lexis_tight(r->l, token) : !is_free(r, token - 1)) return;
    r->c.value.tokens.first--;
    if (minus) r->number.value = -r->number.value;
}

/* "moins 22 degrés", but not "au moins 22 degrés". */
static void take_minus(reading *r) {
    uint32_t token = r->c.value.tokens.first;
    if (token == r->first || !dp_lexis_has(r->l, DP_SET_MINUS, token - 1, token)) return;
    if (token - 1 > r->first && dp_lexis_has(r->l, DP_SET_MINUS_NOT, token - 2, token)) return;
    r->c.value.tokens.first--;
    r->number.value = -r->number.value;
}

static bool read_percent(reading *r) {
    uint32_t length = dp_lexis_match(r->l, DP_SET_PERCENT, r->end, r->limit);
    if (!length) return false;
    r->end += length;
    if (!r->number.in_words) take_sign(r, true);
    finish(r, DEPECHE_VALUE_PERCENT, DP_TAG_PCT, DP_SURE);
    return true;
}

/* Hundredths after the currency: "9 francs 20", "5 euros 50". */
static void read_hundredths(reading *r) {
    uint32_t value;
    if (!dp_lexis_integer(r->l, r->end, r->limit, &value) || token_at(r, r->end)->lower.len != 2) return;
    if (r->end + 1 < r->limit && (word_at(r, r->end + 1)->pos & DP_POS_NOUN)) return;
    r->number.value += (double)value / 100.0;
    r->end++;
}

static void set_currency(reading *r, const dp_hit *unit, uint32_t token) {
    double scale;
    r->c.value.unit =
        dp_currency_code(r->currencies, r->l, unit->entry, (dp_range){token, token + unit->length}, &scale);
    r->number.value *= scale;
    bool doubtful =
        dp_lexis_has(r->l, DP_SET_OTHER_SENSE, token, r->limit) && unit->length == 1 && r->number.value < SENSE_BELOW;
    finish(r, DEPECHE_VALUE_MONEY, DP_TAG_MONEY, doubtful ? DP_LIKELY : DP_SURE);
}

static bool read_currency(reading *r) {
    dp_hit unit;
    uint32_t from = counted_from(r);
    if (!read_unit(r, from, true, &unit)) return false;
    set_currency(r, &unit, from);
    r->end = from + unit.length;
    if (!takes_of(r)) read_hundredths(r);
    return true;
}

/* ------------------------------------------------------------------------------------------------ lengths */

static void add_half(reading *r, dp_duration *duration, dp_str length) {
    uint32_t half = dp_lexis_match(r->l, DP_SET_HALF, r->end, r->limit);
    if (!half) return;
    dp_hit hits[DP_HITS_MAX];
    double share = 0.5;
    size_t count = dp_pack_hits(r->l->pack, r->l->text, r->end, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_NUMBER || hits[i].length != half) continue;
        if (dp_str_equal(dp_pack_field(r->l->pack, DP_LIST_NUMBER, hits[i].entry, 1), DP_STR("+1/4"))) share = 0.25;
    }
    r->number.value += share;
    r->end += half;
    if (duration) dp_duration_add(duration, share, length);
}

/* Two figures alone after a unit of time: the minutes of "1 h 45", the hundredths of "9 s 81". */
static void read_bare_part(reading *r, dp_duration *duration, dp_str length, uint32_t value) {
    uint32_t next = r->end + 1;
    if (token_at(r, r->end)->lower.len != 2) return;
    if (dp_str_equal(length, DP_STR("hour")) && value < MINUTES_MAX) {
        dp_duration_add(duration, value, DP_STR("minute"));
        r->end++;
    } else if (dp_str_equal(length, DP_STR("second")) && !(next < r->limit && (word_at(r, next)->pos & DP_POS_NOUN))) {
        dp_duration_add(duration, (double)value / 100.0, length);
        r->end++;
    }
}

/* "2 h 30 min", "1 h 45", "3 min 20 s": smaller units after a unit of time. */
static void read_chain(reading *r, dp_duration *duration, dp_str length) {
    for (unsigned i = 0; i < CHAIN_MAX; i++) {
        uint32_t value;
        dp_hit unit;
        if (!dp_lexis_integer(r->l, r->end, r->limit, &value)) return;
        bool part = value < MINUTES_MAX && read_unit(r, r->end + 1, false, &unit) && unit.kind == r->l->kinds.time;
        if (!part) {
            read_bare_part(r, duration, length, value);
            return;
        }
        length = dp_pack_field(r->l->pack, DP_LIST_UNIT, unit.entry, COLUMN_VALUE);
        if (!dp_duration_add(duration, value, length)) return;
        r->end += 1 + unit.length;
    }
}

static int read_length(reading *r, const dp_hit *unit) {
    dp_duration duration = {0};
    dp_str length = dp_pack_field(r->l->pack, DP_LIST_UNIT, unit->entry, COLUMN_VALUE);
    bool known = dp_duration_add(&duration, r->number.value, length);
    r->length = length;
    add_half(r, known ? &duration : NULL, length);
    uint32_t alone = r->end;
    if (known && !r->number.in_words) read_chain(r, &duration, length);
    bool chained = r->end > alone + 1 || dp_lexis_match(r->l, DP_SET_RATE_AFTER, r->end, r->limit) > 0;
    bool clock = !chained && dp_str_equal(length, DP_STR("hour")) && r->number.value <= 24.0 &&
                 !dp_lexis_match_before(r->l, DP_SET_LENGTH_BEFORE, r->c.value.tokens.first, r->first);
    finish(r, DEPECHE_VALUE_DURATION, DP_TAG_QTY, clock ? DP_LIKELY : DP_SURE);
    return known && r->number.known ? dp_duration_write(&duration, r->arena, &r->c.value.iso) : 0;
}

/* ------------------------------------------------------------------------------------------ counted nouns */

static bool is_noun(const reading *r, uint32_t token) {
    if (token >= r->limit || token_at(r, token)->kind != DP_TOKEN_WORD) return false;
    const dp_token *t = token_at(r, token);
    const dp_word *word = word_at(r, token);
    if (t->flags & (DP_TOKEN_CLITIC | DP_TOKEN_ELIDED | DP_TOKEN_ABBREVIATION)) return false;
    if (dp_lexis_has(r->l, DP_SET_NOT_COUNTED, token, r->limit) || dp_lexis_has(r->l, DP_SET_MONTHS, token, r->limit))
        return false;
    if (t->casing != DP_CASING_LOWER && t->casing != DP_CASING_NONE) return (word->pos & DP_POS_NOUN) != 0;
    if (word->pos == 0) return true;
    if (is_auxiliary(r, token)) return false;
    if (word->pos & (DP_POS_PREPOSITION | DP_POS_CONJUNCTION | DP_POS_PRONOUN | DP_POS_DETERMINER)) return false;
    return (word->pos & DP_POS_NOUN) && (word->grammar & DP_GRAM_PLURAL || !(word->grammar & DP_GRAM_SINGULAR));
}

static bool is_between(const reading *r, uint32_t token) {
    return dp_lexis_has(r->l, DP_SET_BETWEEN, token, r->limit) ||
           dp_lexis_has(r->l, DP_SET_ADJECTIVES, token, r->limit);
}

/* The token of the noun that is counted, from `token` on; `token` itself when there is none. */
static bool find_noun(const reading *r, uint32_t token, uint32_t *noun) {
    uint32_t at = token;
    for (unsigned i = 0; i < BETWEEN_MAX && is_between(r, at); i++) at++;
    if (at > token && is_noun(r, at)) {
        *noun = at;
        return true;
    }
    *noun = token;
    return is_noun(r, token);
}

/* Gives a form the capital that the token has in the text ("Tchadiens": "Tchadien"), where it has one and the form
 * begins with an ASCII or Latin-1 letter. Returns 0 or -1 (memory). */
static int take_capital(const reading *r, uint32_t token, dp_str *form) {
    if (token_at(r, token)->casing != DP_CASING_CAPITAL || form->len == 0) return 0;
    const unsigned char latin1 = 0xC3, first = 0xA0, last = 0xBE, division = 0xB7, case_bit = 0x20;
    size_t at = (unsigned char)form->at[0] == latin1 && form->len > 1;
    unsigned char letter = (unsigned char)form->at[at];
    bool small = at ? letter >= first && letter <= last && letter != division : letter >= 'a' && letter <= 'z';
    if (!small) return 0;
    char *copy = dp_arena_alloc(r->arena, form->len);
    if (!copy) return -1;
    memcpy(copy, form->at, form->len);
    copy[at] = (char)(letter - case_bit);
    form->at = copy;
    return 0;
}

/* The counted noun in the singular, as far as the lexicon of units or the vocabulary knows it. Returns 0 or -1
 * (memory).
 */
static int read_singular(const reading *r, uint32_t noun, dp_str *singular) {
    dp_hit counted;
    if (find_counted_word(r, noun, &counted)) {
        *singular = dp_pack_field(r->l->pack, DP_LIST_UNIT, counted.entry, 0);
        return 0;
    }
    const dp_word *word = word_at(r, noun);
    unsigned pos = dp_pack_word(r->l->pack, word->lemma)->pos;
    bool plain = word->lemma && (pos & DP_POS_NOUN) && !(pos & DP_POS_INFINITIVE);
    *singular = plain ? dp_pack_word_form(r->l->pack, word->lemma) : token_at(r, noun)->lower;
    return take_capital(r, noun, singular);
}

/* A group at a token that is counted by its whole name, "gilets jaunes". */
static bool find_group(const reading *r, uint32_t token, dp_hit *group) {
    dp_hit hits[DP_HITS_MAX];
    uint32_t length = dp_lexis_match(r->l, DP_SET_BADGES, token, r->limit);
    if (length == 0) return false;
    size_t count = dp_pack_hits(r->l->pack, r->l->text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_UNIT || hits[i].length != length) continue;
        *group = hits[i];
        return true;
    }
    return false;
}

/* Where the quotation mark that opens at a token closes again, a few words on: "4 000 « gilets jaunes »"; 0 when
 * nowhere near. */
static uint32_t end_of_quoted(const reading *r, uint32_t token) {
    enum { LONGEST = 4 };
    uint32_t number = r->c.value.tokens.first;
    bool quoted = number > r->first && token_at(r, number - 1)->kind == DP_TOKEN_QUOTE; /* "« 300 » élus" */
    if (token >= r->limit || quoted || token_at(r, token)->kind != DP_TOKEN_QUOTE) return 0;
    for (uint32_t t = token + 2; t < r->limit && t <= token + 1 + LONGEST; t++) {
        if (token_at(r, t)->kind == DP_TOKEN_QUOTE) return t + 1;
        if (token_at(r, t)->kind != DP_TOKEN_WORD) return 0;
    }
    return 0;
}

/* "1 m 52": two figures after the symbol of a unit. */
static bool has_centimetres(const reading *r, const dp_hit *unit, uint32_t token) {
    uint32_t value;
    return unit->column == 2 && unit->length == 1 && !r->number.in_words && unit->kind != r->l->kinds.time &&
           dp_lexis_integer(r->l, token, r->limit, &value) && token_at(r, token)->lower.len == 2;
}

/* "1 min 10 s": a number and a smaller unit of time after a unit of time. */
static bool has_smaller_unit(const reading *r, const dp_hit *unit, uint32_t token) {
    uint32_t value;
    dp_hit smaller;
    return unit->kind == r->l->kinds.time && dp_lexis_integer(r->l, token, r->limit, &value) &&
           read_unit(r, token + 1, false, &smaller) && smaller.kind == r->l->kinds.time;
}

/* A unit or counted noun after the number. Returns 1 when there is one, 0 or -1 (memory). */
static int read_counted(reading *r) {
    dp_hit unit;
    uint32_t noun, from = counted_from(r);
    bool whole =
        r->number.known && r->number.value < WHOLE_BELOW && r->number.value == (double)(int64_t)r->number.value;
    bool several = !r->number.known || r->number.value >= 2.0;
    if (from < r->limit && read_unit(r, from, false, &unit) &&
        (several || !whole || has_centimetres(r, &unit, from + unit.length) ||
         has_smaller_unit(r, &unit, from + unit.length))) {
        r->end = from + unit.length;
        r->c.value.unit = dp_pack_field(r->l->pack, DP_LIST_UNIT, unit.entry, 0);
        if (unit.kind == r->l->kinds.time) return read_length(r, &unit) ? -1 : 1;
        if (has_centimetres(r, &unit, r->end)) {
            uint32_t centimetres = 0;
            dp_lexis_integer(r->l, r->end, r->limit, &centimetres);
            r->number.value += (double)centimetres / 100.0;
            r->end++;
        } else {
            add_half(r, NULL, (dp_str){"", 0});
        }
        if (unit.kind == r->l->kinds.temperature) take_minus(r);
        bool other_sense = unit.length == 1 && dp_lexis_has(r->l, DP_SET_OTHER_SENSE, from, r->limit);
        finish(r, DEPECHE_VALUE_QUANTITY, DP_TAG_QTY, other_sense ? DP_LIKELY : DP_SURE);
        return 1;
    }
    uint32_t quoted = end_of_quoted(r, from);
    if (quoted) from++;
    if (!several || from >= r->limit || !find_noun(r, from, &noun)) return 0;
    if (read_singular(r, noun, &r->c.value.unit)) return -1;
    dp_hit group;
    bool grouped = find_group(r, noun, &group);
    if (grouped) r->c.value.unit = dp_pack_field(r->l->pack, DP_LIST_UNIT, group.entry, 0);
    bool time = noun > from && read_unit(r, noun, false, &unit) && unit.kind == r->l->kinds.time && unit.length == 1;
    r->end = quoted ? quoted : noun + (grouped ? group.length : 1);
    finish(r, DEPECHE_VALUE_QUANTITY, DP_TAG_QTY, DP_SURE);
    if (grouped) return 1;
    if (word_at(r, noun)->pos == 0 || (r->number.scaled && !is_counted_word(r, noun))) r->c.sureness = DP_LIKELY;
    if (dp_lexis_match_before(r->l, DP_SET_LABELS, r->c.value.tokens.first, r->first)) r->c.sureness = DP_DOUBTFUL;
    if ((word_at(r, noun)->pos & DP_POS_PARTICIPLE) && !is_counted_word(r, noun)) r->c.sureness = DP_DOUBTFUL;
    if (!time) return 1;
    uint32_t after = r->end;
    int code = read_length(r, &unit);
    r->end = after;
    return code ? -1 : 1;
}

/* ------------------------------------------------------------------------------------------ scores, ranges */

/* "3-0", "6-4 6-2": pairs of small figures without a space. */
static bool read_score(reading *r) {
    enum { POINTS_LENGTH_MAX = 3, SETS_MAX = 5 };
    uint32_t token = r->c.value.tokens.first, at = token, one, two;
    if (token > r->first && dp_lexis_tight(r->l, token) && !dp_lexis_is(r->l, token - 1, token, '(')) return false;
    if (dp_lexis_match_before(r->l, DP_SET_LABELS, token, r->first)) return false; /* "l'article 58-1" */
    unsigned sets = 0;
    while (sets < SETS_MAX && dp_lexis_integer(r->l, at, r->limit, &one) &&
           token_at(r, at)->lower.len <= POINTS_LENGTH_MAX && (dp_lexis_is(r->l, at + 1, r->limit, '-')) &&
           dp_lexis_tight(r->l, at + 1) && dp_lexis_integer(r->l, at + 2, r->limit, &two) &&
           dp_lexis_tight(r->l, at + 2) && token_at(r, at + 2)->lower.len <= POINTS_LENGTH_MAX) {
        if (sets++ == 0) {
            r->number.value = one;
            r->c.value.number2 = two;
        }
        at += 3;
    }
    if (sets == 0 || (at < r->limit && dp_lexis_is(r->l, at, r->limit, '-') && dp_lexis_tight(r->l, at))) return false;
    r->c.value.has_number2 = true;
    r->end = at;
    finish(r, DEPECHE_VALUE_QUANTITY, DP_TAG_QTY, DP_LIKELY);
    return true;
}

/* After "18, 24" in "18, 24 et 26 ans": the token that joins the last number. */
static uint32_t end_of_list(const reading *r) {
    enum { LISTED_MAX = 6 };
    uint32_t at = r->end, value;
    for (unsigned i = 0; i < LISTED_MAX; i++) {
        if (!dp_lexis_is(r->l, at, r->limit, ',') || !dp_lexis_integer(r->l, at + 1, r->limit, &value)) break;
        at += 2;
    }
    return at;
}

/* The first number of "12 à 15 °C", "entre 800 et 1 200 dollars": of the kind of the second. */
static int read_range(reading *r) {
    uint32_t joint = end_of_list(r), second = joint + 1;
    bool dash = dp_lexis_is(r->l, joint, r->limit, '-');
    bool to = dash || dp_lexis_has(r->l, DP_SET_TO, joint, r->limit) || dp_lexis_has(r->l, DP_SET_AND, joint, r->limit);
    reading other = *r;
    if (!to || second >= r->limit || !dp_number_read(r->l->pack, r->l->text, second, r->limit, &other.number) ||
        !other.number.known)
        return 0;
    other.end = other.number.tokens.end;
    read_scale(&other);
    int counted = read_percent(&other) || read_currency(&other) ? 1 : read_counted(&other);
    if (counted <= 0) return counted;
    if (other.c.sureness == DP_DOUBTFUL) return 0;
    bool sure = other.c.sureness == DP_SURE && (dash || dp_lexis_has(r->l, DP_SET_TO, joint, r->limit));
    finish(r, other.c.value.kind, other.c.value.tag, sure ? DP_SURE : DP_LIKELY);
    r->c.value.unit = other.c.value.unit;
    dp_duration duration = {0};
    if (other.length.len && dp_duration_add(&duration, r->number.value, other.length) &&
        dp_duration_write(&duration, r->arena, &r->c.value.iso))
        return -1;
    if (other.number.value >= 1e6 && r->number.value < 1000.0 && other.number.scaled) {
        double scale = 1.0;
        while (scale * 1e3 <= other.number.value) scale *= 1e3;
        r->number.value *= scale;
    }
    return 1;
}

/* -------------------------------------------------------------------------------------------------- all */

/* What stands around the amount: "environ", "plus de", "au moins". */
static depeche_approximation approximation_of(const reading *r) {
    const dp_lexis *l = r->l;
    uint32_t token = r->c.value.tokens.first;
    uint32_t before = token > r->first && (dp_lexis_has(l, DP_SET_DEFINITE, token - 1, token) ||
                                           (word_at(r, token - 1)->pos & DP_POS_DETERMINER))
                          ? token - 1
                          : token;
    for (uint32_t at = token;; at = before) {
        if (dp_lexis_match_before(l, DP_SET_MORE, at, r->first)) return DEPECHE_MORE_THAN;
        if (dp_lexis_match_before(l, DP_SET_LESS, at, r->first)) return DEPECHE_LESS_THAN;
        if (dp_lexis_match_before(l, DP_SET_ABOUT, at, r->first)) return DEPECHE_ABOUT;
        if (at == before) break;
    }
    if (dp_lexis_match(l, DP_SET_MORE_AFTER, r->end, r->limit)) return DEPECHE_MORE_THAN;
    if (dp_lexis_match(l, DP_SET_LESS_AFTER, r->end, r->limit)) return DEPECHE_LESS_THAN;
    if (dp_lexis_match(l, DP_SET_ABOUT_AFTER, r->end, r->limit)) return DEPECHE_ABOUT;
    return r->number.form == DP_NUMBER_COLLECTIVE ? DEPECHE_ABOUT : DEPECHE_EXACT;
}

static int settle(reading *r, dp_candidate *candidate) {
    r->c.value.tokens.end = r->end;
    if (r->c.value.tag == DP_TAG_QTY && !r->number.in_words && !r->c.value.has_number2) take_sign(r, false);
    r->c.value.has_number = r->number.known;
    r->c.value.number = r->number.known ? r->number.value : 0.0;
    r->c.value.approximation = approximation_of(r);
    *candidate = r->c;
    return 1;
}

/* "$ 50", "CHF 200". */
static int read_currency_first(reading *r, dp_candidate *candidate) {
    dp_hit unit;
    uint32_t token = r->c.value.tokens.first;
    if (!read_unit(r, token, true, &unit)) return 0;
    uint32_t number = token + unit.length;
    if (number >= r->limit || token_at(r, number)->kind != DP_TOKEN_NUMBER) return 0;
    if (!dp_number_read(r->l->pack, r->l->text, number, r->limit, &r->number)) return 0;
    r->end = r->number.tokens.end;
    set_currency(r, &unit, token);
    return settle(r, candidate);
}

/* "en 2h30", "48h": hours that are a length, in one token. */
static int read_joined_length(reading *r, dp_candidate *candidate) {
    enum { CLOCK_HOURS = 24 };
    int hours, minutes;
    uint32_t token = r->c.value.tokens.first;
    if (!dp_clock_joined(r->l, token, &hours, &minutes)) return 0;
    if (hours <= CLOCK_HOURS && !dp_lexis_match_before(r->l, DP_SET_LENGTH_BEFORE, token, r->first)) return 0;
    dp_duration duration = {.hours = hours, .minutes = minutes < 0 ? 0 : minutes};
    r->number = (dp_number){.known = true, .value = hours + (minutes < 0 ? 0 : minutes) / MINUTES};
    r->end = token + 1;
    finish(r, DEPECHE_VALUE_DURATION, DP_TAG_QTY, hours > CLOCK_HOURS ? DP_SURE : DP_LIKELY);
    return dp_duration_write(&duration, r->arena, &r->c.value.iso) ? -1 : settle(r, candidate);
}

/* "trois quarts d'heure" is three of a unit, not a fraction. */
static void prefer_unit(reading *r, uint32_t token) {
    dp_number number;
    dp_hit unit;
    if (token + 1 >= r->limit || !dp_number_read(r->l->pack, r->l->text, token, token + 1, &number)) return;
    if (read_unit(r, token + 1, false, &unit) && unit.length > 1 && unit.kind == r->l->kinds.time) r->number = number;
}

static bool is_article(const reading *r, uint32_t token) {
    return dp_lexis_has(r->l, DP_SET_DEFINITE, token, r->limit) ||
           (word_at(r, token)->pos & DP_POS_DETERMINER && (word_at(r, token)->grammar & DP_GRAM_SINGULAR) &&
            !(word_at(r, token)->grammar & DP_GRAM_PLURAL));
}

int dp_amount_read(const dp_lexis *lexis, dp_currencies *currencies, dp_arena *arena, uint32_t first, uint32_t token,
                   uint32_t limit, dp_candidate *candidate) {
    reading r = {
        .l = lexis, .currencies = currencies, .arena = arena, .first = first, .limit = limit, .length = {"", 0}};
    r.c.value = (dp_value){.tokens = {token, token}, .unit = {"", 0}, .iso = {"", 0}};
    const dp_token *t = &lexis->text->tokens[token];
    if (t->kind == DP_TOKEN_SYMBOL || (t->casing == DP_CASING_UPPER && t->kind == DP_TOKEN_WORD))
        return read_currency_first(&r, candidate);
    if (!dp_number_read(lexis->pack, lexis->text, token, limit, &r.number))
        return t->kind == DP_TOKEN_NUMBER ? read_joined_length(&r, candidate) : 0;
    if (r.number.form == DP_NUMBER_FRACTION) prefer_unit(&r, token);
    if (r.number.form == DP_NUMBER_FRACTION && is_article(&r, token)) return 0;
    r.end = r.number.tokens.end;
    if (t->kind == DP_TOKEN_NUMBER && read_score(&r)) {
        int unit = read_counted(&r);
        return unit < 0 ? -1 : settle(&r, candidate);
    }
    read_scale(&r);
    if (read_percent(&r) || read_currency(&r)) return settle(&r, candidate);
    int counted = read_counted(&r);
    if (counted == 0) counted = read_range(&r);
    if (counted < 0) return -1;
    if (counted) return settle(&r, candidate);
    if (r.number.known && r.number.value < 2.0 && r.number.form == DP_NUMBER_PLAIN) return 0;
    if (dp_lexis_match_before(lexis, DP_SET_LABELS, token, first)) return 0; /* "le top 40" */
    finish(&r, DEPECHE_VALUE_QUANTITY, DP_TAG_QTY, r.number.form == DP_NUMBER_FRACTION ? DP_SURE : DP_DOUBTFUL);
    return settle(&r, candidate);
}
