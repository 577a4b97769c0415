#include "values/number.h"

enum { HITS_MAX = 24, FIGURES_MAX = 32 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Whether every group of figures after the first has three of them: then the signs between group thousands. */
static bool groups_of_three(dp_str lower, char sign) {
    size_t run = 0, signs = 0;
    for (size_t i = 0; i < lower.len; i++) {
        if (lower.at[i] == sign) {
            if (signs > 0 && run != 3) return false;
            if (signs == 0 && (run == 0 || run > 3)) return false;
            signs++;
            run = 0;
        } else {
            run++;
        }
    }
    return signs > 0 && run == 3;
}

static size_t count_of(dp_str lower, char sign) {
    size_t count = 0;
    for (size_t i = 0; i < lower.len; i++) count += lower.at[i] == sign;
    return count;
}

bool dp_number_of_figures(dp_str lower, double *value) {
    char plain[FIGURES_MAX];
    size_t length = 0;
    if (lower.len == 0 || lower.len >= sizeof plain || !is_digit(lower.at[0])) return false;
    bool points_group = groups_of_three(lower, '.') && count_of(lower, ',') == 0;
    bool commas_group = count_of(lower, ',') > 1 && groups_of_three(lower, ',');
    if (!points_group && count_of(lower, '.') > 1) return false;
    for (size_t i = 0; i < lower.len; i++) {
        char c = lower.at[i];
        if (is_digit(c)) {
            plain[length++] = c;
        } else if ((c == '.' && !points_group) || (c == ',' && !commas_group)) {
            plain[length++] = '.';
        } else if (c != '.' && c != ',' && c != ' ' && c != '\'') {
            return false;
        }
    }
    if (count_of((dp_str){plain, length}, '.') > 1) return false;
    double whole = 0.0, scale = 1.0;
    bool fraction = false;
    for (size_t i = 0; i < length; i++) {
        if (plain[i] == '.') {
            fraction = true;
            continue;
        }
        whole = whole * 10.0 + (double)(plain[i] - '0');
        if (fraction) scale *= 10.0;
    }
    *value = whole / scale;
    return true;
}

/* A reading of the number lexicon's value column. */
typedef struct number_word {
    uint32_t length; /* tokens */
    double value;
    bool known;
    dp_number_form form;
} number_word;

/* Reads a value such as "20", "~20", "2/3"; what else the column holds ("10n", "few") is a number unsaid. */
static bool parse_value(dp_str field, double *value) {
    size_t at = field.len > 0 && field.at[0] == '~' ? 1 : 0;
    double parts[2] = {0.0, 1.0};
    unsigned part = 0;
    if (at == field.len) return false;
    for (; at < field.len; at++) {
        if (field.at[at] == '/' && part == 0) {
            part = 1;
            parts[1] = 0.0;
        } else if (is_digit(field.at[at])) {
            parts[part] = parts[part] * 10.0 + (double)(field.at[at] - '0');
        } else {
            return false;
        }
    }
    if (parts[1] == 0.0) return false;
    *value = parts[0] / parts[1];
    return true;
}

/* Whether a token may have a capital because of where it stands: it opens a sentence or follows a mark. */
static bool may_open(const dp_text *text, uint32_t token) {
    if (text->tokens[token].flags & DP_TOKEN_SENTENCE_START) return text->tokens[token].casing == DP_CASING_CAPITAL;
    if (token == 0 || text->tokens[token].casing != DP_CASING_CAPITAL) return false;
    uint8_t before = text->tokens[token - 1].kind;
    return before == DP_TOKEN_PUNCTUATION || before == DP_TOKEN_QUOTE;
}

/* The longest number word at a token. Capitals inside a sentence are names or Roman figures, not number words. */
static bool read_word(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t limit,
                      number_word *word) {
    const dp_token *first = &text->tokens[token];
    if (first->kind != DP_TOKEN_WORD) return false;
    if (first->casing != DP_CASING_LOWER && !may_open(text, token)) return false;
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_hits(pack, text, token, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_NUMBER || hits[i].length > limit - token) continue;
        if (!hits[i].exact && first->casing == DP_CASING_LOWER) continue;
        dp_str kind = dp_pack_kind_name(pack, DP_LIST_NUMBER, hits[i].kind);
        dp_str field = dp_pack_field(pack, DP_LIST_NUMBER, hits[i].entry, 1);
        *word = (number_word){.length = hits[i].length};
        bool known = word->known = parse_value(field, &word->value);
        if (dp_str_equal(kind, DP_STR("cardinal"))) {
            if (!known) continue;
            word->form = DP_NUMBER_PLAIN;
        } else if (dp_str_equal(kind, DP_STR("collective"))) {
            word->form = DP_NUMBER_COLLECTIVE;
        } else if (dp_str_equal(kind, DP_STR("fraction"))) {
            if (!known) continue;
            word->form = DP_NUMBER_FRACTION;
        } else {
            continue;
        }
        return true;
    }
    return false;
}

/* A cardinal being put together from the left: "deux cent mille trois". */
typedef struct composition {
    double millions, thousands, units;
    double room; /* what the next word must be smaller than */
} composition;

/* What may follow a number in words must be smaller than this: "vingt" takes units, "vingt-six" nothing. */
static double room_after(double value) {
    static const uint32_t steps[] = {1000, 100, 10};
    if (value < 20.0 || value >= 1e6) return 0.0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if ((uint32_t)value >= steps[i] && (uint32_t)value % steps[i] == 0) return steps[i];
    }
    return 0.0;
}

static bool compose(composition *c, double value) {
    const double hundred = 100.0, thousand = 1e3, million = 1e6;
    if (value >= million) {
        double count = c->thousands + c->units;
        c->millions += (count > 0.0 ? count : 1.0) * value;
        c->thousands = c->units = 0.0;
        c->room = value;
        return true;
    }
    if (value >= thousand && value < 2.0 * thousand && (c->units > 0.0 || c->room >= million)) {
        if (c->thousands > 0.0) return false;
        c->thousands = (c->units > 0.0 ? c->units : 1.0) * value;
        c->units = 0.0;
        c->room = thousand;
        return true;
    }
    if (value == hundred && c->units >= 2.0 && c->units < 20.0) {
        c->units *= hundred;
        c->room = hundred;
        return true;
    }
    if (value > hundred && value < 2.0 * hundred && c->units >= 2.0 && c->units < 10.0) {
        c->units = c->units * hundred + (value - hundred);
        c->room = 0.0;
        return true;
    }
    if (value >= c->room) return false;
    c->units += value;
    c->room = room_after(value);
    return true;
}

static double composed(const composition *c) {
    return c->millions + c->thousands + c->units;
}

/* Whether "million" or "milliard" may multiply: a power of a thousand from a million up. */
static bool is_scale(double value) {
    return value >= 1e6;
}

static void read_rest(const depeche_pack *pack, const dp_text *text, uint32_t limit, composition *c,
                      dp_number *number) {
    number_word word;
    while (number->tokens.end < limit && read_word(pack, text, number->tokens.end, limit, &word) &&
           word.form == DP_NUMBER_PLAIN) {
        /* "9,2 millions un an plus tôt" */
        if (word.value < 1e3 && (!number->in_words || (number->scaled && word.value == 1.0))) break;
        if (!compose(c, word.value)) break;
        number->tokens.end += word.length;
        number->scaled = is_scale(word.value);
    }
    number->value = composed(c);
}

static bool read_figures(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t limit,
                         dp_number *number) {
    double value;
    dp_str lower = text->tokens[token].lower;
    if (!dp_number_of_figures(lower, &value)) return false;
    *number = (dp_number){.tokens = {token, token + 1}, .known = true, .value = value};
    number->year_like = lower.len == 4 && value >= 1000.0 && value < 2200.0 && value == (double)(int)value;
    composition c = {.units = value, .room = 0.0};
    read_rest(pack, text, limit, &c, number);
    if (number->tokens.end > token + 1) number->year_like = false;
    return true;
}

bool dp_number_read(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t limit, dp_number *number) {
    if (token >= limit) return false;
    if (text->tokens[token].kind == DP_TOKEN_NUMBER) return read_figures(pack, text, token, limit, number);
    number_word word;
    if (!read_word(pack, text, token, limit, &word)) return false;
    *number = (dp_number){.tokens = {token, token + word.length},
                          .form = word.form,
                          .known = word.known,
                          .value = word.value,
                          .in_words = true};
    if (word.form != DP_NUMBER_PLAIN) return true;
    composition c = {.room = 1e18};
    if (!compose(&c, word.value)) return false;
    number->scaled = is_scale(word.value);
    read_rest(pack, text, limit, &c, number);
    return number->value != 1.0 && number->value != 0.0;
}
