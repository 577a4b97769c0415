#include "entities/roles.h"

enum { LOOK_BACK = 10 };

/* Whether a description read from `start` reaches the name with nothing but its complements between. */
static bool reaches(const dp_description *description, uint32_t name, const dp_text *text, int courtesy,
                    const depeche_pack *pack) {
    uint32_t end = description->tokens.end;
    while (end < name && dp_pack_in_set(pack, courtesy, &text->tokens[end])) end++;
    return end == name;
}

static bool is_barrier(const dp_token *token) {
    return token->kind == DP_TOKEN_PUNCTUATION || token->kind == DP_TOKEN_QUOTE || token->kind == DP_TOKEN_LINK;
}

/* Whether the noun at `token` is the bare complement of a noun before it ("agence de presse"): a preposition without an
 * article stands there. */
static bool is_bare_complement(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                               uint32_t token, uint32_t start) {
    if (token == start) return false;
    const dp_token *before = &text->tokens[token - 1];
    return dp_pack_in_set(pack, sets->prepositions, before) && !dp_pack_in_set(pack, sets->contracted, before);
}

/* Whether the only word of a description is no noun but the verb of the name behind it, after a quotation or its
 * auxiliary: "« A », juge | Marine B.", "A, a assuré | Paul R.". A noun would have an article there. */
static bool is_verb_of_name(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                            const dp_description *description, uint32_t start) {
    uint32_t t = description->tokens.first;
    const dp_word *word = dp_pack_word(pack, text->tokens[t].word);
    if (description->tokens.end > t + 1) return false;
    while (t > start && dp_pack_word(pack, text->tokens[t - 1].word)->pos == DP_POS_ADVERB) t--;
    if (t == start) return false;
    uint32_t sign = t - 1;
    if (sign > start && dp_str_equal(dp_text_token(text, sign), DP_STR(","))) sign--;
    if (text->tokens[sign].kind == DP_TOKEN_QUOTE) return (word->pos & DP_POS_VERB) != 0;
    const dp_token *before = &text->tokens[t - 1];
    bool auxiliary = dp_pack_in_set(pack, sets->have, before) || dp_pack_in_set(pack, sets->be, before);
    return auxiliary && (word->pos & DP_POS_PARTICIPLE) != 0;
}

/* The description of a person, or else of a body, that ends right before the name: the one that starts nearest to it,
 * unless its noun is the complement of another ("agence de presse") or another right before takes it in whole ("ancien
 * président"). */
static bool read_before(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, dp_range name,
                        bool person, const dp_tags *tags, const uint32_t *tag_of_token, dp_description *found) {
    int courtesy = dp_pack_set(pack, "titles.person");
    uint32_t start = text->sentences[text->tokens[name.first].sentence].tokens.first;
    if (name.first - start > LOOK_BACK) start = name.first - LOOK_BACK;
    bool any = false, complement = false;
    for (uint32_t t = name.first; t-- > start;) {
        if (is_barrier(&text->tokens[t])) break;
        uint32_t tag = tag_of_token[t];
        if (tag != DEPECHE_NONE && tags->at[tag].tag == DP_TAG_PER) break;
        dp_description description;
        if (tag != DEPECHE_NONE || !dp_description_read(pack, sets, text, t, name.first, &description) ||
            description.of_person != person || !reaches(&description, name.first, text, courtesy, pack)) {
            continue;
        }
        if (is_verb_of_name(pack, sets, text, &description, start)) break;
        if (any && !complement && found->tokens.first != t + 1) break;
        *found = description;
        any = true;
        complement = is_bare_complement(pack, sets, text, t, start);
    }
    return any && !complement;
}

/* The description before a comma before the name, with its article: "Le maire de Valmer, Odile Ferrand". */
static bool read_before_comma(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                              dp_range name, const dp_tags *tags, const uint32_t *tag_of_token, dp_description *found) {
    uint32_t start = text->sentences[text->tokens[name.first].sentence].tokens.first;
    if (name.first < start + 3 || !dp_str_equal(dp_text_token(text, name.first - 1), DP_STR(","))) return false;
    dp_range comma = {name.first - 1, name.first};
    if (!read_before(pack, sets, text, comma, true, tags, tag_of_token, found)) return false;
    uint32_t before = found->tokens.first;
    return before > start && dp_pack_in_set(pack, sets->determiners, &text->tokens[before - 1]) &&
           text->tokens[before - 1].sentence == text->tokens[name.first].sentence;
}

/* Where a name begins with the courtesy title and article before it: "le Pr Thibaut". The description right before the
 * name is that title; false where it is another. */
static bool skip_title(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                       const dp_description *before, dp_range *name) {
    int courtesy = dp_pack_set(pack, "titles.person");
    uint32_t first = before->tokens.first;
    if (before->tokens.end != first + 1 || courtesy < 0 || !dp_pack_in_set(pack, courtesy, &text->tokens[first])) {
        return false;
    }
    uint32_t start = text->sentences[text->tokens[first].sentence].tokens.first;
    bool article = first > start && dp_pack_in_set(pack, sets->determiners, &text->tokens[first - 1]);
    name->first = article ? first - 1 : first;
    return true;
}

/* The description that "and" joins to the one before the name, both of one thing: "journaliste et commentateur". */
static bool read_coordinated(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                             const dp_description *before, const dp_tags *tags, const uint32_t *tag_of_token,
                             dp_description *found) {
    uint32_t first = before->tokens.first;
    uint32_t start = text->sentences[text->tokens[first].sentence].tokens.first;
    if (first < start + 2 || sets->conjunctions < 0 ||
        !dp_pack_in_set(pack, sets->conjunctions, &text->tokens[first - 1])) {
        return false;
    }
    dp_range conjunction = {first - 1, first};
    return read_before(pack, sets, text, conjunction, before->of_person, tags, tag_of_token, found);
}

/* The description after the name: behind a comma or an opening bracket, with or without an article. */
static bool read_after(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, dp_range name,
                       dp_description *found) {
    uint32_t end = text->sentences[text->tokens[name.first].sentence].tokens.end;
    if (name.end + 1 >= end) return false;
    dp_str mark = dp_text_token(text, name.end);
    if (!dp_str_equal(mark, DP_STR(",")) && !dp_str_equal(mark, DP_STR("("))) return false;
    uint32_t t = name.end + 1;
    if (dp_pack_in_set(pack, sets->determiners, &text->tokens[t])) t++;
    return t < end && dp_description_read(pack, sets, text, t, end, found);
}

dp_roles dp_roles_of(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, dp_range name,
                     const dp_tags *tags, const uint32_t *tag_of_token) {
    dp_roles roles = {0};
    bool person = tags->at[tag_of_token[name.first]].tag == DP_TAG_PER;
    roles.before = read_before(pack, sets, text, name, person, tags, tag_of_token, &roles.before_name);
    if (!roles.before && person) {
        roles.before = read_before_comma(pack, sets, text, name, tags, tag_of_token, &roles.before_name);
    }
    if (roles.before && person && skip_title(pack, sets, text, &roles.before_name, &name)) {
        roles.further = read_before_comma(pack, sets, text, name, tags, tag_of_token, &roles.before_that);
    } else if (roles.before) {
        roles.further = read_coordinated(pack, sets, text, &roles.before_name, tags, tag_of_token, &roles.before_that);
    }
    roles.after = read_after(pack, sets, text, name, &roles.after_name);
    return roles;
}
