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

/* Those of the two passes (passes.h). */
#define DP_FAMILIES_SECOND (UINT32_C(1) << DP_FAMILY_SECOND)
#define DP_FAMILIES_FIRST (DP_FAMILIES_ALL & ~DP_FAMILIES_SECOND)

enum { DP_TEMPLATES_MANY_MAX = 16 };

/* The templates of some families. */
typedef struct dp_templates {
    uint32_t families;
    uint8_t many[DP_TEMPLATES_MANY_MAX]; /* numbers of those over facts with several values */
    uint32_t many_count;
} dp_templates;

/* The templates of the families in the set. */
void dp_templates_open(uint32_t families, dp_templates *templates);

/* Adds the features of the token whose facts are given, which has its neighbours' facts on both sides, and closes the
 * position. Returns 0 or -1 (memory). */
int dp_templates_apply(const dp_templates *templates, const dp_token_facts *facts, dp_features *features);

/* A number that changes when the templates, the facts or the labels do: a model fits only what it was trained with. */
uint32_t dp_templates_fingerprint(void);

#endif
