#include <stdlib.h>

#include "claims/argument_rules.h"

/* The outermost quotation with a known end that a token is in and `head` is not; DEPECHE_NONE when there is none. */
static uint32_t foreign_quotation(const dp_scene *scene, uint32_t token, uint32_t head) {
    uint32_t found = DEPECHE_NONE;
    if (scene->marks[token].outer == DEPECHE_NONE) return found;
    for (uint32_t q = scene->marks[token].quotation; q != DEPECHE_NONE; q = scene->quotations->at[q].parent) {
        const dp_quotation *quotation = &scene->quotations->at[q];
        if (quotation->open <= head && head <= quotation->close) break;
        found = q;
    }
    return found;
}

static dp_unit unit_at(const dp_scene *scene, uint32_t token, uint32_t head) {
    uint32_t q = foreign_quotation(scene, token, head);
    if (q == DEPECHE_NONE) return (dp_unit){{token, token + 1}, false};
    return (dp_unit){{scene->quotations->at[q].open, scene->quotations->at[q].close + 1}, true};
}

/* Whether a sentence goes on from `left` to `left + 1`: within a sentence, or in small letters after a quotation. */
static bool goes_on(const dp_scene *scene, uint32_t left) {
    const dp_token *tokens = scene->text->tokens;
    if (tokens[left].sentence == tokens[left + 1].sentence) return true;
    if (tokens[left + 1].flags & DP_TOKEN_PARAGRAPH_START || !dp_scene_is(scene, left, DP_MARK_CLOSES)) return false;
    return tokens[left + 1].casing == DP_CASING_LOWER || dp_scene_is(scene, left + 1, DP_MARK_COMMA);
}

void dp_units_cut(const dp_scene *scene, const dp_cue *cue, dp_units *units) {
    dp_unit left[DP_UNITS_SIDE];
    uint32_t lefts = 0, first = cue->head, end = cue->head + 1;
    while (lefts < DP_UNITS_SIDE && first > 0 && goes_on(scene, first - 1)) {
        left[lefts] = unit_at(scene, first - 1, cue->head);
        first = left[lefts++].tokens.first;
    }
    units->count = 0;
    while (lefts > 0) units->at[units->count++] = left[--lefts];
    units->head = units->count;
    units->at[units->count++] = (dp_unit){{cue->head, cue->head + 1}, false};
    for (uint32_t n = 0; n < DP_UNITS_SIDE && end < scene->text->token_count && goes_on(scene, end - 1); n++) {
        dp_unit unit = unit_at(scene, end, cue->head);
        units->at[units->count++] = unit;
        end = unit.tokens.end;
    }
}

static bool is_open(unsigned label) {
    if (label == DP_ARGUMENT_NONE) return false;
    unsigned place = (label - 1) % 4;
    return place == DP_PIECE_FIRST || place == DP_PIECE_INNER;
}

void dp_argument_rules(dp_label_rules *rules) {
    dp_label_rules_free(rules, DP_ARGUMENT_LABELS);
    for (unsigned label = 0; label < DP_ARGUMENT_LABELS; label++) {
        unsigned place = label ? (label - 1) % 4 : 0;
        bool goes_on = label && (place == DP_PIECE_INNER || place == DP_PIECE_LAST);
        rules->start[label] = !goes_on;
        rules->end[label] = !is_open(label);
        for (unsigned before = 0; before < DP_ARGUMENT_LABELS; before++) {
            bool same = before && label && (before - 1) / 4 == (label - 1) / 4;
            rules->follows[before][label] = is_open(before) == goes_on && (!goes_on || same);
        }
    }
}

/* ----------------------------------------------------------------------------------------------- decoding */

static const float forbidden = -50.0f; /* added to the score of a label that cannot be */

static bool is_in_cue(const dp_cue *cue, const dp_unit *unit) {
    return unit->tokens.first >= cue->tokens.first && unit->tokens.first < cue->tokens.end;
}

/* Whether a content can end between two units. */
static bool can_end(const dp_scene *scene, const dp_cue *cue, const dp_unit *unit, const dp_unit *next) {
    const dp_mark *mark = &scene->marks[next->tokens.first];
    if (is_in_cue(cue, next)) return true;
    if (unit->quote) return next->quote || !(mark->flags & DP_MARK_OF);
    if (next->quote) return false;
    enum { DIVIDER = DP_MARK_SIGN | DP_MARK_COORDINATE | DP_MARK_RELATIVE | DP_MARK_THAT };
    return mark->flags & DIVIDER || mark->tag == DP_TAG_DATE || mark->finite ||
           (next->tokens.first + 1 < scene->text->token_count &&
            scene->marks[next->tokens.first + 1].tag == DP_TAG_DATE) ||
           dp_scene_is(scene, unit->tokens.end - 1, DP_MARK_SIGN);
}

/* The posterior that each unit is of the content; `labels` get the most likely labels. Returns 0 or -1 (memory). */
static int weigh_units(const dp_scene *scene, const dp_units *units, const dp_crf *model, const float *scores,
                       uint8_t *labels, float *posteriors) {
    uint32_t stride = model->weights.stride;
    float *marginals = dp_arena_alloc(scene->arena, (size_t)units->count * stride * sizeof *marginals);
    if (!marginals) return -1;
    if (dp_crf_decode_scores(model, scene->arena, scores, units->count, labels, NULL, marginals)) return -1;
    for (uint32_t i = 0; i < units->count; i++) {
        posteriors[i] = 0.0f;
        for (uint32_t k = DP_ARGUMENT_CONTENT; k < DP_ARGUMENT_LABELS; k++) posteriors[i] += marginals[i * stride + k];
    }
    return 0;
}

/* A unit's posterior of being content, and how many tokens it has. */
typedef struct weighed {
    float posterior, tokens;
} weighed;

static weighed weigh(const dp_units *units, const float *posteriors, uint32_t unit) {
    dp_range tokens = units->at[unit].tokens;
    return (weighed){posteriors[unit], (float)(tokens.end - tokens.first)};
}

static int by_posterior(const void *a, const void *b) {
    float left = ((const weighed *)a)->posterior, right = ((const weighed *)b)->posterior;
    if (left == right) return ((const weighed *)a)->tokens < ((const weighed *)b)->tokens ? 1 : -1;
    return left < right ? 1 : -1;
}

static bool is_source(uint8_t label) {
    return label != DP_ARGUMENT_NONE && label < DP_ARGUMENT_CONTENT;
}

/* What is likelier the source than content is never taken for content. */
static bool stays_source(uint8_t label, float posterior) {
    static const float even = 0.5f;
    return is_source(label) && posterior < even;
}

/* Tokens of the right content, of those taken, and of both, as expected. */
typedef struct overlap {
    float all, taken, common;
} overlap;

static overlap start_overlap(const dp_units *units, const float *posteriors) {
    overlap o = {0};
    for (uint32_t i = 0; i < units->count; i++) {
        weighed unit = weigh(units, posteriors, i);
        o.all += unit.posterior * unit.tokens;
    }
    return o;
}

/* Takes a unit more; gives the share of what is taken then. */
static float take(overlap *o, weighed unit) {
    o->taken += unit.tokens;
    o->common += unit.posterior * unit.tokens;
    return o->common / (o->taken + o->all - o->common);
}

/* The share that the content labelled is expected to have in common with the right one. */
static float labelled_share(const dp_units *units, const float *posteriors, const uint8_t *labels, overlap o) {
    float share = 0.0f;
    for (uint32_t i = 0; i < units->count; i++) {
        if (labels[i] >= DP_ARGUMENT_CONTENT) share = take(&o, weigh(units, posteriors, i));
    }
    return share;
}

/* The largest share that any set of units is expected to have: the set holds the likeliest ones, those of *least and
 * above, as many as make the share grow. What stays the source is not among them. */
static float largest_share(const dp_units *units, const float *posteriors, const uint8_t *labels, overlap o,
                           float *least) {
    weighed sorted[DP_UNITS_MAX];
    uint32_t count = 0;
    float best = 0.0f;
    for (uint32_t i = 0; i < units->count; i++) {
        if (!stays_source(labels[i], posteriors[i])) sorted[count++] = weigh(units, posteriors, i);
    }
    qsort(sorted, count, sizeof *sorted, by_posterior);
    *least = 2.0f;
    for (uint32_t i = 0; i < count; i++) {
        float share = take(&o, sorted[i]);
        if (share < best) continue;
        best = share;
        *least = sorted[i].posterior;
    }
    return best;
}

/* What a unit is part of once the content is chosen. */
static unsigned part_of(uint8_t label, float posterior, float least) {
    if (stays_source(label, posterior)) return DP_ARGUMENT_SOURCE;
    if (posterior >= least) return DP_ARGUMENT_CONTENT;
    return is_source(label) ? DP_ARGUMENT_SOURCE : DP_ARGUMENT_NONE;
}

/* Labels the units of the content chosen, and the source beside it; pieces of one kind that touch become one. */
static void label_units(uint32_t count, const float *posteriors, float least, uint8_t *labels) {
    unsigned before = DP_ARGUMENT_NONE;
    for (uint32_t i = 0; i < count; i++) {
        unsigned part = part_of(labels[i], posteriors[i], least), next = DP_ARGUMENT_NONE;
        if (i + 1 < count) next = part_of(labels[i + 1], posteriors[i + 1], least);
        labels[i] = (uint8_t)(part == DP_ARGUMENT_NONE ? part : part + dp_piece_place(part != before, part != next));
        before = part;
    }
}

float dp_content_choose(const dp_units *units, const float *posteriors, uint8_t labels[DP_UNITS_MAX]) {
    static const float nearly = 0.04f; /* keeps the ends of phrases in most contents, and costs nothing */
    overlap none = start_overlap(units, posteriors);
    float least, largest = largest_share(units, posteriors, labels, none, &least);
    float share = labelled_share(units, posteriors, labels, none);
    if (share > 0.0f && share >= largest - nearly) return share;
    label_units(units->count, posteriors, least, labels);
    return largest;
}

int dp_argument_decode(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const dp_crf *model,
                       const dp_features *features, uint8_t labels[DP_UNITS_MAX], float *share) {
    dp_arena_place place = dp_arena_mark(scene->arena);
    float *scores = dp_crf_scores(model, scene->arena, features, 0, units->count);
    float posteriors[DP_UNITS_MAX];
    int status = scores ? 0 : -1;
    uint32_t stride = model->weights.stride;
    for (uint32_t i = 0; !status && i + 1 < units->count; i++) {
        if (can_end(scene, cue, &units->at[i], &units->at[i + 1])) continue;
        scores[i * stride + DP_ARGUMENT_CONTENT + DP_PIECE_LAST] += forbidden;
        scores[i * stride + DP_ARGUMENT_CONTENT + DP_PIECE_ONLY] += forbidden;
    }
    if (!status) status = weigh_units(scene, units, model, scores, labels, posteriors);
    if (!status) *share = dp_content_choose(units, posteriors, labels);
    dp_arena_rewind(scene->arena, place);
    return status;
}

/* ------------------------------------------------------------------------------------------------ reading */

void dp_arguments_read(const dp_scene *scene, const dp_cue *cue, const dp_units *units, const uint8_t *labels,
                       dp_arguments *arguments) {
    *arguments = (dp_arguments){0};
    for (uint32_t i = 0; i < units->count;) {
        uint32_t start = i;
        uint8_t label = labels[i++];
        if (label == DP_ARGUMENT_NONE) continue;
        while (i < units->count && is_open(labels[i - 1])) i++;
        dp_range range = {units->at[start].tokens.first, units->at[i - 1].tokens.end};
        if (label >= DP_ARGUMENT_CONTENT) {
            dp_contents_add(scene, arguments, range);
        } else {
            range = dp_source_without_date(scene, dp_piece_trim(scene, range));
            range = dp_source_without_apposition(scene, dp_source_without_addressee(scene, range));
            if (range.end - range.first > arguments->source.end - arguments->source.first) arguments->source = range;
        }
    }
    dp_contents_settle(scene, cue, units, arguments);
    dp_source_settle(scene, cue, arguments);
}
