/* The features by which a cue candidate is judged. */
#include "claims/cue.h"

enum { SUBJECT_LEFT = 12, SUBJECT_RIGHT = 8, ROOM = 128 };

/* Feature templates. Their numbers are part of the model, so trained and running code agree by using these. */
enum {
    T_TYPE = 1,
    T_LEMMA,
    T_FORM,
    T_POS,
    T_VERB_FORM,
    T_CLASS,
    T_STRENGTH,
    T_FRAMES,
    T_CLASS256,
    T_CLASS1024,
    T_CLASS64,
    T_NEXT,
    T_NEXT_STRENGTH,
    T_NEXT_CLASS,
    T_NEXT_CLASS256,
    T_NEXT_LEMMA,
    T_NEXT_FRAMES,
    T_BEFORE,
    T_BEFORE_FORM,
    T_PHRASE,
    T_INVERTED,
    T_INVERTED_STRENGTH,
    T_QUOTES,
    T_QUOTES_STRENGTH,
    T_QUOTES_NEXT,
    T_FORM_STRENGTH,
    T_FORM_CLASS,
    T_FORM_LEMMA,
    T_GROUP,
    T_GROUP_LEMMA,
    T_AUXILIARY,
    T_LEFT,
    T_LEFT_STRENGTH,
    T_LEFT_NEXT,
    T_LEFT_FORM,
    T_RIGHT,
    T_RIGHT_STRENGTH,
    T_RIGHT_NEXT,
    T_RIGHT_FORM,
    T_BOTH,
    T_TITLE,
    T_FINITE,
    T_PLACE,
    T_RELATIVE,
    T_ENTRY,
    T_LATER,
    T_LATER_STRENGTH,
    T_LATER_LEMMA,
    T_GRAMMAR,
    T_GRAMMAR_STRENGTH,
    T_SETTING,
    T_QUOTE_LATER,
    T_KIND_LEMMA,
    T_KIND_NEXT,
    T_KIND_CLASS,
    T_OBJECT,
    T_OBJECT_STRENGTH,
    T_OBJECT_LEMMA,
    T_OBJECT_KIND,
    T_AROUND = 64, /* eight for each of six places */
    T_POSTURE = 112,
    T_POSTURE_STRENGTH,
    T_POSTURE_CLASS,
    T_POSTURE_NEXT,
    T_POSTURE_LEMMA,
    T_GOVERNOR,
    T_GOVERNOR_STRENGTH,
    T_GOVERNOR_NEXT,
};

static uint32_t noun_value(const dp_scene *scene, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    uint32_t lexicon = mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP);
    return lexicon ? lexicon | 1u << 28 : (uint32_t)mark->class256 | 1u << 27;
}

static bool is_speaker_tag(unsigned tag) {
    return tag == DP_TAG_PER || tag == DP_TAG_ORG || tag == DP_TAG_LOC || tag == DP_TAG_GRP;
}

/* What seems to be the subject on the left of the group: a pronoun, a name, a noun, or a sign that is in between. */
static uint32_t subject_left(const dp_scene *scene, dp_range sentence, uint32_t first) {
    for (uint32_t n = 0, t = first; t > sentence.first && n < SUBJECT_LEFT; n++) {
        const dp_mark *mark = &scene->marks[--t];
        if (mark->flags & (DP_MARK_SUBJECT | DP_MARK_RELATIVE)) return mark->form;
        if (is_speaker_tag(mark->tag)) return (uint32_t)mark->tag | 1u << 26;
        if (mark->pos & DP_POS_NOUN && !mark->finite) return noun_value(scene, t);
        if (mark->flags & DP_MARK_SIGN && !(mark->flags & DP_MARK_COMMA)) return mark->form;
    }
    return 0;
}

/* What seems to be the subject behind the cue. */
static uint32_t subject_right(const dp_scene *scene, dp_range sentence, uint32_t end) {
    for (uint32_t n = 0, t = end; t < sentence.end && n < SUBJECT_RIGHT; n++, t++) {
        const dp_mark *mark = &scene->marks[t];
        if (dp_scene_is_bridge(scene, t)) continue;
        if (scene->text->tokens[t].flags & DP_TOKEN_CLITIC) return mark->form;
        if (is_speaker_tag(mark->tag)) return (uint32_t)mark->tag | (n < 2 ? n + 1 : 0) << 8 | 1u << 26;
        if (mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP)) return noun_value(scene, t);
        if (mark->flags & DP_MARK_SIGN) return mark->form;
    }
    return 0;
}

/* Of what kind that subject is: one that can speak (a name, a role, a body, a pronoun), or not. */
static uint32_t subject_kind(const dp_scene *scene, dp_range sentence, uint32_t first) {
    for (uint32_t n = 0, t = first; t > sentence.first && n < SUBJECT_LEFT; n++) {
        dp_actor actor = dp_scene_actor(scene, --t);
        if (actor != DP_ACTOR_NONE) return actor;
    }
    return 0;
}

/* The noun that the cue seems to take: "annonce [la] tendance"; DEPECHE_NONE when none is near. */
static uint32_t find_object(const dp_scene *scene, dp_range sentence, uint32_t end) {
    enum { OBJECT_RIGHT = 6 };
    for (uint32_t n = 0, t = end; t < sentence.end && n < OBJECT_RIGHT; n++, t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->finite || mark->flags & (DP_MARK_SIGN | DP_MARK_THAT | DP_MARK_RELATIVE)) break;
        if (mark->tag != DP_TAG_DATE && mark->pos & DP_POS_NOUN && !(mark->flags & DP_MARK_ARTICLE)) return t;
    }
    return DEPECHE_NONE;
}

typedef struct dp_emitter {
    dp_features *features;
    const dp_cue *cue;
    uint64_t strength; /* with the type of the cue */
} dp_emitter;

static void emit(const dp_emitter *emitter, uint32_t template_id, uint64_t value) {
    dp_features_add(emitter->features, dp_feature(template_id, value));
}

static void emit_pair(const dp_emitter *emitter, uint32_t template_id, uint64_t first, uint64_t second) {
    dp_features_add(emitter->features, dp_feature_pair(template_id, first, second));
}

static void emit_cue(const dp_scene *scene, const dp_emitter *emitter) {
    const dp_cue *cue = emitter->cue;
    const dp_mark *mark = &scene->marks[cue->head];
    uint64_t lemma = (uint64_t)mark->lemma << 2 | cue->type;
    uint64_t quotes = (uint64_t)cue->after_quote << 3 | (uint64_t)cue->in_quote << 2 | cue->quotes;
    uint64_t group = (uint64_t)cue->negated << 1 | cue->reflexive;
    emit(emitter, T_TYPE, cue->type);
    emit(emitter, T_LEMMA, lemma);
    emit(emitter, T_FORM, mark->form);
    emit(emitter, T_POS, mark->pos);
    emit(emitter, T_VERB_FORM, cue->form);
    emit(emitter, T_CLASS, cue->lexicon_class);
    emit(emitter, T_STRENGTH, emitter->strength);
    emit(emitter, T_FRAMES, cue->frames);
    emit(emitter, T_ENTRY, cue->entry);
    emit(emitter, T_CLASS64, mark->class64);
    emit(emitter, T_CLASS256, mark->class256);
    emit(emitter, T_CLASS1024, mark->class1024);
    emit(emitter, T_NEXT, cue->next);
    emit_pair(emitter, T_NEXT_STRENGTH, cue->next, emitter->strength);
    emit_pair(emitter, T_NEXT_CLASS, cue->next, cue->lexicon_class);
    emit_pair(emitter, T_NEXT_CLASS256, cue->next, mark->class256);
    emit_pair(emitter, T_NEXT_LEMMA, cue->next, lemma);
    emit_pair(emitter, T_NEXT_FRAMES, cue->next, cue->frames);
    emit(emitter, T_LATER, cue->later);
    emit_pair(emitter, T_LATER_STRENGTH, cue->later, emitter->strength);
    emit_pair(emitter, T_LATER_LEMMA, cue->later, lemma);
    emit_pair(emitter, T_QUOTE_LATER, cue->later, quotes);
    emit(emitter, T_GRAMMAR, cue->grammar);
    emit_pair(emitter, T_GRAMMAR_STRENGTH, cue->grammar, emitter->strength);
    emit_pair(emitter, T_SETTING, cue->later << 16 | quotes << 8 | cue->form, emitter->strength);
    emit(emitter, T_BEFORE, cue->before);
    emit_pair(emitter, T_BEFORE_FORM, cue->before, emitter->strength << 8 | cue->form);
    emit(emitter, T_PHRASE, cue->phrase);
    emit(emitter, T_INVERTED, cue->inverted != DEPECHE_NONE);
    emit_pair(emitter, T_INVERTED_STRENGTH, cue->inverted != DEPECHE_NONE, emitter->strength);
    emit(emitter, T_QUOTES, quotes);
    emit_pair(emitter, T_QUOTES_STRENGTH, quotes, emitter->strength);
    emit_pair(emitter, T_QUOTES_NEXT, quotes, cue->next);
    emit_pair(emitter, T_FORM_STRENGTH, cue->form, emitter->strength);
    emit_pair(emitter, T_FORM_CLASS, cue->form, cue->lexicon_class);
    emit_pair(emitter, T_FORM_LEMMA, cue->form, lemma);
    emit_pair(emitter, T_GROUP, group, cue->form);
    emit_pair(emitter, T_GROUP_LEMMA, group, lemma);
    emit(emitter, T_AUXILIARY, cue->tokens.first < cue->head ? scene->marks[cue->tokens.first].form : 0);
}

static void emit_subjects(const dp_scene *scene, const dp_emitter *emitter, dp_range sentence) {
    const dp_cue *cue = emitter->cue;
    uint32_t left = subject_left(scene, sentence, cue->tokens.first);
    uint32_t right = subject_right(scene, sentence, cue->tokens.end);
    emit(emitter, T_LEFT, left);
    emit_pair(emitter, T_LEFT_STRENGTH, left, emitter->strength);
    emit_pair(emitter, T_LEFT_NEXT, left, cue->next);
    emit_pair(emitter, T_LEFT_FORM, left, cue->form);
    emit(emitter, T_RIGHT, right);
    emit_pair(emitter, T_RIGHT_STRENGTH, right, emitter->strength);
    emit_pair(emitter, T_RIGHT_NEXT, right, cue->next);
    emit_pair(emitter, T_RIGHT_FORM, right, cue->form);
    emit_pair(emitter, T_BOTH, left, right);
    uint64_t lemma = (uint64_t)scene->marks[cue->head].lemma << 2 | cue->type;
    uint64_t kind = (uint64_t)subject_kind(scene, sentence, cue->tokens.first) << 1 | cue->after_quote;
    emit_pair(emitter, T_KIND_LEMMA, kind, lemma);
    emit_pair(emitter, T_KIND_NEXT, kind << 32 | cue->next, emitter->strength);
    emit_pair(emitter, T_KIND_CLASS, kind << 32 | cue->next, cue->lexicon_class);
    uint32_t object = find_object(scene, sentence, cue->tokens.end);
    if (object == DEPECHE_NONE) return;
    const dp_mark *mark = &scene->marks[object];
    emit(emitter, T_OBJECT, mark->lemma);
    emit_pair(emitter, T_OBJECT_STRENGTH, mark->class256, emitter->strength);
    emit_pair(emitter, T_OBJECT_LEMMA, mark->class64, lemma);
    emit_pair(emitter, T_OBJECT_KIND, mark->class64, kind);
}

/* The three tokens before the group and the three after its head phrase. */
static void emit_neighbours(const dp_scene *scene, const dp_emitter *emitter, dp_range sentence) {
    const dp_cue *cue = emitter->cue;
    for (unsigned place = 0; place < 6; place++) {
        unsigned distance = place % 3 + 1;
        bool before = place < 3;
        uint32_t at = before ? cue->tokens.first - distance : cue->tokens.end - 1 + distance;
        bool inside = before ? cue->tokens.first >= sentence.first + distance : at < sentence.end;
        uint32_t base = T_AROUND + place * 8;
        if (before && cue->after_quote) {
            emit(emitter, base + 1, UINT64_C(1) << 40);
            continue;
        }
        if (!inside) {
            emit(emitter, base, 0);
            continue;
        }
        const dp_mark *mark = &scene->marks[at];
        emit(emitter, base + 1, mark->form);
        emit(emitter, base + 2, mark->pos);
        emit(emitter, base + 3, mark->class256);
        emit(emitter, base + 4, (uint64_t)mark->tag << 1 | 1);
        uint32_t lexicon = mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP);
        if (lexicon) emit(emitter, base + 5, lexicon);
        if (distance > 1) continue;
        emit_pair(emitter, base + 6, mark->form, emitter->strength);
        emit_pair(emitter, base + 7, mark->pos, emitter->strength);
    }
}

/* Finite verbs of the sentence shortly before a token whose outermost quotation is `outer`, `most` at most. */
static uint32_t verbs_before(const dp_scene *scene, dp_range sentence, uint32_t token, uint32_t outer, uint32_t most) {
    enum { SEEN = 40 };
    uint32_t verbs = 0;
    for (uint32_t n = 0, t = token; t > sentence.first && n < SEEN && verbs < most; n++) {
        t--;
        if (scene->marks[t].finite && scene->marks[t].outer == outer) verbs++;
    }
    return verbs;
}

static void emit_place(const dp_scene *scene, const dp_emitter *emitter, dp_range sentence) {
    const dp_cue *cue = emitter->cue;
    enum { NEAR = 3, MOST = 3 };
    uint32_t from = cue->tokens.first, outer = scene->marks[cue->head].outer;
    uint32_t finite = verbs_before(scene, sentence, from, outer, MOST);
    bool relative = false;
    for (uint32_t n = 0, t = from; t > sentence.first && n < NEAR; n++) {
        t--;
        relative |= scene->marks[t].outer == outer && dp_scene_is(scene, t, DP_MARK_RELATIVE | DP_MARK_THAT);
    }
    uint32_t place = (cue->head - sentence.first) / 4;
    emit(emitter, T_TITLE, scene->text->tokens[cue->head].sentence < scene->text->title_sentences);
    emit(emitter, T_FINITE, finite);
    emit(emitter, T_PLACE, place < 5 ? place : 5);
    emit_pair(emitter, T_RELATIVE, relative, emitter->strength);
}

/* What a cue stands behind, if that can close what is said: a comma, quotation or dash. */
static uint64_t closed_by(const dp_scene *scene, uint32_t before) {
    if (dp_scene_is(scene, before, DP_MARK_COMMA)) return 1;
    if (dp_scene_is(scene, before, DP_MARK_CLOSES)) return 2;
    return dp_scene_is(scene, before, DP_MARK_DASH) ? 3 : 0;
}

/* Of what kind a token is as the first sign of somebody who can speak; 0 for any other. */
static uint64_t speaker_at(const dp_scene *scene, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    if (mark->tag == DP_TAG_PER || mark->tag == DP_TAG_ORG) return 1;
    if (mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP | DP_MARK_MEDIUM)) return 2;
    if (mark->tag == DP_TAG_LOC || mark->tag == DP_TAG_GRP) return 3;
    return scene->text->tokens[token].flags & DP_TOKEN_CLITIC ? 4 : 0;
}

/* What follows a cue up to the next sign: somebody who can speak, a verb; how long it is, what the sign is. */
static uint64_t describe_rest(const dp_scene *scene, const dp_cue *cue, dp_range sentence) {
    enum { LONGEST = 16, ENDS = DP_MARK_STOP | DP_MARK_COMMA | DP_MARK_COLON | DP_MARK_SEMICOLON | DP_MARK_OPENS };
    uint64_t verb = 0, speaker = 0;
    uint32_t t = cue->tokens.end, length = 0;
    for (; t < sentence.end && length < LONGEST && !dp_scene_is(scene, t, ENDS); t++, length++) {
        verb |= scene->marks[t].finite || dp_scene_is(scene, t, DP_MARK_THAT);
        if (!speaker) speaker = speaker_at(scene, t);
    }
    uint64_t extent = length == 0 ? 0 : length == LONGEST ? 1 : 2;
    uint64_t sign = t < sentence.end ? scene->marks[t].flags & ENDS : 0;
    return sign << 8 | extent << 4 | speaker << 1 | verb;
}

/* Whether a cue stands as a clause of saying does behind what is said ("A, a rapporté X."), whatever its verb. */
static void emit_posture(const dp_scene *scene, const dp_emitter *emitter, dp_range sentence) {
    const dp_cue *cue = emitter->cue;
    const dp_mark *mark = &scene->marks[cue->head];
    uint32_t first = cue->tokens.first;
    uint64_t posture = first == sentence.first ? 4 : closed_by(scene, first - 1);
    if (posture && first > sentence.first) {
        enum { MOST = 2 };
        uint64_t verbs = verbs_before(scene, sentence, first, scene->marks[first].outer, MOST);
        posture |= verbs << 3 | describe_rest(scene, cue, sentence) << 8;
    }
    posture = posture << 3 | cue->form;
    emit(emitter, T_POSTURE, posture);
    emit_pair(emitter, T_POSTURE_STRENGTH, posture, emitter->strength);
    emit_pair(emitter, T_POSTURE_CLASS, posture, mark->class256);
    emit_pair(emitter, T_POSTURE_NEXT, posture, cue->next);
    emit_pair(emitter, T_POSTURE_LEMMA, posture, mark->lemma);
}

/* What governs an infinitive: the verb, noun or preposition before it and its "de" or "à"; DEPECHE_NONE for nothing
 * near. */
static uint32_t find_governor(const dp_scene *scene, const dp_cue *cue, dp_range sentence) {
    enum { LEFT = 6 };
    uint32_t t = cue->tokens.first;
    for (uint32_t n = 0; n < LEFT && t > sentence.first; n++) {
        const dp_mark *mark = &scene->marks[--t];
        if (mark->flags & (DP_MARK_OF | DP_MARK_TO | DP_MARK_NEGATION | DP_MARK_OBJECT | DP_MARK_REFLEXIVE)) continue;
        if (dp_scene_is_adverb(scene, t)) continue;
        return t;
    }
    return DEPECHE_NONE;
}

static void emit_governor(const dp_scene *scene, const dp_emitter *emitter, dp_range sentence) {
    if (emitter->cue->form != DP_FORM_INFINITIVE) return;
    uint32_t governor = find_governor(scene, emitter->cue, sentence);
    if (governor == DEPECHE_NONE) return;
    const dp_mark *mark = &scene->marks[governor];
    uint64_t link = dp_scene_is(scene, emitter->cue->tokens.first - 1, DP_MARK_OF | DP_MARK_TO);
    uint64_t lemma = (uint64_t)mark->lemma << 1 | link;
    emit(emitter, T_GOVERNOR, lemma);
    emit_pair(emitter, T_GOVERNOR_STRENGTH, lemma, emitter->strength);
    emit_pair(emitter, T_GOVERNOR_NEXT, lemma, emitter->cue->next);
}

int dp_cue_features(const dp_scene *scene, const dp_cue *cue, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    dp_emitter emitter = {features, cue, (uint64_t)cue->strength << 2 | cue->type};
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    emit_cue(scene, &emitter);
    emit_subjects(scene, &emitter, sentence);
    emit_neighbours(scene, &emitter, sentence);
    emit_place(scene, &emitter, sentence);
    emit_posture(scene, &emitter, sentence);
    emit_governor(scene, &emitter, sentence);
    return dp_features_close_position(features);
}
