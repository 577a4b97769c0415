/*
 * pack.h - what the engine reads of a language pack. See pack_format.h for the file.
 *
 * All of it is immutable and shared by all threads. Nothing here allocates, except opening.
 */
#ifndef DP_PACK_H
#define DP_PACK_H

#include "base/str.h"
#include "text/text.h"

/* ------------------------------------------------------------------------------------------------ sections */

/* The raw bytes of a named section ("model.tagger", "model.claims.cue"...), 16-byte aligned; {NULL, 0} when the pack
 * has none. A stage owns the format of the sections it names. */
dp_str dp_pack_section(const depeche_pack *pack, const char *name);

const dp_token_rules *dp_pack_token_rules(const depeche_pack *pack);

/* ---------------------------------------------------------------------------------------------- vocabulary */

/* Parts of speech that a form may have, as bits. */
enum {
    DP_POS_NOUN = 1,
    DP_POS_ADJECTIVE = 2,
    DP_POS_VERB = 4,        /* finite */
    DP_POS_INFINITIVE = 8,
    DP_POS_PARTICIPLE = 16, /* past */
    DP_POS_GERUND = 32,     /* present participle */
    DP_POS_ADVERB = 64,
    DP_POS_PREPOSITION = 128,
    DP_POS_DETERMINER = 256,
    DP_POS_PRONOUN = 512,
    DP_POS_CONJUNCTION = 1024,
    DP_POS_INTERJECTION = 2048,
    DP_POS_PROPER = 4096,
};

/* Grammar of a form, as bits; several may hold when it is ambiguous. */
enum {
    DP_GRAM_MASCULINE = 1,
    DP_GRAM_FEMININE = 2,
    DP_GRAM_SINGULAR = 4,
    DP_GRAM_PLURAL = 8,
    DP_GRAM_PRESENT = 16,
    DP_GRAM_IMPERFECT = 32,
    DP_GRAM_PAST = 64, /* passé simple */
    DP_GRAM_FUTURE = 128,
    DP_GRAM_CONDITIONAL = 256,
    DP_GRAM_SUBJUNCTIVE = 512,
    DP_GRAM_IMPERATIVE = 1024,
    DP_GRAM_FIRST = 2048,
    DP_GRAM_SECOND = 4096,
    DP_GRAM_THIRD = 8192,
};

typedef struct dp_word {
    uint16_t class64, class256, class1024; /* word classes at three grains; 0 = none */
    uint16_t cluster;                      /* class counted from press text by a second method; 0 = none */
    uint16_t pos;                          /* DP_POS bits; 0 = not in the morphology */
    uint16_t grammar;                      /* DP_GRAM bits */
    uint32_t lemma;                        /* word number of its (most usual) lemma; 0 = unknown */
    uint32_t frequency;                    /* occurrences per hundred million words of press; 0 = unseen */
} dp_word;

/* Word 0 is the unknown word: all zero. Never NULL. */
const dp_word *dp_pack_word(const depeche_pack *pack, uint32_t word);

/* The number of a form (lower case, straight apostrophes), 0 when unknown; and the form of a number. */
uint32_t dp_pack_word_find(const depeche_pack *pack, dp_str lower);
dp_str dp_pack_word_form(const depeche_pack *pack, uint32_t word);

/* Fills `word` of every token of the text. */
void dp_pack_assign_words(const depeche_pack *pack, dp_text *text);

/* ------------------------------------------------------------------------------------------------ lexicons */

/* The lists that the engine knows; a pack may leave any of them empty. Which file of the language feeds which list is
 * said in the language's pack.manifest. */
typedef enum dp_list {
    DP_LIST_PERSON = 0,      /* full names of public figures */
    DP_LIST_GIVEN_NAME,
    DP_LIST_SURNAME,
    DP_LIST_ROLE,            /* président, porte-parole: nouns for a person */
    DP_LIST_GROUP,           /* la direction, les riverains: nouns that speak as a source */
    DP_LIST_DEMONYM,         /* adjectives; with a capital, nouns */
    DP_LIST_ORGANIZATION,
    DP_LIST_INSTITUTION_HEAD,/* ministère, rue, guerre: nouns that open a long name */
    DP_LIST_SPORT,
    DP_LIST_PLACE,
    DP_LIST_EVENT,
    DP_LIST_WORK,
    DP_LIST_PRODUCT,
    DP_LIST_NOT_ENTITY,
    DP_LIST_CUE,
    DP_LIST_TIME,
    DP_LIST_NUMBER,
    DP_LIST_UNIT,
    DP_LIST_COUNT
} dp_list;

/* One reading of some tokens as an entry of a list. */
typedef struct dp_hit {
    uint16_t list;   /* dp_list */
    uint16_t kind;   /* the entry's kind, numbered within its list; see dp_pack_kind_name */
    uint16_t length; /* tokens */
    uint8_t column;  /* the column of the list's file that the form was in: 0 is the first (for roles: 0 masculine
                        singular, 1 feminine singular...) */
    uint8_t exact;   /* the text has the entry's own capitals; 0 when only the lower-case forms agree */
    uint32_t entry;  /* number of the entry, for dp_pack_field */
} dp_hit;

/* All entries that start at `token`, longest first, at most `max` written to `hits`; gives how many. Matches never
 * cross a sentence. Matching is on `lower` and tells by `exact` whether the case agrees too. Time is proportional to
 * the longest match. */
size_t dp_pack_hits(const depeche_pack *pack, const dp_text *text, uint32_t token, dp_hit *hits, size_t max);

/* All entries with exactly this form (any case), as dp_pack_hits. */
size_t dp_pack_lookup(const depeche_pack *pack, dp_str form, dp_hit *hits, size_t max);

/* Column `column` of the entry's line in its file, as written there; empty when there is none. */
dp_str dp_pack_field(const depeche_pack *pack, dp_list list, uint32_t entry, unsigned column);

/* Name of a kind ("region"), and its number (UINT16_MAX when the list has no such kind). */
dp_str dp_pack_kind_name(const depeche_pack *pack, dp_list list, uint16_t kind);
uint16_t dp_pack_kind_find(const depeche_pack *pack, dp_list list, const char *name);

/* --------------------------------------------------------------------------------------------- word sets */

/* A named set of lower-case words or phrases of the language that a stage needs: "pronouns.subject",
 * "approximators.about", "conjunctions.that"... The files under sets/ define them, one a line. Gives a set number for
 * dp_pack_in_set, or -1 when the pack has none of that name; look it up once, not per token. */
int dp_pack_set(const depeche_pack *pack, const char *name);

/* Whether the token's `lower` is in the set; and, for sets with phrases, how many tokens from `token` on the longest
 * member of the set covers (0 when none). */
bool dp_pack_in_set(const depeche_pack *pack, int set, const dp_token *token);
uint32_t dp_pack_set_match(const depeche_pack *pack, int set, const dp_text *text, uint32_t token);

/* ---------------------------------------------------------------------------------------------- gazetteer */

typedef struct dp_city {
    uint32_t geonames;  /* GeoNames number */
    float latitude, longitude;
    uint32_t population;
    char country[2];    /* ISO 3166 alpha-2 */
    dp_str name;        /* the name in GeoNames */
} dp_city;

/* Cities of that name (any case, accents as written), most populous first; gives how many were written. */
size_t dp_pack_cities(const depeche_pack *pack, dp_str name, dp_city *cities, size_t max);

#endif
