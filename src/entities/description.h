/*
 * description.h - noun phrases that describe somebody or something without naming it: "président russe", "agence
 * officielle". They are the roles of entities, and stand for them elsewhere in the text.
 */
#ifndef DP_DESCRIPTION_H
#define DP_DESCRIPTION_H

#include "entities/entities.h"

enum { DP_DESCRIPTION_STEMS = 8 };

typedef struct dp_description {
    dp_range tokens;     /* without its determiner; empty for one that the lexicon knows */
    uint64_t head_lemma; /* hash of the head noun's lemma */
    uint64_t head_entry; /* hash of the head's lexicon entry; 0 when none: masculine and feminine forms share it */
    uint64_t stems[DP_DESCRIPTION_STEMS]; /* hashes of the other content words' stems */
    uint32_t stem_count;
    dp_gender gender; /* of the person meant, when the noun tells */
    bool of_person;   /* a role; else a collective ("agence", "parquet") */
} dp_description;

/* The word sets that reading a description needs; looked up once a text. */
typedef struct dp_description_sets {
    int prepositions, contracted, determiners, relatives, conjunctions, adjectives_before;
} dp_description_sets;

dp_description_sets dp_description_sets_of(const depeche_pack *pack);

/* Reads a description whose head noun stands at `token`, with the adjectives and complements after it, up to token
 * `limit` at most. False when no noun for a person or a collective stands there. */
bool dp_description_read(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, uint32_t token,
                         uint32_t limit, dp_description *description);

/* Takes the gender of a person from the determiner of a noun that is both sexes' ("la ministre"). */
void dp_description_agree(const depeche_pack *pack, const dp_token *determiner, dp_description *description);

/* Reads a description of the lexicon ("président russe"), given as a string. */
bool dp_description_of_string(const depeche_pack *pack, dp_str string, dp_description *description);

/* Whether `query` can stand for something known as `known`: the same head noun, no other gender, and
 * nothing said that is not known. */
bool dp_description_fits(const dp_description *query, const dp_description *known);

#endif
