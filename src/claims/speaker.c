#include "claims/speaker.h"
#include "text/utf8.h"

enum { HEAD_WITHIN = 6 };

/* Whether a mention looks like a subject: it opens its sentence or a verb follows. */
static bool is_subject(const dp_scene *scene, dp_range mention) {
    dp_range sentence = dp_scene_sentence(scene, mention.first);
    if (mention.first <= sentence.first + 3) return true;
    return mention.end < sentence.end && scene->marks[mention.end].finite;
}

static bool can_speak(depeche_entity_type type) {
    return type == DEPECHE_PERSON || type == DEPECHE_ORGANIZATION || type == DEPECHE_LOCATION || type == DEPECHE_GROUP;
}

/* The description at a token that is a subject and has no name beside it: a verb follows ("le premier ministre s'est
 * livré"), or it opens the sentence. Empty when there is none. */
static dp_range subject_description(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { LONGEST = 3, BEFORE_VERB = DP_MARK_NOT | DP_MARK_REFLEXIVE, LINK = DP_MARK_OF | DP_MARK_TO };
    dp_range none = {token, token};
    if (token + 2 >= end || !dp_scene_is(scene, token, DP_MARK_ARTICLE) || dp_scene_is(scene, token, LINK)) return none;
    bool opens = token == dp_scene_sentence(scene, token).first;
    if (!opens && (dp_scene_is(scene, token - 1, LINK) || dp_scene_pos(scene, token - 1, DP_POS_PREPOSITION)))
        return none;
    uint32_t last = token + LONGEST < end ? token + LONGEST : end - 1;
    while (last > token + 1 && !dp_scene_is(scene, last - 1, DP_MARK_ROLE)) last--;
    if (last == token + 1) return none;
    bool verb = scene->marks[last].finite || dp_scene_is(scene, last, BEFORE_VERB);
    bool bare = scene->marks[last].tag == DP_TAG_NONE && !dp_scene_is(scene, last, DP_MARK_OF);
    return verb || (opens && bare) ? (dp_range){token, last} : none;
}

int dp_speakers_init(const dp_scene *scene, const dp_entities *entities, dp_speakers *speakers) {
    *speakers = (dp_speakers){.scene = scene,
                              .entities = entities,
                              .last = DEPECHE_NONE,
                              .last_but_one = DEPECHE_NONE,
                              .resolved = DEPECHE_NONE};
    size_t count = entities->count ? entities->count : 1;
    speakers->last_mention = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_mention);
    speakers->claims_of = dp_arena_calloc(scene->arena, count, sizeof *speakers->claims_of);
    speakers->last_subject = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_subject);
    if (!speakers->last_mention || !speakers->claims_of || !speakers->last_subject) return -1;
    /* A claim may be given to an entity before it is met: the first mention stands for the last one till then. */
    for (uint32_t e = 0; e < entities->count; e++) {
        const dp_entity *entity = &entities->at[e];
        if (entity->mention_count) speakers->last_mention[e] = entities->mentions_of[entity->first_mention];
    }
    return 0;
}

static void meet(dp_speakers *speakers, uint32_t entity) {
    uint32_t at = 0;
    while (at < speakers->recent_count && speakers->recent[at] != entity) at++;
    if (at == speakers->recent_count) {
        if (speakers->recent_count < DP_SPEAKERS_MAX) speakers->recent_count++;
        at = speakers->recent_count - 1;
    }
    memmove(speakers->recent + 1, speakers->recent, at * sizeof *speakers->recent);
    speakers->recent[0] = entity;
}

/* A title speaks of what the article names below it: its claims look ahead into the first paragraphs. */
static uint32_t look_ahead(const dp_scene *scene, uint32_t place) {
    enum { TITLE_AHEAD = 150 };
    if (place >= scene->text->token_count) return place;
    if (scene->text->tokens[place].sentence >= scene->text->title_sentences) return place;
    uint32_t ahead = place + TITLE_AHEAD;
    return ahead < scene->text->token_count ? ahead : scene->text->token_count;
}

/* Meets whom the description at a token means, if there is one: a subject tells whom the text goes on about, though it
 * may be too vague for a mention. */
static void meet_description(dp_speakers *speakers, uint32_t token) {
    const dp_scene *scene = speakers->scene;
    const dp_entities *entities = speakers->entities;
    dp_range description = subject_description(scene, token, dp_scene_sentence(scene, token).end);
    uint32_t next = speakers->next_mention;
    bool named = next < entities->mention_count && entities->mentions[next].tokens.first < description.end;
    if (description.first == description.end || named) return;
    uint32_t entity = dp_entities_resolve(scene->pack, scene->text, entities, description, DEPECHE_NONE);
    if (entity >= entities->count || !can_speak(entities->at[entity].type)) return;
    speakers->last_subject[entity] = token + 1;
    meet(speakers, entity);
}

static void meet_mention(dp_speakers *speakers, uint32_t number) {
    const dp_mention *mention = &speakers->entities->mentions[number];
    if (mention->entity >= speakers->entities->count || !can_speak(speakers->entities->at[mention->entity].type))
        return;
    speakers->last_mention[mention->entity] = number;
    if (is_subject(speakers->scene, mention->tokens)) {
        speakers->last_subject[mention->entity] = mention->tokens.first + 1;
    }
    meet(speakers, mention->entity);
}

void dp_speakers_advance(dp_speakers *speakers, uint32_t place) {
    const dp_entities *entities = speakers->entities;
    place = look_ahead(speakers->scene, place);
    if (place > speakers->scene->text->token_count) place = speakers->scene->text->token_count;
    for (; speakers->next_token < place; speakers->next_token++) {
        meet_description(speakers, speakers->next_token);
        while (speakers->next_mention < entities->mention_count &&
               entities->mentions[speakers->next_mention].tokens.first <= speakers->next_token) {
            meet_mention(speakers, speakers->next_mention++);
        }
    }
}

void dp_speakers_note(dp_speakers *speakers, uint32_t place, uint32_t entity) {
    if (entity == DEPECHE_NONE || entity >= speakers->entities->count) return;
    speakers->last_but_one = speakers->last;
    speakers->last = entity;
    speakers->last_place = place;
    speakers->claims_of[entity]++;
    if (!can_speak(speakers->entities->at[entity].type)) return;
    speakers->last_subject[entity] = place + 1;
    meet(speakers, entity);
}

uint32_t dp_speaker_place(const dp_report *report) {
    if (report->arguments.source.first < report->arguments.source.end) return report->arguments.source.first;
    return report->cue ? report->cue->head : dp_report_place(report);
}

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
    bool article = dp_scene_is(scene, token, DP_MARK_ARTICLE) && !dp_scene_is(scene, token, DP_MARK_OF | DP_MARK_TO);
    return article && name.first == token + 1 && name.end < scene->text->token_count &&
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

uint32_t dp_speaker_named(const dp_scene *scene, const dp_entities *entities, dp_range source, dp_str *name) {
    const dp_tagged *best = NULL;
    *name = (dp_str){"", 0};
    if (source.first >= source.end) return DEPECHE_NONE;
    for (uint32_t i = first_tag_after(scene->tags, source.first); i < scene->tags->count; i++) {
        const dp_tagged *tagged = &scene->tags->at[i];
        if (tagged->tokens.first >= source.end) break;
        if (tagged->tag != DP_TAG_PER && tagged->tag != DP_TAG_ORG) continue;
        if (!best || best->tag != DP_TAG_PER || tagged->tag == DP_TAG_PER) best = tagged;
    }
    if (!best || best->tag != DP_TAG_PER) {
        const dp_tagged *beside = name_beside(scene, source, best != NULL);
        if (beside) best = beside;
    }
    if (!best) return DEPECHE_NONE;
    *name = dp_text_range(scene->text, best->tokens);
    return entity_at(entities, best->tokens);
}

/* Whether a name stands in place of the whole source, but for an article. */
static bool is_whole(const dp_scene *scene, dp_range source, dp_range name) {
    if (name.end != source.end) return false;
    return name.first <= source.first ||
           (name.first == source.first + 1 && dp_scene_is(scene, source.first, DP_MARK_ARTICLE));
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

bool dp_speaker_is_member(const dp_scene *scene, const dp_entities *entities, uint32_t named, dp_range source) {
    bool member = false;
    if (named >= entities->count || entities->at[named].type != DEPECHE_ORGANIZATION) return false;
    for (uint32_t i = first_tag_after(scene->tags, source.first); i < scene->tags->count; i++) {
        const dp_tagged *tagged = &scene->tags->at[i];
        if (tagged->tokens.first >= source.end) break;
        if (tagged->tag == DP_TAG_PER) return false;
        if (tagged->tag != DP_TAG_ORG || member) continue;
        for (uint32_t t = source.first; t < tagged->tokens.first && t < source.first + HEAD_WITHIN; t++) {
            member |= scene->marks[t].tag == DP_TAG_NONE && dp_scene_is(scene, t, DP_MARK_ROLE);
        }
    }
    return member;
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

bool dp_speaker_is_pronoun(const dp_scene *scene, dp_range source) {
    return source.end - source.first == 1 && dp_scene_pos(scene, source.first, DP_POS_PRONOUN);
}

/* Whether a source is a relative pronoun whose antecedent is nobody named: "celui qui", or a question's "qui". */
static bool is_anybody(const dp_scene *scene, dp_range source) {
    if (source.end != source.first + 1 || !dp_scene_is(scene, source.first, DP_MARK_RELATIVE)) return false;
    if (source.first == dp_scene_sentence(scene, source.first).first) return true;
    int demonstrative = dp_pack_set(scene->pack, "pronouns.demonstrative");
    return dp_pack_in_set(scene->pack, demonstrative, &scene->text->tokens[source.first - 1]);
}

bool dp_speaker_is_open(const dp_scene *scene, const dp_entities *entities, dp_range source) {
    if (dp_speaker_described(entities, source) != DEPECHE_NONE || is_anybody(scene, source)) return false;
    return dp_speaker_is_pronoun(scene, source) || !dp_speaker_is_several(scene, source);
}
