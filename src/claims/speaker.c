/* What the source of a claim names or describes. */
#include "claims/speaker.h"
#include "text/utf8.h"

enum { HEAD_WITHIN = 6 };

/* The first mention that ends after a token. Mentions are in order: a binary search. */
static uint32_t first_mention_after(const dp_entities *entities, uint32_t token) {
    uint32_t low = 0, high = entities->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (entities->mentions[middle].tokens.end <= token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The entity named at exactly or about these tokens. */
static uint32_t entity_at(const dp_entities *entities, dp_range tokens) {
    uint32_t low = first_mention_after(entities, tokens.first);
    for (uint32_t n = 0; n < 4 && low + n < entities->mention_count; n++) {
        const dp_mention *mention = &entities->mentions[low + n];
        if (mention->tokens.first >= tokens.end) break;
        if (mention->kind == DEPECHE_MENTION_NAME) return mention->entity;
    }
    return DEPECHE_NONE;
}

/* The first tag that ends after a token. */
static uint32_t first_tag_after(const dp_tags *tags, uint32_t token) {
    uint32_t low = 0, high = tags->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tags->at[middle].tokens.end <= token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether a name is what stands at a token, alone or with its article; then a sign closes it, as it may open a clause
 * otherwise: "une association, l'April, juge", not "selon un expert, l'April juge". */
static bool is_apposition(const dp_scene *scene, uint32_t token, dp_range name) {
    if (name.first == token) return true;
    if (name.first != token + 1) return false;
    bool article = dp_scene_is(scene, token, DP_MARK_ARTICLE) && !dp_scene_is(scene, token, DP_MARK_OF | DP_MARK_TO);
    return article && name.end < scene->text->token_count &&
           dp_scene_is(scene, name.end, DP_MARK_COMMA | DP_MARK_COLON);
}

/* A person or body that a source without one stands beside: "le maire de New York, Michael B., a dit", "une
 * association, l'April, juge". */
static const dp_tagged *name_beside(const dp_scene *scene, dp_range source, bool person) {
    const dp_tags *tags = scene->tags;
    uint32_t next = first_tag_after(tags, source.end);
    bool comma = source.end < scene->text->token_count && dp_scene_is(scene, source.end, DP_MARK_COMMA);
    if (next < tags->count && comma && is_apposition(scene, source.end + 1, tags->at[next].tokens)) {
        dp_tag tag = tags->at[next].tag;
        if (tag == DP_TAG_PER || (tag == DP_TAG_ORG && !person)) return &tags->at[next];
    }
    uint32_t before = source.first;
    if (before > 1 && dp_scene_is(scene, before - 1, DP_MARK_COMMA)) before--;
    uint32_t last = first_tag_after(tags, before ? before - 1 : 0);
    bool adjacent = before > 0 && last < tags->count && tags->at[last].tokens.end == before;
    return adjacent && tags->at[last].tag == DP_TAG_PER && dp_scene_is(scene, source.first, DP_MARK_ARTICLE)
               ? &tags->at[last]
               : NULL;
}

/* Whether a name stands in place of the whole source, but for an article. */
static bool is_whole(const dp_scene *scene, dp_range source, dp_range name) {
    if (name.end != source.end) return false;
    return name.first <= source.first ||
           (name.first == source.first + 1 && dp_scene_is(scene, source.first, DP_MARK_ARTICLE));
}

/* The person named right before a relative pronoun, who is its antecedent: "Paul B., qui a dit". The complement of
 * another noun is none: "l'avocat du docteur Paul B., qui". */
static const dp_tagged *antecedent(const dp_scene *scene, dp_range source) {
    if (source.end != source.first + 1 || !dp_scene_is(scene, source.first, DP_MARK_RELATIVE)) return NULL;
    uint32_t end = source.first;
    if (end > 1 && dp_scene_is(scene, end - 1, DP_MARK_COMMA)) end--;
    uint32_t at = first_tag_after(scene->tags, end ? end - 1 : 0);
    if (at == scene->tags->count || scene->tags->at[at].tokens.end != end) return NULL;
    const dp_tagged *name = &scene->tags->at[at];
    return name->tag == DP_TAG_PER && !dp_scene_is_owned(scene, name->tokens.first) ? name : NULL;
}

/* A source without its relative clause: "la maire | qui répondait à Paul B.". */
static dp_range without_clause(const dp_scene *scene, dp_range source) {
    for (uint32_t t = source.first + 1; t < source.end; t++) {
        if (dp_pack_in_set(scene->pack, scene->who, &scene->text->tokens[t])) return (dp_range){source.first, t};
    }
    return source;
}

/* Whether the name at a token is an apposition that a comma behind `from` opens, alone or behind a role with its
 * article: "celui qui dirige la région, | Paul B.", "..., le maire | Paul B.". */
static bool is_apposed(const dp_scene *scene, uint32_t from, uint32_t name) {
    enum { ROLE_WITHIN = 6 };
    for (uint32_t n = 0, t = name; n <= ROLE_WITHIN && t > from; n++) {
        const dp_mark *mark = &scene->marks[--t];
        if (mark->flags & DP_MARK_COMMA) return n == 0 || dp_scene_is(scene, t + 1, DP_MARK_ARTICLE);
        if (mark->finite || mark->flags & (DP_MARK_SIGN | DP_MARK_RELATIVE) || mark->tag == DP_TAG_PER) return false;
    }
    return false;
}

uint32_t dp_speaker_named(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name) {
    const dp_tagged *best = NULL;
    *name = (dp_str){"", 0};
    if (source.first >= source.end) return DEPECHE_NONE;
    dp_range own = without_clause(scene, source);
    for (uint32_t i = first_tag_after(scene->tags, source.first); i < scene->tags->count; i++) {
        const dp_tagged *tagged = &scene->tags->at[i];
        if (tagged->tokens.first >= source.end) break;
        if (tagged->tokens.first >= own.end && !is_apposed(scene, own.end, tagged->tokens.first)) continue;
        bool place = tagged->tag == DP_TAG_LOC && is_whole(scene, source, tagged->tokens);
        if (tagged->tag != DP_TAG_PER && tagged->tag != DP_TAG_ORG && !place) continue;
        if (!best || best->tag != DP_TAG_PER || tagged->tag == DP_TAG_PER) best = tagged;
    }
    if (!best || best->tag != DP_TAG_PER) {
        const dp_tagged *beside = name_beside(scene, source, best != NULL);
        if (beside) best = beside;
    }
    if (!best) best = antecedent(scene, source);
    if (!best) return DEPECHE_NONE;
    *name = dp_text_range(scene->text, best->tokens);
    return entity_at(entities, best->tokens);
}

/* A token that is a name by its capital: none that any sentence starts with, no role, no body. */
static bool is_named_by_capital(const dp_scene *scene, uint32_t token) {
    const dp_token *t = &scene->text->tokens[token];
    const dp_mark *mark = &scene->marks[token];
    if (!(mark->flags & DP_MARK_CAPITAL) || mark->flags & (DP_MARK_ROLE | DP_MARK_ARTICLE | DP_MARK_SIGN)) return false;
    if (mark->tag != DP_TAG_NONE || t->kind != DP_TOKEN_WORD) return false;
    bool starts = t->flags & DP_TOKEN_SENTENCE_START || (token > 0 && dp_scene_is(scene, token - 1, DP_MARK_SIGN));
    return !starts || !t->word;
}

/* Whether a token is a common noun with a capital in the complement of another noun: "le ministre de la Santé". */
static bool is_department(const dp_scene *scene, dp_range source, uint32_t token) {
    enum { LINK = DP_MARK_OF | DP_MARK_TO };
    if (!dp_scene_pos(scene, token, DP_POS_NOUN) || token == source.first) return false;
    if (dp_scene_is(scene, token - 1, LINK)) return true;
    return dp_scene_is(scene, token - 1, DP_MARK_ARTICLE) && token - 1 > source.first &&
           dp_scene_is(scene, token - 2, LINK);
}

uint32_t dp_speaker_capitalised(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name) {
    enum { LONGEST = 8 };
    *name = (dp_str){"", 0};
    if (source.first >= source.end) return DEPECHE_NONE;
    uint32_t at = first_tag_after(scene->tags, source.end - 1);
    if (at < scene->tags->count && scene->tags->at[at].tag < DP_TAG_DATE &&
        is_whole(scene, source, scene->tags->at[at].tokens)) {
        *name = dp_text_range(scene->text, scene->tags->at[at].tokens);
        return entity_at(entities, scene->tags->at[at].tokens);
    }
    uint32_t first = source.end - source.first > LONGEST ? source.end - LONGEST : source.first;
    while (first < source.end && !is_named_by_capital(scene, first)) first++;
    if (first < source.end && !is_department(scene, source, first)) {
        *name = dp_text_range(scene->text, (dp_range){first, source.end});
    }
    return DEPECHE_NONE;
}

/* The noun for a person that heads what stands before a name in a source; name.first when there is none. */
static uint32_t person_head(const dp_scene *scene, dp_range source, dp_range name) {
    uint32_t end = source.first + HEAD_WITHIN < name.first ? source.first + HEAD_WITHIN : name.first;
    for (uint32_t t = source.first; t < end; t++) {
        if (scene->marks[t].tag == DP_TAG_NONE && dp_scene_is(scene, t, DP_MARK_ROLE)) return t;
    }
    return name.first;
}

/* Whether the name of a person is the complement of the noun at `head`: "l'avocat de M. B.", "le patron du parti du
 * président M. B.", but not "le président du parti M. B.". */
static bool is_complement(const dp_scene *scene, uint32_t head, dp_range name) {
    uint32_t link = name.first;
    while (link > head && !dp_scene_is(scene, link, DP_MARK_OF)) link--;
    if (link == head) return false;
    uint32_t noun = link + 1;
    if (noun < name.first && dp_scene_is(scene, noun, DP_MARK_ARTICLE)) noun++;
    bool several = dp_gram_is_plural(scene->marks[noun].grammar); /* "le président des avocats Paul B." is Paul B. */
    return noun == name.first || (dp_scene_is(scene, noun, DP_MARK_ROLE) && !several);
}

bool dp_speaker_is_member(const dp_scene *scene, dp_range source) {
    bool member = false;
    for (uint32_t i = first_tag_after(scene->tags, source.first); i < scene->tags->count; i++) {
        const dp_tagged *tagged = &scene->tags->at[i];
        if (tagged->tokens.first >= source.end) break;
        if (tagged->tag != DP_TAG_PER && tagged->tag != DP_TAG_ORG) continue;
        uint32_t head = person_head(scene, source, tagged->tokens);
        bool headed = head < tagged->tokens.first;
        if (tagged->tag == DP_TAG_PER && !(headed && is_complement(scene, head, tagged->tokens))) return false;
        member |= headed;
    }
    return member;
}

/* The noun of the complement that "de" at a token begins, "de la fédération"; `end` when there is none before that. */
static uint32_t complement_noun(const dp_scene *scene, uint32_t token, uint32_t end) {
    if (token + 1 >= end || !dp_scene_is(scene, token, DP_MARK_OF)) return end;
    uint32_t noun = token + 1 + dp_scene_is(scene, token + 1, DP_MARK_ARTICLE);
    return noun < end ? noun : end;
}

uint32_t dp_speaker_of_body(const dp_scene *scene, const dp_entities *entities, dp_range source) {
    uint32_t head = person_head(scene, source, (dp_range){source.end, source.end});
    for (uint32_t t = head; t < source.end; t++) {
        uint32_t noun = complement_noun(scene, t, source.end);
        if (noun == source.end || !dp_scene_is(scene, noun, DP_MARK_GROUP)) continue;
        uint32_t body = dp_entities_resolve(scene->pack, scene->text, entities, (dp_range){t + 1, source.end});
        if (body != DEPECHE_NONE && entities->at[body].type == DEPECHE_ORGANIZATION) return body;
    }
    return DEPECHE_NONE;
}

bool dp_speaker_is_several(const dp_scene *scene, dp_range source) {
    if (source.end <= source.first + 1 || dp_scene_is(scene, source.first, DP_MARK_POSSESSIVE)) return false;
    if (!dp_scene_is(scene, source.first, DP_MARK_ARTICLE) && !dp_scene_pos(scene, source.first, DP_POS_DETERMINER)) {
        return false;
    }
    return dp_gram_is_plural(scene->marks[source.first].grammar);
}

/* Whether a conjunction or comma parts what stands from one token to another. */
static bool is_parted(const dp_scene *scene, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        if (dp_scene_is(scene, t, DP_MARK_COORDINATE | DP_MARK_COMMA)) return true;
    }
    return false;
}

uint32_t dp_speaker_joint(const dp_scene *scene, const dp_entities *entities, dp_range source, uint32_t speaker,
                          uint32_t joint[DP_JOINT_MAX]) {
    uint32_t count = 0, end = source.first;
    bool coordinate = false;
    for (uint32_t t = source.first; t < source.end; t++) coordinate |= dp_scene_is(scene, t, DP_MARK_COORDINATE);
    if (!coordinate || speaker == DEPECHE_NONE) return 0;
    for (uint32_t m = first_mention_after(entities, source.first); m < entities->mention_count; m++) {
        const dp_mention *mention = &entities->mentions[m];
        if (mention->tokens.end > source.end) break;
        if (mention->kind != DEPECHE_MENTION_NAME || mention->tokens.first < end) continue;
        if (entities->at[mention->entity].type != entities->at[speaker].type) continue;
        uint32_t before = mention->tokens.first;
        bool owned = before > source.first && dp_scene_is(scene, before - 1, DP_MARK_OF);
        bool joined = end == source.first || is_parted(scene, end, before);
        end = mention->tokens.end;
        bool known = mention->entity == speaker;
        for (uint32_t i = 0; i < count; i++) known |= joint[i] == mention->entity;
        if (!known && !owned && joined && count < DP_JOINT_MAX) joint[count++] = mention->entity;
    }
    return count;
}

static bool is_author(const dp_entity *entity) {
    return entity->type == DEPECHE_PERSON || entity->type == DEPECHE_ORGANIZATION;
}

uint32_t dp_speaker_of_document(const dp_scene *scene, const dp_entities *entities, dp_range source) {
    uint32_t head = source.first, limit = source.first + HEAD_WITHIN;
    while (head < source.end && head < limit && !dp_scene_is(scene, head, DP_MARK_MEDIUM)) head++;
    if (head == source.end || head == limit) return DEPECHE_NONE;
    for (uint32_t t = head + 1; t < source.end; t++) {
        uint32_t noun = complement_noun(scene, t, source.end);
        if (noun == source.end) continue;
        /* "du", "de la": what "des" opens is of several, and the complement of that is no author. */
        if (dp_gram_is_plural(scene->marks[noun - 1].grammar)) return DEPECHE_NONE;
        if (!dp_scene_is(scene, noun, DP_MARK_GROUP | DP_MARK_ROLE)) continue;
        uint32_t author = dp_entities_resolve(scene->pack, scene->text, entities, (dp_range){t + 1, source.end});
        return author != DEPECHE_NONE && is_author(&entities->at[author]) ? author : DEPECHE_NONE;
    }
    return DEPECHE_NONE;
}

uint32_t dp_speaker_described(const dp_entities *entities, dp_range source) {
    uint32_t at = source.first < source.end ? first_mention_after(entities, source.first) : entities->mention_count;
    if (at == entities->mention_count || entities->mentions[at].kind != DEPECHE_MENTION_NOMINAL) return DEPECHE_NONE;
    dp_range tokens = entities->mentions[at].tokens;
    return tokens.first == source.first && tokens.end == source.end ? entities->mentions[at].entity : DEPECHE_NONE;
}

/* Where the next word of a name begins that has a capital ("de" and the like have none), from byte `at` on; the name's
 * length where none does. Words are parted by spaces and hyphens. */
static size_t next_capital(dp_str name, size_t at) {
    bool starts = at == 0;
    while (at < name.len) {
        size_t from = at;
        uint32_t letter = dp_utf8_next(name, &at);
        if (starts && letter > ' ' && (letter < 'a' || letter > 'z')) return from;
        starts = letter == ' ' || letter == '-';
    }
    return name.len;
}

/* Whether a source is the initials of a name, each with its stop: "R. K.-S." for Rima Kanafani-Saad. */
static bool are_initials(dp_str source, dp_str name) {
    size_t at = 0, in_name = next_capital(name, 0), letters = 0;
    while (at < source.len) {
        if (source.at[at] == ' ' || source.at[at] == '-') {
            at++;
            continue;
        }
        if (in_name == name.len) return false;
        uint32_t letter = dp_utf8_next(source, &at);
        if (letter != dp_utf8_next(name, &in_name) || at == source.len || source.at[at++] != '.') return false;
        in_name = next_capital(name, in_name);
        letters++;
    }
    return letters > 1 && in_name == name.len;
}

uint32_t dp_speaker_by_initials(const dp_speakers *speakers, dp_range source) {
    enum { LONGEST = 8 };
    if (source.first >= source.end || source.end - source.first > LONGEST) return DEPECHE_NONE;
    dp_str words = dp_text_range(speakers->scene->text, source);
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        const dp_entity *entity = &speakers->entities->at[speakers->recent[i]];
        if (entity->type == DEPECHE_PERSON && are_initials(words, entity->name)) return speakers->recent[i];
    }
    return DEPECHE_NONE;
}

/* Whether a source is somebody not named: one of several ("l'un des manifestants"), whoever has not been spoken of yet
 * ("un passant"; not in a title, whose text goes on to name whom it means), or a relative pronoun whose antecedent is
 * nobody named ("celui qui", or a question's "qui"). */
static bool is_unnamed(const dp_scene *scene, dp_range source) {
    if (source.first >= source.end) return false;
    const dp_token *first = &scene->text->tokens[source.first];
    if (dp_pack_set_match(scene->pack, scene->unnamed, scene->text, source.first)) return true;
    bool title = first->sentence < scene->text->title_sentences;
    if (!title && source.end > source.first + 1 && dp_pack_in_set(scene->pack, scene->indefinite, first)) return true;
    if (source.end != source.first + 1 || !dp_scene_is(scene, source.first, DP_MARK_RELATIVE)) return false;
    if (source.first == dp_scene_sentence(scene, source.first).first) return true;
    return dp_pack_in_set(scene->pack, scene->demonstrative, &scene->text->tokens[source.first - 1]);
}

bool dp_speaker_is_open(const dp_scene *scene, const dp_entities *entities, dp_range source) {
    if (dp_speaker_described(entities, source) != DEPECHE_NONE || is_unnamed(scene, source)) return false;
    return dp_scene_is_pronoun(scene, source) || !dp_speaker_is_several(scene, source);
}
