#include "tagger/repeats.h"

enum {
    KNOWN_MAX = 64, /* named things of a text that are looked for again */
    SHORTEST = 2,   /* tokens of a name that is looked for: single words mean too much else */
};

static const float NUMBERED = 0.9f, BADGED = 0.9f; /* confidence in what stands for itself, see below */

/* A line of the lexicons that a tag of the text is a name of, and the first word of that name. */
typedef struct known {
    uint32_t entry, word;
    uint16_t list, kind;
    dp_tag tag;
    float confidence;
} known;

typedef struct knowledge {
    known at[KNOWN_MAX];
    uint32_t count;
} knowledge;

/* A text that is searched, with what its words are in the lexicons. */
typedef struct searched {
    const depeche_pack *pack;
    const dp_hits *hits;
    const dp_text *text;
    int badges; /* set: gilets jaunes */
} searched;

static const known *find(const knowledge *k, const dp_hit *hit) {
    for (uint32_t i = 0; i < k->count; i++) {
        if (k->at[i].entry == hit->entry && k->at[i].list == hit->list) return &k->at[i];
    }
    return NULL;
}

/* An event of the same kind whose name begins with the same word: "acte IX" and "acte X". */
static const known *find_sibling(const knowledge *k, const dp_hit *hit, uint32_t word) {
    for (uint32_t i = 0; i < k->count; i++) {
        const known *at = &k->at[i];
        if (at->tag == DP_TAG_EVT && word && at->word == word && at->list == hit->list && at->kind == hit->kind)
            return at;
    }
    return NULL;
}

/* Whether a list has names of a tag's kind, or of groups: "Gilets jaunes". */
static bool names_kind(dp_tag tag, uint16_t list) {
    return tag == DP_TAG_GRP ? list == DP_LIST_GROUP : dp_tag_has_list(tag, list);
}

/* Notes the lines that have a tag as a whole. */
static void note(const searched *s, const dp_tagged *tagged, knowledge *k) {
    if (tagged->tag != DP_TAG_EVT && tagged->tag != DP_TAG_MISC && tagged->tag != DP_TAG_GRP) return;
    uint32_t count, length = tagged->tokens.end - tagged->tokens.first;
    const dp_hit *at = dp_hits_of(s->hits, tagged->tokens.first, &count);
    for (uint32_t i = 0; i < count && k->count < KNOWN_MAX; i++) {
        if (at[i].length != length || !names_kind(tagged->tag, at[i].list) || find(k, &at[i])) continue;
        k->at[k->count++] = (known){.entry = at[i].entry,
                                    .word = length >= SHORTEST ? s->text->tokens[tagged->tokens.first].word : 0,
                                    .list = at[i].list,
                                    .kind = at[i].kind,
                                    .tag = tagged->tag,
                                    .confidence = tagged->confidence};
    }
}

/* Works and groups without a capital are no names: "cocktail Molotov" is, "train à grande vitesse" is not. */
static bool may_repeat(const dp_text *text, dp_range tokens, dp_tag tag) {
    if (tag == DP_TAG_EVT) return true;
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        if (text->tokens[t].casing >= DP_CASING_CAPITAL) return true;
    }
    return false;
}

/* Whether a token is a number, in figures or in Roman ones. */
static bool is_number(const dp_text *text, uint32_t token) {
    dp_str letters = dp_text_token(text, token);
    if (text->tokens[token].kind == DP_TOKEN_NUMBER) return true;
    for (size_t i = 0; i < letters.len; i++) {
        if (!memchr("IVXLC", letters.at[i], 5)) return false;
    }
    return letters.len > 0;
}

/* Whether a hit is an event with a number in its name: "acte XIII", "attentats du 13 novembre". */
static bool is_numbered_event(const dp_text *text, uint32_t token, const dp_hit *hit) {
    if (hit->length < SHORTEST || !dp_tag_has_list(DP_TAG_EVT, hit->list)) return false;
    for (uint32_t t = token; t < token + hit->length; t++) {
        if (is_number(text, t)) return true;
    }
    return false;
}

/* Where an event that begins at a token may end: tags from `next` on that are dates and end in it do not matter. */
static bool has_room(const dp_tags *tags, uint32_t next, uint32_t end) {
    while (next < tags->count && tags->at[next].tokens.first < end) {
        if (tags->at[next].tag != DP_TAG_DATE || tags->at[next].tokens.end > end) return false;
        next++;
    }
    return true;
}

/* The longest event with a number in its name at a token; false when there is none. */
static bool numbered_at(const searched *s, const dp_tags *tags, uint32_t next, uint32_t token, dp_tagged *tagged) {
    uint32_t count, longest = 0;
    const dp_hit *at = dp_hits_of(s->hits, token, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (at[i].length <= longest || !is_numbered_event(s->text, token, &at[i])) continue;
        if (has_room(tags, next, token + at[i].length)) longest = at[i].length;
    }
    *tagged = (dp_tagged){{token, token + longest}, DP_TAG_EVT, NUMBERED};
    return longest > 0;
}

/* A group named by what its members wear ("Gilets jaunes", with a capital) at a token, that ends at `limit` at the
 * latest: a name wherever it stands, at the start of a sentence too. */
static bool badge_at(const searched *s, uint32_t token, uint32_t limit, dp_tagged *tagged) {
    if (s->text->tokens[token].casing < DP_CASING_CAPITAL) return false;
    uint32_t length = dp_pack_set_match(s->pack, s->badges, s->text, token), count;
    if (length < SHORTEST || length > limit - token) return false;
    const dp_hit *at = dp_hits_of(s->hits, token, &count);
    *tagged = (dp_tagged){{token, token + length}, DP_TAG_GRP, BADGED};
    for (uint32_t i = 0; i < count; i++) {
        if (at[i].list == DP_LIST_GROUP && at[i].length == length) return true;
    }
    return false;
}

/* The longest other name of a known thing at a token, that ends at `limit` at the latest; false when there is none. */
static bool repeat_at(const searched *s, const knowledge *k, uint32_t token, uint32_t limit, dp_tagged *tagged) {
    uint32_t count, longest = SHORTEST - 1;
    const dp_hit *at = dp_hits_of(s->hits, token, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (at[i].length <= longest || at[i].length > limit - token) continue;
        const known *same = find(k, &at[i]);
        if (!same) same = find_sibling(k, &at[i], s->text->tokens[token].word);
        if (!same || !may_repeat(s->text, (dp_range){token, token + at[i].length}, same->tag)) continue;
        longest = at[i].length;
        *tagged = (dp_tagged){{token, token + longest}, same->tag, same->confidence};
    }
    return longest >= SHORTEST;
}

/* Merges tags and what is found beside them in the order of the text; counts only when `out` is NULL. `added` says
 * whether there was anything to find. */
static uint32_t merge(const searched *s, const knowledge *k, const dp_tags *tags, dp_tagged *out, bool *added) {
    uint32_t count = 0;
    *added = false;
    for (uint32_t t = 0, next = 0; t < s->text->token_count || next < tags->count;) {
        uint32_t limit = next < tags->count ? tags->at[next].tokens.first : s->text->token_count;
        dp_tagged found;
        if (t >= limit) {
            if (next == tags->count) break;
            if (out) out[count] = tags->at[next];
            t = tags->at[next++].tokens.end;
            count++;
        } else if (numbered_at(s, tags, next, t, &found) || repeat_at(s, k, t, limit, &found) ||
                   badge_at(s, t, limit, &found)) {
            if (out) out[count] = found;
            t = found.tokens.end;
            count++;
            *added = true;
            while (next < tags->count && tags->at[next].tokens.first < t) next++;
        } else {
            t++;
        }
    }
    return count;
}

int dp_repeats_add(const depeche_pack *pack, const dp_hits *hits, dp_arena *arena, const dp_text *text, dp_tags *tags) {
    const searched s = {pack, hits, text, dp_pack_set(pack, "groups.badges")};
    knowledge k = {.count = 0};
    for (uint32_t i = 0; i < tags->count; i++) note(&s, &tags->at[i], &k);
    bool added;
    uint32_t count = merge(&s, &k, tags, NULL, &added);
    if (!added) return 0;
    dp_tagged *all = dp_arena_alloc(arena, (size_t)count * sizeof *all);
    if (!all) return -1;
    merge(&s, &k, tags, all, &added);
    *tags = (dp_tags){.at = all, .count = count};
    return 0;
}
