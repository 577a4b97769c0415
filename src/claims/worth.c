#include "claims/worth.h"

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
    T_CONTENT,
    T_NEGATED,
    T_LAST,
    T_BODY_PAST,
    T_NUMBER_PAST,
    T_CLAIM_VALUES,
};

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

static void emit(dp_features *features, uint32_t template_id, uint64_t value) {
    dp_features_add(features, dp_feature(template_id, value));
}

static void emit_stretch(const dp_stretch *stretch, dp_range tokens, dp_features *features) {
    const uint32_t *tags = stretch->tags;
    uint32_t numbers = tags[DP_TAG_MONEY] + tags[DP_TAG_PCT] + tags[DP_TAG_QTY];
    uint32_t bodies = tags[DP_TAG_ORG] + tags[DP_TAG_PER], names = bodies + tags[DP_TAG_LOC] + tags[DP_TAG_EVT];
    uint64_t tense = (uint64_t)(stretch->past > 0) | (uint64_t)(stretch->present > 0) << 1 |
                     (uint64_t)(stretch->future > 0) << 2 | (uint64_t)(stretch->conditional > 0) << 3 |
                     (uint64_t)(stretch->imperfect > 0) << 4;
    uint32_t length = tokens.end - tokens.first;
    uint64_t quoted = length ? (uint64_t)stretch->quoted * 4 / length : 0;
    uint64_t covered = length ? (uint64_t)stretch->covered * 4 / length : 0;
    emit(features, T_BIAS, 0);
    for (unsigned tag = 1; tag < DP_TAG_COUNT; tag++) {
        emit(features, T_TAG, tag << 2 | up_to(tags[tag], 3));
        if (tags[tag]) emit(features, T_TAG_VERB, (uint64_t)tag << 8 | tense);
    }
    emit(features, T_TAGS, (uint64_t)up_to(numbers, 2) << 8 | up_to(tags[DP_TAG_DATE], 2) << 4 | up_to(names, 2));
    emit(features, T_NUMBERS, up_to(numbers, 4));
    emit(features, T_NAMES, up_to(names, 4));
    emit(features, T_LENGTH, up_to(stretch->words / 4, 10));
    emit(features, T_TENSE, tense);
    emit(features, T_PAST_NAMED, (uint64_t)up_to(names, 2) << 8 | tense);
    emit(features, T_BODY_PAST,
         (uint64_t)up_to(bodies, 2) << 4 | (uint64_t)up_to(tags[DP_TAG_DATE], 1) << 1 | (tense & 1));
    emit(features, T_NUMBER_PAST, (uint64_t)up_to(numbers, 2) << 4 | (tense & 3));
    emit(features, T_QUOTED, quoted);
    emit(features, T_CLAIMED, covered << 4 | quoted);
    emit(features, T_CUE_CLAIMED, (uint64_t)stretch->cue << 4 | covered);
    emit(features, T_CLAIM_VALUES, (covered << 4 | quoted) << 8 | up_to(numbers, 2) << 4 | up_to(tags[DP_TAG_DATE], 1));
    emit(features, T_PERSON, up_to(stretch->first_person, 2));
    emit(features, T_QUESTION, stretch->question);
    emit(features, T_NEGATED, stretch->negated);
}

static void emit_words(const dp_scene *scene, dp_range tokens, dp_features *features) {
    for (uint32_t t = tokens.first; t < tokens.end; t++) {
        const dp_mark *mark = &scene->marks[t];
        if (mark->flags & DP_MARK_SIGN) continue;
        if (mark->tag == DP_TAG_NONE) {
            emit(features, T_LEMMA, mark->lemma);
            emit(features, T_CLASS1024, mark->class1024);
            if (mark->finite) emit(features, T_VERB, mark->class256);
        }
        emit(features, T_CLASS256, mark->class256);
    }
}

int dp_worth_features(const dp_scene *scene, const dp_coverage *coverage, dp_range tokens, dp_features *features) {
    if (tokens.end - tokens.first > DP_WORTH_SEEN) tokens.end = tokens.first + DP_WORTH_SEEN;
    if (!dp_features_reserve(features, 64 + 4 * DP_WORTH_SEEN)) return -1;
    if (tokens.first >= tokens.end) return dp_features_close_position(features);
    dp_stretch stretch = look_at(scene, coverage, tokens);
    emit_stretch(&stretch, tokens, features);
    emit_words(scene, tokens, features);
    uint32_t sentence = scene->text->tokens[tokens.first].sentence;
    const dp_range paragraph = scene->text->paragraphs[scene->text->sentences[sentence].paragraph].sentences;
    emit(features, T_TITLE, sentence < scene->text->title_sentences);
    emit(features, T_FIRST_SENTENCE, sentence == paragraph.first);
    emit(features, T_PLACE, up_to(scene->text->sentences[sentence].paragraph, 4));
    emit(features, T_FIRST, scene->marks[tokens.first].form);
    emit(features, T_FIRST_POS, scene->marks[tokens.first].pos);
    emit(features, T_LAST, scene->marks[tokens.end - 1].form);
    return dp_features_close_position(features);
}
