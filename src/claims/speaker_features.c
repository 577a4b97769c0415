/* The features by which a candidate for the speaker of a claim is judged. */
#include "claims/speaker.h"

enum { ROOM = 64 };

/* Templates. All are joined with the kind of reference. */
enum {
    T_BIAS = 1,
    T_RANK,
    T_SENTENCES,
    T_TYPE,
    T_GENDER,
    T_GENDER_RANK,
    T_LAST,
    T_LAST_BUT_ONE,
    T_LAST_TYPE,
    T_RESOLVED_LAST,
    T_CLAIMS,
    T_MENTIONS,
    T_TITLE,
    T_TITLED,
    T_FIRST,
    T_FORM,
    T_KIND_TYPE,
    T_HEAD_TYPE,
    T_HEAD_LEMMA_RANK,
    T_HEAD_LEMMA_LAST,
    T_HEAD_LEMMA_SUBJECT,
    T_ROLE,
    T_ROLE_TYPE,
    T_ROLE_HEAD,
    T_ROLE_LAST,
    T_BESIDE,
    T_BESIDE_TYPE,
    T_SUBJECT,
    T_RANK_TYPE,
    T_CONTENT,
    T_PARAGRAPH,
    T_PARAGRAPHS,
    T_SINCE,
    T_SINCE_SUBJECT,
    T_CUE_LAST,
    T_CUE_FIT,
    T_FIT_RANK,
    T_FIT_LAST,
    T_FIT_RESOLVED,
    T_FIT_GAP,
    T_SUBJECT_RANK,
    T_SUBJECT_GAP,
    T_QUOTED,
    T_MENTION_BEFORE,
    T_MENTION_AFTER,
    T_INSIDE,
    T_AHEAD,
    T_MODIFIED,
    T_MODIFIED_KIND,
    T_MODIFIED_ROLE,
    T_COLON,
    T_TOLD,
    T_TOLD_FIT,
    T_TOLD_LAST,
    T_TOLD_SUBJECT,
    T_TOLD_GENDER,
    T_NOBODY,
    T_NOBODY_LEMMA,
    T_NOBODY_CUE,
    T_NOBODY_DETERMINER,
    T_NOBODY_SHAPE,
    T_NOBODY_WORDS,
    T_NOBODY_FITTING,
    T_NOBODY_RESOLVED,
};

/* A candidate, and what several templates ask of it. */
typedef struct candidate {
    const dp_speakers *speakers;
    const dp_scene *scene;
    const dp_report *report;
    dp_source_view view;
    dp_standing standing;
    uint32_t number, rank, place; /* of the entity, among the recent ones, of the claim */
    const dp_entity *entity;
    dp_range mention;                   /* its last */
    uint64_t fit, subject, told;        /* its ranks; 8 and above for none */
    uint64_t last, resolved, paragraph; /* whether it spoke last, is whom the entity stage takes, is in the paragraph */
    dp_features *features;
} candidate;

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

static uint32_t up_to(uint32_t value, uint32_t most) {
    return value < most ? value : most;
}

static uint64_t rank_of(uint32_t rank) {
    return up_to(rank, 4) + 8u * (rank == DP_STANDING_NONE);
}

static void add(dp_features *features, dp_reference reference, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature_pair(template_id, (uint64_t)reference, value));
}

static void emit(const candidate *c, uint32_t template_id, uint64_t value) {
    add(c->features, c->view.reference, template_id, value);
}

/* What kind of noun the head of the source is: of a person, of a body, of neither; whether it has a capital. */
static uint64_t head_kind(const dp_scene *scene, const dp_source_view *view) {
    const dp_mark *head = &scene->marks[view->head];
    uint64_t kind = head->flags & DP_MARK_ROLE ? 1 : head->flags & DP_MARK_GROUP ? 2 : 0;
    return kind << 1 | ((head->flags & DP_MARK_CAPITAL) != 0);
}

/* How the cue stands: its type and form, and whether it is inverted ("ajoute-t-il"). */
static uint64_t cue_shape(const dp_report *report) {
    if (!report->cue) return 0;
    uint64_t inverted = report->cue->inverted != DEPECHE_NONE;
    return 1 + ((uint64_t)report->cue->type << 4 | (uint64_t)report->cue->form << 1 | inverted);
}

/* How much a description says of its own: "l'agence" stands for something known sooner than "l'agence de
 * renseignement sud-coréenne". */
typedef struct description_shape {
    uint64_t modifiers; /* words behind its noun, up to 3, and whether they have a complement */
    uint64_t determiner;
} description_shape;

static description_shape shape_of(const dp_scene *scene, const dp_source_view *view, dp_range source) {
    uint64_t words = 0, of = 0;
    for (uint32_t t = view->head + 1; t < source.end && words < 3; t++) {
        words += !dp_scene_is(scene, t, DP_MARK_SIGN | DP_MARK_OF | DP_MARK_ARTICLE);
        of |= dp_scene_is(scene, t, DP_MARK_OF);
    }
    bool determined = source.first < view->head && view->head < source.end;
    uint64_t determiner = determined ? scene->marks[source.first].form : 0;
    return (description_shape){words << 1 | of, determiner};
}

/* What it is, against what the source asks for. */
static void emit_kind(const candidate *c) {
    const dp_mark *head = &c->scene->marks[c->view.head];
    uint64_t type = c->entity->type, agrees = c->standing.agreement, role = c->standing.role;
    uint64_t beside = stands_beside(c->speakers, &c->view, c->entity);
    emit(c, T_BIAS, 0);
    emit(c, T_TYPE, type);
    emit(c, T_GENDER, agrees);
    emit(c, T_GENDER_RANK, agrees << 4 | up_to(c->rank, 3));
    emit(c, T_RANK_TYPE, type << 4 | up_to(c->rank, 3));
    emit(c, T_ROLE, c->standing.role);
    emit(c, T_ROLE_TYPE, role << 8 | type << 4 | agrees);
    emit(c, T_ROLE_HEAD, (uint64_t)head->lemma << 4 | role);
    emit(c, T_ROLE_LAST, role << 4 | c->last << 1 | c->resolved);
    emit(c, T_BESIDE, beside << 4 | role);
    emit(c, T_BESIDE_TYPE, beside << 4 | type);
    emit(c, T_FORM, (uint64_t)head->form << 4 | type);
    emit(c, T_HEAD_TYPE, (uint64_t)head->class256 << 4 | type);
    emit(c, T_KIND_TYPE, head_kind(c->scene, &c->view) << 4 | type);
    emit(c, T_HEAD_LEMMA_RANK, (uint64_t)head->lemma << 4 | c->fit);
    emit(c, T_HEAD_LEMMA_LAST, (uint64_t)head->lemma << 4 | c->last);
    emit(c, T_HEAD_LEMMA_SUBJECT, (uint64_t)head->lemma << 4 | c->subject);
    if (c->view.reference <= DP_REFERENCE_PRONOUN) return;
    description_shape shape = shape_of(c->scene, &c->view, c->report->arguments.source);
    emit(c, T_MODIFIED, shape.modifiers << 4 | c->resolved << 1 | c->last);
    emit(c, T_MODIFIED_ROLE, shape.modifiers << 8 | beside << 4 | role);
    emit(c, T_MODIFIED_KIND, shape.determiner << 4 | c->resolved << 1 | c->last);
}

/* Where it was mentioned last, and when it spoke. */
static void emit_history(const candidate *c) {
    const dp_speakers *speakers = c->speakers;
    const dp_token *tokens = c->scene->text->tokens;
    uint32_t sentences = up_to(tokens[c->place].sentence - tokens[c->mention.first].sentence, 4);
    uint32_t paragraphs =
        dp_scene_paragraph_number(c->scene, c->place) - dp_scene_paragraph_number(c->scene, c->mention.first);
    bool opens = c->place == 0 ||
                 dp_scene_paragraph_number(c->scene, c->place - 1) != dp_scene_paragraph_number(c->scene, c->place);
    uint32_t spoke = c->last ? 1 + up_to(tokens[c->place].sentence - tokens[speakers->last_place].sentence, 3) : 0;
    uint64_t since = speakers->last == DEPECHE_NONE ? 0 : c->mention.first > speakers->last_place ? 1 : 2;
    uint64_t subject = speakers->last_subject[c->number] == c->mention.first + 1;
    emit(c, T_RANK, up_to(c->rank, 6));
    emit(c, T_SENTENCES, sentences);
    emit(c, T_SUBJECT, subject << 4 | sentences);
    emit(c, T_PARAGRAPH, c->paragraph);
    emit(c, T_PARAGRAPHS, up_to(paragraphs, 3) << 4 | (uint64_t)opens << 1 | c->last);
    emit(c, T_LAST, spoke);
    emit(c, T_LAST_TYPE, (uint64_t)spoke << 4 | c->entity->type);
    emit(c, T_LAST_BUT_ONE, c->number == speakers->last_but_one);
    emit(c, T_RESOLVED_LAST, c->resolved << 1 | c->last);
    emit(c, T_SINCE, since << 8 | c->fit << 1 | c->last);
    emit(c, T_SINCE_SUBJECT, since << 8 | c->subject << 1 | c->last);
    emit(c, T_CUE_LAST, cue_shape(c->report) << 4 | c->last << 1 | c->paragraph);
    emit(c, T_CUE_FIT, cue_shape(c->report) << 8 | c->fit << 1 | c->paragraph);
    emit(c, T_CLAIMS, up_to(speakers->claims_of[c->number], 3));
    emit(c, T_MENTIONS, up_to(c->entity->mention_count, 5));
    emit(c, T_FIRST, c->number == 0);
}

/* Whether a colon leads to what is said, as after words about whoever says it: "X est allé plus loin : « ... »". */
static uint64_t follows_colon(const candidate *c) {
    uint32_t content = dp_report_place(c->report);
    return content > 0 && content <= c->place && dp_scene_is(c->scene, content - 1, DP_MARK_COLON);
}

/* How it stands among the others. */
static void emit_standing(const candidate *c) {
    uint64_t gap = dp_speaker_subject_gap(c->speakers, c->number, c->place);
    emit(c, T_FIT_RANK, c->fit << 4 | up_to(c->speakers->fitting, 4));
    emit(c, T_FIT_LAST, c->fit << 1 | c->last);
    emit(c, T_FIT_RESOLVED, c->fit << 4 | c->last << 1 | c->resolved);
    emit(c, T_FIT_GAP, c->fit << 4 | gap);
    emit(c, T_TOLD, c->told << 4 | up_to(c->speakers->fitting, 4));
    emit(c, T_TOLD_FIT, c->told << 4 | c->fit);
    emit(c, T_TOLD_LAST, c->told << 4 | c->last << 1 | c->resolved);
    emit(c, T_TOLD_SUBJECT, c->told << 8 | c->subject << 4 | c->last);
    emit(c, T_TOLD_GENDER, c->told << 4 | c->standing.agreement);
    emit(c, T_SUBJECT_RANK, c->subject << 4 | c->fit);
    emit(c, T_SUBJECT_GAP, gap);
    emit(c, T_COLON, follows_colon(c) << 8 | gap << 4 | c->last << 1 | c->paragraph);
}

/* What stands right beside its last mention, and whether that is quoted, in the title, in the source. */
static void emit_mention(const candidate *c) {
    enum { SIGNS = DP_MARK_SIGN | DP_MARK_OF | DP_MARK_TO | DP_MARK_COORDINATE };
    const dp_scene *scene = c->scene;
    dp_range mention = c->mention, sentence = dp_scene_sentence(scene, mention.first);
    for (unsigned side = 0; side < 2; side++) {
        bool inside = side ? mention.end < sentence.end : mention.first > sentence.first;
        const dp_mark *mark = inside ? &scene->marks[side ? mention.end : mention.first - 1] : NULL;
        bool form = mark && (mark->flags & SIGNS || mark->pos & DP_POS_PREPOSITION);
        uint64_t value = !mark ? 0 : form ? mark->form : (uint64_t)mark->pos << 1 | mark->finite | UINT64_C(1) << 40;
        emit(c, side ? T_MENTION_AFTER : T_MENTION_BEFORE, value);
    }
    const dp_mention *mentions = c->speakers->entities->mentions;
    uint32_t first = mentions[c->speakers->entities->mentions_of[c->entity->first_mention]].tokens.first;
    uint32_t title = scene->text->title_sentences;
    dp_range source = c->report->arguments.source;
    emit(c, T_TITLE, scene->text->tokens[mention.first].sentence < title);
    emit(c, T_TITLED, (uint64_t)(scene->text->tokens[first].sentence < title) << 4 | c->entity->type);
    emit(c, T_QUOTED, scene->marks[mention.first].outer != DEPECHE_NONE);
    emit(c, T_CONTENT, dp_report_holds(c->report, mention.first));
    emit(c, T_INSIDE, source.first <= mention.first && mention.end <= source.end);
    emit(c, T_AHEAD, mention.first > c->place);
}

static int emit_candidate(const dp_speakers *speakers, const dp_report *report, uint32_t rank, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    candidate c = {.speakers = speakers,
                   .scene = speakers->scene,
                   .report = report,
                   .view = speakers->view,
                   .standing = speakers->standings[rank],
                   .number = speakers->recent[rank],
                   .rank = rank,
                   .place = dp_speaker_place(report),
                   .features = features};
    c.entity = &speakers->entities->at[c.number];
    c.mention = speakers->entities->mentions[speakers->last_mention[c.number]].tokens;
    c.fit = rank_of(c.standing.fit_rank);
    c.subject = rank_of(c.standing.subject_rank);
    c.told = rank_of(c.standing.told_rank);
    c.last = c.number == speakers->last;
    c.resolved = c.number == speakers->resolved;
    c.paragraph = dp_scene_paragraph_number(c.scene, c.place) == dp_scene_paragraph_number(c.scene, c.mention.first);
    emit_kind(&c);
    emit_history(&c);
    emit_standing(&c);
    emit_mention(&c);
    return dp_features_close_position(features);
}

/* The features of there being none, or none that the text names. */
static int emit_nobody(const dp_speakers *speakers, const dp_report *report, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    const dp_source_view *view = &speakers->view;
    dp_reference reference = view->reference;
    description_shape shape = shape_of(speakers->scene, view, report->arguments.source);
    add(features, reference, T_NOBODY, 0);
    add(features, reference, T_NOBODY_LEMMA, speakers->scene->marks[view->head].lemma);
    add(features, reference, T_NOBODY_CUE, cue_shape(report));
    add(features, reference, T_NOBODY_DETERMINER, shape.determiner);
    add(features, reference, T_NOBODY_SHAPE, shape.modifiers << 4 | head_kind(speakers->scene, view));
    add(features, reference, T_NOBODY_WORDS, shape.determiner << 8 | shape.modifiers);
    add(features, reference, T_NOBODY_FITTING, up_to(speakers->fitting, 4));
    add(features, reference, T_NOBODY_RESOLVED, speakers->resolved != DEPECHE_NONE);
    return dp_features_close_position(features);
}

int dp_speaker_features(const dp_speakers *speakers, const dp_report *report, dp_features *features) {
    for (uint32_t i = 0; i < speakers->recent_count; i++) {
        if (emit_candidate(speakers, report, i, features)) return -1;
    }
    return emit_nobody(speakers, report, features);
}
