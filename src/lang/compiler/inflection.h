/*
 * inflection.h - the forms in which a cue is met in a text, from its lemma.
 *
 * A verb: the words that the manifest drops before it (pronouns, negation) go; the verb has all its finite forms,
 * infinitive and participles; adjectives and participles after it agree. A noun: it and the adjectives beside it in
 * both numbers. A pattern: its participles agree. All: words that the manifest gives variants for have these. Without a
 * line in the morphology a word stays as it is.
 */
#ifndef DP_INFLECTION_H
#define DP_INFLECTION_H

#include "lang/compiler/forms.h"
#include "lang/compiler/manifest.h"
#include "lang/compiler/morphology.h"
#include "lang/compiler/phrases.h"

typedef struct dp_inflection {
    dp_arena *arena;
    const dp_morphology *morphology;
    dp_vocabulary *vocabulary;
    const dp_manifest *manifest;
    uint32_t without_forms; /* verbs met of which the morphology has no forms */
} dp_inflection;

/* Adds all forms of a cue to `phrases`, each with `reading` (whose signature is filled). `part` is "verb", "noun",
 * "preposition" or "pattern". Errors: MEMORY, ARGUMENT (another part; more than 20,000 forms). */
depeche_status dp_inflection_add(dp_inflection *inflection, const dp_form *lemma, dp_str part, const dp_phrase *reading,
                                 dp_phrases *phrases, depeche_error *error);

#endif
