#include "entities/description.h"

enum {
    LENGTH_MAX = 12, /* tokens of a description */
    HITS_MAX = 32,
    STEM_BYTES = 6, /* agreement in gender and number changes what follows */
};

dp_description_sets dp_description_sets_of(const depeche_pack *pack) {
    return (dp_description_sets){
        .prepositions = dp_pack_set(pack, "prepositions"),
        .contracted = dp_pack_set(pack, "prepositions.contracted"),
        .determiners = dp_pack_set(pack, "determiners.definite"),
        .relatives = dp_pack_set(pack, "pronouns.relative"),
        .conjunctions = dp_pack_set(pack, "conjunctions.coordinate"),
        .adjectives_before = dp_pack_set(pack, "adjectives.before_noun"),
    };
}

static uint64_t stem_of(dp_str word) {
    return dp_str_hash((dp_str){word.at, word.len < STEM_BYTES ? word.len : STEM_BYTES});
}

static uint64_t lemma_of(const depeche_pack *pack, dp_str word, uint32_t number) {
    uint32_t lemma = dp_pack_word(pack, number)->lemma;
    return dp_str_hash(lemma ? dp_pack_word_form(pack, lemma) : word);
}

/* Roles have four columns of forms: masculine and feminine singular, masculine and feminine plural. */
static dp_gender gender_of_column(uint8_t column) {
    static const dp_gender genders[] = {DP_GENDER_MASCULINE, DP_GENDER_FEMININE, DP_GENDER_PLURAL, DP_GENDER_PLURAL};
    return column < sizeof genders / sizeof *genders ? genders[column] : DP_GENDER_UNKNOWN;
}

/* Takes the best reading as a head among hits: the longest role, else the longest collective noun. */
static const dp_hit *best_head(const dp_hit *hits, size_t count) {
    const dp_hit *best = NULL;
    for (size_t i = 0; i < count; i++) {
        bool role = hits[i].list == DP_LIST_ROLE;
        if (!role && hits[i].list != DP_LIST_GROUP && hits[i].list != DP_LIST_INSTITUTION_HEAD) continue;
        if (!best || (role && best->list != DP_LIST_ROLE)) best = &hits[i];
    }
    return best;
}

/* A form that is both sexes' (ministre) tells no gender. */
static dp_gender gender_of_hits(const dp_hit *hits, size_t count, const dp_hit *head) {
    dp_gender gender = gender_of_column(head->column);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_ROLE && hits[i].entry == head->entry && hits[i].length == head->length &&
            gender_of_column(hits[i].column) != gender) {
            return DP_GENDER_UNKNOWN;
        }
    }
    return gender;
}

static void set_head(const depeche_pack *pack, const dp_hit *hits, size_t count, const dp_hit *head, dp_str word,
                     uint32_t number, dp_description *description) {
    *description = (dp_description){
        .head_lemma = lemma_of(pack, word, number),
        .of_person = head->list == DP_LIST_ROLE,
    };
    if (description->of_person) {
        description->head_entry = dp_hash_mix(head->list, (uint64_t)head->entry + 1);
        description->gender = gender_of_hits(hits, count, head);
    }
}

static void add_stem(dp_description *description, dp_str word) {
    if (description->stem_count < DP_DESCRIPTION_STEMS) {
        description->stems[description->stem_count++] = stem_of(word);
    }
}

static bool is_link(const depeche_pack *pack, const dp_description_sets *sets, const dp_token *token) {
    return dp_pack_in_set(pack, sets->prepositions, token) || dp_pack_in_set(pack, sets->determiners, token);
}

/* Whether a token can belong to the complements of a noun. A form that may be a verb can do so only after a preposition
 * or an article. */
static bool is_complement(const depeche_pack *pack, const dp_description_sets *sets, const dp_token *token) {
    if (token->kind != DP_TOKEN_WORD || (token->flags & DP_TOKEN_CLITIC)) return false;
    if (dp_pack_in_set(pack, sets->relatives, token) || dp_pack_in_set(pack, sets->conjunctions, token)) return false;
    if (dp_pack_in_set(pack, sets->prepositions, token) || dp_pack_in_set(pack, sets->determiners, token)) return true;
    unsigned pos = dp_pack_word(pack, token->word)->pos;
    if ((pos & DP_POS_VERB) != 0 && !is_link(pack, sets, token - 1)) return false;
    unsigned nominal = DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PARTICIPLE | DP_POS_PROPER | DP_POS_PREPOSITION;
    return pos == 0 || (pos & nominal) != 0 || token->casing != DP_CASING_LOWER;
}

bool dp_description_read(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, uint32_t token,
                         uint32_t limit, dp_description *description) {
    dp_hit hits[HITS_MAX];
    uint32_t sentence_end = text->sentences[text->tokens[token].sentence].tokens.end;
    if (limit > sentence_end) limit = sentence_end;
    if (token >= limit) return false;
    size_t count = dp_pack_hits(pack, text, token, hits, HITS_MAX);
    const dp_hit *head = best_head(hits, count);
    if (!head || head->length > limit - token) return false;
    const dp_token *first = &text->tokens[token];
    if (first->casing != DP_CASING_LOWER && !head->exact && !(first->flags & DP_TOKEN_SENTENCE_START)) return false;
    set_head(pack, hits, count, head, first->lower, first->word, description);
    uint32_t head_end = token + head->length, end = head_end;
    if (limit > token + LENGTH_MAX) limit = token + LENGTH_MAX;
    while (end < limit && is_complement(pack, sets, &text->tokens[end])) end++;
    while (end > head_end && is_link(pack, sets, &text->tokens[end - 1])) end--;
    for (uint32_t t = token + 1; t < end; t++) {
        if (!is_link(pack, sets, &text->tokens[t])) add_stem(description, text->tokens[t].lower);
    }
    description->tokens = (dp_range){token, end};
    return true;
}

void dp_description_agree(const depeche_pack *pack, const dp_token *determiner, dp_description *description) {
    if (!description->of_person || description->gender != DP_GENDER_UNKNOWN) return;
    unsigned gender = dp_pack_word(pack, determiner->word)->grammar & (DP_GRAM_MASCULINE | DP_GRAM_FEMININE);
    if (gender == DP_GRAM_MASCULINE) description->gender = DP_GENDER_MASCULINE;
    if (gender == DP_GRAM_FEMININE) description->gender = DP_GENDER_FEMININE;
}

bool dp_description_of_string(const depeche_pack *pack, dp_str string, dp_description *description) {
    const char *space = string.len ? memchr(string.at, ' ', string.len) : NULL;
    dp_str word = {string.at, space ? (size_t)(space - string.at) : string.len};
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, word, hits, HITS_MAX);
    const dp_hit *head = best_head(hits, count);
    if (!head) return false;
    set_head(pack, hits, count, head, word, dp_pack_word_find(pack, word), description);
    while (space) {
        dp_str rest = {space + 1, string.len - (size_t)(space + 1 - string.at)};
        space = rest.len ? memchr(rest.at, ' ', rest.len) : NULL;
        word = (dp_str){rest.at, space ? (size_t)(space - rest.at) : rest.len};
        const unsigned short_word = 3; /* "de", "du", "des": links, not content */
        if (word.len > short_word) add_stem(description, word);
    }
    return true;
}

bool dp_description_fits(const dp_description *query, const dp_description *known) {
    bool same_head =
        query->head_lemma == known->head_lemma || (query->head_entry != 0 && query->head_entry == known->head_entry);
    if (!same_head || !dp_genders_agree(query->gender, known->gender)) return false;
    for (uint32_t i = 0; i < query->stem_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < known->stem_count; k++) found |= query->stems[i] == known->stems[k];
        if (!found) return false;
    }
    return true;
}
