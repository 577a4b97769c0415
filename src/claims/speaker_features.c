/* The features by which a candidate for the speaker of a claim is judged. */
#include "claims/speaker.h"

enum {
    ROOM = 64,
    HEAD_WITHIN = 6,
    SOURCE_LONGEST = 40, /* tokens of a source that is resolved as a pronoun or description */
    SUBJECT_OLD = 4,     /* sentences after which it no longer matters that somebody was a subject */
};

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
    T_FIT_RANK,
    T_FIT_LAST,
    T_FIT_RESOLVED,
    T_SUBJECT_RANK,
    T_SUBJECT_GAP,
    T_SUBJECT_ALL,
    T_QUOTED,
    T_MENTION_BEFORE,
    T_MENTION_AFTER,
    T_INSIDE,
    T_AHEAD,
    T_FIT_GAP,
    T_MODIFIED,
    T_MODIFIED_KIND,
    T_MODIFIED_ROLE,
};

static dp_source_view view_source(const dp_scene *scene, const dp_report *report) {
    dp_range source = report->arguments.source;
    dp_source_view view = {.reference = DP_REFERENCE_NONE, .head = source.first};
    if (source.first >= source.end) {
        view.head = dp_report_place(report);
        if (report->cue) view.head = report->cue->head;
        if (report->cue) view.reference = DP_REFERENCE_OMITTED;
        if (report->cue && report->cue->form == DP_FORM_PASSIVE) view.reference = DP_REFERENCE_PASSIVE;
        return view;
    }
    view.reference = DP_REFERENCE_OTHER;
    if (source.end - source.first == 1 && dp_scene_is(scene, source.first, DP_MARK_SUBJECT | DP_MARK_OBJECT)) {
        view.reference = DP_REFERENCE_PRONOUN;
    } else if (source.end - source.first <= 2 && dp_scene_pos(scene, source.first, DP_POS_PRONOUN)) {
        view.reference = DP_REFERENCE_PRONOUN;
    }
    for (uint32_t t = source.first;
         view.reference == DP_REFERENCE_OTHER && t < source.end && t < source.first + HEAD_WITHIN; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_ROLE | DP_MARK_GROUP)) continue;
        view.reference = dp_scene_is(scene, t, DP_MARK_ROLE) ? DP_REFERENCE_PERSON : DP_REFERENCE_BODY;
        view.head = t;
    }
    for (uint32_t t = source.first;
         view.reference == DP_REFERENCE_OTHER && t < source.end && t < source.first + HEAD_WITHIN; t++) {
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
    if (entity->gender == DP_GENDER_UNKNOWN || view->reference < DP_REFERENCE_PRONOUN) return 0;
    if (entity->gender == DP_GENDER_PLURAL) return view->plural ? 1 : 3;
    if (view->plural) return 3;
    if (entity->gender == DP_GENDER_MASCULINE) return view->feminine ? 2 : view->masculine;
    return view->masculine ? 2 : view->feminine;
}

/* Whether a role goes on from the noun at `at` with another complement than the source does: "agence de presse" is no
 * "agence de renseignement". */
static bool is_of_another_kind(const dp_scene *scene, const dp_source_view *view, dp_str role, size_t at) {
    enum { DE = 2 }; /* bytes of "de" and "du" */
    uint32_t of = view->head + 1, noun = view->head + 2;
    if (noun >= scene->text->token_count || !dp_scene_is(scene, of, DP_MARK_OF)) return false;
    dp_str link = dp_text_token(scene->text, of), rest = {role.at + at, role.len - at};
    while (rest.len && *rest.at != ' ') rest.at++, rest.len--;
    if (link.len != DE || rest.len < DE + 3) return false;
    rest = (dp_str){rest.at + 1, rest.len - 1};
    if (!dp_str_starts(rest, link) || rest.at[DE] != ' ') return false;
    rest = (dp_str){rest.at + DE + 1, rest.len - DE - 1};
    return !dp_str_starts(rest, scene->text->tokens[noun].lower);
}

static dp_role_match match_roles(const dp_scene *scene, const dp_source_view *view, const dp_entity *entity) {
    dp_str noun = scene->text->tokens[view->head].lower;
    dp_role_match match = DP_ROLE_NONE;
    if (noun.len < 4 || view->reference <= DP_REFERENCE_PRONOUN) return match;
    noun.len -= noun.len > 5; /* président, présidente */
    for (uint32_t i = 0; i < entity->role_count && i < 8; i++) {
        dp_str role = entity->roles[i];
        for (size_t at = 0; at + noun.len <= role.len; at++) {
            if (memcmp(role.at + at, noun.at, noun.len) != 0) continue;
            if (!is_of_another_kind(scene, view, role, at)) return DP_ROLE_SAME;
            match = DP_ROLE_OTHER;
        }
    }
    return match;
}

/* Whether the noun of the source stands beside one of the entity's first mentions: "le maire de New York, M. B.". */
static bool stands_beside(const dp_speakers *speakers, const dp_source_view *view, const dp_entity *entity) {
    enum { MENTIONS = 4, BEFORE = 9, BEHIND = 7 };
    const dp_scene *scene = speakers->scene;
    if (view->reference <= DP_REFERENCE_PRONOUN) return false;
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

/* Whether an entity is of the kind that a source speaks of. */
static bool fits(const dp_source_view *view, const dp_entity *entity, unsigned agrees) {
    if (agrees > 1) return false;
    if (view->reference == DP_REFERENCE_PRONOUN || view->reference == DP_REFERENCE_PERSON) {
        return entity->type == (view->plural ? DEPECHE_GROUP : DEPECHE_PERSON);
    }
    if (view->reference == DP_REFERENCE_BODY) return entity->type == DEPECHE_ORGANIZATION;
    return entity->type == DEPECHE_PERSON || entity->type == DEPECHE_ORGANIZATION;
}

/* The sentences from an entity's last mention as a subject to the claim; SUBJECT_OLD when there is none near. */
static uint32_t subject_gap(const dp_speakers *speakers, uint32_t entity, uint32_t place) {
    uint32_t subject = speakers->last_subject[entity];
    if (!subject) return SUBJECT_OLD;
    const dp_token *tokens = speakers->scene->text->tokens;
    uint32_t there = tokens[speakers->entities->mentions[subject - 1].tokens.first].sentence;
    uint32_t here = tokens[place].sentence;
    return here < there ? 0 : here - there < SUBJECT_OLD ? here - there : SUBJECT_OLD;
}

void dp_speakers_compare(dp_speakers *speakers, const dp_report *report) {
    dp_range source = report->arguments.source;
    speakers->resolved = DEPECHE_NONE;
    if (source.first < source.end && source.end - source.first <= SOURCE_LONGEST) {
        speakers->resolved =
            dp_entities_resolve(speakers->scene->pack, speakers->scene->text, speakers->entities, source, DEPECHE_NONE);
    }
    const dp_source_view *view = &speakers->view;
    speakers->view = view_source(speakers->scene, report);
    uint32_t place = dp_speaker_place(report);
    speakers->fitting = 0;
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        const dp_entity *entity = &speakers->entities->at[speakers->recent[i]];
        dp_standing *standing = &speakers->standings[i];
        *standing = (dp_standing){(uint8_t)agreement(view, entity), DP_STANDING_NONE, DP_STANDING_NONE,
                                  (uint8_t)match_roles(speakers->scene, view, entity)};
        if (!fits(view, entity, standing->agreement)) continue;
        if (speakers->fitting < DP_STANDING_NONE) standing->fit_rank = (uint8_t)speakers->fitting;
        speakers->fitting++;
        if (subject_gap(speakers, speakers->recent[i], place) == SUBJECT_OLD) continue;
        standing->subject_rank = 0;
        uint32_t mine = speakers->last_subject[speakers->recent[i]];
        for (uint32_t j = 0; j < i; j++) {
            dp_standing *other = &speakers->standings[j];
            if (other->subject_rank == DP_STANDING_NONE) continue;
            bool later = speakers->last_subject[speakers->recent[j]] > mine;
            if (later && standing->subject_rank + 1 < DP_STANDING_NONE) standing->subject_rank++;
            if (!later && other->subject_rank + 1 < DP_STANDING_NONE) other->subject_rank++;
        }
    }
}

static uint32_t up_to(uint32_t value, uint32_t most) {
    return value < most ? value : most;
}

static void emit(dp_features *features, dp_reference reference, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature_pair(template_id, (uint64_t)reference, value));
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

/* What stands right beside the candidate's last mention, and whether it is quoted. */
static void emit_mention(const dp_scene *scene, const dp_source_view *view, const dp_report *report, dp_range mention,
                         dp_features *features) {
    dp_range sentence = dp_scene_sentence(scene, mention.first);
    enum { SIGNS = DP_MARK_SIGN | DP_MARK_OF | DP_MARK_TO | DP_MARK_COORDINATE };
    for (unsigned side = 0; side < 2; side++) {
        bool inside = side ? mention.end < sentence.end : mention.first > sentence.first;
        const dp_mark *mark = inside ? &scene->marks[side ? mention.end : mention.first - 1] : NULL;
        bool form = mark && (mark->flags & SIGNS || mark->pos & DP_POS_PREPOSITION);
        uint64_t value = !mark ? 0 : form ? mark->form : (uint64_t)mark->pos << 1 | mark->finite | UINT64_C(1) << 40;
        emit(features, view->reference, side ? T_MENTION_AFTER : T_MENTION_BEFORE, value);
    }
    emit(features, view->reference, T_QUOTED, scene->marks[mention.first].outer != DEPECHE_NONE);
    dp_range source = report->arguments.source;
    emit(features, view->reference, T_INSIDE, source.first <= mention.first && mention.end <= source.end);
    emit(features, view->reference, T_AHEAD, mention.first > dp_speaker_place(report));
}

/* How the candidate stands among the others. */
static void emit_standing(const dp_speakers *speakers, const dp_source_view *view, uint32_t entity, uint32_t place,
                          dp_standing standing, dp_features *features) {
    uint64_t last = entity == speakers->last, resolved = entity == speakers->resolved;
    uint64_t fit = up_to(standing.fit_rank, 4) + 8u * (standing.fit_rank == DP_STANDING_NONE);
    uint64_t subject = up_to(standing.subject_rank, 3) + 8u * (standing.subject_rank == DP_STANDING_NONE);
    uint64_t gap = subject_gap(speakers, entity, place), many = up_to(speakers->fitting, 4);
    emit(features, view->reference, T_FIT_RANK, fit << 4 | many);
    emit(features, view->reference, T_FIT_LAST, fit << 1 | last);
    emit(features, view->reference, T_FIT_RESOLVED, fit << 4 | last << 1 | resolved);
    emit(features, view->reference, T_SUBJECT_RANK, subject << 4 | fit);
    emit(features, view->reference, T_SUBJECT_GAP, gap);
    emit(features, view->reference, T_FIT_GAP, fit << 4 | gap);
    emit(features, view->reference, T_SUBJECT_ALL, subject << 8 | gap << 4 | last << 1 | resolved);
}

/* How much the description says of its own: "l'agence" stands for something known sooner than "l'agence de
 * renseignement sud-coréenne". */
static void emit_description(const dp_speakers *speakers, const dp_source_view *view, const dp_report *report,
                             uint32_t entity, bool beside, bool role, dp_features *features) {
    const dp_scene *scene = speakers->scene;
    dp_range source = report->arguments.source;
    if (view->reference <= DP_REFERENCE_PRONOUN) return;
    uint64_t words = 0, of = 0, determiner = 0;
    for (uint32_t t = view->head + 1; t < source.end && words < 3; t++) {
        words += !dp_scene_is(scene, t, DP_MARK_SIGN | DP_MARK_OF | DP_MARK_ARTICLE);
        of |= dp_scene_is(scene, t, DP_MARK_OF);
    }
    if (source.first < view->head) determiner = scene->marks[source.first].form;
    uint64_t shape = words << 1 | of, resolved = entity == speakers->resolved, last = entity == speakers->last;
    emit(features, view->reference, T_MODIFIED, shape << 4 | resolved << 1 | last);
    emit(features, view->reference, T_MODIFIED_ROLE, shape << 4 | (uint64_t)beside << 1 | role);
    emit(features, view->reference, T_MODIFIED_KIND, determiner << 4 | resolved << 1 | last);
}

int dp_speaker_features(const dp_speakers *speakers, const dp_report *report, uint32_t rank, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    const dp_scene *scene = speakers->scene;
    uint32_t entity = speakers->recent[rank], place = dp_speaker_place(report);
    const dp_entity *thing = &speakers->entities->at[entity];
    const dp_source_view view = speakers->view;
    const dp_standing standing = speakers->standings[rank];
    const dp_mention *mention = &speakers->entities->mentions[speakers->last_mention[entity]];
    uint32_t sentences = scene->text->tokens[place].sentence - scene->text->tokens[mention->tokens.first].sentence;
    uint32_t agrees = standing.agreement, bucket = up_to(sentences, 4);
    bool role = standing.role == DP_ROLE_SAME,
         subject = speakers->last_subject[entity] == speakers->last_mention[entity] + 1;
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
    emit_standing(speakers, &view, entity, place, standing, features);
    emit_description(speakers, &view, report, entity, beside, role, features);
    emit_mention(scene, &view, report, mention->tokens, features);
    return dp_features_close_position(features);
}
