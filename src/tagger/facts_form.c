#include "tagger/facts.h"

enum {
    TITLE_SHARE = 60, /* per cent of words with a capital from which a sentence counts as written in capitals */
    LETTERS_MIN = 2,  /* of the prefixes and suffixes */
    LETTERS_MAX = 4,
};

_Static_assert(DP_FACT_PREFIX4 - DP_FACT_PREFIX2 == LETTERS_MAX - LETTERS_MIN &&
                   DP_FACT_SUFFIX4 - DP_FACT_SUFFIX2 == LETTERS_MAX - LETTERS_MIN,
               "the facts of one side follow each other");

/* The bytes of the first two, three and four characters of a word, at most eight of them, as numbers; 0 where the word
 * is not longer than that. */
static void first_letters(dp_str word, uint64_t *letters) {
    uint64_t value = 0;
    uint32_t seen = 0;
    for (size_t at = 0; at < word.len; at++) {
        unsigned char byte = (unsigned char)word.at[at];
        if ((byte & 0xc0) != 0x80 && seen++ >= LETTERS_MIN) letters[seen - 1 - LETTERS_MIN] = value;
        if (seen > LETTERS_MAX) return;
        value = value << 8 | byte;
    }
}

/* The same of the last ones, from the end. */
static void last_letters(dp_str word, uint64_t *letters) {
    uint64_t value = 0;
    uint32_t seen = 0;
    for (size_t at = word.len; at-- > 1 && seen < LETTERS_MAX;) {
        unsigned char byte = (unsigned char)word.at[at];
        value = value << 8 | byte;
        if ((byte & 0xc0) != 0x80 && ++seen >= LETTERS_MIN) letters[seen - LETTERS_MIN] = value;
    }
}

/* A character's kind: X upper case, x lower case, d digit, others themselves. A letter that is not ASCII is upper case
 * when its lower-case form differs. */
static char kind_of(dp_str form, dp_str lower, size_t at) {
    char c = form.at[at];
    if (c >= 'A' && c <= 'Z') return 'X';
    if (c >= 'a' && c <= 'z') return 'x';
    if (c >= '0' && c <= '9') return 'd';
    if ((unsigned char)c < 0x80) return c;
    return at + 1 < lower.len && at + 1 < form.len && form.at[at + 1] != lower.at[at + 1] ? 'X' : 'x';
}

/* The kinds of characters, runs cut to one; digits are counted up to four. */
static uint64_t shape_of(dp_str form, dp_str lower) {
    uint64_t shape = 0;
    char before = 0;
    uint32_t digits = 0;
    for (size_t at = 0; at < form.len && at < 64; at++) {
        if (((unsigned char)form.at[at] & 0xc0) == 0x80) continue;
        char kind = kind_of(form, lower, at);
        if (kind == before && !(kind == 'd' && digits < 4)) continue;
        digits = kind == 'd' ? digits + 1 : 0;
        shape = shape * 131 + (unsigned char)kind;
        before = kind;
    }
    return shape;
}

static uint64_t level_of(uint16_t capitals) {
    static const uint16_t limits[] = {1, 4, 11, 31, 61, 91};
    uint64_t level = 0;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) level += capitals >= limits[i];
    return level;
}

/* Whether most words of four letters or more in the sentence have a capital. */
static bool is_in_capitals(const dp_view *view, uint32_t sentence) {
    dp_range range = view->text->sentences[sentence].tokens;
    uint32_t words = 0, capitals = 0;
    for (uint32_t t = range.first; t < range.end && t < range.first + 200; t++) {
        const dp_token *token = &view->text->tokens[t];
        if (token->kind != DP_TOKEN_WORD || token->lower.len < 4) continue;
        words++;
        capitals += dp_has_capital(token);
    }
    return words >= 2 && capitals * 100 >= words * TITLE_SHARE;
}

static uint64_t place_of(const dp_view *view, const dp_token *token, uint32_t t) {
    bool title = token->sentence < view->text->title_sentences;
    uint64_t place = title ? 1 : 0;
    if (token->flags & DP_TOKEN_PARAGRAPH_START) {
        place += 2;
    } else if (token->flags & DP_TOKEN_SENTENCE_START) {
        place += 4;
    }
    bool body_start = !title && t < view->text->sentences[token->sentence].tokens.first + 6 &&
                      token->sentence == view->text->title_sentences;
    return (place + (body_start ? 8 : 0)) * 2 + 1;
}

static uint64_t quote_of(const dp_view *view, uint32_t t) {
    uint32_t number = view->quotations->of_token[t];
    if (number == DEPECHE_NONE) return 1;
    const dp_quotation *quotation = &view->quotations->at[number];
    uint64_t where = t == quotation->open ? 1 : t == quotation->close ? 2 : t == quotation->open + 1 ? 3 : 4;
    uint32_t length = quotation->close - quotation->open;
    return dp_fact_of(where, length < 6 ? 1 : length < 12 ? 2 : 3, quotation->closed);
}

static void gather_word(const dp_view *view, const dp_token *token, bool capitals, uint64_t *at) {
    const dp_word *word = dp_pack_word(view->pack, token->word);
    at[DP_FACT_CLASS64] = word->class64;
    at[DP_FACT_CLASS256] = word->class256;
    at[DP_FACT_CLASS1024] = word->class1024;
    at[DP_FACT_CLUSTER] = word->cluster;
    at[DP_FACT_POS] = word->pos;
    at[DP_FACT_GRAMMAR] = word->grammar;
    uint64_t start = token->flags & DP_TOKEN_SENTENCE_START ? 1 : 0;
    uint64_t level = dp_has_capital(token) ? level_of(word->capitals) : 0;
    at[DP_FACT_CAPS] = dp_fact_of(token->casing + 8u * token->kind, start + (capitals ? 2u : 0u), level);
}

static void gather_letters(const dp_token *token, uint64_t *at) {
    if (token->kind != DP_TOKEN_WORD) return;
    first_letters(token->lower, &at[DP_FACT_PREFIX2]);
    last_letters(token->lower, &at[DP_FACT_SUFFIX2]);
}

void dp_facts_form(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts) {
    bool capitals = is_in_capitals(view, view->text->tokens[first].sentence);
    for (uint32_t t = first; t < end; t++) {
        const dp_token *token = &view->text->tokens[t];
        uint64_t *at = facts[t - first].at;
        uint64_t hash = dp_str_hash(token->lower) | 1;
        at[DP_FACT_LOWER] = hash;
        at[DP_FACT_FORM] = hash * 8 + token->casing + 1;
        at[DP_FACT_SHAPE] = shape_of(dp_text_token(view->text, t), token->lower);
        at[DP_FACT_CASING] = token->casing + 8u * token->kind + 1;
        at[DP_FACT_QUOTE] = quote_of(view, t);
        at[DP_FACT_PLACE] = place_of(view, token, t);
        gather_letters(token, at);
        gather_word(view, token, capitals, at);
    }
}
