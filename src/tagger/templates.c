#include "tagger/templates.h"

#include <stddef.h>

#include "tagger/label.h"

enum { TERMS_MAX = 3 };

static const char *const FAMILY_NAMES[DP_FAMILY_COUNT] = {
    "words",   "affixes",   "shapes",    "case",     "classes",  "morphology",
    "lexicon", "gazetteer", "quotation", "position", "document", "second",
};

const char *dp_family_name(dp_family family) {
    return family < DP_FAMILY_COUNT ? FAMILY_NAMES[family] : NULL;
}

/* One template: the values of one to three facts, each at an offset from the token. */
typedef struct single_template {
    uint8_t family, terms;
    uint8_t fact[TERMS_MAX];
    int8_t offset[TERMS_MAX];
} single_template;

/* One template over a fact with several values: a feature for each value, joined with another fact if one is given. */
typedef struct many_template {
    uint8_t family, many;
    int8_t offset;
    uint8_t with;
} many_template;

/* clang-format off */
#define ONE(family, fact, at) {DP_FAMILY_##family, 1, {DP_FACT_##fact}, {at}}
#define TWO(family, a, at_a, b, at_b) {DP_FAMILY_##family, 2, {DP_FACT_##a, DP_FACT_##b}, {at_a, at_b}}
#define THREE(family, a, at_a, b, at_b, c, at_c) \
    {DP_FAMILY_##family, 3, {DP_FACT_##a, DP_FACT_##b, DP_FACT_##c}, {at_a, at_b, at_c}}
/* clang-format on */
#define AROUND_1(family, fact) ONE(family, fact, -1), ONE(family, fact, 0), ONE(family, fact, 1)
#define AROUND_2(family, fact) ONE(family, fact, -2), AROUND_1(family, fact), ONE(family, fact, 2)

/* The number of a template is part of its features: a new one goes to the end of its family or changes the model, which
 * is trained anew at every build. */
static const single_template SINGLES[] = {
    AROUND_2(WORDS, LOWER),
    ONE(WORDS, FORM, 0),
    TWO(WORDS, LOWER, -1, LOWER, 0),
    TWO(WORDS, LOWER, 0, LOWER, 1),
    TWO(WORDS, LOWER, -2, LOWER, -1),
    TWO(WORDS, LOWER, 1, LOWER, 2),
    ONE(AFFIXES, PREFIX2, 0),
    ONE(AFFIXES, PREFIX3, 0),
    ONE(AFFIXES, PREFIX4, 0),
    ONE(AFFIXES, SUFFIX2, 0),
    AROUND_1(AFFIXES, SUFFIX3),
    ONE(AFFIXES, SUFFIX4, 0),
    AROUND_1(SHAPES, SHAPE),
    TWO(SHAPES, SHAPE, 0, SHAPE, 1),
    TWO(SHAPES, SHAPE, -1, SHAPE, 0),
    TWO(SHAPES, SHAPE, 0, LOWER, -1),
    TWO(SHAPES, SHAPE, 0, LOWER, 1),
    AROUND_2(CASE, CAPS),
    AROUND_1(CASE, CASING),
    TWO(CASE, CAPS, -1, CAPS, 0),
    TWO(CASE, CAPS, 0, CAPS, 1),
    THREE(CASE, CASING, -1, CASING, 0, CASING, 1),
    THREE(CASE, CASING, -2, CASING, -1, CASING, 0),
    THREE(CASE, CASING, 0, CASING, 1, CASING, 2),
    TWO(CASE, CASING, 0, LOWER, -1),
    TWO(CASE, CASING, 0, LOWER, 1),
    ONE(CASE, RUN, 0),
    TWO(CASE, RUN, 0, RUN_LEFT, 0),
    TWO(CASE, RUN, 0, RUN_RIGHT, 0),
    TWO(CASE, RUN, 0, RUN_AFTER, 0),
    TWO(CLASSES, RUN, 0, RUN_LEFT_CLASS, 0),
    TWO(CLASSES, RUN, 0, RUN_RIGHT_CLASS, 0),
    TWO(LEXICON, RUN, 0, RUN_RIGHT_LISTS, 0),
    ONE(LEXICON, ARTICLE, 0),
    ONE(LEXICON, ARTICLE, 1),
    TWO(CASE, RUN, 0, BRACKET, 0),
    ONE(CASE, BRACKET, 0),
    TWO(WORDS, NOUN, 0, RUN, 0),
    ONE(WORDS, NOUN, 0),
    TWO(CLASSES, NOUN_CLASS, 0, RUN, 0),
    TWO(LEXICON, NOUN_LISTS, 0, RUN, 0),
    ONE(WORDS, APPOSED, 0),
    ONE(CLASSES, APPOSED_CLASS, 0),
    TWO(CLASSES, APPOSED_CLASS, 0, RUN, 0),
    AROUND_2(CLASSES, CLASS64),
    AROUND_2(CLASSES, CLASS256),
    AROUND_2(CLASSES, CLASS1024),
    AROUND_2(CLASSES, CLUSTER),
    TWO(CLASSES, CLASS256, -1, CLASS256, 0),
    TWO(CLASSES, CLASS256, 0, CLASS256, 1),
    TWO(CLASSES, CLASS256, -1, CLASS256, 1),
    TWO(CLASSES, CLUSTER, -1, CLUSTER, 0),
    TWO(CLASSES, CLUSTER, 0, CLUSTER, 1),
    TWO(CLASSES, CLASS1024, -1, CASING, 0),
    TWO(CLASSES, CLASS1024, 0, CASING, 0),
    TWO(CLASSES, CLUSTER, -1, CASING, 0),
    TWO(CLASSES, CLUSTER, 1, CASING, 0),
    AROUND_2(MORPHOLOGY, POS),
    TWO(MORPHOLOGY, POS, -1, POS, 0),
    TWO(MORPHOLOGY, POS, 0, POS, 1),
    TWO(MORPHOLOGY, POS, 0, CASING, 0),
    ONE(MORPHOLOGY, GRAMMAR, 0),
    AROUND_1(LEXICON, HIT_LISTS),
    AROUND_2(LEXICON, HIT_BEST),
    TWO(LEXICON, HIT_LISTS, -1, HIT_LISTS, 0),
    TWO(LEXICON, HIT_LISTS, 0, HIT_LISTS, 1),
    TWO(LEXICON, HIT_LISTS, 0, CAPS, 0),
    TWO(LEXICON, HIT_BEST, 0, CASING, 0),
    TWO(LEXICON, HIT_BEST, 0, LOWER, -1),
    TWO(LEXICON, HIT_BEST, 0, LOWER, 1),
    TWO(LEXICON, HIT_BEST, 0, CLASS256, -1),
    TWO(LEXICON, HIT_BEST, 0, CLASS256, 1),
    TWO(LEXICON, HIT_LISTS, 0, LOWER, -1),
    AROUND_1(LEXICON, HIT_SOLE),
    TWO(LEXICON, HIT_SOLE, 0, CAPS, 0),
    TWO(LEXICON, HIT_SOLE, 0, HIT_SOLE, 1),
    TWO(LEXICON, HIT_SOLE, 0, LOWER, -1),
    AROUND_1(LEXICON, HEAD),
    TWO(LEXICON, HEAD, 0, POS, 0),
    TWO(LEXICON, HEAD, 0, LOWER, 0),
    TWO(LEXICON, HEAD, 0, HEAD, 1),
    ONE(LEXICON, AHEAD, 0),
    TWO(LEXICON, AHEAD, 0, LOWER, 0),
    AROUND_1(GAZETTEER, CITY),
    TWO(GAZETTEER, CITY, 0, LOWER, -1),
    TWO(GAZETTEER, CITY, 0, HIT_LISTS, 0),
    ONE(QUOTATION, QUOTE, 0),
    TWO(QUOTATION, QUOTE, 0, CASING, 0),
    TWO(QUOTATION, QUOTE, -1, QUOTE, 0),
    ONE(POSITION, PLACE, 0),
    TWO(POSITION, PLACE, 0, CAPS, 0),
    TWO(POSITION, PLACE, 0, LOWER, 0),
    ONE(DOCUMENT, DOC_CASE, 0),
    ONE(DOCUMENT, DOC_NAME, 0),
    ONE(DOCUMENT, DOC_NAME, 1),
    ONE(DOCUMENT, DOC_NAME, -1),
    ONE(DOCUMENT, EXPANSION, 0),
    ONE(DOCUMENT, EXPANSION, 1),
    ONE(SECOND, LABEL, -2),
    ONE(SECOND, LABEL, -1),
    ONE(SECOND, LABEL_SURE, 0),
    ONE(SECOND, LABEL, 1),
    ONE(SECOND, LABEL, 2),
    TWO(SECOND, LABEL, 0, LABEL, 1),
    TWO(SECOND, LABEL, -1, LABEL, 0),
    TWO(SECOND, LABEL, 0, LOWER, -1),
    TWO(SECOND, LABEL, 0, LOWER, 1),
    ONE(SECOND, VOTES, -1),
    ONE(SECOND, VOTES, 0),
    ONE(SECOND, VOTES, 1),
    TWO(SECOND, VOTES, 0, LABEL_SURE, 0),
    ONE(SECOND, LONGER, 0),
    TWO(SECOND, LONGER, 0, LABEL_SURE, 0),
};

static const many_template MANIES[] = {
    {DP_FAMILY_LEXICON, DP_MANY_HITS, -2, DP_FACT_NONE},   {DP_FAMILY_LEXICON, DP_MANY_HITS, -1, DP_FACT_NONE},
    {DP_FAMILY_LEXICON, DP_MANY_HITS, 0, DP_FACT_NONE},    {DP_FAMILY_LEXICON, DP_MANY_HITS, 1, DP_FACT_NONE},
    {DP_FAMILY_LEXICON, DP_MANY_HITS, 2, DP_FACT_NONE},    {DP_FAMILY_LEXICON, DP_MANY_HITS, 0, DP_FACT_CASING},
    {DP_FAMILY_DOCUMENT, DP_MANY_AROUND, 0, DP_FACT_NONE},
};

enum { SINGLE_COUNT = sizeof SINGLES / sizeof *SINGLES, MANY_COUNT = sizeof MANIES / sizeof *MANIES };

_Static_assert((int)SINGLE_COUNT <= (int)DP_TEMPLATES_MAX, "there is room for all templates");
_Static_assert((int)MANY_COUNT <= (int)DP_TEMPLATES_MANY_MAX, "there is room for all templates over several values");

/* Where a fact lies, from the facts of the token. */
static int32_t place_of(uint8_t fact, int8_t offset) {
    size_t within = offsetof(dp_token_facts, at) + fact * sizeof(uint64_t);
    return (int32_t)within + offset * (int32_t)sizeof(dp_token_facts);
}

/* How many templates from `at` on, up to `end`, look at a place. */
static uint32_t span_of(const dp_template *at, const dp_template *end, int32_t place) {
    uint32_t span = 0;
    for (; at < end && (at->place[0] == place || at->place[1] == place); at++) span++;
    return span;
}

/* Finds the gates of the templates of two facts. */
static void find_gates(dp_template *at, const dp_template *end) {
    for (; at < end; at++) {
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t span = span_of(at, end, at->place[k]);
            if (span <= at->span) continue;
            at->gate = at->place[k];
            at->span = span;
        }
    }
}

void dp_templates_open(uint32_t families, dp_templates *templates) {
    *templates = (dp_templates){0};
    for (uint32_t terms = 1; terms <= TERMS_MAX; terms++) {
        for (uint32_t i = 0; i < SINGLE_COUNT; i++) {
            if (SINGLES[i].terms != terms || !(families >> SINGLES[i].family & 1)) continue;
            dp_template *ready = &templates->at[templates->count++];
            ready->salt = dp_feature_salt(i + 1);
            for (uint32_t k = 0; k < terms; k++) {
                ready->place[k] = place_of(SINGLES[i].fact[k], SINGLES[i].offset[k]);
            }
        }
        templates->ends[terms - 1] = templates->count;
    }
    find_gates(templates->at + templates->ends[0], templates->at + templates->ends[1]);
    for (uint32_t i = 0; i < MANY_COUNT; i++) {
        if (families >> MANIES[i].family & 1) templates->many[templates->many_count++] = (uint8_t)i;
    }
}

static inline uint64_t value_at(const dp_token_facts *facts, int32_t place) {
    uint64_t value;
    memcpy(&value, (const char *)facts + place, sizeof value);
    return value;
}

/* Writes the features of the single templates to `out`, which has room for all; gives where the next one goes. A fact
 * that does not hold makes no feature: what was written for it is written over. */
static uint64_t *apply_singles(const dp_templates *templates, const dp_token_facts *facts, uint64_t *out) {
    const dp_template *at = templates->at, *ones = at + templates->ends[0], *twos = at + templates->ends[1],
                      *threes = at + templates->ends[2];
    for (; at < ones; at++) {
        uint64_t first = value_at(facts, at->place[0]);
        *out = dp_feature_salted(at->salt, first);
        out += first != 0;
    }
    while (at < twos) {
        const dp_template *end = at + at->span;
        if (!value_at(facts, at->gate)) at = end;
        for (; at < end; at++) {
            uint64_t first = value_at(facts, at->place[0]), second = value_at(facts, at->place[1]);
            *out = dp_feature_salted(at->salt, dp_feature_join(first, second));
            out += (first != 0) & (second != 0);
        }
    }
    for (; at < threes; at++) {
        uint64_t first = value_at(facts, at->place[0]), second = value_at(facts, at->place[1]),
                 third = value_at(facts, at->place[2]);
        uint64_t pair = dp_feature_pair(0, first, second);
        *out = dp_feature_salted(at->salt, dp_feature_join(pair, third));
        out += (first != 0) & (second != 0) & (third != 0);
    }
    return out;
}

static uint64_t *apply_many(const many_template *template, uint32_t number, const dp_token_facts *facts,
                            uint64_t *out) {
    const dp_token_facts *there = facts + template->offset;
    uint64_t with = template->with ? facts->at[template->with] : 0;
    for (uint32_t i = 0; i < there->many_count[template->many]; i++) {
        *out++ = dp_feature_pair(number, there->many[template->many][i], with);
    }
    return out;
}

int dp_templates_apply(const dp_templates *templates, const dp_token_facts *facts, dp_features *features) {
    uint32_t most = templates->count + templates->many_count * DP_MANY_MAX + 1;
    if (!dp_features_reserve(features, most)) return -1;
    uint64_t *start = features->hashes + features->count;
    uint64_t *out = apply_singles(templates, facts, start);
    for (uint32_t i = 0; i < templates->many_count; i++) {
        uint32_t number = templates->many[i];
        out = apply_many(&MANIES[number], SINGLE_COUNT + number + 1, facts, out);
    }
    features->count += (uint32_t)(out - start);
    return dp_features_close_position(features);
}

uint32_t dp_templates_fingerprint(void) {
    uint64_t hash = dp_hash_mix(DP_FACTS_VERSION, (uint64_t)DP_FACT_COUNT * DP_LABELS_MAX + DP_LABEL_COUNT);
    hash = dp_hash_mix(hash, dp_str_hash((dp_str){(const char *)SINGLES, sizeof SINGLES}));
    hash = dp_hash_mix(hash, dp_str_hash((dp_str){(const char *)MANIES, sizeof MANIES}));
    return (uint32_t)(hash >> 32);
}
