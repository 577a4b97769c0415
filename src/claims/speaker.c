#include "claims/speaker.h"

enum {
    ROOM = 48,
    HEAD_WITHIN = 6,
    SOURCE_LONGEST = 40, /* tokens of a source that is resolved as a pronoun or description */
};

int dp_speakers_init(const dp_scene *scene, const dp_entities *entities, dp_speakers *speakers) {
    *speakers = (dp_speakers){.scene = scene,
                              .entities = entities,
                              .last = DEPECHE_NONE,
                              .last_but_one = DEPECHE_NONE,
                              .resolved = DEPECHE_NONE};
    size_t count = entities->count ? entities->count : 1;
    speakers->last_mention = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_mention);
    speakers->claims_of = dp_arena_calloc(scene->arena, count, sizeof *speakers->claims_of);
    return speakers->last_mention && speakers->claims_of ? 0 : -1;
}

static bool can_speak(depeche_entity_type type) {
    return type == DEPECHE_PERSON || type == DEPECHE_ORGANIZATION || type == DEPECHE_LOCATION || type == DEPECHE_GROUP;
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

void dp_speakers_advance(dp_speakers *speakers, uint32_t place) {
    const dp_entities *entities = speakers->entities;
    place = look_ahead(speakers->scene, place);
    while (speakers->next_mention < entities->mention_count &&
           entities->mentions[speakers->next_mention].tokens.first < place) {
        const dp_mention *mention = &entities->mentions[speakers->next_mention];
        if (mention->entity < entities->count && can_speak(entities->at[mention->entity].type)) {
            speakers->last_mention[mention->entity] = speakers->next_mention;
            meet(speakers, mention->entity);
        }
        speakers->next_mention++;
    }
}

void dp_speakers_note(dp_speakers *speakers, uint32_t place, uint32_t entity) {
    if (entity == DEPECHE_NONE || entity >= speakers->entities->count) return;
    speakers->last_but_one = speakers->last;
    speakers->last = entity;
    speakers->last_place = place;
    speakers->claims_of[entity]++;
}

void dp_speakers_resolve(dp_speakers *speakers, dp_range source) {
    speakers->resolved = DEPECHE_NONE;
    if (source.first >= source.end || source.end - source.first > SOURCE_LONGEST) return;
    speakers->resolved =
        dp_entities_resolve(speakers->scene->pack, speakers->scene->text, speakers->entities, source, DEPECHE_NONE);
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

/* A person or body that a source without one stands beside: "le maire de New York, Michael B., a dit". */
static const dp_tagged *name_beside(const dp_scene *scene, dp_range source, bool person) {
    const dp_tags *tags = scene->tags;
    uint32_t next = first_tag_after(tags, source.end);
    bool comma = source.end < scene->text->token_count && dp_scene_is(scene, source.end, DP_MARK_COMMA);
    if (next < tags->count && comma && tags->at[next].tokens.first == source.end + 1) {
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

uint32_t dp_speaker_described(const dp_entities *entities, dp_range source) {
    uint32_t at = source.first < source.end ? first_mention_after(entities, source.first) : entities->mention_count;
    if (at == entities->mention_count || entities->mentions[at].kind != DEPECHE_MENTION_NOMINAL) return DEPECHE_NONE;
    dp_range tokens = entities->mentions[at].tokens;
    return tokens.first == source.first && tokens.end == source.end ? entities->mentions[at].entity : DEPECHE_NONE;
}

/* ---------------------------------------------------------------------------------------------- features */

enum {
    T_BIAS = 1,
    T_RANK,
    T_SENTENCES,
    T_SAME_SENTENCE,
    T_TYPE,
    T_GENDER,
    T_GENDER_RANK,
    T_LAST,
    T_LAST_BUT_ONE,
    T_CLAIMS,
    T_MENTIONS,
    T_TITLE,
    T_FIRST,
    T_FORM,
    T_ROLE,
    T_SUBJECT,
    T_RANK_TYPE,
    T_LAST_TYPE,
    T_HEAD_TYPE,
    T_NEAR,
    T_CONTENT,
    T_ROLE_TYPE,
    T_LAST_SAME,
    T_ALL,
    T_PARAGRAPH,
    T_RESOLVED,
    T_RESOLVED_LAST,
    T_BESIDE,
    T_BESIDE_TYPE,
    T_LAST_AGREES,
};

/* How the source refers. */
typedef enum dp_reference {
    REFERENCE_NONE = 0, /* no source and no cue */
    REFERENCE_OMITTED,  /* a cue without a source */
    REFERENCE_PASSIVE,  /* a passive cue without one */
    REFERENCE_PRONOUN,
    REFERENCE_PERSON, /* a description with a noun for a person */
    REFERENCE_BODY,   /* ... with a noun for a body */
    REFERENCE_OTHER,
} dp_reference;

typedef struct dp_source_view {
    dp_reference reference;
    uint32_t head; /* token of its noun or pronoun */
    bool masculine, feminine, plural, first_person;
} dp_source_view;

static dp_source_view view_source(const dp_scene *scene, const dp_report *report) {
    dp_range source = report->arguments.source;
    dp_source_view view = {.reference = REFERENCE_NONE, .head = source.first};
    if (source.first >= source.end) {
        view.head = dp_report_place(report);
        if (report->cue) view.head = report->cue->head;
        if (report->cue) view.reference = REFERENCE_OMITTED;
        if (report->cue && report->cue->form == DP_FORM_PASSIVE) view.reference = REFERENCE_PASSIVE;
        return view;
    }
    view.reference = REFERENCE_OTHER;
    if (source.end - source.first == 1 && dp_scene_is(scene, source.first, DP_MARK_SUBJECT | DP_MARK_OBJECT)) {
        view.reference = REFERENCE_PRONOUN;
    } else if (source.end - source.first <= 2 && dp_scene_pos(scene, source.first, DP_POS_PRONOUN)) {
        view.reference = REFERENCE_PRONOUN;
    }
    for (uint32_t t = source.first;
         view.reference == REFERENCE_OTHER && t < source.end && t < source.first + HEAD_WITHIN; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_ROLE | DP_MARK_GROUP)) continue;
        view.reference = dp_scene_is(scene, t, DP_MARK_ROLE) ? REFERENCE_PERSON : REFERENCE_BODY;
        view.head = t;
    }
    for (uint32_t t = source.first;
         view.reference == REFERENCE_OTHER && t < source.end && t < source.first + HEAD_WITHIN; t++) {
        if (!dp_scene_pos(scene, t, DP_POS_NOUN) || dp_scene_is(scene, t, DP_MARK_ARTICLE | DP_MARK_POSSESSIVE))
            continue;
        view.head = t;
        break;
    }
    unsigned grammar = 0;
    for (uint32_t t = source.first; t < source.end && t < source.first + 3; t++) {
        unsigned gender = scene->marks[t].grammar & (DP_GRAM_MASCULINE | DP_GRAM_FEMININE);
        if (gender && gender != (DP_GRAM_MASCULINE | DP_GRAM_FEMININE)) {
            grammar = scene->marks[t].grammar;
            break;
        }
        grammar |= scene->marks[t].grammar & (DP_GRAM_PLURAL | DP_GRAM_FIRST);
    }
    view.masculine = (grammar & (DP_GRAM_MASCULINE | DP_GRAM_FEMININE)) == DP_GRAM_MASCULINE;
    view.feminine = (grammar & (DP_GRAM_MASCULINE | DP_GRAM_FEMININE)) == DP_GRAM_FEMININE;
    view.plural = (grammar & (DP_GRAM_PLURAL | DP_GRAM_SINGULAR)) == DP_GRAM_PLURAL;
    view.first_person = (grammar & DP_GRAM_FIRST) != 0;
    return view;
}

/* 0 unknown, 1 agrees, 2 disagrees in gender, 3 in number. */
static uint32_t agreement(const dp_source_view *view, const dp_entity *entity) {
    if (entity->gender == DP_GENDER_UNKNOWN || view->reference < REFERENCE_PRONOUN) return 0;
    if (entity->gender == DP_GENDER_PLURAL) return view->plural ? 1 : 3;
    if (view->plural) return 3;
    if (entity->gender == DP_GENDER_MASCULINE) return view->feminine ? 2 : view->masculine;
    return view->masculine ? 2 : view->feminine;
}

/* Whether one of the entity's roles has the noun of the source in it. */
static bool has_role(const dp_scene *scene, const dp_source_view *view, const dp_entity *entity) {
    dp_str noun = scene->text->tokens[view->head].lower;
    if (noun.len < 4 || view->reference <= REFERENCE_PRONOUN) return false;
    noun.len -= noun.len > 5; /* président, présidente */
    for (uint32_t i = 0; i < entity->role_count && i < 8; i++) {
        dp_str role = entity->roles[i];
        for (size_t at = 0; at + noun.len <= role.len; at++) {
            if (memcmp(role.at + at, noun.at, noun.len) == 0) return true;
        }
    }
    return false;
}

/* Whether the noun of the source stands beside one of the entity's first mentions: "le maire de New York, M. B.". */
static bool stands_beside(const dp_speakers *speakers, const dp_source_view *view, const dp_entity *entity) {
    enum { MENTIONS = 4, BEFORE = 9, BEHIND = 7 };
    const dp_scene *scene = speakers->scene;
    if (view->reference <= REFERENCE_PRONOUN) return false;
    uint32_t lemma = scene->marks[view->head].lemma;
    for (uint32_t i = 0; i < entity->mention_count && i < MENTIONS; i++) {
        uint32_t number = speakers->entities->mentions_of[entity->first_mention + i];
        dp_range tokens = speakers->entities->mentions[number].tokens,
                 sentence = dp_scene_sentence(scene, tokens.first);
        uint32_t from = tokens.first > sentence.first + BEFORE ? tokens.first - BEFORE : sentence.first;
        uint32_t to = tokens.end + BEHIND < sentence.end ? tokens.end + BEHIND : sentence.end;
        for (uint32_t t = from; t < to; t++) {
            if (t != view->head && scene->marks[t].lemma == lemma) return true;
        }
    }
    return false;
}

/* Whether a mention looks like a subject: it opens its sentence or a verb follows. */
static bool is_subject(const dp_scene *scene, dp_range mention) {
    dp_range sentence = dp_scene_sentence(scene, mention.first);
    if (mention.first <= sentence.first + 3) return true;
    return mention.end < sentence.end && scene->marks[mention.end].finite;
}

static uint32_t up_to(uint32_t value, uint32_t most) {
    return value < most ? value : most;
}

static void emit(dp_features *features, dp_reference reference, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature_pair(template_id, (uint64_t)reference, value));
}

static uint32_t rank_of(const dp_speakers *speakers, uint32_t entity) {
    uint32_t rank = 0;
    while (rank < speakers->recent_count && speakers->recent[rank] != entity) rank++;
    return rank;
}

static void emit_history(const dp_speakers *speakers, const dp_source_view *view, uint32_t entity, uint32_t place,
                         dp_features *features) {
    const dp_entity *thing = &speakers->entities->at[entity];
    const dp_scene *scene = speakers->scene;
    bool last = entity == speakers->last;
    uint32_t since = 0;
    if (last) {
        uint32_t gap = scene->text->tokens[place].sentence - scene->text->tokens[speakers->last_place].sentence;
        since = 1 + up_to(gap, 3);
    }
    emit(features, view->reference, T_LAST, since);
    emit(features, view->reference, T_LAST_BUT_ONE, entity == speakers->last_but_one);
    emit(features, view->reference, T_LAST_TYPE, (uint64_t)since << 4 | thing->type);
    emit(features, view->reference, T_CLAIMS, up_to(speakers->claims_of[entity], 3));
    emit(features, view->reference, T_MENTIONS, up_to(thing->mention_count, 5));
    emit(features, view->reference, T_FIRST, entity == 0);
}

int dp_speaker_features(const dp_speakers *speakers, const dp_report *report, uint32_t entity, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    const dp_scene *scene = speakers->scene;
    const dp_entity *thing = &speakers->entities->at[entity];
    dp_source_view view = view_source(scene, report);
    uint32_t place = dp_speaker_place(report), rank = rank_of(speakers, entity);
    const dp_mention *mention = &speakers->entities->mentions[speakers->last_mention[entity]];
    uint32_t sentences = scene->text->tokens[place].sentence - scene->text->tokens[mention->tokens.first].sentence;
    uint32_t agrees = agreement(&view, thing), bucket = up_to(sentences, 4);
    bool role = has_role(scene, &view, thing), subject = is_subject(scene, mention->tokens);
    bool content = dp_report_holds(report, mention->tokens.first);
    bool paragraph = dp_scene_paragraph_number(scene, place) == dp_scene_paragraph_number(scene, mention->tokens.first);
    emit(features, view.reference, T_BIAS, 0);
    emit(features, view.reference, T_RANK, up_to(rank, 6));
    emit(features, view.reference, T_SENTENCES, bucket);
    emit(features, view.reference, T_PARAGRAPH, paragraph);
    bool resolved = entity == speakers->resolved, last = entity == speakers->last;
    bool beside = stands_beside(speakers, &view, thing);
    emit(features, view.reference, T_BESIDE, (uint64_t)beside << 1 | role);
    emit(features, view.reference, T_BESIDE_TYPE, (uint64_t)beside << 4 | thing->type);
    emit(features, view.reference, T_RESOLVED, resolved);
    emit(features, view.reference, T_RESOLVED_LAST, (uint64_t)resolved << 1 | last);
    emit(features, view.reference, T_LAST_AGREES, (uint64_t)agrees << 2 | (uint64_t)last << 1 | resolved);
    emit(features, view.reference, T_TYPE, thing->type);
    emit(features, view.reference, T_GENDER, agrees);
    emit(features, view.reference, T_GENDER_RANK, (uint64_t)agrees << 4 | up_to(rank, 3));
    emit(features, view.reference, T_RANK_TYPE, (uint64_t)thing->type << 4 | up_to(rank, 3));
    emit(features, view.reference, T_ROLE, role);
    emit(features, view.reference, T_ROLE_TYPE, (uint64_t)role << 8 | (uint64_t)thing->type << 4 | agrees);
    emit(features, view.reference, T_SUBJECT, (uint64_t)subject << 4 | bucket);
    emit(features, view.reference, T_CONTENT, content);
    emit(features, view.reference, T_TITLE,
         scene->text->tokens[mention->tokens.first].sentence < scene->text->title_sentences);
    emit(features, view.reference, T_FORM, (uint64_t)scene->marks[view.head].form << 4 | thing->type);
    emit(features, view.reference, T_HEAD_TYPE, (uint64_t)scene->marks[view.head].class256 << 4 | thing->type);
    emit(features, view.reference, T_ALL,
         (uint64_t)agrees << 16 | (uint64_t)(entity == speakers->last) << 12 | up_to(rank, 3) << 8 | thing->type << 4 |
             (uint64_t)subject << 1 | content);
    emit_history(speakers, &view, entity, place, features);
    return dp_features_close_position(features);
}
