/* Pairs of names that one hyphen joins: "la ligne Dakar-Ziguinchor", "le match France-Croatie". */
#include "lang/pack.h"

#include "base/arena.h"

enum {
    PAIR_SHORTEST = 5,     /* bytes: two letters on each side */
    COVER_BACK = 6,        /* tokens before a pair where a longer name that holds it may begin */
    CITY_SMALLEST = 20000, /* people: names of smaller ones are often parts of one (Granges-Marnand) */
};

/* A token that is cut in two, and what the halves are. */
typedef struct pair {
    uint32_t token;
    dp_token first, hyphen, second;
} pair;

/* Where the one hyphen of a token is, from its start; 0 when it has none or several, or no capital. */
static uint32_t hyphen_of(const dp_text *text, const dp_token *token) {
    uint32_t at = 0, length = token->byte_end - token->byte_start;
    if (token->kind != DP_TOKEN_WORD || length < PAIR_SHORTEST || token->casing < DP_CASING_CAPITAL) return 0;
    const char *bytes = text->bytes.at + token->byte_start;
    for (uint32_t i = 0; i < length; i++) {
        if (bytes[i] != '-') continue;
        if (at) return 0;
        at = i;
    }
    return at >= 2 && at + 2 < length ? at : 0;
}

/* Whether the lexicons have a name that covers a token. */
static bool is_covered(const depeche_pack *pack, const dp_text *text, uint32_t token) {
    dp_hit hits[DP_HITS_MAX];
    uint32_t first = text->sentences[text->tokens[token].sentence].tokens.first;
    for (uint32_t t = token;; t--) {
        size_t count = dp_pack_hits(pack, text, t, hits, DP_HITS_MAX);
        for (size_t i = 0; i < count; i++) {
            if (hits[i].length > token - t) return true;
        }
        if (t == first || token - t == COVER_BACK) return false;
    }
}

/* What the lexicons have a half as. */
typedef struct half {
    bool place, organization, person; /* a country or a city; a club or a party; a name of persons */
} half;

static half look_up(const depeche_pack *pack, dp_str form) {
    dp_hit hits[DP_HITS_MAX];
    dp_city city;
    half h = {.place = dp_pack_cities(pack, form, &city, 1) && city.population >= CITY_SMALLEST};
    uint16_t country = dp_pack_kind_find(pack, DP_LIST_PLACE, "country"),
             party = dp_pack_kind_find(pack, DP_LIST_ORGANIZATION, "party");
    size_t count = dp_pack_lookup(pack, form, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!hits[i].exact) continue;
        h.place |= hits[i].list == DP_LIST_PLACE && hits[i].kind == country;
        h.organization |=
            hits[i].list == DP_LIST_SPORT || (hits[i].list == DP_LIST_ORGANIZATION && hits[i].kind == party);
        h.person |= hits[i].list == DP_LIST_GIVEN_NAME || hits[i].list == DP_LIST_SURNAME;
    }
    return h;
}

/* Two places or organisations; names that persons may have on both sides are rather a person's. */
static bool is_pair(half a, half b) {
    if (a.person && b.person) return false;
    return (a.place || a.organization) && (b.place || b.organization);
}

/* The token of a half, cut anew. Returns 1, 0 when it is not one word, -1 (memory). */
static int cut_half(const depeche_pack *pack, dp_arena *arena, dp_str bytes, dp_token *token) {
    dp_text text;
    if (dp_text_cut(arena, dp_pack_token_rules(pack), bytes, 0, &text)) return -1;
    if (text.token_count != 1 || text.tokens[0].kind != DP_TOKEN_WORD) return 0;
    *token = text.tokens[0];
    token->word = dp_pack_word_find(pack, token->lower);
    return 1;
}

static void move(dp_token *token, uint32_t bytes, uint32_t chars, const dp_token *whole) {
    token->byte_start += bytes;
    token->byte_end += bytes;
    token->char_start += chars;
    token->char_end += chars;
    token->sentence = whole->sentence;
    token->flags = 0;
}

/* Reads the pair that a token is. Returns 1, 0 when it is none, -1 (memory). */
static int read_pair(const depeche_pack *pack, int unpaired, dp_arena *arena, const dp_text *text, uint32_t number,
                     pair *p) {
    const dp_token *token = &text->tokens[number];
    uint32_t at = hyphen_of(text, token);
    if (at == 0) return 0;
    dp_str whole = {text->bytes.at + token->byte_start, token->byte_end - token->byte_start};
    dp_str one = {whole.at, at}, two = {whole.at + at + 1, whole.len - at - 1};
    if (!is_pair(look_up(pack, one), look_up(pack, two)) || is_covered(pack, text, number)) return 0;
    int first = cut_half(pack, arena, one, &p->first), second = first > 0 ? cut_half(pack, arena, two, &p->second) : 0;
    if (first < 0 || second < 0) return -1;
    if (!first || !second || p->second.casing < DP_CASING_CAPITAL) return 0;
    if (dp_pack_word_in_set(pack, unpaired, p->second.word)) return 0;
    p->token = number;
    p->hyphen = (dp_token){.byte_start = at, .byte_end = at + 1, .kind = DP_TOKEN_PUNCTUATION, .lower = DP_STR("-")};
    p->hyphen.word = dp_pack_word_find(pack, p->hyphen.lower);
    p->hyphen.char_start = p->first.char_end;
    p->hyphen.char_end = p->first.char_end + 1;
    move(&p->second, token->byte_start + at + 1, token->char_start + p->first.char_end + 1, token);
    move(&p->first, token->byte_start, token->char_start, token);
    move(&p->hyphen, token->byte_start, token->char_start, token);
    p->first.flags = token->flags;
    return 1;
}

/* Puts the halves of the pairs in place of their tokens, and moves what counts tokens. Returns 0 or -1 (memory). */
static int put_in(dp_arena *arena, const pair *pairs, uint32_t count, dp_text *text) {
    uint32_t total = text->token_count + 2 * count, next = 0, out = 0;
    dp_token *tokens = dp_arena_alloc(arena, (size_t)total * sizeof *tokens);
    if (!tokens) return -1;
    for (uint32_t s = 0; s < text->sentence_count; s++) {
        dp_range range = text->sentences[s].tokens;
        uint32_t start = out;
        for (uint32_t t = range.first; t < range.end; t++) {
            if (next == count || pairs[next].token != t) {
                tokens[out++] = text->tokens[t];
                continue;
            }
            tokens[out++] = pairs[next].first;
            tokens[out++] = pairs[next].hyphen;
            tokens[out++] = pairs[next++].second;
        }
        text->sentences[s].tokens = (dp_range){start, out};
    }
    text->tokens = tokens;
    text->token_count = out;
    return 0;
}

int dp_pack_split_pairs(const depeche_pack *pack, dp_arena *arena, dp_text *text) {
    uint32_t candidates = 0, count = 0;
    int unpaired = dp_pack_set(pack, "names.unpaired");
    for (uint32_t t = 0; t < text->token_count; t++) candidates += hyphen_of(text, &text->tokens[t]) > 0;
    if (candidates == 0) return 0;
    pair *pairs = dp_arena_alloc(arena, (size_t)candidates * sizeof *pairs);
    if (!pairs) return -1;
    for (uint32_t t = 0; t < text->token_count; t++) {
        int read = read_pair(pack, unpaired, arena, text, t, &pairs[count]);
        if (read < 0) return -1;
        count += (uint32_t)read;
        if (count == candidates) break;
    }
    return count ? put_in(arena, pairs, count, text) : 0;
}
