#include "claims/segment.h"

bool dp_segment_opens(const dp_scene *scene, uint32_t token) {
    enum { SIGNS = DP_MARK_COMMA | DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_STOP | DP_MARK_DASH | DP_MARK_BRACKET };
    return dp_scene_is(scene, token, SIGNS | DP_MARK_THAT | DP_MARK_RELATIVE | DP_MARK_COORDINATE);
}

/* What a segment begins with behind its signs and conjunctions: one of these, or KIND_LISTED and a number in a table.
 */
enum { KIND_NONE = 0, KIND_QUOTE, KIND_FINITE, KIND_NAME, KIND_PARTICIPLE, KIND_OTHER, KIND_LISTED = 8 };

/* The last token of the quotation that opens at a token and closes before `end`; the token itself where none does. */
static uint32_t past_quotation(const dp_scene *scene, uint32_t token, uint32_t end) {
    if (!dp_scene_is(scene, token, DP_MARK_OPENS)) return token;
    uint32_t close = scene->quotations->at[scene->marks[token].quotation].close;
    return close > token && close < end ? close : token;
}

static uint64_t kind_of_word(const dp_mark *mark) {
    enum { KINDS = 10 };
    static const struct {
        uint32_t flags;
        uint16_t pos;
    } kinds[KINDS] = {{DP_MARK_SUBJECT, 0},
                      {DP_MARK_OF, 0},
                      {DP_MARK_TO, 0},
                      {DP_MARK_NOT | DP_MARK_REFLEXIVE, 0},
                      {DP_MARK_ARTICLE | DP_MARK_POSSESSIVE, DP_POS_DETERMINER},
                      {0, DP_POS_PREPOSITION},
                      {0, DP_POS_GERUND},
                      {0, DP_POS_INFINITIVE},
                      {0, DP_POS_CONJUNCTION},
                      {0, DP_POS_ADVERB}};
    if (mark->finite) return KIND_FINITE;
    for (uint64_t k = 0; k < KINDS; k++) {
        if (mark->flags & kinds[k].flags || mark->pos & kinds[k].pos) return KIND_LISTED + k;
    }
    if (mark->tag) return KIND_NAME;
    return mark->pos & DP_POS_PARTICIPLE ? KIND_PARTICIPLE : KIND_OTHER;
}

uint64_t dp_segment_kind(const dp_scene *scene, dp_range tokens) {
    enum {
        OPENING = DP_MARK_THAT | DP_MARK_RELATIVE | DP_MARK_COORDINATE | DP_MARK_SIGN,
        SPEAKS = DP_MARK_ROLE | DP_MARK_GROUP,
        SEEN = 256, /* tokens that are looked at: a quotation without an end may be of any length */
    };
    uint32_t end = tokens.end - tokens.first > SEEN ? tokens.first + SEEN : tokens.end;
    uint64_t opening = 0, word = KIND_NONE, verbs = 0, speaks = 0;
    for (uint32_t t = tokens.first; t < end; t++) {
        const dp_mark *mark = &scene->marks[t];
        uint32_t close = past_quotation(scene, t, tokens.end);
        if (close > t) {
            if (!word) word = KIND_QUOTE;
            t = close;
            continue;
        }
        if (!word && mark->flags & OPENING) opening = mark->form;
        if (!word && !(mark->flags & OPENING)) word = kind_of_word(mark);
        if (mark->finite && verbs < 2) verbs++;
        if (mark->flags & SPEAKS || mark->tag == DP_TAG_PER || mark->tag == DP_TAG_ORG) speaks = 1;
    }
    return (opening << 8 | word) << 3 | verbs << 1 | speaks;
}
