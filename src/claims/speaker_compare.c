/* How the candidates for the speaker of a claim compare with its source and with each other. */
#include "claims/speaker.h"

enum {
    HEAD_WITHIN = 6,
    SOURCE_LONGEST = 40, /* tokens of a source that is resolved as a pronoun or description */
};

/* The kind of pronoun that a source is; DP_REFERENCE_OTHER for none. An article is no pronoun, though its form may be
 * one's ("le groupe"). */
static dp_reference pronoun_kind(const dp_scene *scene, dp_range source) {
    bool alone = source.end - source.first == 1 && dp_scene_is(scene, source.first, DP_MARK_SUBJECT | DP_MARK_OBJECT);
    bool begins = source.end - source.first <= 2 && dp_scene_pos(scene, source.first, DP_POS_PRONOUN) &&
                  !dp_scene_is(scene, source.first, DP_MARK_ARTICLE | DP_MARK_POSSESSIVE);
    if (!alone && !begins) return DP_REFERENCE_OTHER;
    return dp_scene_is(scene, source.first, DP_MARK_RELATIVE) ? DP_REFERENCE_RELATIVE : DP_REFERENCE_PRONOUN;
}

/* The noun of a description: one for a person or a body, else the first. */
static void find_head(const dp_scene *scene, dp_range source, dp_source_view *view) {
    uint32_t end = source.end - source.first > HEAD_WITHIN ? source.first + HEAD_WITHIN : source.end;
    for (uint32_t t = source.first; t < end; t++) {
        if (!dp_scene_is(scene, t, DP_MARK_ROLE | DP_MARK_GROUP)) continue;
        view->reference = dp_scene_is(scene, t, DP_MARK_ROLE) ? DP_REFERENCE_PERSON : DP_REFERENCE_BODY;
        view->head = t;
        return;
    }
    for (uint32_t t = source.first; t < end; t++) {
        if (!dp_scene_pos(scene, t, DP_POS_NOUN) || dp_scene_is(scene, t, DP_MARK_ARTICLE | DP_MARK_POSSESSIVE))
            continue;
        view->head = t;
        return;
    }
}

static void read_grammar(const dp_scene *scene, dp_range source, dp_source_view *view) {
    enum { BOTH = DP_GRAM_MASCULINE | DP_GRAM_FEMININE, WORDS = 3 };
    unsigned grammar = 0;
    for (uint32_t t = source.first; t < source.end && t < source.first + WORDS; t++) {
        unsigned gender = scene->marks[t].grammar & BOTH;
        if (gender && gender != BOTH) {
            grammar = scene->marks[t].grammar;
            break;
        }
        grammar |= scene->marks[t].grammar & (DP_GRAM_PLURAL | DP_GRAM_FIRST);
    }
    view->masculine = (grammar & BOTH) == DP_GRAM_MASCULINE;
    view->feminine = (grammar & BOTH) == DP_GRAM_FEMININE;
    view->plural = dp_gram_is_plural(grammar);
    if (view->reference == DP_REFERENCE_PRONOUN && grammar & DP_GRAM_FIRST) view->reference = DP_REFERENCE_FIRST;
}

static dp_source_view view_source(const dp_scene *scene, const dp_report *report) {
    dp_range source = report->arguments.source;
    dp_source_view view = {.reference = DP_REFERENCE_NONE, .head = source.first};
    if (source.first >= source.end) {
        view.head = report->cue ? report->cue->head : dp_report_place(report);
        if (report->cue) view.reference = DP_REFERENCE_OMITTED;
        if (report->cue && report->cue->form == DP_FORM_PASSIVE) view.reference = DP_REFERENCE_PASSIVE;
        return view;
    }
    view.reference = pronoun_kind(scene, source);
    if (view.reference == DP_REFERENCE_OTHER) find_head(scene, source, &view);
    read_grammar(scene, source, &view);
    if (view.reference == DP_REFERENCE_RELATIVE) { /* the verb tells: "qui disent" */
        view.plural = report->cue && dp_gram_is_plural(report->cue->grammar);
    }
    return view;
}

/* 0 unknown, 1 agrees, 2 disagrees in gender, 3 in number. */
static uint32_t agreement(const dp_source_view *view, const dp_entity *entity) {
    if (view->reference < DP_REFERENCE_FIRST) return 0;
    if (view->plural && entity->type == DEPECHE_PERSON) return 3;
    if (entity->gender == DP_GENDER_UNKNOWN) return 0;
    if (entity->gender == DP_GENDER_PLURAL) return view->plural ? 1 : 3;
    if (view->plural) return 3;
    if (entity->gender == DP_GENDER_MASCULINE) return view->feminine ? 2 : view->masculine;
    return view->masculine ? 2 : view->feminine;
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

uint32_t dp_speaker_by_role(const dp_speakers *speakers) {
    uint8_t best = DP_ROLE_LISTED - 1;
    uint32_t found = DEPECHE_NONE;
    if (speakers->view.reference != DP_REFERENCE_PERSON) return DEPECHE_NONE;
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        const dp_standing *standing = &speakers->standings[i];
        if (standing->role < best || standing->agreement > 1) continue;
        found = standing->role > best ? speakers->recent[i] : DEPECHE_NONE;
        best = standing->role;
    }
    return found == speakers->resolved ? found : DEPECHE_NONE;
}

bool dp_speakers_differ_in_number(const dp_speakers *speakers, uint32_t i) {
    const dp_source_view *view = &speakers->view;
    bool tells = view->reference == DP_REFERENCE_PRONOUN || (view->reference == DP_REFERENCE_RELATIVE && view->plural);
    return tells && speakers->standings[i].agreement == 3;
}

uint32_t dp_speaker_subject_gap(const dp_speakers *speakers, uint32_t entity, uint32_t place) {
    uint32_t subject = speakers->last_subject[entity];
    if (!subject) return DP_SUBJECT_OLD;
    const dp_token *tokens = speakers->scene->text->tokens;
    uint32_t there = speakers->told[tokens[subject - 1].sentence], here = speakers->told[tokens[place].sentence];
    return here < there ? 0 : here - there < DP_SUBJECT_OLD ? here - there : DP_SUBJECT_OLD;
}

/* The rank of candidate i by where candidates were last met in some way (`last`, 0 for nowhere). */
static uint8_t rank_by(const dp_speakers *speakers, const uint32_t *last, uint32_t i) {
    uint8_t rank = 0;
    if (!last[i]) return DP_STANDING_NONE;
    for (uint32_t j = 0; j < speakers->recent_count; j++) {
        if (last[j] > last[i] && rank + 1 < DP_STANDING_NONE) rank++;
    }
    return rank;
}

/* Ranks the candidates that fit by their last mention as a subject and outside of what is said. */
static void rank_fitting(dp_speakers *speakers, uint32_t place) {
    uint32_t subject[DP_SPEAKERS_MAX] = {0}, told[DP_SPEAKERS_MAX] = {0};
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        uint32_t entity = speakers->recent[i];
        if (speakers->standings[i].fit_rank == DP_STANDING_NONE) continue;
        told[i] = speakers->last_told[entity];
        bool old = dp_speaker_subject_gap(speakers, entity, place) == DP_SUBJECT_OLD;
        subject[i] = old ? 0 : speakers->last_subject[entity];
    }
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        speakers->standings[i].subject_rank = rank_by(speakers, subject, i);
        speakers->standings[i].told_rank = rank_by(speakers, told, i);
    }
}

void dp_speakers_compare(dp_speakers *speakers, const dp_report *report) {
    const dp_scene *scene = speakers->scene;
    dp_range source = report->arguments.source;
    speakers->resolved = DEPECHE_NONE;
    speakers->view = view_source(scene, report);
    bool described = speakers->view.reference > DP_REFERENCE_PRONOUN;
    if (described && source.end - source.first <= SOURCE_LONGEST) {
        speakers->resolved = dp_entities_resolve(scene->pack, scene->text, speakers->entities, source);
    }
    if (speakers->resolved != DEPECHE_NONE) dp_speakers_admit(speakers, speakers->resolved);
    uint8_t fits_role[DP_SPEAKERS_MAX] = {DP_ROLE_NONE};
    if (described) {
        dp_entities_compare_roles(scene->pack, scene->text, speakers->entities, source, speakers->recent,
                                  speakers->recent_count, fits_role);
    }
    speakers->fitting = 0;
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        const dp_entity *entity = &speakers->entities->at[speakers->recent[i]];
        dp_standing *standing = &speakers->standings[i];
        *standing = (dp_standing){(uint8_t)agreement(&speakers->view, entity), DP_STANDING_NONE, DP_STANDING_NONE,
                                  DP_STANDING_NONE, fits_role[i]};
        if (!fits(&speakers->view, entity, standing->agreement)) continue;
        if (speakers->fitting < DP_STANDING_NONE) standing->fit_rank = (uint8_t)speakers->fitting;
        speakers->fitting++;
    }
    rank_fitting(speakers, dp_speaker_place(report));
}
