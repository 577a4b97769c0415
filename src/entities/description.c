#include "entities/description.h"

#include "lang/fold.h"

enum {
    LENGTH_MAX = 12, /* tokens of a description */
    HITS_MAX = 32,
};

dp_description_sets dp_description_sets_of(const depeche_pack *pack) {
    return (dp_description_sets){
        .prepositions = dp_pack_set(pack, "prepositions"),
        .contracted = dp_pack_set(pack, "prepositions.contracted"),
        .determiners = dp_pack_set(pack, "determiners.definite"),
        .relatives = dp_pack_set(pack, "pronouns.relative"),
        .conjunctions = dp_pack_set(pack, "conjunctions.coordinate"),
        .adjectives_before = dp_pack_set(pack, "adjectives.before_noun"),
        .adjectives_of_role = dp_pack_set(pack, "adjectives.of_role"),
        .adjectives_former = dp_pack_set(pack, "adjectives.former"),
        .have = dp_pack_set(pack, "auxiliaries.have"),
        .be = dp_pack_set(pack, "auxiliaries.be"),
        .role_names = dp_pack_table(pack, "role-names"),
    };
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

/* Sets the head noun from its hits and its first word. A role that begins with an adjective is a noun of its own:
 * "premier ministre" has none with "premier secrétaire". */
static void set_head(const depeche_pack *pack, const dp_description_sets *sets, const dp_hit *hits, size_t count,
                     const dp_hit *head, dp_str word, uint32_t number, dp_description *description) {
    *description = (dp_description){
        .head_lemma = lemma_of(pack, word, number),
        .role = DEPECHE_NONE,
        .of_person = head->list == DP_LIST_ROLE,
    };
    if (description->of_person) {
        description->role = head->entry;
        description->head_entry = dp_hash_mix(head->list, (uint64_t)head->entry + 1);
        description->gender = gender_of_hits(hits, count, head);
        bool adjective = head->length > 1 && dp_pack_word_in_set(pack, sets->adjectives_of_role, number);
        if (adjective) description->head_lemma = description->head_entry;
    }
}

static bool is_people(const depeche_pack *pack, dp_str word) {
    dp_hit hits[HITS_MAX];
    size_t count = dp_pack_lookup(pack, word, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_DEMONYM) return true;
    }
    return false;
}

static void add_lemma(dp_description *description, uint64_t lemma) {
    if (description->word_count < DP_DESCRIPTION_WORDS) description->words[description->word_count++] = lemma;
}

/* Takes a word of a description that is not its first and no link. */
static void add_word(const depeche_pack *pack, dp_description *description, dp_str word, uint32_t number) {
    add_lemma(description, lemma_of(pack, word, number));
    description->of_people = description->of_person && description->word_count == 1 && is_people(pack, word);
}

static bool is_link_word(const depeche_pack *pack, const dp_description_sets *sets, uint32_t word) {
    return dp_pack_word_in_set(pack, sets->prepositions, word) || dp_pack_word_in_set(pack, sets->determiners, word);
}

static bool is_link(const depeche_pack *pack, const dp_description_sets *sets, const dp_token *token) {
    return is_link_word(pack, sets, token->word);
}

/* Whether a token can belong to the complements of a noun. A form that may be a verb can do so only after a preposition
 * or an article. */
static bool is_complement(const depeche_pack *pack, const dp_description_sets *sets, const dp_token *token) {
    if (token->kind != DP_TOKEN_WORD || (token->flags & DP_TOKEN_CLITIC)) return false;
    if (dp_pack_in_set(pack, sets->relatives, token) || dp_pack_in_set(pack, sets->conjunctions, token)) return false;
    if (is_link(pack, sets, token)) return true;
    unsigned pos = dp_pack_word(pack, token->word)->pos;
    if ((pos & DP_POS_VERB) != 0 && !is_link(pack, sets, token - 1)) return false;
    unsigned nominal = DP_POS_NOUN | DP_POS_ADJECTIVE | DP_POS_PARTICIPLE | DP_POS_PROPER | DP_POS_PREPOSITION;
    return pos == 0 || (pos & nominal) != 0 || token->casing != DP_CASING_LOWER;
}

/* Whether the name of a role begins with the adjective at a token: "premier ministre". */
static bool begins_role(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                        uint32_t token) {
    dp_hit hits[HITS_MAX];
    if (!dp_pack_in_set(pack, sets->adjectives_of_role, &text->tokens[token])) return false;
    size_t count = dp_pack_hits(pack, text, token, hits, HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list == DP_LIST_ROLE && hits[i].length > 1) return true;
    }
    return false;
}

uint32_t dp_description_start(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                              uint32_t token, uint32_t end) {
    while (token < end && dp_pack_in_set(pack, sets->adjectives_before, &text->tokens[token]) &&
           !begins_role(pack, sets, text, token)) {
        token++;
    }
    return token;
}

/* Whether a role, in the singular, is a function or title and nothing else, and stands before names: with an article
 * papers give such a one a capital ("le Préfet", "la Garde des Sceaux"); "le Conseil", "l'Intérieur" are no persons. */
static bool is_office(const depeche_pack *pack, const dp_hit *head) {
    enum { FEMININE_COLUMN = 1, KIND_COLUMN = 4, NOTES_COLUMN = 5 };
    if (head->list != DP_LIST_ROLE || head->column > FEMININE_COLUMN) return false;
    dp_str kind = dp_pack_field(pack, DP_LIST_ROLE, head->entry, KIND_COLUMN);
    dp_str notes = dp_pack_field(pack, DP_LIST_ROLE, head->entry, NOTES_COLUMN);
    bool held = dp_str_equal(kind, DP_STR("function")) || dp_str_equal(kind, DP_STR("title"));
    return held && dp_str_equal(notes, DP_STR("before_name"));
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
    bool plain = first->casing == DP_CASING_LOWER || head->exact || first->flags & DP_TOKEN_SENTENCE_START;
    bool article = token > 0 && dp_pack_in_set(pack, sets->determiners, first - 1);
    if (!plain && !(article && is_office(pack, head))) return false;
    set_head(pack, sets, hits, count, head, first->lower, first->word, description);
    uint32_t head_end = token + head->length, end = head_end;
    if (limit > token + LENGTH_MAX) limit = token + LENGTH_MAX;
    while (end < limit && is_complement(pack, sets, &text->tokens[end])) end++;
    while (end > head_end && is_link(pack, sets, &text->tokens[end - 1])) end--;
    for (uint32_t t = token + 1; t < end; t++) {
        const dp_token *word = &text->tokens[t];
        if (!is_link(pack, sets, word)) add_word(pack, description, word->lower, word->word);
    }
    description->tokens = (dp_range){token, end};
    description->bare = end == head_end;
    return true;
}

void dp_description_agree(const depeche_pack *pack, const dp_token *determiner, dp_description *description) {
    if (!description->of_person || description->gender != DP_GENDER_UNKNOWN) return;
    unsigned gender = dp_pack_word(pack, determiner->word)->grammar & (DP_GRAM_MASCULINE | DP_GRAM_FEMININE);
    if (gender == DP_GRAM_MASCULINE) description->gender = DP_GENDER_MASCULINE;
    if (gender == DP_GRAM_FEMININE) description->gender = DP_GENDER_FEMININE;
}

/* The next word of a folded string from byte `at` on, an elided one with its apostrophe; empty at the end. */
static dp_str next_word(dp_str string, size_t *at) {
    size_t start = *at, end = start;
    while (end < string.len && string.at[end] != ' ' && string.at[end] != '\'') end++;
    bool elided = end < string.len && string.at[end] == '\'';
    *at = end < string.len ? end + 1 : end;
    return (dp_str){string.at + start, end + elided - start};
}

static dp_str without_last_word(dp_str string) {
    while (string.len > 0 && string.at[string.len - 1] != ' ') string.len--;
    if (string.len > 0) string.len--;
    return string;
}

/* The longest start of a string that is the name of a role or collective; false when there is none. */
static bool find_head(const depeche_pack *pack, dp_str *string, dp_hit *hits, size_t *count, const dp_hit **head) {
    for (; string->len > 0; *string = without_last_word(*string)) {
        *count = dp_pack_lookup(pack, *string, hits, HITS_MAX);
        *head = best_head(hits, *count);
        if (*head) return true;
    }
    return false;
}

static bool read_folded(const depeche_pack *pack, const dp_description_sets *sets, dp_str words,
                        dp_description *description) {
    dp_hit hits[HITS_MAX];
    size_t count, at = 0;
    const dp_hit *head;
    dp_str start = words;
    if (!find_head(pack, &start, hits, &count, &head)) return false;
    dp_str first = next_word(words, &at);
    set_head(pack, sets, hits, count, head, first, dp_pack_word_find(pack, first), description);
    description->bare = start.len == words.len;
    while (at < words.len) {
        dp_str word = next_word(words, &at);
        uint32_t number = dp_pack_word_find(pack, word);
        if (!is_link_word(pack, sets, number)) add_word(pack, description, word, number);
    }
    return true;
}

bool dp_description_of_string(const depeche_pack *pack, const dp_description_sets *sets, dp_str string,
                              dp_description *description) {
    char folded[DP_FOLD_MAX];
    return read_folded(pack, sets, (dp_str){folded, dp_fold(string, folded)}, description);
}

bool dp_description_of_former(const depeche_pack *pack, const dp_description_sets *sets, dp_str string,
                              dp_description *description) {
    char folded[DP_FOLD_MAX];
    size_t at = 0;
    dp_str words = {folded, dp_fold(string, folded)};
    uint32_t first = dp_pack_word_find(pack, next_word(words, &at));
    if (!dp_pack_word_in_set(pack, sets->adjectives_former, first)) return false;
    return read_folded(pack, sets, (dp_str){words.at + at, words.len - at}, description);
}

enum { ROWS_MAX = 4 };

/* The rows of the table of roles' names that a description may have, and through *name the part of its role that they
 * are about. The adjective of a people may belong to the role in the lexicon ("président algérien"); the name of any
 * other longer role is another role ("président de la commission"). */
static size_t find_rows(const depeche_pack *pack, const dp_description_sets *sets, const dp_description *description,
                        dp_str *name, uint32_t rows[ROWS_MAX]) {
    dp_str forms = dp_pack_field(pack, DP_LIST_ROLE, description->role, 0);
    if (description->role == DEPECHE_NONE || !dp_pack_next_value(&forms, name)) return 0;
    size_t found = dp_pack_table_find(pack, sets->role_names, *name, rows, ROWS_MAX);
    if (found > 0 || !description->of_people) return found;
    *name = without_last_word(*name);
    return name->len ? dp_pack_table_find(pack, sets->role_names, *name, rows, ROWS_MAX) : 0;
}

/* Whether a row holds for a description with its complements: for any, for the adjective of any people, or for those of
 * some. */
static bool holds(const depeche_pack *pack, const dp_description *description, dp_str complements) {
    dp_str value;
    if (dp_str_equal(complements, DP_STR("any"))) return true;
    if (!description->of_people) return false;
    if (dp_str_equal(complements, DP_STR("people"))) return true;
    while (dp_pack_next_value(&complements, &value)) {
        if (lemma_of(pack, value, dp_pack_word_find(pack, value)) == description->words[0]) return true;
    }
    return false;
}

/* Adds the names that a column of a row has, with the complements of a description behind its first `own` words. */
static void add_names(const depeche_pack *pack, const dp_description_sets *sets, const dp_description *description,
                      uint32_t own, dp_str column, dp_role_names *names) {
    dp_str name;
    while (names->count < DP_ROLE_NAMES_MAX && dp_pack_next_value(&column, &name)) {
        dp_description *other = &names->at[names->count];
        if (!dp_description_of_string(pack, sets, name, other)) continue;
        for (uint32_t k = own; k < description->word_count; k++) add_lemma(other, description->words[k]);
        other->gender = description->gender;
        names->count++;
    }
}

void dp_description_names(const depeche_pack *pack, const dp_description_sets *sets, const dp_description *description,
                          dp_role_names *names) {
    enum { COMPLEMENTS = 1 };
    uint32_t rows[ROWS_MAX];
    dp_str role;
    dp_description own;
    names->count = names->same = 0;
    size_t found = find_rows(pack, sets, description, &role, rows);
    if (found == 0 || !dp_description_of_string(pack, sets, role, &own)) return;
    for (unsigned column = DP_ROLE_NAMES_SAME; column <= DP_ROLE_NAMES_WIDER; column++) {
        for (size_t i = 0; i < found; i++) {
            if (!holds(pack, description, dp_pack_table_field(pack, sets->role_names, rows[i], COMPLEMENTS))) continue;
            dp_str forms = dp_pack_table_field(pack, sets->role_names, rows[i], column);
            add_names(pack, sets, description, own.word_count, forms, names);
        }
        if (column == DP_ROLE_NAMES_SAME) names->same = names->count;
    }
}

bool dp_description_is_alike(const dp_description *a, const dp_description *b) {
    bool same = a->head_lemma == b->head_lemma || (a->head_entry != 0 && a->head_entry == b->head_entry);
    return same && dp_genders_agree(a->gender, b->gender);
}

bool dp_description_fits(const dp_description *query, const dp_description *known) {
    if (!dp_description_is_alike(query, known)) return false;
    for (uint32_t i = 0; i < query->word_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < known->word_count; k++) found |= query->words[i] == known->words[k];
        if (!found) return false;
    }
    return true;
}
