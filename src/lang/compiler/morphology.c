#include "lang/compiler/morphology.h"

#include <stdlib.h>

#include "base/error.h"

typedef struct dp_letter {
    char letter;
    uint16_t bit;
} dp_letter;

static const dp_letter pos_letters[] = {
    {'n', DP_POS_NOUN},        {'a', DP_POS_ADJECTIVE},
    {'v', DP_POS_VERB},        {'i', DP_POS_INFINITIVE},
    {'p', DP_POS_PARTICIPLE},  {'g', DP_POS_GERUND},
    {'r', DP_POS_ADVERB},      {'e', DP_POS_PREPOSITION},
    {'d', DP_POS_DETERMINER},  {'o', DP_POS_PRONOUN},
    {'c', DP_POS_CONJUNCTION}, {'j', DP_POS_INTERJECTION},
    {'N', DP_POS_PROPER},      {0, 0},
};

static const dp_letter grammar_letters[] = {
    {'m', DP_GRAM_MASCULINE},   {'f', DP_GRAM_FEMININE},   {'s', DP_GRAM_SINGULAR},
    {'p', DP_GRAM_PLURAL},      {'P', DP_GRAM_PRESENT},    {'I', DP_GRAM_IMPERFECT},
    {'S', DP_GRAM_PAST},        {'F', DP_GRAM_FUTURE},     {'C', DP_GRAM_CONDITIONAL},
    {'J', DP_GRAM_SUBJUNCTIVE}, {'M', DP_GRAM_IMPERATIVE}, {'1', DP_GRAM_FIRST},
    {'2', DP_GRAM_SECOND},      {'3', DP_GRAM_THIRD},      {0, 0},
};

static depeche_status read_letters(const dp_source *source, dp_str field, const dp_letter *letters, uint16_t *bits,
                                   depeche_error *error) {
    *bits = 0;
    for (size_t i = 0; i < field.len; i++) {
        const dp_letter *letter = letters;
        while (letter->letter && letter->letter != field.at[i]) letter++;
        if (!letter->letter) return dp_source_fail(source, error, "the letter '%c' means nothing", field.at[i]);
        *bits |= letter->bit;
    }
    return DEPECHE_OK;
}

/* Adds the word of a field; an empty field is an error. */
static depeche_status read_word(dp_vocabulary *vocabulary, const dp_source *source, dp_str field, uint32_t *word,
                                depeche_error *error) {
    if (!field.len) return dp_source_fail(source, error, "a form is empty");
    *word = dp_vocabulary_add(vocabulary, field);
    return *word ? DEPECHE_OK : dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
}

static int compare_inflected(const void *left, const void *right) {
    const dp_inflected *a = left, *b = right;
    if (a->lemma != b->lemma) return a->lemma < b->lemma ? -1 : 1;
    if (a->form != b->form) return a->form < b->form ? -1 : 1;
    return a->pos != b->pos ? (a->pos < b->pos ? -1 : 1) : (a->grammar > b->grammar) - (a->grammar < b->grammar);
}

static depeche_status read_line(dp_morphology *morphology, const dp_source *source, dp_str line, depeche_error *error) {
    dp_str fields[4];
    dp_inflected inflected;
    depeche_status status = dp_source_fields(source, line, fields, 4, error);
    if (status || (status = read_word(morphology->vocabulary, source, fields[0], &inflected.form, error)) ||
        (status = read_word(morphology->vocabulary, source, fields[1], &inflected.lemma, error)) ||
        (status = read_letters(source, fields[2], pos_letters, &inflected.pos, error)) ||
        (status = read_letters(source, fields[3], grammar_letters, &inflected.grammar, error))) {
        return status;
    }
    dp_word *word = &morphology->vocabulary->words.at[inflected.form];
    word->pos |= inflected.pos;
    word->grammar |= inflected.grammar;
    if (!word->lemma) word->lemma = inflected.lemma;
    if (!dp_array_push(morphology->arena, &morphology->lines, inflected)) {
        return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    }
    return DEPECHE_OK;
}

depeche_status dp_morphology_read(dp_morphology *morphology, dp_source *source, depeche_error *error) {
    for (dp_str line; dp_source_next(source, &line);) {
        depeche_status status = read_line(morphology, source, line, error);
        if (status) return status;
    }
    if (morphology->lines.count) {
        qsort(morphology->lines.at, morphology->lines.count, sizeof *morphology->lines.at, compare_inflected);
    }
    return DEPECHE_OK;
}

const dp_inflected *dp_morphology_forms(const dp_morphology *morphology, uint32_t lemma, uint32_t *count) {
    uint32_t low = 0, high = morphology->lines.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (morphology->lines.at[middle].lemma < lemma) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    while (low + *count < morphology->lines.count && morphology->lines.at[low + *count].lemma == lemma) ++*count;
    return *count ? &morphology->lines.at[low] : NULL;
}

depeche_status dp_classes_read(dp_vocabulary *vocabulary, dp_source *source, depeche_error *error) {
    for (dp_str line; dp_source_next(source, &line);) {
        dp_str fields[5];
        uint32_t number, classes[4];
        depeche_status status = dp_source_fields(source, line, fields, 5, error);
        if (!status) status = read_word(vocabulary, source, fields[0], &number, error);
        for (unsigned i = 0; !status && i < 4; i++) {
            status = dp_source_number(source, fields[i + 1], UINT16_MAX, &classes[i], error);
        }
        if (status) return status;
        dp_word *word = &vocabulary->words.at[number];
        word->class64 = (uint16_t)classes[0];
        word->class256 = (uint16_t)classes[1];
        word->class1024 = (uint16_t)classes[2];
        word->cluster = (uint16_t)classes[3];
    }
    return DEPECHE_OK;
}

depeche_status dp_frequency_read(dp_vocabulary *vocabulary, dp_source *source, depeche_error *error) {
    for (dp_str line; dp_source_next(source, &line);) {
        dp_str fields[3];
        uint32_t number, frequency, capitals = 0;
        depeche_status status = dp_source_fields(source, line, fields, 3, error);
        if (!status) status = read_word(vocabulary, source, fields[0], &number, error);
        if (!status) status = dp_source_number(source, fields[1], 100000000, &frequency, error);
        if (!status && fields[2].len) status = dp_source_number(source, fields[2], 100, &capitals, error);
        if (status) return status;
        dp_word *word = &vocabulary->words.at[number];
        word->frequency = frequency;
        word->capitals = fields[2].len ? (uint16_t)(capitals + 1) : 0;
    }
    return DEPECHE_OK;
}
