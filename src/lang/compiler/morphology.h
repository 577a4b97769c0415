/*
 * morphology.h - the words tables of a language: classes, frequency, lemmas and grammar, put into the vocabulary.
 *
 * The morphology table has one line a form and lemma, the most usual lemma of a form first. Columns: form, lemma, parts
 * of speech, grammar. Parts of speech: n noun, a adjective, v finite verb, i infinitive, p past participle, g present
 * participle, r adverb, e preposition, d determiner, o pronoun, c conjunction, j interjection, N proper name. Grammar:
 * m f gender, s p number, P present, I imperfect, S simple past, F future, C conditional, J subjunctive, M imperative,
 * 1 2 3 person.
 */
#ifndef DP_MORPHOLOGY_H
#define DP_MORPHOLOGY_H

#include "lang/compiler/source.h"
#include "lang/compiler/vocabulary.h"

/* One line of the morphology. */
typedef struct dp_inflected {
    uint32_t lemma, form; /* words of the vocabulary */
    uint16_t pos, grammar;
} dp_inflected;

typedef struct dp_morphology {
    dp_arena *arena;
    dp_vocabulary *vocabulary;
    dp_array(dp_inflected) lines; /* after reading sorted by lemma, then form */
} dp_morphology;

/* Each reads its table (already loaded) into the vocabulary. Errors: MEMORY, ARGUMENT with file and line. */
depeche_status dp_morphology_read(dp_morphology *morphology, dp_source *source, depeche_error *error);
depeche_status dp_classes_read(dp_vocabulary *vocabulary, dp_source *source, depeche_error *error);
depeche_status dp_frequency_read(dp_vocabulary *vocabulary, dp_source *source, depeche_error *error);

/* The lines of a lemma; *count gets how many. */
const dp_inflected *dp_morphology_forms(const dp_morphology *morphology, uint32_t lemma, uint32_t *count);

#endif
