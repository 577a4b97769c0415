/* The features of the units around a cue. */
#include "claims/argument.h"
#include "claims/segment.h"

enum { ROOM = 96 };

enum {
    T_SIDE = 1,
    T_DISTANCE,
    T_FORM,
    T_SIDE_FORM,
    T_SIDE_POS,
    T_DISTANCE_POS,
    T_SIDE_CLASS,
    T_SIDE_TAG,
    T_SIDE_NOUN,
    T_LEMMA,
    T_PATH,
    T_PATH_FORM,
    T_PATH_VERB,
    T_PATH_NEXT,
    T_SINCE,
    T_COUNTS,
    T_SIDE_LEMMA,
    T_SIDE_LEMMA_NEXT,
    T_SIDE_LEMMA_POS,
    T_TAG_NEXT,
    T_TAG_PATH,
    T_NAMES,
    T_FRAMES,
    T_FRAMES_NEXT,
    T_QUOTE_LENGTH,
    T_IN_QUOTE,
    T_FIRST,
    T_CAPITAL,
    T_ANY_QUOTE,
    T_IN_CUE,
    T_CLASS1024,
    T_SETTING_SIDE,
    T_SETTING_PATH,
    T_SETTING_LEMMA,
    T_EDGE,
    T_EDGE_SETTING,
    T_FROM_START,
    T_TO_END,
    T_SEGMENT,
    T_SEGMENT_NEXT,
    T_SEGMENT_BEFORE,
    T_SEGMENT_STEPS,
    T_SEGMENT_TAKES,
    T_SEGMENT_PAIR,
    T_SEGMENT_FORM,
    T_CUE = 48,    /* eight cue properties: with distance, and with path */
    T_AROUND = 72, /* eight for each of four places */
};

/* What lies between a unit and the cue. */
typedef struct dp_path {
    uint8_t commas, verbs, relatives, stops, quotes, names;
    uint32_t since; /* the last divider passed: a comma, a conjunction, a verb... */
} dp_path;

/* A segment of the sentence. */
typedef struct dp_segment {
    uint32_t first, end; /* units */
    uint64_t kind;
} dp_segment;

typedef struct dp_window {
    const dp_scene *scene;
    const dp_cue *cue;
    const dp_units *units;
    dp_features *features;
    dp_path paths[DP_UNITS_MAX];
    dp_segment segments[DP_UNITS_MAX];
    uint32_t segment_of[DP_UNITS_MAX]; /* by unit */
    uint32_t segment_count;
    bool any_quote;
    uint64_t setting; /* how much there is on both sides of the cue: units, finite verbs; what it takes */
} dp_window;

static uint8_t least(uint32_t a, uint32_t b) {
    return (uint8_t)(a < b ? a : b);
}

static const dp_mark *mark_of(const dp_window *window, uint32_t unit) {
    return &window->scene->marks[window->units->at[unit].tokens.first];
}

/* Adds what a unit is to the path that goes on beyond it. */
static void pass_unit(const dp_window *window, uint32_t unit, dp_path *path) {
    if (window->units->at[unit].quote) {
        path->quotes = least(path->quotes + 1u, 2);
        return;
    }
    const dp_mark *mark = mark_of(window, unit);
    if (mark->flags & DP_MARK_COMMA) {
        path->commas = least(path->commas + 1u, 3);
        path->since = 1;
    } else if (mark->flags & (DP_MARK_STOP | DP_MARK_SEMICOLON | DP_MARK_COLON | DP_MARK_DASH)) {
        path->stops = 1;
        path->since = mark->form;
    } else if (mark->flags & (DP_MARK_THAT | DP_MARK_RELATIVE)) {
        path->relatives = 1;
        path->since = 2;
    } else if (mark->flags & DP_MARK_COORDINATE) {
        path->since = 3;
    } else if (mark->finite) {
        path->verbs = least(path->verbs + 1u, 3);
        path->since = 4;
    }
    if (mark->flags & DP_MARK_NAME_START) path->names = least(path->names + 1u, 3);
}

static void find_paths(dp_window *window) {
    const dp_units *units = window->units;
    dp_path path = {0};
    for (uint32_t i = units->head; i < units->count; i++) {
        window->paths[i] = path;
        pass_unit(window, i, &path);
    }
    path = (dp_path){0};
    for (uint32_t i = units->head + 1; i-- > 0;) {
        window->paths[i] = path;
        pass_unit(window, i, &path);
    }
}

static void find_segments(dp_window *window) {
    const dp_unit *units = window->units->at;
    window->segment_count = 0;
    for (uint32_t i = 0; i < window->units->count; i++) {
        bool opens = i == 0 || (!units[i].quote && dp_segment_opens(window->scene, units[i].tokens.first));
        if (opens) window->segments[window->segment_count++].first = i;
        window->segment_of[i] = window->segment_count - 1;
        window->segments[window->segment_count - 1].end = i + 1;
    }
    for (uint32_t s = 0; s < window->segment_count; s++) {
        dp_segment *segment = &window->segments[s];
        dp_range tokens = {units[segment->first].tokens.first, units[segment->end - 1].tokens.end};
        segment->kind = dp_segment_kind(window->scene, tokens);
    }
}

static uint32_t distance_bucket(uint32_t distance) {
    static const uint8_t limits[] = {0, 1, 2, 3, 4, 6, 10, 18, 30};
    uint32_t bucket = 0;
    while (bucket < sizeof limits && distance > limits[bucket]) bucket++;
    return bucket;
}

/* A quotation seen as one word: does it begin with a capital, end as a sentence does, hold a finite verb? */
static uint32_t quote_shape(const dp_scene *scene, dp_range tokens) {
    enum { VERB_WITHIN = 40 };
    if (tokens.end - tokens.first < 3) return 0;
    uint32_t shape = 1, last = tokens.end - 2;
    if (dp_scene_is(scene, tokens.first + 1, DP_MARK_CAPITAL)) shape |= 2;
    if (dp_scene_is(scene, last, DP_MARK_STOP | DP_MARK_COMMA)) shape |= 4;
    for (uint32_t t = tokens.first + 1; t <= last && t < tokens.first + VERB_WITHIN; t++) {
        if (scene->marks[t].finite) return shape | 8;
    }
    return shape;
}

static uint64_t amount(uint32_t units) {
    return units == 0 ? 0 : units <= 3 ? 1 : units <= 8 ? 2 : 3;
}

/* Whether what is said stands before or behind the cue shows in what both sides hold. */
static uint64_t describe_setting(const dp_window *window) {
    const dp_units *units = window->units;
    const dp_cue *cue = window->cue;
    uint64_t verbs[2] = {0, 0};
    uint32_t right = 0;
    for (uint32_t i = 0; i < units->count; i++) {
        const dp_unit *unit = &units->at[i];
        bool before = unit->tokens.first < cue->tokens.first;
        if (!before && unit->tokens.first < cue->tokens.end) continue;
        if (!before && !(mark_of(window, i)->flags & DP_MARK_STOP)) right++;
        if (!unit->quote && mark_of(window, i)->finite) verbs[!before] = least((uint32_t)verbs[!before] + 1, 2);
    }
    uint64_t left = amount(units->head);
    return left << 12 | amount(right) << 10 | verbs[0] << 8 | verbs[1] << 6 | (uint64_t)cue->later << 2 |
           (uint64_t)cue->after_quote << 1 | (cue->inverted != DEPECHE_NONE);
}

static void emit(const dp_window *window, uint32_t template_id, uint64_t value) {
    dp_features_add(window->features, dp_feature(template_id, value));
}

static void emit_pair(const dp_window *window, uint32_t template_id, uint64_t first, uint64_t second) {
    dp_features_add(window->features, dp_feature_pair(template_id, first, second));
}

/* One unit's own properties, worked out once. */
typedef struct dp_unit_view {
    const dp_mark *mark;
    uint64_t side, distance, path, pos, form, tag, noun;
    bool quote;
} dp_unit_view;

static dp_unit_view view_unit(const dp_window *window, uint32_t number) {
    const dp_unit *unit = &window->units->at[number];
    const dp_cue *cue = window->cue;
    const dp_path *path = &window->paths[number];
    dp_unit_view view = {.mark = mark_of(window, number), .quote = unit->quote};
    view.side = unit->tokens.first < cue->tokens.first ? 0 : unit->tokens.first >= cue->tokens.end ? 2 : 1;
    uint32_t steps = number < window->units->head ? window->units->head - number : number - window->units->head;
    view.distance = view.side << 8 | distance_bucket(steps);
    view.path = view.side << 8 | least(path->commas, 2) | (uint64_t)least(path->verbs, 2) << 2 |
                (uint64_t)path->relatives << 4 | (uint64_t)path->stops << 5 | (uint64_t)path->quotes << 6;
    if (unit->quote) {
        view.pos = UINT64_C(1) << 20 | quote_shape(window->scene, unit->tokens);
        view.form = UINT64_C(1) << 40;
        return view;
    }
    view.pos = view.mark->flags & DP_MARK_SIGN ? UINT64_C(1) << 21 | view.mark->form : view.mark->pos;
    if (window->scene->text->tokens[unit->tokens.first].flags & DP_TOKEN_CLITIC) view.pos |= UINT64_C(1) << 34;
    view.form = view.mark->form;
    view.tag = (uint64_t)view.mark->tag << 1 | ((view.mark->flags & DP_MARK_NAME_START) != 0);
    view.noun = view.mark->flags & (DP_MARK_ROLE | DP_MARK_GROUP);
    return view;
}

static void emit_self(const dp_window *window, uint32_t number, const dp_unit_view *view) {
    const dp_path *path = &window->paths[number];
    const dp_cue *cue = window->cue;
    emit(window, T_SIDE, view->side);
    emit(window, T_DISTANCE, view->distance);
    emit(window, T_FORM, view->form);
    emit_pair(window, T_SIDE_FORM, view->side, view->form);
    emit_pair(window, T_SIDE_POS, view->side, view->pos);
    emit_pair(window, T_DISTANCE_POS, view->distance, view->pos);
    emit_pair(window, T_SIDE_TAG, view->side, view->tag);
    emit_pair(window, T_SIDE_NOUN, view->side, view->noun);
    emit(window, T_PATH, view->path);
    emit_pair(window, T_PATH_FORM, view->path, view->form);
    emit_pair(window, T_PATH_VERB, view->path, cue->form);
    emit_pair(window, T_PATH_NEXT, view->path, cue->next);
    emit_pair(window, T_SINCE, view->side << 8 | cue->form, path->since);
    emit_pair(window, T_COUNTS, view->side << 8 | (uint64_t)path->commas << 4 | path->verbs, cue->next);
    emit_pair(window, T_TAG_NEXT, view->side << 16 | (uint64_t)cue->form << 8 | view->tag, cue->next);
    emit_pair(window, T_TAG_PATH, view->tag, view->path & ~UINT64_C(0xe0));
    emit_pair(window, T_NAMES, view->side << 8 | path->names, view->tag);
    emit_pair(window, T_ANY_QUOTE, view->side, (uint64_t)window->any_quote << 1 | view->quote);
    if (number == 0) emit_pair(window, T_FIRST, view->side, view->form);
    uint64_t edge = number == 0 ? 1 : number + 1 >= window->units->count ? 2 : 0;
    if (edge) {
        emit_pair(window, T_EDGE, edge << 8 | view->side, cue->next);
        emit_pair(window, T_EDGE_SETTING, edge << 8 | view->side, window->setting);
    }
    emit_pair(window, T_FROM_START, view->side << 8 | cue->type, distance_bucket(number));
    emit_pair(window, T_TO_END, view->side << 8 | cue->type, distance_bucket(window->units->count - number));
    emit_pair(window, T_SETTING_SIDE, view->side, window->setting);
    emit_pair(window, T_SETTING_PATH, view->path, window->setting);
    emit_pair(window, T_SETTING_LEMMA, view->side << 16 | window->setting, window->scene->marks[cue->head].lemma);
    if (view->side == 1) emit(window, T_IN_CUE, 1);
    if (view->quote) {
        const dp_unit *unit = &window->units->at[number];
        emit(window, T_QUOTE_LENGTH, distance_bucket(unit->tokens.end - unit->tokens.first));
        return;
    }
    emit(window, T_LEMMA, view->mark->lemma);
    emit_pair(window, T_SIDE_CLASS, view->side, view->mark->class256);
    emit_pair(window, T_CAPITAL, view->side, (view->mark->flags & DP_MARK_CAPITAL) != 0);
    if (view->mark->outer != DEPECHE_NONE) {
        emit_pair(window, T_IN_QUOTE, view->side, view->mark->outer == window->scene->marks[cue->head].outer);
    }
}

/* The segment of a unit, with where the unit stands in it, and those beside it. */
static void emit_segments(const dp_window *window, uint32_t number, const dp_unit_view *view) {
    uint32_t own = window->segment_of[number], head = window->segment_of[window->units->head];
    const dp_segment *segment = &window->segments[own];
    uint64_t place = (uint64_t)(number == segment->first) << 1 | (number + 1 == segment->end);
    uint64_t steps = least(own < head ? head - own : own - head, 6), where = view->side << 16 | place << 8 | steps;
    uint64_t next = own + 1 < window->segment_count ? window->segments[own + 1].kind : UINT64_C(1) << 60;
    uint64_t before = own > 0 ? window->segments[own - 1].kind : UINT64_C(1) << 60;
    emit_pair(window, T_SEGMENT, view->side << 8 | place, segment->kind);
    emit_pair(window, T_SEGMENT_NEXT, view->side << 8 | place, next);
    emit_pair(window, T_SEGMENT_BEFORE, view->side << 8 | place, before);
    emit_pair(window, T_SEGMENT_STEPS, where, segment->kind);
    emit_pair(window, T_SEGMENT_TAKES, where << 32 | window->cue->next, segment->kind);
    uint64_t both = dp_segment_without_sign(segment->kind) << 11 | dp_segment_without_sign(next);
    emit_pair(window, T_SEGMENT_PAIR, where, both);
    emit_pair(window, T_SEGMENT_FORM, where << 32 | (uint64_t)window->cue->form << 8 | window->cue->type, both);
}

static void emit_with_cue(const dp_window *window, const dp_unit_view *view) {
    const dp_cue *cue = window->cue;
    uint64_t lemma = (uint64_t)window->scene->marks[cue->head].lemma << 2 | cue->type;
    uint64_t quotes = (uint64_t)cue->after_quote << 3 | (uint64_t)cue->in_quote << 2 | cue->quotes;
    const uint64_t properties[] = {cue->form | (uint64_t)cue->type << 8,
                                   cue->next,
                                   cue->lexicon_class,
                                   (uint64_t)cue->strength << 2 | cue->type,
                                   cue->before,
                                   (uint64_t)(cue->inverted != DEPECHE_NONE),
                                   quotes};
    for (uint32_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        emit_pair(window, T_CUE + 2 * i, view->distance, properties[i]);
        emit_pair(window, T_CUE + 2 * i + 1, view->path, properties[i]);
    }
    emit_pair(window, T_SIDE_LEMMA, view->side, lemma);
    emit_pair(window, T_SIDE_LEMMA_NEXT, view->side << 32 | cue->next, lemma);
    emit_pair(window, T_FRAMES, view->side, cue->frames);
    emit_pair(window, T_FRAMES_NEXT, view->side << 32 | cue->next, cue->frames);
}

static void emit_neighbours(const dp_window *window, uint32_t number, const dp_unit_view *view) {
    static const int8_t places[] = {-1, 1, -2, 2};
    const dp_cue *cue = window->cue;
    for (unsigned p = 0; p < sizeof places; p++) {
        int64_t at = (int64_t)number + places[p];
        uint32_t base = T_AROUND + 8 * p;
        if (at < 0 || at >= window->units->count) {
            emit(window, base, 0);
            emit_pair(window, base + 1, view->side, view->form);
            continue;
        }
        const dp_unit *unit = &window->units->at[at];
        const dp_mark *mark = mark_of(window, (uint32_t)at);
        uint64_t form = unit->quote ? UINT64_C(1) << 40 : mark->form;
        uint64_t pos = unit->quote ? UINT64_C(1) << 20 : mark->flags & DP_MARK_SIGN ? mark->form : mark->pos;
        emit(window, base + 2, form);
        emit_pair(window, base + 3, view->side, pos);
        if (!unit->quote) emit(window, base + 4, mark->class256);
        if (unit->tokens.first >= cue->tokens.first && unit->tokens.first < cue->tokens.end) {
            emit(window, base + 5, 1);
            emit_pair(window, base + 6, (uint64_t)cue->form << 32 | cue->next, view->pos);
        }
    }
}

int dp_argument_features(const dp_scene *scene, const dp_cue *cue, const dp_units *units, dp_features *features) {
    dp_window window = {.scene = scene, .cue = cue, .units = units, .features = features};
    for (uint32_t i = 0; i < units->count; i++) window.any_quote |= units->at[i].quote;
    find_paths(&window);
    find_segments(&window);
    window.setting = describe_setting(&window);
    for (uint32_t i = 0; i < units->count; i++) {
        if (!dp_features_reserve(features, ROOM)) return -1;
        dp_unit_view view = view_unit(&window, i);
        emit_self(&window, i, &view);
        emit_segments(&window, i, &view);
        emit_with_cue(&window, &view);
        emit_neighbours(&window, i, &view);
        if (dp_features_close_position(features)) return -1;
    }
    return 0;
}
