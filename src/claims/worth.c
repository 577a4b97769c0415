#include "claims/worth.h"

#include <math.h>

/* The annotators of the corpus mark fewer sentences than readers of the press do, and a missed one costs as much as a
 * wrong one: the odds that the model gives are raised by this factor (and its logarithm), so that 0.5 is the best point
 * to decide at. */
static const float worth_odds = 2.5f, worth_log_odds = 0.9162907f;

enum {
    T_BIAS = 1,
    T_TAG,
    T_TAGS,
    T_LENGTH,
    T_TITLE,
    T_FIRST_SENTENCE,
    T_PLACE,
    T_TENSE,
    T_PAST_NAMED,
    T_QUOTED,
    T_CLAIMED,
    T_FIRST,
    T_FIRST_POS,
    T_LEMMA,
    T_CLASS256,
    T_CLASS1024,
    T_PERSON,
    T_QUESTION,
    T_VERB,
    T_NUMBERS,
    T_NAMES,
    T_TAG_VERB,
    T_CUE_CLAIMED,
    T_NEGATED,
    T_LAST,
    T_BODY_PAST,
    T_NUMBER_PAST,
    T_CLAIM_VALUES,
    T_TITLE_VERB,
    T_COUNT,
};

/* What readers are told that a template is about. */
static const char *const factor_names[T_COUNT] = {
    [T_BIAS] = "base",
    [T_TAG] = "names",
    [T_TAGS] = "names",
    [T_LENGTH] = "length",
    [T_TITLE] = "position",
    [T_FIRST_SENTENCE] = "position",
    [T_PLACE] = "position",
    [T_TENSE] = "tense",
    [T_PAST_NAMED] = "names",
    [T_QUOTED] = "quotation",
    [T_CLAIMED] = "quotation",
    [T_FIRST] = "opening",
    [T_FIRST_POS] = "opening",
    [T_LEMMA] = "word",
    [T_CLASS256] = "word",
    [T_CLASS1024] = "word",
    [T_PERSON] = "first_person",
    [T_QUESTION] = "question",
    [T_VERB] = "word",
    [T_NUMBERS] = "numbers",
    [T_NAMES] = "names",
    [T_TAG_VERB] = "names",
    [T_CUE_CLAIMED] = "quotation",
    [T_NEGATED] = "negation",
    [T_LAST] = "ending",
    [T_BODY_PAST] = "names",
    [T_NUMBER_PAST] = "numbers",
    [T_CLAIM_VALUES] = "quotation",
    [T_TITLE_VERB] = "position",
};

/* What a feature is about, for telling what moved a score. */
typedef struct dp_origin {
    const char *factor;
    uint32_t token; /* or DEPECHE_NONE */
} dp_origin;

/* Where features go; `origins` is NULL unless they are wanted. */
typedef struct dp_sink {
    dp_features *features;
    dp_origin *origins;
    uint32_t count;
} dp_sink;

/* What a stretch holds. */
typedef struct dp_stretch {
    uint32_t tags[DP_TAG_COUNT]; /* names and values by tag */
    uint32_t words, quoted, covered, first_person, past, present, future, conditional, imperfect;
    bool question, negated, cue;
} dp_stretch;

static uint32_t up_to(uint32_t value, uint32_t most) {
    return value < most ? value : most;
}

static void count_verb(const dp_mark *mark, dp_stretch *stretch) {
    if (mark->pos & DP_POS_PARTICIPLE && !mark->finite) stretch->past++;
    if (!mark->finite) return;
    if (mark->grammar & DP_GRAM_PAST) stretch->past++;
    if (mark->grammar & DP_GRAM_PRESENT) stretch->present++;
    if (mark->grammar & DP_GRAM_IMPERFECT) stretch->imperfect++;
    if (mark->grammar & DP_GRAM_FUTURE) stretch->future++;
    if (mark->grammar & DP_GRAM_CONDITIONAL) stretch->conditional++;
}

static dp_stretch look_at(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens) {
    dp_stretch stretch = {0};
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->flags & DP_MARK_NAME_START) stretch.tags[mark->tag]++;
        if (!(mark->flags & DP_MARK_SIGN)) stretch.words++;
        if (mark->outer != DEPECHE_NONE) stretch.quoted++;
        if (coverage->tokens[t] & DP_COVERED_CONTENT) stretch.covered++;
        if (coverage->tokens[t] & DP_COVERED_CUE) stretch.cue = true;
        if (mark->flags & DP_MARK_QUESTION) stretch.question = true;
        if (mark->flags & DP_MARK_NOT) stretch.negated = true;
        if (mark->pos & DP_POS_PRONOUN && mark->grammar & DP_GRAM_FIRST) stretch.first_person++;
        count_verb(mark, &stretch);
    }
    return stretch;
}

static void emit_as(dp_sink *sink, uint32_t template_id, uint64_t value, const char *factor, uint32_t token) {
    dp_features_add(sink->features, dp_feature(template_id, value));
    if (sink->origins) sink->origins[sink->count++] = (dp_origin){factor, token};
}

static void emit(dp_sink *sink, uint32_t template_id, uint64_t value) {
    emit_as(sink, template_id, value, factor_names[template_id], DEPECHE_NONE);
}

static void emit_word(dp_sink *sink, uint32_t template_id, uint64_t value, uint32_t token) {
    emit_as(sink, template_id, value, factor_names[template_id], token);
}

/* What the tags of a kind are called. */
static const char *factor_of_tag(unsigned tag) {
    if (tag == DP_TAG_DATE) return "dates";
    return tag > DP_TAG_DATE ? "numbers" : "names";
}

static void emit_stretch(const dp_stretch *stretch, dp_range tokens, dp_sink *sink) {
    const uint32_t *tags = stretch->tags;
    uint32_t numbers = tags[DP_TAG_MONEY] + tags[DP_TAG_PCT] + tags[DP_TAG_QTY];
    uint32_t bodies = tags[DP_TAG_ORG] + tags[DP_TAG_PER], names = bodies + tags[DP_TAG_LOC] + tags[DP_TAG_EVT];
    uint64_t tense = (uint64_t)(stretch->past > 0) | (uint64_t)(stretch->present > 0) << 1 |
                     (uint64_t)(stretch->future > 0) << 2 | (uint64_t)(stretch->conditional > 0) << 3 |
                     (uint64_t)(stretch->imperfect > 0) << 4;
    uint32_t length = tokens.end - tokens.first;
    uint64_t quoted = length ? (uint64_t)stretch->quoted * 4 / length : 0;
    uint64_t covered = length ? (uint64_t)stretch->covered * 4 / length : 0;
    emit(sink, T_BIAS, 0);
    for (unsigned tag = 1; tag < DP_TAG_COUNT; tag++) {
        emit_as(sink, T_TAG, tag << 2 | up_to(tags[tag], 3), factor_of_tag(tag), DEPECHE_NONE);
        if (tags[tag]) emit_as(sink, T_TAG_VERB, (uint64_t)tag << 8 | tense, factor_of_tag(tag), DEPECHE_NONE);
    }
    emit(sink, T_TAGS, (uint64_t)up_to(numbers, 2) << 8 | up_to(tags[DP_TAG_DATE], 2) << 4 | up_to(names, 2));
    emit(sink, T_NUMBERS, up_to(numbers, 4));
    emit(sink, T_NAMES, up_to(names, 4));
    emit(sink, T_LENGTH, up_to(stretch->words / 4, 10));
    emit(sink, T_TENSE, tense);
    emit(sink, T_PAST_NAMED, (uint64_t)up_to(names, 2) << 8 | tense);
    emit(sink, T_BODY_PAST, (uint64_t)up_to(bodies, 2) << 4 | (uint64_t)up_to(tags[DP_TAG_DATE], 1) << 1 | (tense & 1));
    emit(sink, T_NUMBER_PAST, (uint64_t)up_to(numbers, 2) << 4 | (tense & 3));
    emit(sink, T_QUOTED, quoted);
    emit(sink, T_CLAIMED, covered << 4 | quoted);
    emit(sink, T_CUE_CLAIMED, (uint64_t)stretch->cue << 4 | covered);
    emit(sink, T_CLAIM_VALUES, (covered << 4 | quoted) << 8 | up_to(numbers, 2) << 4 | up_to(tags[DP_TAG_DATE], 1));
    emit(sink, T_PERSON, up_to(stretch->first_person, 2));
    emit(sink, T_QUESTION, stretch->question);
    emit(sink, T_NEGATED, stretch->negated);
}

static void emit_words(const dp_scene *scene, dp_range tokens, dp_sink *sink) {
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->flags & DP_MARK_SIGN) continue;
        if (mark->tag == DP_TAG_NONE) {
            emit_word(sink, T_LEMMA, mark->lemma, t);
            emit_word(sink, T_CLASS1024, mark->class1024, t);
            if (mark->finite) emit_word(sink, T_VERB, mark->class256, t);
        }
        emit_word(sink, T_CLASS256, mark->class256, t);
    }
}

enum { FEATURES_MAX = 64 + 4 * DP_WORTH_SEEN };

static void emit_all(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, dp_sink *sink) {
    dp_stretch stretch = look_at(scene, coverage, tokens);
    emit_stretch(&stretch, tokens, sink);
    emit_words(scene, tokens, sink);
    uint32_t sentence = scene->text->tokens[tokens.first].sentence;
    const dp_range paragraph = scene->text->paragraphs[scene->text->sentences[sentence].paragraph].sentences;
    bool title = sentence < scene->text->title_sentences;
    emit(sink, T_TITLE, title);
    emit(sink, T_TITLE_VERB, (uint64_t)title << 2 | (uint64_t)(stretch.past > 0) << 1 | (stretch.present > 0));
    emit(sink, T_FIRST_SENTENCE, sentence == paragraph.first);
    emit(sink, T_PLACE, up_to(scene->text->sentences[sentence].paragraph, 4));
    emit_word(sink, T_FIRST, scene->marks[tokens.first].form, tokens.first);
    emit_word(sink, T_FIRST_POS, scene->marks[tokens.first].pos, tokens.first);
    emit_word(sink, T_LAST, scene->marks[tokens.end - 1].form, tokens.end - 1);
}

static dp_range seen(dp_range tokens) {
    if (tokens.end - tokens.first > DP_WORTH_SEEN) tokens.end = tokens.first + DP_WORTH_SEEN;
    return tokens;
}

int dp_worth_features(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, dp_features *features) {
    dp_sink sink = {.features = features};
    if (!dp_features_reserve(features, FEATURES_MAX)) return -1;
    if (tokens.first < tokens.end) emit_all(scene, coverage, seen(tokens), &sink);
    return dp_features_close_position(features);
}

bool dp_worth_is_bare(const dp_scene *scene, dp_range tokens) {
    enum { SAYS = DP_POS_NOUN | DP_POS_VERB | DP_POS_PARTICIPLE | DP_POS_INFINITIVE | DP_POS_ADJECTIVE };
    tokens = seen(tokens);
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->tag != DP_TAG_NONE || mark->flags & DP_MARK_SIGN) continue;
        bool small = mark->flags & (DP_MARK_OF | DP_MARK_TO | DP_MARK_ARTICLE | DP_MARK_COORDINATE);
        if (!small && (mark->pos & SAYS || !scene->text->tokens[t].word)) return false;
    }
    return true;
}

float dp_worth_score(const dp_logistic *model, const dp_features *features) {
    float odds = dp_logistic_probability_at(model, features, 0);
    return odds * worth_odds / (odds * worth_odds + 1.0f - odds);
}

/* -------------------------------------------------------------------------------------------- explanation */

/* Adds a weight to the factor of the same name and word; of words only the last one can be the same. */
static void add_weight(dp_factor *all, uint32_t *count, const dp_origin *origin, float weight) {
    for (uint32_t i = *count; i-- > 0;) {
        bool same = !strcmp(all[i].feature, origin->factor);
        if (same && (origin->token == DEPECHE_NONE || all[i].tokens.first == origin->token)) {
            all[i].weight += weight;
            return;
        }
        if (same && origin->token != DEPECHE_NONE) break;
    }
    dp_range token = origin->token == DEPECHE_NONE ? (dp_range){0, 0} : (dp_range){origin->token, origin->token + 1};
    all[(*count)++] = (dp_factor){origin->factor, token, weight};
}

/* Moves the factors of greatest weight to the front, in order, up to `most`. */
static void order(dp_factor *all, uint32_t count, uint32_t most) {
    for (uint32_t i = 0; i < most && i < count; i++) {
        uint32_t best = i;
        for (uint32_t j = i + 1; j < count; j++) {
            if (fabsf(all[j].weight) > fabsf(all[best].weight)) best = j;
        }
        dp_factor factor = all[best];
        memmove(all + i + 1, all + i, (best - i) * sizeof *all);
        all[i] = factor;
    }
}

/* What each feature adds to the log-odds; gives what is added without them. `against` is scratch. */
static float weigh(const dp_logistic *model, const uint64_t *hashes, uint32_t count, float *weights, float *against) {
    float base = dp_logistic_weigh(model, hashes, count, 1, weights);
    base -= dp_logistic_weigh(model, hashes, count, 0, against);
    for (uint32_t i = 0; i < count; i++) weights[i] -= against[i];
    return base + worth_log_odds;
}

int dp_worth_explain(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, const dp_logistic *model,
                     dp_features *features, dp_factors *factors) {
    enum { SHOWN = DP_FACTORS_MAX - 2 };
    *factors = (dp_factors){0};
    if (tokens.first >= tokens.end) return 0;
    dp_features_clear(features);
    if (!dp_features_reserve(features, FEATURES_MAX)) return -1;
    dp_factor *kept = dp_arena_calloc(scene->arena, DP_FACTORS_MAX, sizeof *kept);
    dp_arena_place place = dp_arena_mark(scene->arena);
    dp_sink sink = {features, dp_arena_calloc(scene->arena, FEATURES_MAX, sizeof(dp_origin)), 0};
    dp_factor *all = dp_arena_calloc(scene->arena, FEATURES_MAX, sizeof *all);
    if (!kept || !sink.origins || !all) return -1;
    emit_all(scene, coverage, seen(tokens), &sink);
    if (dp_features_close_position(features)) return -1;
    uint32_t count = 0, width = 0;
    const uint64_t *hashes = dp_features_at(features, 0, &width);
    float *weights = dp_arena_alloc(scene->arena, FEATURES_MAX * sizeof *weights);
    float *against = dp_arena_alloc(scene->arena, FEATURES_MAX * sizeof *against);
    if (!weights || !against) return -1;
    float base = weigh(model, hashes, width, weights, against);
    float other = 0;
    for (uint32_t i = 0; i < width && i < sink.count; i++) {
        if (!strcmp(sink.origins[i].factor, factor_names[T_BIAS])) {
            base += weights[i];
        } else if (weights[i] != 0) {
            add_weight(all, &count, &sink.origins[i], weights[i]);
        }
    }
    order(all, count, SHOWN);
    for (uint32_t i = SHOWN; i < count; i++) other += all[i].weight;
    for (uint32_t i = 0; i < count && i < SHOWN; i++) kept[factors->count++] = all[i];
    if (count > SHOWN) kept[factors->count++] = (dp_factor){"other", {0, 0}, other};
    kept[factors->count++] = (dp_factor){factor_names[T_BIAS], {0, 0}, base};
    factors->at = kept;
    dp_arena_rewind(scene->arena, place);
    return 0;
}
