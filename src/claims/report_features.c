/* The features by which a drafted report is weighed: how likely its cue and its content are taken by themselves, what
 * the content and the source look like, and what other reports of the sentence make of the same words. */
#include "claims/report.h"

enum { ROOM = 144, FACTS_MAX = 40, NOUN_WITHIN = 8, SEEN = 256 /* tokens of a content that are read */ };

enum {
    T_LIKELIHOOD = 1,
    T_CUE,
    T_SHARE,
    T_CUE_SHARE,
    T_KIND,
    T_SHAPE,
    T_SOURCE,
    T_STRENGTH,
    T_SAME,
    T_OUTER,
    T_INNER,
    T_OUTER_SHAPE,
    T_SOURCE_SHAPE,
    T_SOURCE_STRENGTH,
    T_FACT = 24,       /* each fact by itself */
    T_FACT_CUE = 64,   /* ... with the type and form of the cue */
    T_FACT_SHAPE = 112 /* ... with the shape of the content */
};

typedef struct facts {
    uint64_t at[FACTS_MAX];
    uint32_t count;
} facts;

static void note(facts *noted, uint64_t value) {
    noted->at[noted->count++] = value;
}

static uint64_t step(float value, const float *limits, uint32_t count) {
    uint64_t reached = 0;
    while (reached < count && value >= limits[reached]) reached++;
    return reached;
}

static uint64_t probability_step(float probability) {
    static const float limits[] = {0.02f, 0.05f, 0.08f, 0.12f, 0.18f, 0.27f, 0.33f, 0.4f,  0.5f,
                                   0.6f,  0.67f, 0.73f, 0.82f, 0.88f, 0.92f, 0.95f, 0.98f, 0.993f};
    return step(probability, limits, sizeof limits / sizeof *limits);
}

static uint64_t rival_step(float probability) {
    static const float limits[] = {0.01f, 0.1f, 0.3f, 0.6f};
    return step(probability, limits, sizeof limits / sizeof *limits);
}

static uint64_t length_step(uint32_t tokens) {
    static const float limits[] = {1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45};
    return step((float)tokens, limits, sizeof limits / sizeof *limits);
}

static uint64_t distance_step(uint32_t tokens) {
    static const float limits[] = {1, 2, 3, 5, 8};
    return step((float)tokens, limits, sizeof limits / sizeof *limits);
}

static uint64_t part_step(uint32_t part, uint32_t whole) {
    static const float limits[] = {0.1f, 0.2f, 0.3f, 0.5f, 0.7f, 0.9f};
    return step((float)part / (float)(whole ? whole : 1), limits, sizeof limits / sizeof *limits);
}

static uint64_t most(uint32_t count, uint32_t limit) {
    return count < limit ? count : limit;
}

/* ------------------------------------------------------------------------------------------------- the rivals */

/* The other drafts of the sentence: how many, how likely the likeliest is, the likeliest with much the same content,
 * the likeliest that reports this one and the likeliest that this one reports. */
typedef struct rivals {
    uint32_t count;
    float best, same, outer, inner;
} rivals;

static float larger(float a, float b) {
    return a > b ? a : b;
}

/* Whether a report is a draft of a cue in a sentence. */
static bool is_draft_in(const dp_scene *scene, const dp_report *report, uint32_t sentence) {
    if (!report->cue || dp_report_is_post(report)) return false;
    return scene->text->tokens[report->cue->head].sentence == sentence;
}

static rivals find_rivals(const dp_scene *scene, const dp_reports *reports, uint32_t number) {
    static const float much = 0.3f;
    rivals found = {0};
    const dp_report *report = &reports->at[number];
    uint32_t sentence = scene->text->tokens[report->cue->head].sentence, i = number;
    while (i > 0 && is_draft_in(scene, &reports->at[i - 1], sentence)) i--;
    for (; i < reports->count && is_draft_in(scene, &reports->at[i], sentence); i++) {
        const dp_report *other = &reports->at[i];
        if (i == number) continue;
        bool outer = dp_report_holds(other, report->cue->head), inner = dp_report_holds(report, other->cue->head);
        bool same = !outer && !inner && dp_reports_overlap(report, other) > much;
        found.count++;
        found.best = larger(found.best, other->probability);
        if (same) found.same = larger(found.same, other->probability);
        if (outer && !inner) found.outer = larger(found.outer, other->probability);
        if (inner && !outer) found.inner = larger(found.inner, other->probability);
    }
    return found;
}

/* ------------------------------------------------------------------------------------------ content and source */

typedef struct content {
    dp_range first, last;                  /* pieces */
    uint32_t tokens;                       /* of all */
    uint32_t verbs, quoted, names, values; /* of those that are read */
    uint32_t noun;                         /* the first one near its beginning, or DEPECHE_NONE */
    uint64_t side, gap;
} content;

static content read_content(const dp_scene *scene, const dp_report *report) {
    const dp_arguments *arguments = &report->arguments;
    content read = {.first = arguments->contents[0],
                    .last = dp_report_last(report),
                    .tokens = dp_report_size(report),
                    .noun = DEPECHE_NONE};
    uint32_t seen = 0;
    for (uint32_t i = 0; i < arguments->content_count; i++) {
        for (uint32_t t = arguments->contents[i].first; t < arguments->contents[i].end && seen < SEEN; t++, seen++) {
            const dp_mark *mark = &scene->marks[t];
            read.verbs += mark->finite;
            read.quoted += mark->outer != DEPECHE_NONE;
            read.names += (mark->flags & DP_MARK_NAME_START) != 0;
            read.values += mark->tag >= DP_TAG_DATE;
        }
    }
    for (uint32_t t = read.first.first; t < read.first.end && t < read.first.first + NOUN_WITHIN; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (!(mark->pos & DP_POS_NOUN) || mark->finite || mark->flags & DP_MARK_ARTICLE) continue;
        read.noun = t;
        break;
    }
    dp_range cue = report->cue->tokens;
    read.side = read.last.end <= cue.first ? 0 : read.first.first >= cue.end ? 2 : 1;
    if (read.side == 0) read.gap = distance_step(cue.first - read.last.end);
    if (read.side == 2) read.gap = distance_step(read.first.first - cue.end);
    return read;
}

static uint64_t quoted_part(const content *read) {
    enum { MARKS = 2 };
    if (!read->quoted) return 0;
    return read->quoted + MARKS >= most(read->tokens, SEEN) ? 2 : 1;
}

/* What a token tells of who acts, a pronoun bound to its verb apart from the others. */
static uint64_t actor_of(const dp_scene *scene, uint32_t token) {
    enum { CLITIC = DP_ACTOR_SIGN + 1 };
    if (token == DEPECHE_NONE) return DP_ACTOR_NONE;
    if (scene->text->tokens[token].flags & DP_TOKEN_CLITIC) return CLITIC;
    return dp_scene_actor(scene, token);
}

/* The first token of the source that tells who it is; DEPECHE_NONE when none does. */
static uint32_t source_head(const dp_scene *scene, dp_range source) {
    for (uint32_t t = source.first; t < source.end; t++) {
        uint64_t actor = actor_of(scene, t);
        if (actor != DP_ACTOR_NONE && actor != DP_ACTOR_SIGN) return t;
    }
    return DEPECHE_NONE;
}

static uint64_t pos_of(const dp_mark *mark) {
    return mark->flags & DP_MARK_SIGN ? UINT64_C(1) << 32 | mark->form : mark->pos;
}

/* Form and part of speech of a token that may lie outside of the sentence. */
static void note_token(const dp_scene *scene, bool there, uint32_t token, facts *noted) {
    note(noted, there ? scene->marks[token].form : 0);
    note(noted, there ? pos_of(&scene->marks[token]) : 0);
}

static void note_content(const dp_scene *scene, const content *read, dp_range sentence, facts *noted) {
    const dp_mark *opening = &scene->marks[read->first.first];
    note(noted, length_step(read->tokens));
    note(noted, part_step(read->tokens, sentence.end - sentence.first));
    note(noted, most(read->verbs, 2));
    note(noted, quoted_part(read));
    note(noted, most(read->names, 2));
    note(noted, most(read->values, 2));
    note(noted, read->gap);
    note(noted, read->first.first == sentence.first);
    note(noted, opening->class256);
    note_token(scene, true, read->first.first, noted);
    note_token(scene, read->first.first + 1 < read->first.end, read->first.first + 1, noted);
    note_token(scene, true, read->last.end - 1, noted);
    note_token(scene, read->first.first > sentence.first, read->first.first - 1, noted);
    note_token(scene, read->last.end < sentence.end, read->last.end, noted);
    const dp_mark *noun = read->noun == DEPECHE_NONE ? NULL : &scene->marks[read->noun];
    note(noted, noun ? noun->lemma : 0);
    note(noted, noun ? noun->class256 : 0);
    note(noted, actor_of(scene, read->noun));
}

/* The side of the source and who it seems to be. */
static uint64_t note_source(const dp_scene *scene, const dp_report *report, facts *noted) {
    dp_range source = report->arguments.source, cue = report->cue->tokens;
    bool there = source.first < source.end;
    uint32_t head = source_head(scene, source);
    const dp_mark *mark = head == DEPECHE_NONE ? NULL : &scene->marks[head];
    uint64_t side = !there ? 0 : source.end <= cue.first ? 1 : source.first >= cue.end ? 3 : 2;
    uint64_t gap = side == 1 ? cue.first - source.end : side == 3 ? source.first - cue.end : 0;
    uint64_t who = side << 4 | actor_of(scene, head);
    note(noted, who);
    note(noted, distance_step((uint32_t)gap));
    note(noted, distance_step(source.end - source.first));
    note(noted, there && scene->marks[source.first].outer != DEPECHE_NONE);
    note(noted, mark ? mark->lemma : 0);
    note(noted, mark ? mark->class64 : 0);
    note(noted, mark ? mark->class256 : 0);
    return who;
}

static void emit(dp_features *features, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature(template_id, value));
}

static void emit_pair(dp_features *features, uint32_t template_id, uint64_t first, uint64_t second) {
    dp_features_add(features, dp_feature_pair(template_id, first, second));
}

int dp_report_features(const dp_scene *scene, const dp_reports *reports, uint32_t number, dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    const dp_report *report = &reports->at[number];
    const dp_cue *cue = report->cue;
    dp_range sentence = dp_scene_sentence(scene, cue->head);
    content read = read_content(scene, report);
    rivals others = find_rivals(scene, reports, number);
    facts noted = {0};
    uint64_t cue_step = probability_step(cue->probability), share_step = probability_step(report->arguments.share);
    uint64_t likelihood = probability_step(report->probability);
    uint64_t kind = (uint64_t)cue->type << 8 | cue->form, strength = (uint64_t)cue->strength << 2 | cue->type;
    uint64_t shape = (uint64_t)(read.verbs > 0) << 4 | quoted_part(&read) << 2 | read.side;
    note_content(scene, &read, sentence, &noted);
    uint64_t who = note_source(scene, report, &noted);
    note(&noted, most(report->arguments.content_count, 3));
    note(&noted, distance_step(others.count));
    note(&noted, rival_step(others.best));
    note(&noted, rival_step(others.same));
    note(&noted, rival_step(others.outer));
    note(&noted, rival_step(others.inner));
    note(&noted, strength);
    note(&noted, shape);
    note(&noted, kind);
    emit(features, T_LIKELIHOOD, likelihood);
    emit(features, T_CUE, cue_step);
    emit(features, T_SHARE, share_step);
    emit_pair(features, T_CUE_SHARE, cue_step / 2, share_step / 2);
    /* What is likely by itself weighs differently with these. */
    emit_pair(features, T_KIND, likelihood, kind);
    emit_pair(features, T_SHAPE, likelihood, shape);
    emit_pair(features, T_SOURCE, likelihood, who);
    emit_pair(features, T_STRENGTH, likelihood, strength);
    emit_pair(features, T_SAME, likelihood, rival_step(others.same));
    emit_pair(features, T_OUTER, likelihood, rival_step(others.outer));
    emit_pair(features, T_INNER, likelihood, rival_step(others.inner));
    emit_pair(features, T_OUTER_SHAPE, rival_step(others.outer), shape);
    emit_pair(features, T_SOURCE_SHAPE, who, shape);
    emit_pair(features, T_SOURCE_STRENGTH, who << 40 | cue->next, strength);
    for (uint32_t i = 0; i < noted.count; i++) {
        emit(features, T_FACT + i, noted.at[i]);
        emit_pair(features, T_FACT_CUE + i, noted.at[i], kind);
        emit_pair(features, T_FACT_SHAPE + i, noted.at[i], shape);
    }
    return dp_features_close_position(features);
}
