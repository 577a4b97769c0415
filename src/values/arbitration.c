#include "values/arbitration.h"

/* How sure the tagger must be to hold against a likely candidate of another kind, and for what no rule finds: below,
 * more than half of what it alone has found in articles that it had not learned from was wrong. */
static const float FIRM = 0.7F;
static const float ALONE = 0.5F;

static bool is_value(dp_tag tag) {
    return tag >= DP_TAG_DATE && tag <= DP_TAG_QTY;
}

static bool overlap(dp_range a, dp_range b) {
    return a.first < b.end && b.first < a.end;
}

static bool equal(dp_range a, dp_range b) {
    return a.first == b.first && a.end == b.end;
}

/* What the tagger makes of a candidate's tokens. */
typedef struct opinion {
    bool name, same, confirmed, other;
} opinion;

/* `at` is the first tag that ends beyond the candidate's first token. */
static opinion opinion_of(const dp_candidate *c, const dp_tags *tags, uint32_t at) {
    opinion o = {0};
    dp_range tokens = c->value.tokens;
    for (; at < tags->count && tags->at[at].tokens.first < tokens.end; at++) {
        const dp_tagged *tagged = &tags->at[at];
        if (!overlap(tagged->tokens, tokens)) continue;
        if (!is_value(tagged->tag)) {
            bool counted = tagged->tag == DP_TAG_GRP && tagged->tokens.first > tokens.first;
            o.name |= !counted;
        } else if (tagged->tag == c->value.tag) {
            o.same = true;
            o.confirmed |= equal(tagged->tokens, tokens);
        } else {
            o.other |= tagged->confidence >= FIRM;
        }
    }
    return o;
}

static bool holds(const dp_candidate *c, opinion o) {
    if (o.name) return false;
    switch (c->sureness) {
        case DP_SURE:
            return true;
        case DP_LIKELY:
            return o.same || !o.other;
        default:
            return o.confirmed;
    }
}

/* Whether `a` is to be preferred to `b`, which it overlaps and which begins no later. */
static bool better(const dp_candidate *a, const dp_candidate *b) {
    if (a->sureness != b->sureness) return a->sureness > b->sureness;
    uint32_t a_length = a->value.tokens.end - a->value.tokens.first,
             b_length = b->value.tokens.end - b->value.tokens.first;
    return a_length > b_length;
}

void dp_arbitrate_rules(dp_candidates *candidates, const dp_tags *tags) {
    uint32_t kept = 0, tag = 0;
    for (uint32_t i = 0; i < candidates->count; i++) {
        dp_candidate c = candidates->at[i];
        while (tag < tags->count && tags->at[tag].tokens.end <= c.value.tokens.first) tag++;
        opinion o = opinion_of(&c, tags, tag);
        if (!holds(&c, o)) continue;
        if (kept > 0 && overlap(candidates->at[kept - 1].value.tokens, c.value.tokens)) {
            if (better(&c, &candidates->at[kept - 1])) candidates->at[kept - 1] = c;
        } else {
            candidates->at[kept++] = c;
        }
    }
    candidates->count = kept;
}

bool dp_arbitrate_tag(const dp_candidates *candidates, const dp_tagged *tagged, uint32_t *at) {
    if (!is_value(tagged->tag) || tagged->confidence < ALONE) return false;
    while (*at < candidates->count && candidates->at[*at].value.tokens.end <= tagged->tokens.first) ++*at;
    return *at == candidates->count || candidates->at[*at].value.tokens.first >= tagged->tokens.end;
}
