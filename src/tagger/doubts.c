#include "tagger/doubts.h"

#include "tagger/facts.h"

/* From this confidence on a name stands against the lexicon of what is none. */
static const float AGAINST_LEXICON = 0.95F;

/* From this confidence on a name has another type than the lexicon's only one. */
static const float AGAINST_TYPE = 0.8F;

/* Half of the cross-validated F1, by type: about 0.9 for persons, organisations, places and groups, two thirds for
 * events. For works a little more: the press is fuller of quotations and headings that look like works than the corpus
 * is. */
static float threshold_of(dp_tag tag) {
    switch (tag) {
        case DP_TAG_PER:
        case DP_TAG_ORG:
        case DP_TAG_LOC:
        case DP_TAG_GRP:
            return 0.45F;
        case DP_TAG_MISC:
            return 0.38F;
        case DP_TAG_EVT:
            return 0.33F;
        default:
            return 0.0F;
    }
}

void dp_doubts_drop(dp_tags *tags) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        if (tags->at[i].confidence >= threshold_of(tags->at[i].tag)) tags->at[kept++] = tags->at[i];
    }
    tags->count = kept;
}

static bool has_capital(const dp_text *text, dp_range tokens) {
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        if (text->tokens[t].casing >= DP_CASING_CAPITAL) return true;
    }
    return false;
}

/* Whether names of the tag's kind may open with a head: it is one of the tags in the lexicon's column, which are
 * separated by |. */
static bool opens(const depeche_pack *pack, const dp_hit *head, dp_tag tag) {
    dp_str tags = dp_pack_field(pack, DP_LIST_INSTITUTION_HEAD, head->entry, 3);
    const char *name = dp_tag_name(tag);
    size_t length = strlen(name);
    for (size_t at = 0; at + length <= tags.len; at++) {
        if (memcmp(tags.at + at, name, length) == 0) return true;
    }
    return false;
}

/* Whether the lexicons know the whole name, or its first words as a head of such names. */
static bool is_founded(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tagged->tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        bool whole = hits[i].length == tagged->tokens.end - tagged->tokens.first;
        if (whole && dp_tag_has_list(tagged->tag, hits[i].list)) return true;
        if (hits[i].list == DP_LIST_INSTITUTION_HEAD && opens(pack, &hits[i], tagged->tag)) return true;
    }
    return false;
}

/* Whether the lexicons know the whole as it is written, and as nothing but what is no name (Smic, PIB). */
static bool is_refuted(const depeche_pack *pack, const dp_text *text, const dp_tagged *tagged) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tagged->tokens.first, hits, DP_HITS_MAX);
    bool refuted = false;
    for (size_t i = 0; i < count; i++) {
        if (!dp_hit_is_whole(&hits[i], tagged->tokens) || !dp_is_list_of_names(hits[i].list)) continue;
        if (hits[i].list != DP_LIST_NOT_ENTITY) return false;
        refuted = true;
    }
    return refuted && tagged->confidence < AGAINST_LEXICON;
}

static bool is_name(dp_tag tag) {
    return tag == DP_TAG_PER || tag == DP_TAG_ORG || tag == DP_TAG_LOC || tag == DP_TAG_EVT || tag == DP_TAG_MISC;
}

/* Whether a work in small letters is one of many, "un traité de défense mutuelle": a name is the one of its kind. In
 * the corpus 257 works in small letters have no indefinite article before them, three have. */
static bool is_one_of_many(const depeche_pack *pack, int indefinite, const dp_text *text, const dp_tagged *tagged) {
    uint32_t first = tagged->tokens.first;
    if (tagged->tag != DP_TAG_MISC || first == 0 || has_capital(text, tagged->tokens)) return false;
    return dp_pack_in_set(pack, indefinite, &text->tokens[first - 1]);
}

/* Whether a string is initials: capitals, all but the last one with a stop behind it, "R. B.", "R. I". */
static bool are_initials(dp_str string) {
    enum { LONGEST = 8 };
    size_t letters = 0;
    if (string.len > LONGEST) return false;
    for (size_t i = 0; i < string.len; i++) {
        bool capital = string.at[i] >= 'A' && string.at[i] <= 'Z';
        if (!capital && string.at[i] != '.' && string.at[i] != ' ' && string.at[i] != '-') return false;
        if (capital && i + 1 < string.len && string.at[i + 1] != '.') return false;
        letters += capital;
    }
    return letters > 1;
}

/* Whether a person is the initials that sign an article: they close a paragraph, behind the end of a sentence. */
static bool is_signature(const dp_text *text, const dp_tagged *tagged) {
    if (tagged->tag != DP_TAG_PER || !are_initials(dp_text_range(text, tagged->tokens))) return false;
    const dp_token *first = &text->tokens[tagged->tokens.first];
    uint32_t end = tagged->tokens.end;
    while (end < text->token_count && dp_str_equal(dp_text_token(text, end), DP_STR("."))) end++;
    bool closes = end == text->token_count || text->tokens[end].flags & DP_TOKEN_PARAGRAPH_START ||
                  dp_str_equal(dp_text_token(text, end), DP_STR("/"));
    return closes && first->flags & DP_TOKEN_SENTENCE_START;
}

void dp_doubts_drop_unfounded(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    int indefinite = dp_pack_set(pack, "determiners.indefinite");
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        const dp_tagged *tagged = &tags->at[i];
        bool checked = tagged->tag == DP_TAG_MISC || tagged->tag == DP_TAG_EVT;
        if (is_name(tagged->tag) && is_refuted(pack, text, tagged)) continue;
        if (is_one_of_many(pack, indefinite, text, tagged) || is_signature(text, tagged)) continue;
        if (checked && !has_capital(text, tagged->tokens) && !is_founded(pack, text, tagged)) continue;
        tags->at[kept++] = tags->at[i];
    }
    tags->count = kept;
}

/* Whether a name that begins with this token may be an organisation's: a capital, a head of such names, or an office
 * (directeur général de la police nationale: DGPN). */
static bool may_organise(const depeche_pack *pack, const dp_text *text, uint32_t token) {
    if (text->tokens[token].casing >= DP_CASING_CAPITAL) return true;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, token, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (dp_tag_has_list(DP_TAG_ORG, hits[i].list)) return true;
        if (hits[i].list == DP_LIST_ROLE && hits[i].kind == dp_pack_kind_find(pack, DP_LIST_ROLE, "function"))
            return true;
        if (hits[i].list == DP_LIST_INSTITUTION_HEAD && opens(pack, &hits[i], DP_TAG_ORG)) return true;
    }
    return false;
}

void dp_doubts_drop_unorganised(const depeche_pack *pack, const dp_text *text, const dp_evidence *evidence,
                                dp_tags *tags) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        const dp_tagged *tagged = &tags->at[i];
        uint32_t first = tagged->tokens.first, form = evidence->form_of[first];
        bool acronym = tagged->tag == DP_TAG_ORG && tagged->tokens.end - first == 1 && form != DEPECHE_NONE &&
                       text->tokens[first].casing == DP_CASING_UPPER;
        uint32_t expanded = acronym ? evidence->forms[form].expanded : DEPECHE_NONE;
        if (expanded != DEPECHE_NONE && !may_organise(pack, text, expanded)) continue;
        tags->at[kept++] = tags->at[i];
    }
    tags->count = kept;
}

static bool is_member(const depeche_pack *pack, const dp_text *text, dp_range tokens, uint16_t members) {
    if (text->tokens[tokens.first].casing < DP_CASING_CAPITAL) return false;
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_hits(pack, text, tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        bool member = hits[i].list == DP_LIST_GROUP && hits[i].kind == members;
        if (member && dp_hit_is_whole(&hits[i], tokens)) return true;
    }
    return false;
}

void dp_doubts_settle_groups(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    uint16_t members = dp_pack_kind_find(pack, DP_LIST_GROUP, "party_members");
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged *tagged = &tags->at[i];
        bool other = tagged->tag == DP_TAG_EVT || tagged->tag == DP_TAG_MISC || tagged->tag == DP_TAG_ORG;
        bool several = tagged->tokens.end - tagged->tokens.first > 1; /* "Vert" is also a colour */
        if (other && several && is_member(pack, text, tagged->tokens, members)) tagged->tag = DP_TAG_GRP;
    }
}

/* The one type that the lexicons know a whole name by, as it is written; NONE when there is none or another. */
static dp_tag known_as(const depeche_pack *pack, const dp_text *text, dp_range tokens) {
    dp_hit hits[DP_HITS_MAX];
    dp_tag known = DP_TAG_NONE;
    size_t count = dp_pack_hits(pack, text, tokens.first, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!dp_hit_is_whole(&hits[i], tokens) || !dp_is_list_of_names(hits[i].list)) continue;
        dp_tag tag = DP_TAG_NONE;
        for (int t = DP_TAG_PER; t <= DP_TAG_MISC; t++) {
            if (dp_tag_has_list((dp_tag)t, hits[i].list)) tag = tag ? DP_TAG_COUNT : (dp_tag)t;
        }
        if (tag == DP_TAG_NONE || tag == DP_TAG_COUNT || (known && known != tag)) return DP_TAG_NONE;
        known = tag;
    }
    return known;
}

void dp_doubts_settle_known(const depeche_pack *pack, const dp_text *text, dp_tags *tags) {
    for (uint32_t i = 0; i < tags->count; i++) {
        dp_tagged *tagged = &tags->at[i];
        if (!is_name(tagged->tag) || tagged->tokens.end - tagged->tokens.first < 2) continue;
        if (tagged->confidence >= AGAINST_TYPE) continue;
        dp_tag known = known_as(pack, text, tagged->tokens);
        if (known && known != DP_TAG_PER) tagged->tag = known; /* the George Washington is also a ship */
    }
}
