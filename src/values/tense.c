#include "values/tense.h"

enum { REACH = 24, PARTICIPLE_REACH = 4 };

/* Whether one of the next few tokens has a part of speech. */
static bool leads_to(const dp_lexis *l, uint32_t token, uint32_t limit, unsigned pos) {
    uint32_t end = limit - token > PARTICIPLE_REACH ? token + 1 + PARTICIPLE_REACH : limit;
    for (uint32_t t = token + 1; t < end; t++) {
        if (dp_pack_word(l->pack, l->text->tokens[t].word)->pos & pos) return true;
    }
    return false;
}

/* A comma, colon, bracket, dash or quotation mark: where a clause may end. */
static bool is_mark(const dp_lexis *l, uint32_t token) {
    const dp_token *t = &l->text->tokens[token];
    return (t->kind == DP_TOKEN_PUNCTUATION && !(t->flags & DP_TOKEN_BRIDGE)) || t->kind == DP_TOKEN_QUOTE;
}

/* The tense that a token alone tells. False when it is no finite verb, or may be another part of speech. */
static bool read_verb(const dp_lexis *l, uint32_t token, uint32_t limit, dp_tense *tense) {
    const dp_word *word = dp_pack_word(l->pack, l->text->tokens[token].word);
    if (dp_lexis_has(l, DP_SET_PLANNED, token, limit)) {
        *tense = DP_TENSE_FUTURE;
        return true;
    }
    if (!(word->pos & DP_POS_VERB) || l->text->tokens[token].kind != DP_TOKEN_WORD) return false;
    bool auxiliary = dp_lexis_has(l, DP_SET_HAVE, token, limit) || dp_lexis_has(l, DP_SET_BE, token, limit);
    if (dp_lexis_has(l, DP_SET_GOING, token, limit) && leads_to(l, token, limit, DP_POS_INFINITIVE)) {
        *tense = DP_TENSE_FUTURE;
        return true;
    }
    const unsigned other = DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PREPOSITION | DP_POS_DETERMINER | DP_POS_PRONOUN;
    if (!auxiliary && (word->pos & other)) return false;
    if (word->grammar & (DP_GRAM_FUTURE | DP_GRAM_CONDITIONAL) && !(word->grammar & (DP_GRAM_PAST | DP_GRAM_PRESENT))) {
        *tense = word->grammar & DP_GRAM_CONDITIONAL && auxiliary && leads_to(l, token, limit, DP_POS_PARTICIPLE)
                     ? DP_TENSE_PAST
                     : DP_TENSE_FUTURE;
        return true;
    }
    if (word->grammar & (DP_GRAM_PAST | DP_GRAM_IMPERFECT) && !(word->grammar & DP_GRAM_PRESENT)) {
        *tense = DP_TENSE_PAST;
        return true;
    }
    if (auxiliary && leads_to(l, token, limit, DP_POS_PARTICIPLE)) {
        *tense = DP_TENSE_PAST;
        return true;
    }
    return false;
}

/* The clause around some tokens: to the next mark on either side, a bounded number of tokens away. */
static dp_range clause_around(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit) {
    dp_range clause = tokens;
    while (clause.first > first && tokens.first - clause.first < REACH && !is_mark(l, clause.first - 1)) clause.first--;
    while (clause.end < limit && clause.end - tokens.end < REACH && !is_mark(l, clause.end)) clause.end++;
    return clause;
}

/* The tense of the verb nearest to `tokens` from `first` to `limit`; false when there is none within reach. */
static bool nearest_verb(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit, dp_tense *tense) {
    for (uint32_t step = 1; step <= REACH; step++) {
        if (tokens.first >= first + step && read_verb(l, tokens.first - step, tokens.first, tense)) return true;
        if (tokens.end + step <= limit && read_verb(l, tokens.end + step - 1, limit, tense)) return true;
    }
    return false;
}

dp_tense dp_tense_near(const dp_lexis *l, dp_range tokens, uint32_t first, uint32_t limit) {
    dp_tense tense = DP_TENSE_PRESENT;
    dp_range clause = clause_around(l, tokens, first, limit);
    if (nearest_verb(l, tokens, clause.first, clause.end, &tense)) return tense;
    return nearest_verb(l, tokens, first, limit, &tense) ? tense : DP_TENSE_PRESENT;
}
