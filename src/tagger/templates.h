/*
 * templates.h - the features of a token, declared as data: which facts, at which offsets, together make one.
 */
#ifndef DP_TEMPLATES_H
#define DP_TEMPLATES_H

#include "learn/features.h"
#include "tagger/facts.h"

/* Families of templates, to measure what each is worth. */
typedef enum dp_family {
    DP_FAMILY_WORDS = 0,
    DP_FAMILY_AFFIXES,
    DP_FAMILY_SHAPES,
    DP_FAMILY_CASE,    /* capitals judged by place, runs of capitals */
    DP_FAMILY_CLASSES, /* word classes */
    DP_FAMILY_MORPHOLOGY,
    DP_FAMILY_LEXICON,
    DP_FAMILY_GAZETTEER,
    DP_FAMILY_QUOTATION,
    DP_FAMILY_POSITION,
    DP_FAMILY_DOCUMENT, /* the same form elsewhere in the article */
    DP_FAMILY_SECOND,   /* labels of the first pass */
    DP_FAMILY_COUNT
} dp_family;

#define DP_FAMILIES_ALL ((UINT32_C(1) << DP_FAMILY_COUNT) - 1)

/* "words", "affixes"...; NULL past the last. */
const char *dp_family_name(dp_family family);

/* Adds the features of token `at` of the `length` tokens whose facts are given, by all templates of the families in the
 * set, and closes the position. Returns 0 or -1 (memory). */
int dp_templates_apply(const dp_token_facts *facts, uint32_t length, uint32_t at, uint32_t families,
                       dp_features *features);

#endif
