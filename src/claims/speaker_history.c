/* What is known of the entities of a text while its claims are gone through: who was met, was a subject, spoke. */
#include "claims/speaker.h"

enum { BEFORE_VERB = DP_MARK_NOT | DP_MARK_REFLEXIVE, LINK = DP_MARK_OF | DP_MARK_TO };

/* The first token from `token` on that is none of the words between a subject and its verb. */
static uint32_t past_clitics(const dp_scene *scene, uint32_t token, uint32_t end, unsigned clitics) {
    while (token < end && dp_scene_is(scene, token, clitics)) token++;
    return token;
}

/* Whether a verb comes behind the apposition that follows a name: "Samedi, | Marc, un retraité, est venu". Without a
 * verb it may be the name that is an apposition: "son complice, | Marc, part". */
static bool has_apposition(const dp_scene *scene, dp_range mention, dp_range sentence) {
    enum { LONGEST = 12 };
    uint32_t t = mention.end + 1;
    if (t >= sentence.end || !dp_scene_is(scene, mention.end, DP_MARK_COMMA)) return false;
    uint32_t limit = t + LONGEST < sentence.end ? t + LONGEST : sentence.end;
    while (t < limit && (!scene->marks[t].finite || scene->marks[t].tag) && !dp_scene_is(scene, t, DP_MARK_SIGN)) t++;
    if (t >= limit || !dp_scene_is(scene, t, DP_MARK_COMMA)) return false;
    t = past_clitics(scene, t + 1, sentence.end, BEFORE_VERB | DP_MARK_OBJECT | DP_MARK_SUBJECT);
    return t < sentence.end && scene->marks[t].finite;
}

/* Whether a name opens its sentence, but for words that cannot have a subject: "Le maire | Paul B.", not "Il a vu |".
 */
static bool opens(const dp_scene *scene, dp_range mention, dp_range sentence) {
    enum { WITHIN = 3 };
    if (mention.first > sentence.first + WITHIN) return false;
    for (uint32_t t = sentence.first; t < mention.first; t++) {
        if (scene->marks[t].finite || dp_scene_is(scene, t, DP_MARK_SUBJECT | DP_MARK_HAVE)) return false;
    }
    return true;
}

/* Whether a mention looks like a subject: it opens its sentence, or a verb, a relative clause or an apposition follows.
 */
static bool is_subject(const dp_scene *scene, dp_range mention) {
    dp_range sentence = dp_scene_sentence(scene, mention.first);
    if (dp_scene_is_governed(scene, mention.first)) return false;
    if (opens(scene, mention, sentence) || has_apposition(scene, mention, sentence)) return true;
    uint32_t next = past_clitics(scene, mention.end, sentence.end, BEFORE_VERB | DP_MARK_OBJECT);
    return next < sentence.end && (scene->marks[next].finite || dp_scene_is(scene, next, DP_MARK_RELATIVE));
}

static bool can_speak(depeche_entity_type type) {
    return type == DEPECHE_PERSON || type == DEPECHE_ORGANIZATION || type == DEPECHE_LOCATION || type == DEPECHE_GROUP;
}

/* The description at a token that is a subject and has no name beside it: a verb follows ("le premier ministre s'est
 * livré"), or it opens the sentence. Empty when there is none. */
static dp_range subject_description(const dp_scene *scene, uint32_t token, uint32_t end) {
    enum { LONGEST = 3 };
    dp_range none = {token, token};
    if (token + 2 >= end || !dp_scene_is(scene, token, DP_MARK_ARTICLE) || dp_scene_is(scene, token, LINK)) return none;
    bool first = token == dp_scene_sentence(scene, token).first;
    if (!first && (dp_scene_is(scene, token - 1, LINK) || dp_scene_pos(scene, token - 1, DP_POS_PREPOSITION)))
        return none;
    uint32_t last = token + LONGEST < end ? token + LONGEST : end - 1;
    while (last > token + 1 && !dp_scene_is(scene, last - 1, DP_MARK_ROLE)) last--;
    if (last == token + 1) return none;
    bool verb = scene->marks[last].finite || dp_scene_is(scene, last, BEFORE_VERB);
    bool bare = scene->marks[last].tag == DP_TAG_NONE && !dp_scene_is(scene, last, DP_MARK_OF);
    return verb || (first && bare) ? (dp_range){token, last} : none;
}

/* Whether a token is in what somebody says: in the content of a claim, or quoted. */
static bool is_said(const dp_speakers *speakers, uint32_t token) {
    return speakers->scene->marks[token].outer != DEPECHE_NONE ||
           (speakers->coverage->tokens[token] & DP_COVERED_CONTENT) != 0;
}

/* Counts the sentences of the narration up to each sentence. */
static int count_told(dp_speakers *speakers) {
    const dp_text *text = speakers->scene->text;
    uint32_t count = text->sentence_count, told = 0;
    speakers->told = dp_arena_calloc(speakers->scene->arena, count ? count : 1, sizeof *speakers->told);
    if (!speakers->told) return -1;
    for (uint32_t s = 0; s < count; s++) {
        dp_range tokens = text->sentences[s].tokens;
        bool said = tokens.first < tokens.end && is_said(speakers, tokens.first) && is_said(speakers, tokens.end - 1);
        speakers->told[s] = told += !said;
    }
    return 0;
}

int dp_speakers_init(const dp_scene *scene, const dp_entities *entities, const dp_coverage *coverage,
                     dp_speakers *speakers) {
    *speakers = (dp_speakers){.scene = scene,
                              .entities = entities,
                              .coverage = coverage,
                              .last = DEPECHE_NONE,
                              .last_but_one = DEPECHE_NONE,
                              .resolved = DEPECHE_NONE,
                              .masculine = dp_pack_set(scene->pack, "pronouns.subject.masculine"),
                              .feminine = dp_pack_set(scene->pack, "pronouns.subject.feminine")};
    size_t count = entities->count ? entities->count : 1;
    speakers->last_mention = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_mention);
    speakers->claims_of = dp_arena_calloc(scene->arena, count, sizeof *speakers->claims_of);
    speakers->last_subject = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_subject);
    speakers->last_told = dp_arena_calloc(scene->arena, count, sizeof *speakers->last_told);
    if (!speakers->last_mention || !speakers->claims_of || !speakers->last_subject || !speakers->last_told) return -1;
    if (count_told(speakers)) return -1;
    /* A claim may be given to an entity before it is met: the first mention stands for the last one till then. */
    for (uint32_t e = 0; e < entities->count; e++) {
        const dp_entity *entity = &entities->at[e];
        if (entity->mention_count) speakers->last_mention[e] = entities->mentions_of[entity->first_mention];
    }
    return 0;
}

static uint32_t place_among_recent(const dp_speakers *speakers, uint32_t entity) {
    uint32_t at = 0;
    while (at < speakers->recent_count && speakers->recent[at] != entity) at++;
    return at;
}

static void meet(dp_speakers *speakers, uint32_t entity) {
    uint32_t at = place_among_recent(speakers, entity);
    if (at == speakers->recent_count) {
        if (speakers->recent_count < DP_SPEAKERS_MAX) speakers->recent_count++;
        at = speakers->recent_count - 1;
    }
    memmove(speakers->recent + 1, speakers->recent, at * sizeof *speakers->recent);
    speakers->recent[0] = entity;
}

/* Meets an entity at a token, as a subject or not. */
static void meet_at(dp_speakers *speakers, uint32_t entity, uint32_t token, bool subject) {
    if (subject) speakers->last_subject[entity] = token + 1;
    if (!is_said(speakers, token)) speakers->last_told[entity] = token + 1;
    meet(speakers, entity);
}

void dp_speakers_admit(dp_speakers *speakers, uint32_t entity) {
    if (!can_speak(speakers->entities->at[entity].type)) return;
    if (place_among_recent(speakers, entity) < speakers->recent_count) return;
    if (speakers->recent_count < DP_SPEAKERS_MAX) speakers->recent_count++;
    speakers->recent[speakers->recent_count - 1] = entity;
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
    uint32_t entity = dp_entities_resolve(scene->pack, scene->text, entities, description);
    if (entity >= entities->count || !can_speak(entities->at[entity].type)) return;
    meet_at(speakers, entity, token, true);
}

/* The gender of a subject pronoun of the third person; unknown for any other token. */
static dp_gender pronoun_gender(const dp_speakers *speakers, uint32_t token) {
    const dp_scene *scene = speakers->scene;
    const dp_token *t = &scene->text->tokens[token];
    if (!dp_scene_is(scene, token, DP_MARK_SUBJECT)) return DP_GENDER_UNKNOWN;
    if (dp_pack_in_set(scene->pack, speakers->masculine, t)) return DP_GENDER_MASCULINE;
    return dp_pack_in_set(scene->pack, speakers->feminine, t) ? DP_GENDER_FEMININE : DP_GENDER_UNKNOWN;
}

/* Meets whom a subject pronoun of the narration means: the person of its gender who was a subject last. */
static void meet_pronoun(dp_speakers *speakers, uint32_t token) {
    dp_gender gender = pronoun_gender(speakers, token);
    if (gender == DP_GENDER_UNKNOWN || is_said(speakers, token)) return;
    if (dp_scene_is_impersonal(speakers->scene, token)) return;
    uint32_t best = DEPECHE_NONE;
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        uint32_t number = speakers->recent[i];
        const dp_entity *entity = &speakers->entities->at[number];
        if (entity->type != DEPECHE_PERSON || !dp_genders_agree(entity->gender, gender)) continue;
        if (dp_speaker_subject_gap(speakers, number, token) == DP_SUBJECT_OLD) continue;
        if (best == DEPECHE_NONE || speakers->last_subject[number] > speakers->last_subject[best]) best = number;
    }
    if (best != DEPECHE_NONE) meet_at(speakers, best, token, true);
}

static void meet_mention(dp_speakers *speakers, uint32_t number) {
    const dp_mention *mention = &speakers->entities->mentions[number];
    if (mention->entity >= speakers->entities->count || !can_speak(speakers->entities->at[mention->entity].type))
        return;
    speakers->last_mention[mention->entity] = number;
    meet_at(speakers, mention->entity, mention->tokens.first, is_subject(speakers->scene, mention->tokens));
}

void dp_speakers_advance(dp_speakers *speakers, uint32_t place) {
    const dp_entities *entities = speakers->entities;
    place = look_ahead(speakers->scene, place);
    if (place > speakers->scene->text->token_count) place = speakers->scene->text->token_count;
    for (; speakers->next_token < place; speakers->next_token++) {
        meet_description(speakers, speakers->next_token);
        meet_pronoun(speakers, speakers->next_token);
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
    speakers->last_subject[entity] = speakers->last_told[entity] = place + 1;
    meet(speakers, entity);
}

uint32_t dp_speaker_place(const dp_report *report) {
    if (report->arguments.source.first < report->arguments.source.end) return report->arguments.source.first;
    return report->cue ? report->cue->head : dp_report_place(report);
}

uint32_t dp_speaker_horizon(const dp_report *report) {
    uint32_t place = dp_speaker_place(report), content = dp_report_place(report);
    return content < place ? content : place;
}
