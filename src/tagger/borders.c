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
    return longest >= NAME_SHORTEST ? longest : 0;
}

static bool is_known_place(const depeche_pack *pack, const dp_text *text, dp_range tokens) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_PLACE && hits[i].exact && hits[i].length == tokens.end - tokens.first) return true;
    }
    return false;
}

/* The place that a tag ran on into; an empty range when it did not. */
static dp_range place_inside(const depeche_pack *pack, int prepositions, const dp_text *text, const dp_tagged *tagged) {
    dp_range none = {0, 0};
    if (tagged->tag != DP_TAG_ORG && tagged->tag != DP_TAG_EVT && tagged->tag != DP_TAG_MISC) return none;
    if (tagged->tokens.end - tagged->tokens.first < NAME_SHORTEST + 2) return none;
    uint32_t known = known_start(pack, text, tagged);
    if (known == 0) return none;
    uint32_t link = tagged->tokens.first + known;
    if (link + 1 >= tagged->tokens.end || !dp_pack_in_set(pack, prepositions, &text->tokens[link])) return none;
    dp_range place = {link + 1, tagged->tokens.end};
    return is_known_place(pack, text, place) ? place : none;
}

int dp_borders_repair(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_tags *tags) {
    int prepositions = dp_pack_set(pack, "prepositions.place");
    uint32_t cuts = 0;
    if (prepositions < 0) return 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_range place = place_inside(pack, prepositions, text, &tags->at[i]);
        cuts += place.end > place.first;
    }
    if (cuts == 0) return 0;
    dp_tagged *cut = dp_arena_alloc(arena, (tags->count + (size_t)cuts) * sizeof *cut);
    if (!cut) return -1;
    uint32_t count = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged tagged = tags->at[i];
        dp_range place = place_inside(pack, prepositions, text, &tagged);
        if (place.end > place.first) tagged.tokens.end = place.first - 1;
        cut[count++] = tagged;
        if (place.end == place.first) continue;
        cut[count++] = (dp_tagged){.tokens = place, .tag = DP_TAG_LOC, .confidence = tagged.confidence};
    }
    *tags = (dp_tags){.at = cut, .count = count};
    return 0;
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
