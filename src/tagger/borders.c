#include "tagger/borders.h"

enum { NAME_SHORTEST = 2 }; /* tokens of a known name that may be cut free: single words begin too many others */

/* The tokens of the longest known name at the start of a span that leaves room for more; 0 when there is none, or when
 * the whole span is known. */
static uint32_t known_start(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_hit hits[DP_HITS_MAX];
    uint32_t length = tagged->tokens.end - tagged->tokens.first, longest = 0;
    size_t count = dp_pack_hits(pack, text, tagged->tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!hits[i].exact || !dp_tag_has_list(tagged->tag, hits[i].list)) continue;
        if (hits[i].length >= length) return 0;
        if (hits[i].length > longest) longest = hits[i].length;
    }
    return longest;
}

/* Whether a list of the lexicon has some tokens as a whole and as they are written. */
static bool is_listed(const depeche_pack *pack, const dp_text *text, dp_range tokens, dp_list list) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == list && dp_hit_is_whole(&hits[i], tokens)) return true;
    }
    return false;
}

/* The place that a tag ran on into; an empty range when it did not. */
static dp_range place_inside(const depeche_pack *pack, int prepositions, const dp_text *text, const dp_tagged *tagged) {
    dp_range none = {0, 0};
    if (tagged->tag != DP_TAG_ORG && tagged->tag != DP_TAG_EVT && tagged->tag != DP_TAG_MISC) return none;
    if (tagged->tokens.end - tagged->tokens.first < NAME_SHORTEST + 2) return none;
    uint32_t known = known_start(pack, text, tagged);
    if (known < NAME_SHORTEST) return none;
    uint32_t link = tagged->tokens.first + known;
    if (link + 1 >= tagged->tokens.end || !dp_pack_in_set(pack, prepositions, &text->tokens[link])) return none;
    dp_range place = {link + 1, tagged->tokens.end};
    return is_listed(pack, text, place, DP_LIST_PLACE) ? place : none;
}

/* The person that a known place ran on into, "Nantes Pierre Sennès"; an empty range when it did not. */
static dp_range person_inside(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_range none = {0, 0};
    if (tagged->tag != DP_TAG_LOC) return none;
    uint32_t known = known_start(pack, text, tagged);
    dp_range person = {tagged->tokens.first + known, tagged->tokens.end};
    dp_range given = {person.first, person.first + 1};
    if (known == 0 || person.end - person.first < 2 || !is_listed(pack, text, given, DP_LIST_GIVEN_NAME)) return none;
    for (uint32_t t = person.first; t < person.end; t++) {
        if (text->tokens[t].casing < DP_CASING_CAPITAL) return none;
    }
    return person;
}

/* Columns of the lexicon of peoples. */
enum { MASCULINE_SINGULAR = 2, FEMININE_PLURAL = 5 };

/* Whether a lower-case token is the adjective of a people, "espagnol", in a form of the columns up to `last`. */
static bool is_of_people(const depeche_pack *pack, const dp_text *text, uint32_t token, uint8_t last) {
    if (text->tokens[token].casing != DP_CASING_LOWER) return false;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_DEMONYM && hits[i].length == 1 && hits[i].column <= last) return true;
    }
    return false;
}

/* The end of a known organisation that takes the adjective of its people in, "Parti populaire espagnol"; 0 when it does
 * not. */
static uint32_t end_before_people(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    if (tagged->tag != DP_TAG_ORG || !is_of_people(pack, text, tagged->tokens.end - 1, FEMININE_PLURAL)) return 0;
    uint32_t known = known_start(pack, text, tagged);
    bool last = tagged->tokens.first + known + 1 == tagged->tokens.end;
    return known >= NAME_SHORTEST && last ? tagged->tokens.end - 1 : 0;
}

/* Where a tag is to be cut, and what the second part is, if it is anything; no cut when the end is 0. */
typedef struct cut {
    uint32_t end; /* of the first part */
    dp_range rest;
    dp_tag tag;
} cut;

static cut cut_of(const depeche_pack *pack, int prepositions, const dp_text *text, const dp_tagged *tagged) {
    dp_range place = place_inside(pack, prepositions, text, tagged);
    if (place.end > place.first) return (cut){place.first - 1, place, DP_TAG_LOC};
    dp_range person = person_inside(pack, text, tagged);
    if (person.end > person.first) return (cut){person.first, person, DP_TAG_PER};
    uint32_t end = end_before_people(pack, text, tagged);
    if (end) return (cut){end, {0, 0}, DP_TAG_NONE};
    return (cut){0};
}

int dp_borders_repair(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_tags *tags) {
    int prepositions = dp_pack_set(pack, "prepositions.place");
    uint32_t cuts = 0;
    if (prepositions < 0) return 0;
    for (uint32_t i = 0; i < tags->count; i++) cuts += cut_of(pack, prepositions, text, &tags->at[i]).end > 0;
    if (cuts == 0) return 0;
    dp_tagged *parts = dp_arena_alloc(arena, (tags->count + (size_t)cuts) * sizeof *parts);
    if (!parts) return -1;
    uint32_t count = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged tagged = tags->at[i];
        cut where = cut_of(pack, prepositions, text, &tagged);
        if (where.end) tagged.tokens.end = where.end;
        parts[count++] = tagged;
        if (where.tag) parts[count++] = (dp_tagged){where.rest, where.tag, tagged.confidence};
    }
    *tags = (dp_tags){.at = parts, .count = count};
    return 0;
}

/* The words that no name ends in. */
typedef struct small_words {
    int prepositions, articles, conjunctions;
} small_words;

/* "or" and "derrière" are also nouns. */
static bool is_small(const depeche_pack *pack, const small_words *small, const dp_token *token) {
    if (token->casing != DP_CASING_LOWER) return false;
    if (dp_pack_in_set(pack, small->articles, token)) return true;
    return (dp_pack_in_set(pack, small->prepositions, token) || dp_pack_in_set(pack, small->conjunctions, token)) &&
           !(dp_pack_word(pack, token->word)->pos & DP_POS_NOUN);
}

/* The end of the longest name of the tag's kind that the lexicons have from its first token on, not beyond `limit`; 0
 * when there is none. */
static uint32_t known_end(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged, uint32_t limit) {
    dp_hit hits[DP_HITS_MAX];
    uint32_t longest = 0, first = tagged->tokens.first;
    size_t count = dp_pack_hits(pack, text, first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        bool named = dp_tag_has_list(tagged->tag, hits[i].list) && text->tokens[first].casing >= DP_CASING_CAPITAL;
        if (named && hits[i].length <= limit - first && hits[i].length > longest) longest = hits[i].length;
    }
    return longest ? first + longest : 0;
}

void dp_borders_close(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    small_words small = {.prepositions = dp_pack_set(pack, "prepositions"),
                         .articles = dp_pack_set(pack, "determiners.definite"),
                         .conjunctions = dp_pack_set(pack, "conjunctions.coordinate")};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged tagged = tags->at[i];
        uint32_t end = tagged.tokens.end, capitals = 0;
        if (tagged.tag <= DP_TAG_GRP && is_small(pack, &small, &text->tokens[end - 1])) {
            uint32_t sentence = text->sentences[text->tokens[end - 1].sentence].tokens.end;
            uint32_t limit = i + 1 < tags->count && tags->at[i + 1].tokens.first < sentence
                                 ? tags->at[i + 1].tokens.first
                                 : sentence;
            uint32_t known = known_end(pack, text, &tagged, limit);
            while (end > tagged.tokens.first && is_small(pack, &small, &text->tokens[end - 1])) end--;
            tagged.tokens.end = known > tagged.tokens.end ? known : end;
            for (uint32_t t = tagged.tokens.first; t < tagged.tokens.end; t++) {
                capitals += text->tokens[t].casing >= DP_CASING_CAPITAL;
            }
            if (capitals == 0) continue;
        }
        tags->at[kept++] = tagged;
    }
    tags->count = kept;
}

/* Whether a tag is the noun that opens the names of institutions and nothing more. */
static bool is_bare_institution(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_hit hits[DP_HITS_MAX];
    if (tagged->tag != DP_TAG_ORG) return false;
    size_t count = dp_pack_hits(pack, text, tagged->tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_INSTITUTION_HEAD) continue;
        dp_str tag = dp_pack_field(pack, DP_LIST_INSTITUTION_HEAD, hits[i].entry, 3);
        bool whole = hits[i].length == tagged->tokens.end - tagged->tokens.first;
        if (whole && dp_str_equal(tag, DP_STR("ORG"))) return true;
    }
    return false;
}

void dp_borders_join_places(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    int of = dp_pack_set(pack, "claims.of");
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged *last = kept > 0 ? &tags->at[kept - 1] : NULL, *place = &tags->at[i];
        bool joined = last && place->tag == DP_TAG_LOC && place->tokens.first == last->tokens.end + 1 &&
                      dp_pack_in_set(pack, of, &text->tokens[last->tokens.end]) &&
                      text->tokens[last->tokens.first].sentence == text->tokens[place->tokens.first].sentence &&
                      is_bare_institution(pack, text, last);
        if (joined) {
            last->tokens.end = place->tokens.end;
        } else {
            tags->at[kept++] = *place;
        }
    }
    tags->count = kept;
}

/* Whether the last word of a person's name opens a sentence that goes on after it. */
static bool opens_sentence(const depeche_pack *pack, int starters, const dp_text *text, const dp_tagged *tagged) {
    uint32_t last = tagged->tokens.end - 1, next = tagged->tokens.end;
    const dp_token *word = &text->tokens[last];
    if (tagged->tag != DP_TAG_PER || last == tagged->tokens.first || next >= text->token_count) return false;
    if (word->casing != DP_CASING_CAPITAL || !dp_pack_in_set(pack, starters, word)) return false;
    if (text->tokens[next].kind != DP_TOKEN_WORD || text->tokens[next].casing != DP_CASING_LOWER) return false;
    if (text->tokens[next].sentence != word->sentence) return false;
    if (is_listed(pack, text, (dp_range){last, next}, DP_LIST_SURNAME)) return false;
    return known_end(pack, text, tagged, next) != next;
}

void dp_borders_leave_sentence(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    int starters = dp_pack_set(pack, "tokens.starters");
    for (uint32_t i = 0; i < tags->count; i++) {
        if (opens_sentence(pack, starters, text, &tags->at[i])) tags->at[i].tokens.end--;
    }
}

void dp_borders_cut_links(const dp_text *text, dp_tags *tags) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged tagged = tags->at[i];
        uint32_t link = tagged.tokens.first;
        while (link < tagged.tokens.end && text->tokens[link].kind < DP_TOKEN_LINK) link++;
        bool alone = tagged.tokens.end - tagged.tokens.first == 1;
        if (link == tagged.tokens.first && !alone) continue;
        if (!alone) tagged.tokens.end = link;
        tags->at[kept++] = tagged;
    }
    tags->count = kept;
}

/* Whether a token is a capital letter and its stop, and no title ("M."). */
static bool is_initial(const depeche_pack *pack, int titles, const dp_text *text, uint32_t token) {
    dp_str bytes = dp_text_token(text, token);
    bool initial = bytes.len == 2 && bytes.at[0] >= 'A' && bytes.at[0] <= 'Z' && bytes.at[1] == '.';
    return initial && !dp_pack_in_set(pack, titles, &text->tokens[token]);
}

void dp_borders_take_initials(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    enum { INITIALS_MAX = 3 };
    int titles = dp_pack_set(pack, "titles.person");
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_range *name = &tags->at[i].tokens;
        uint32_t floor = i ? tags->at[i - 1].tokens.end : 0, sentence = text->tokens[name->first].sentence;
        if (tags->at[i].tag != DP_TAG_PER) continue;
        /* Before a given name the letter closes another sentence: "l'hépatite B. | Emmanuel Macron". */
        if (is_listed(pack, text, (dp_range){name->first, name->first + 1}, DP_LIST_GIVEN_NAME)) continue;
        for (unsigned n = 0; n < INITIALS_MAX && name->first > floor; n++) {
            uint32_t before = name->first - 1;
            if (text->tokens[before].sentence != sentence || !is_initial(pack, titles, text, before)) break;
            name->first = before;
        }
    }
}

void dp_borders_take_people(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    int directions = dp_pack_set(pack, "names.directions");
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_range *place = &tags->at[i].tokens;
        uint32_t limit = i + 1 < tags->count ? tags->at[i + 1].tokens.first : text->token_count;
        bool direction = tags->at[i].tag == DP_TAG_LOC && place->end - place->first == 1 &&
                         dp_pack_in_set(pack, directions, &text->tokens[place->first]);
        if (direction && place->end < limit && is_of_people(pack, text, place->end, MASCULINE_SINGULAR) &&
            text->tokens[place->end].sentence == text->tokens[place->first].sentence) {
            place->end++;
        }
    }
}
