#include "tagger/templates.h"

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

#define ONE(family, fact, at) {DP_FAMILY_##family, 1, {DP_FACT_##fact}, {at}},
#define TWO(family, a, at_a, b, at_b) {DP_FAMILY_##family, 2, {DP_FACT_##a, DP_FACT_##b}, {at_a, at_b}},
#define THREE(family, a, at_a, b, at_b, c, at_c) \
    {DP_FAMILY_##family, 3, {DP_FACT_##a, DP_FACT_##b, DP_FACT_##c}, {at_a, at_b, at_c}},

static const single_template SINGLES[] = {
#include "tagger/templates.def"
};

static const many_template MANIES[] = {
    {DP_FAMILY_LEXICON, DP_MANY_HITS, -2, DP_FACT_NONE},   {DP_FAMILY_LEXICON, DP_MANY_HITS, -1, DP_FACT_NONE},
    {DP_FAMILY_LEXICON, DP_MANY_HITS, 0, DP_FACT_NONE},    {DP_FAMILY_LEXICON, DP_MANY_HITS, 1, DP_FACT_NONE},
    {DP_FAMILY_LEXICON, DP_MANY_HITS, 2, DP_FACT_NONE},    {DP_FAMILY_LEXICON, DP_MANY_HITS, 0, DP_FACT_CASING},
    {DP_FAMILY_DOCUMENT, DP_MANY_AROUND, 0, DP_FACT_NONE},
};

enum { SINGLE_COUNT = sizeof SINGLES / sizeof *SINGLES, MANY_COUNT = sizeof MANIES / sizeof *MANIES };

_Static_assert((int)MANY_COUNT <= (int)DP_TEMPLATES_MANY_MAX, "there is room for all templates over several values");

void dp_templates_open(uint32_t families, dp_templates *templates) {
    *templates = (dp_templates){.families = families};
    for (uint32_t i = 0; i < MANY_COUNT; i++) {
        if (families >> MANIES[i].family & 1) templates->many[templates->many_count++] = (uint8_t)i;
    }
}

/* Writes the features of the single templates of some families to `out`, which has room for all: those of one fact, of
 * two, of three. Gives where the next one goes. A fact that does not hold makes no feature: what was written for it is
 * written over. The table becomes code here, in which places and numbers are constants and what is computed of a fact
 * is computed once; inlined for a set of families that is constant too, it is without a branch. */
static inline __attribute__((always_inline)) uint64_t *apply_singles(uint32_t families,
                                                                     const dp_token_facts *restrict facts,
                                                                     uint64_t *restrict out) {
    uint32_t number = 0;
#define VALUE(fact, offset) facts[offset].at[DP_FACT_##fact]
#define ONE(family, fact, offset)                       \
    number++;                                           \
    if (families >> DP_FAMILY_##family & 1) {           \
        *out = dp_feature(number, VALUE(fact, offset)); \
        out += VALUE(fact, offset) != 0;                \
    }
#define TWO(...) number++;
#define THREE(...) number++;
#include "tagger/templates.def"
    number = 0;
#define ONE(...) number++;
#define TWO(family, a, at_a, b, at_b)                                   \
    number++;                                                           \
    if (families >> DP_FAMILY_##family & 1) {                           \
        *out = dp_feature_pair(number, VALUE(a, at_a), VALUE(b, at_b)); \
        out += (VALUE(a, at_a) != 0) & (VALUE(b, at_b) != 0);           \
    }
#define THREE(...) number++;
#include "tagger/templates.def"
    number = 0;
#define ONE(...) number++;
#define TWO(...) number++;
#define THREE(family, a, at_a, b, at_b, c, at_c)                                      \
    number++;                                                                         \
    if (families >> DP_FAMILY_##family & 1) {                                         \
        uint64_t pair = dp_feature_pair(0, VALUE(a, at_a), VALUE(b, at_b));           \
        *out = dp_feature_pair(number, pair, VALUE(c, at_c));                         \
        out += (VALUE(a, at_a) != 0) & (VALUE(b, at_b) != 0) & (VALUE(c, at_c) != 0); \
    }
#include "tagger/templates.def"
#undef VALUE
    return out;
}

/* The families of each pass have code of their own. */
static uint64_t *apply_families(uint32_t families, const dp_token_facts *facts, uint64_t *out) {
    switch (families) {
        case DP_FAMILIES_FIRST:
            return apply_singles(DP_FAMILIES_FIRST, facts, out);
        case DP_FAMILIES_SECOND:
            return apply_singles(DP_FAMILIES_SECOND, facts, out);
        default:
            return apply_singles(families, facts, out);
    }
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
    uint32_t most = SINGLE_COUNT + templates->many_count * DP_MANY_MAX + 1;
    if (!dp_features_reserve(features, most)) return -1;
    uint64_t *start = features->hashes + features->count;
    uint64_t *out = apply_families(templates->families, facts, start);
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
