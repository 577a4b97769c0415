#include "values/currency.h"

enum { ROWS_MAX = 16, CODE_LENGTH = 3, COLUMN_COUNTRIES = 7 };

void dp_currencies_open(dp_currencies *c, const dp_lexis *lexis, const dp_tags *tags) {
    *c = (dp_currencies){.tags = tags,
                         .countries_table = dp_pack_table(lexis->pack, "countries"),
                         .currencies_table = dp_pack_table(lexis->pack, "currencies")};
}

static void add_country(dp_currencies *c, const char code[2]) {
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->at[i].code[0] == code[0] && c->at[i].code[1] == code[1]) {
            c->at[i].mentions++;
            return;
        }
    }
    if (c->count == DP_COUNTRIES_MAX) return;
    c->at[c->count].code[0] = code[0];
    c->at[c->count].code[1] = code[1];
    c->at[c->count++].mentions = 1;
}

static void count_countries(dp_currencies *c, const dp_lexis *l) {
    c->counted = true;
    for (uint32_t i = 0; i < c->tags->count; i++) {
        if (c->tags->at[i].tag != DP_TAG_LOC) continue;
        dp_str name = dp_text_range(l->text, c->tags->at[i].tokens);
        uint32_t row;
        dp_city city;
        if (dp_pack_table_find(l->pack, c->countries_table, name, &row, 1)) {
            dp_str code = dp_pack_table_field(l->pack, c->countries_table, row, 0);
            if (code.len == 2) add_country(c, code.at);
        } else if (dp_pack_cities(l->pack, name, &city, 1)) {
            add_country(c, city.country);
        }
    }
}

/* How often the article names a country of a list "CH|LI". */
static uint32_t mentions_of(const dp_currencies *c, dp_str list) {
    uint32_t mentions = 0;
    for (size_t at = 0; at + 2 <= list.len; at += CODE_LENGTH) {
        for (uint32_t i = 0; i < c->count; i++) {
            if (c->at[i].code[0] == list.at[at] && c->at[i].code[1] == list.at[at + 1]) mentions += c->at[i].mentions;
        }
    }
    return mentions;
}

/* Of the currencies that share a name the one whose countries the article names most; empty when it names none. */
static dp_str code_by_countries(dp_currencies *c, const dp_lexis *l, dp_str name) {
    uint32_t rows[ROWS_MAX], most = 0;
    dp_str best = {"", 0};
    if (!c->counted) count_countries(c, l);
    size_t count = dp_pack_table_find(l->pack, c->currencies_table, name, rows, ROWS_MAX);
    for (size_t i = 0; i < count && i < ROWS_MAX; i++) {
        uint32_t mentions =
            mentions_of(c, dp_pack_table_field(l->pack, c->currencies_table, rows[i], COLUMN_COUNTRIES));
        if (mentions > most) {
            most = mentions;
            best = dp_pack_table_field(l->pack, c->currencies_table, rows[i], 0);
        }
    }
    if (best.len == 0 && count == 1) best = dp_pack_table_field(l->pack, c->currencies_table, rows[0], 0);
    return best;
}

static size_t first_reading(dp_str value) {
    const char *bar = value.len ? memchr(value.at, '|', value.len) : NULL;
    return bar ? (size_t)(bar - value.at) : value.len;
}

/* Of the codes "XOF|XAF" the one whose countries the article names most; the first when it names none. */
static dp_str code_of_several(dp_currencies *c, const dp_lexis *l, dp_str codes) {
    dp_str best = {codes.at, CODE_LENGTH};
    uint32_t most = 0;
    if (!c->counted) count_countries(c, l);
    for (size_t at = 0; at + CODE_LENGTH <= codes.len; at += CODE_LENGTH + 1) {
        dp_str code = {codes.at + at, CODE_LENGTH};
        uint32_t row;
        if (!dp_pack_table_find(l->pack, c->currencies_table, code, &row, 1)) continue;
        uint32_t mentions = mentions_of(c, dp_pack_table_field(l->pack, c->currencies_table, row, COLUMN_COUNTRIES));
        if (mentions > most) {
            most = mentions;
            best = code;
        }
    }
    return best;
}

dp_str dp_currency_code(dp_currencies *c, const dp_lexis *l, uint32_t entry, dp_range tokens, double *scale) {
    enum { COLUMN_VALUE = 4 };
    dp_str value = dp_pack_field(l->pack, DP_LIST_UNIT, entry, COLUMN_VALUE);
    *scale = 1.0;
    dp_str name = dp_text_range(l->text, tokens);
    size_t reading = first_reading(value);
    if (reading > CODE_LENGTH && value.at[CODE_LENGTH] == '/') {
        *scale = 0.01;
        return (dp_str){value.at, CODE_LENGTH};
    }
    if (reading < value.len) return code_of_several(c, l, value);
    if (tokens.end - tokens.first == 1) {
        dp_str told = code_by_countries(c, l, name);
        if (told.len) return told;
    }
    return reading == CODE_LENGTH ? (dp_str){value.at, reading} : dp_pack_field(l->pack, DP_LIST_UNIT, entry, 0);
}
