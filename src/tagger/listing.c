#include "tagger/listing.h"

#include "tagger/facts.h"

enum { SHORTEST = 3 }; /* names of a list */

/* The sets of words that may stand between the names of a list. */
typedef struct listing_links {
    int conjunctions, prepositions;
} listing_links;

/* Whether a name stands next to another in a list: a comma or conjunction is between them, and a preposition at most
 * ("à Lyon, à Nice et en Corse"). */
static bool is_next(const depeche_pack *pack, listing_links links, const dp_text *text, dp_range before,
                    dp_range after) {
    uint32_t at = before.end;
    if (text->tokens[before.first].sentence != text->tokens[after.first].sentence || at >= after.first) return false;
    bool joined = dp_str_equal(dp_text_token(text, at), DP_STR(",")) ||
                  dp_pack_in_set(pack, links.conjunctions, &text->tokens[at]);
    at++;
    if (joined && at < after.first && dp_pack_in_set(pack, links.prepositions, &text->tokens[at])) at++;
    return joined && at == after.first;
}

/* Whether a name stands behind the first words of its sentence: "À Valmer, Macron et Merkel" is no list of three. */
static bool is_fronted(const dp_text *text, dp_range tokens) {
    enum { WORDS_MAX = 2 };
    uint32_t before = tokens.first - text->sentences[text->tokens[tokens.first].sentence].tokens.first;
    return before >= 1 && before <= WORDS_MAX;
}

static bool is_listed_type(dp_tag tag) {
    return tag == DP_TAG_PER || tag == DP_TAG_ORG || tag == DP_TAG_LOC;
}

/* The type that more than half of a list have; NONE when there is none. */
static dp_tag common_type(const dp_tagged *list, uint32_t count) {
    uint32_t counts[DP_TAG_COUNT] = {0};
    for (uint32_t i = 0; i < count; i++) counts[list[i].tag]++;
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        if (2 * counts[tag] > count) return (dp_tag)tag;
    }
    return DP_TAG_NONE;
}

/* Whether a name may be of a type: the lexicons know it by that one, or neither know it nor its given name. */
static bool may_be(const depeche_pack *pack, const dp_text *text, dp_range tokens, dp_tag tag) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tokens.first, hits, DP_HITS_MAX);
    bool other = false;
    for (size_t i = 0; i < count; i++) {
        bool whole = dp_hit_is_whole(&hits[i], tokens) && dp_is_list_of_names(hits[i].list);
        if (whole && dp_tag_has_list(tag, hits[i].list)) return true;
        bool person = hits[i].list == DP_LIST_GIVEN_NAME && tag != DP_TAG_PER && tokens.end - tokens.first > 1;
        other = other || whole || person;
    }
    return !other;
}

void dp_listing_settle(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    listing_links links = {dp_pack_set(pack, "values.and"), dp_pack_set(pack, "prepositions.place")};
    for (uint32_t first = 0, end; first < tags->count; first = end) {
        end = first + 1;
        if (!is_listed_type(tags->at[first].tag) || is_fronted(text, tags->at[first].tokens)) continue;
        while (end < tags->count && is_listed_type(tags->at[end].tag) &&
               is_next(pack, links, text, tags->at[end - 1].tokens, tags->at[end].tokens)) {
            end++;
        }
        dp_tag common = end - first < SHORTEST ? DP_TAG_NONE : common_type(tags->at + first, end - first);
        for (uint32_t i = first; common && i < end; i++) {
            if (may_be(pack, text, tags->at[i].tokens, common)) tags->at[i].tag = common;
        }
    }
}
