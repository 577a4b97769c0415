#include "claims/loose.h"

#include "base/array.h"

enum {
    ROOM = 64,
    SEEN = 60,         /* tokens of a candidate that are looked at */
    SHORTEST = 3,      /* tokens of the shortest quotation, marks included */
    ADD_LIMIT = 20000, /* tokens of one content that are marked: keeps the whole linear */
};

int dp_coverage_init(const dp_scene *scene, dp_coverage *coverage) {
    coverage->tokens = dp_arena_calloc(scene->arena, (size_t)scene->text->token_count + 1, 1);
    return coverage->tokens ? 0 : -1;
}

void dp_coverage_add(const dp_scene *scene, dp_coverage *coverage, dp_range range, unsigned bits) {
    uint32_t end = range.end < scene->text->token_count ? range.end : scene->text->token_count;
    if (end > range.first && end - range.first > ADD_LIMIT) end = range.first + ADD_LIMIT;
    for (uint32_t t = range.first; t < end; t++) coverage->tokens[t] |= (uint8_t)bits;
}

static bool is_covered(const dp_coverage *coverage, dp_range range) {
    for (uint32_t t = range.first; t < range.end; t++) {
        if (coverage->tokens[t] & (DP_COVERED_CONTENT | DP_COVERED_CUE)) return true;
    }
    return false;
}

/* Whether a quotation states something of its own: it is most of its sentence, or begins one, but for conjunctions and
 * adverbs ("Car « A »"), or stands behind a sign or, with a capital, behind a name that has one ("INTERVIEW « A »").
 * One that goes on a sentence of the writer's does not ("il parle d'un « scandale » sans nom"). */
static bool is_statement(const dp_scene *scene, const dp_quotation *quotation) {
    enum { LINKS = 4 };
    dp_range sentence = dp_scene_sentence(scene, quotation->open);
    uint32_t t = sentence.first, before = quotation->open - 1;
    uint32_t length = quotation->close - quotation->open, around = sentence.end - sentence.first;
    if (quotation->close >= sentence.end || length > around - around / 3) return true;
    if (t == quotation->open || dp_scene_is(scene, before, DP_MARK_SIGN)) return true;
    if (quotation->open - t <= LINKS) {
        while (t < quotation->open && dp_scene_pos(scene, t, DP_POS_CONJUNCTION | DP_POS_ADVERB)) t++;
        if (t == quotation->open) return true;
    }
    return dp_scene_is(scene, before, DP_MARK_CAPITAL) && dp_scene_is(scene, quotation->open + 1, DP_MARK_CAPITAL);
}

static int find_quotations(const dp_scene *scene, const dp_coverage *coverage, dp_range paragraph, dp_looses *looses) {
    for (uint32_t t = paragraph.first; t < paragraph.end; t++) {
        uint32_t outer = scene->marks[t].outer;
        if (outer == DEPECHE_NONE) continue;
        const dp_quotation *quotation = &scene->quotations->at[outer];
        dp_loose loose = {{quotation->open, quotation->close + 1}, false};
        t = quotation->close;
        if (loose.tokens.end - loose.tokens.first < SHORTEST || is_covered(coverage, loose.tokens)) continue;
        if (!is_statement(scene, quotation)) continue;
        if (!dp_array_push(scene->arena, looses, loose)) return -1;
    }
    return 0;
}

int dp_looses_find(const dp_scene *scene, const dp_coverage *coverage, dp_looses *looses) {
    *looses = (dp_looses){0};
    for (uint32_t p = 0; p < scene->text->paragraph_count; p++) {
        dp_range paragraph = dp_scene_paragraph(scene, p);
        uint32_t before = looses->count;
        if (find_quotations(scene, coverage, paragraph, looses)) return -1;
        uint32_t first = paragraph.first;
        while (first < paragraph.end && dp_scene_is(scene, first, DP_MARK_DASH)) first++;
        dp_loose answer = {{first, paragraph.end}, true};
        bool title = p == 0 && scene->text->title_sentences > 0;
        if (title || looses->count > before || paragraph.end - first < SHORTEST ||
            is_covered(coverage, answer.tokens)) {
            continue;
        }
        if (!dp_array_push(scene->arena, looses, answer)) return -1;
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------------- features */

enum {
    T_KIND = 1,
    T_LENGTH,
    T_SHAPE,
    T_STARTS,
    T_ENDS,
    T_WHOLE,
    T_PREVIOUS,
    T_PREVIOUS_SHAPE,
    T_BEFORE,
    T_BEFORE_POS,
    T_AFTER,
    T_FIRST,
    T_FIRST_POS,
    T_INSIDE,
    T_PERSON,
    T_QUESTION,
    T_TITLE,
    T_PLACE,
    T_BEFORE_CLASS,
    T_BEFORE2,
    T_DASH,
    T_WHOLE_PREVIOUS,
    T_LAST,
    T_LENGTH_SHAPE,
    T_NAMED,
    T_ANSWERS,
};

typedef struct dp_loose_view {
    dp_range paragraph, sentence;
    uint64_t kind, shape, length, previous;
    bool starts, ends, whole;
} dp_loose_view;

static uint32_t length_bucket(uint32_t length) {
    uint32_t bucket = 0;
    while (length > 2 && bucket < 12) {
        length = length * 2 / 3;
        bucket++;
    }
    return bucket;
}

static bool ends_with_question(const dp_scene *scene, dp_range range) {
    for (uint32_t n = 0, t = range.end; n < 3 && t > range.first; n++) {
        if (dp_scene_is(scene, --t, DP_MARK_QUESTION)) return true;
    }
    return false;
}

/* What stands before a candidate: 0 nothing near, 1 a claim in the paragraph before, 2 one in the paragraph, 3 one in
 * the sentence before or the same; bit 2 when it was a quotation. */
static uint64_t previous_claim(const dp_scene *scene, const dp_coverage *coverage, dp_range paragraph, uint32_t first) {
    enum { BACK = 120 };
    uint32_t sentence = scene->text->tokens[first].sentence;
    for (uint32_t n = 0, t = first; n < BACK && t > 0; n++) {
        t--;
        if (!(coverage->tokens[t] & DP_COVERED_CONTENT)) continue;
        uint64_t quote = scene->marks[t].outer != DEPECHE_NONE ? 4 : 0;
        if (scene->text->tokens[t].sentence + 1 >= sentence && t >= paragraph.first) return quote | 3;
        return quote | (t >= paragraph.first ? 2 : 1);
    }
    return 0;
}

static dp_loose_view view_loose(const dp_scene *scene, const dp_coverage *coverage, const dp_loose *loose) {
    uint32_t first = loose->tokens.first, last = loose->tokens.end - 1;
    dp_loose_view view = {.paragraph = dp_scene_paragraph(scene, dp_scene_paragraph_number(scene, first)),
                          .sentence = dp_scene_sentence(scene, first),
                          .kind = loose->answer};
    dp_range ending = dp_scene_sentence(scene, last);
    uint32_t end = loose->tokens.end;
    while (end < ending.end && dp_scene_is(scene, end, DP_MARK_STOP)) end++;
    view.starts = first == view.sentence.first ||
                  (first == view.sentence.first + 1 && dp_scene_is(scene, first - 1, DP_MARK_DASH));
    view.ends = end == ending.end;
    view.whole = first <= view.paragraph.first + 1 && end >= view.paragraph.end;
    view.length = length_bucket(loose->tokens.end - first);
    uint32_t inner = loose->answer ? first : first + 1;
    uint32_t closing = loose->answer || last <= inner ? last : last - 1;
    if (dp_scene_is(scene, inner, DP_MARK_CAPITAL)) view.shape |= 1;
    if (dp_scene_is(scene, closing, DP_MARK_STOP)) view.shape |= 2;
    for (uint32_t t = inner; t < loose->tokens.end && t < inner + SEEN; t++) {
        if (scene->marks[t].finite) view.shape |= 4;
    }
    view.previous = previous_claim(scene, coverage, view.paragraph, first);
    return view;
}

static void emit(dp_features *features, uint64_t kind, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature_pair(template_id, kind, value));
}

static void emit_neighbours(const dp_scene *scene, const dp_loose *loose, const dp_loose_view *view,
                            dp_features *features) {
    uint32_t first = loose->tokens.first, end = loose->tokens.end;
    for (uint32_t n = 1; n <= 2; n++) {
        bool inside = first >= view->paragraph.first + n;
        const dp_mark *mark = inside ? &scene->marks[first - n] : NULL;
        emit(features, view->kind, n == 1 ? T_BEFORE : T_BEFORE2, mark ? mark->form : 0);
        if (n > 1 || !mark) continue;
        emit(features, view->kind, T_BEFORE_POS, mark->pos);
        emit(features, view->kind, T_BEFORE_CLASS, mark->class256);
    }
    emit(features, view->kind, T_AFTER, end < view->paragraph.end ? scene->marks[end].form : 0);
    emit(features, view->kind, T_FIRST, scene->marks[first + !loose->answer].form);
    emit(features, view->kind, T_FIRST_POS, scene->marks[first + !loose->answer].pos);
    emit(features, view->kind, T_LAST, scene->marks[end - 1].form);
}

/* Speaking persons, names and what surrounds the paragraph. */
static void emit_setting(const dp_scene *scene, const dp_loose *loose, const dp_loose_view *view,
                         dp_features *features) {
    bool person = false, named = false;
    for (uint32_t t = loose->tokens.first; t < loose->tokens.end && t < loose->tokens.first + SEEN; t++) {
        if (scene->marks[t].pos & DP_POS_PRONOUN && scene->marks[t].grammar & (DP_GRAM_FIRST | DP_GRAM_SECOND)) {
            person = true;
        }
        named |= scene->marks[t].tag != DP_TAG_NONE;
    }
    emit(features, view->kind, T_PERSON, person);
    emit(features, view->kind, T_NAMED, named);
    uint32_t number = dp_scene_paragraph_number(scene, loose->tokens.first);
    bool asked = number > 0 && ends_with_question(scene, dp_scene_paragraph(scene, number - 1));
    bool asks = ends_with_question(scene, loose->tokens);
    bool asked_next =
        number + 1 < scene->text->paragraph_count && ends_with_question(scene, dp_scene_paragraph(scene, number + 1));
    emit(features, view->kind, T_QUESTION, (uint64_t)asked << 1 | asks);
    emit(features, view->kind, T_ANSWERS,
         (uint64_t)asked << 3 | (uint64_t)asks << 2 | (uint64_t)asked_next << 1 | person);
    emit(features, view->kind, T_TITLE, number == 0);
    emit(features, view->kind, T_PLACE, number < 4 ? number : 4);
    emit(features, view->kind, T_DASH, dp_scene_is(scene, view->paragraph.first, DP_MARK_DASH));
}

int dp_loose_features(const dp_scene *scene, const dp_coverage *coverage, const dp_loose *loose,
                      dp_features *features) {
    if (!dp_features_reserve(features, ROOM)) return -1;
    dp_loose_view view = view_loose(scene, coverage, loose);
    uint64_t frame = (uint64_t)view.starts << 2 | (uint64_t)view.ends << 1 | view.whole;
    emit(features, view.kind, T_KIND, 0);
    emit(features, view.kind, T_LENGTH, view.length);
    emit(features, view.kind, T_SHAPE, view.shape);
    emit(features, view.kind, T_STARTS, view.starts);
    emit(features, view.kind, T_ENDS, view.ends);
    emit(features, view.kind, T_WHOLE, frame);
    emit(features, view.kind, T_PREVIOUS, view.previous);
    emit(features, view.kind, T_PREVIOUS_SHAPE, view.previous << 4 | view.shape);
    emit(features, view.kind, T_WHOLE_PREVIOUS, view.previous << 8 | frame << 4 | view.shape);
    emit(features, view.kind, T_LENGTH_SHAPE, view.length << 8 | frame << 4 | view.shape);
    emit(features, view.kind, T_INSIDE, view.length << 4 | frame);
    emit_neighbours(scene, loose, &view, features);
    emit_setting(scene, loose, &view, features);
    return dp_features_close_position(features);
}
