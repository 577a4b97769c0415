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
    DP_POS_VERB = 4, /* finite */
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

/* Whether a form is a plural and cannot be a singular. */
static inline bool dp_gram_is_plural(unsigned grammar) {
    const unsigned number = DP_GRAM_SINGULAR | DP_GRAM_PLURAL;
    return (grammar & number) == DP_GRAM_PLURAL;
}

typedef struct dp_word {
    uint16_t class64, class256, class1024; /* word classes at three grains; 0 = none */
    uint16_t cluster;                      /* class counted from press text by a second method; 0 = none */
    uint16_t pos;                          /* DP_POS bits; 0 = not in the morphology */
    uint16_t grammar;                      /* DP_GRAM bits */
    uint32_t lemma;                        /* word number of its (most usual) lemma; 0 = unknown */
    uint32_t frequency;                    /* occurrences per hundred million words of press; 0 = unseen */
    uint16_t capitals;                     /* how many percent of its occurrences inside a sentence have a capital, plus
                                              1; 0 = not known */
    uint16_t reserved;
} dp_word;

/* Word 0 is the unknown word: all zero. Never NULL. */
const dp_word *dp_pack_word(const depeche_pack *pack, uint32_t word);

/* The number of a form (lower case, straight apostrophes), 0 when unknown; and the form of a number. */
uint32_t dp_pack_word_find(const depeche_pack *pack, dp_str lower);
dp_str dp_pack_word_form(const depeche_pack *pack, uint32_t word);

/* Fills `word` of every token of the text. Everything below that takes a text or a token (hits, sets) reads `word`, so
 * this is called first, once a text. */
void dp_pack_assign_words(const depeche_pack *pack, dp_text *text);

/* Cuts words in three that are two countries, cities, clubs or parties with a hyphen between them ("la ligne
 * Dakar-Ziguinchor"), where the lexicons do not know the whole, alone or in a longer name, nor both halves as names of
 * persons. To be called after dp_pack_assign_words, before what counts tokens. New tokens lie in `arena`. Returns 0, or
 * -1 when memory is out. */
int dp_pack_split_pairs(const depeche_pack *pack, dp_arena *arena, dp_text *text);

/* Words in the vocabulary, the unknown word included: word numbers are below it. They go from the most frequent to the
 * rarest. */
uint32_t dp_pack_word_count(const depeche_pack *pack);

/* ------------------------------------------------------------------------------------------------ lexicons */

/* The lists that the engine knows; a pack may leave any of them empty. Which file of the language feeds which list is
 * said in the language's pack.manifest. */
typedef enum dp_list {
    DP_LIST_PERSON = 0, /* full names of public figures */
    DP_LIST_GIVEN_NAME,
    DP_LIST_SURNAME,
    DP_LIST_ROLE,    /* président, porte-parole: nouns for a person */
    DP_LIST_GROUP,   /* la direction, les riverains: nouns that speak as a source */
    DP_LIST_DEMONYM, /* adjectives; with a capital, nouns */
    DP_LIST_ORGANIZATION,
    DP_LIST_INSTITUTION_HEAD, /* ministère, rue, guerre: nouns that open a long name */
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

/* One reading of some tokens as an entry of a list. An entry with several kinds (a name that several places share)
 * gives one hit a kind, in the order of its line; a form that stands in two columns (un, une ministre) one a column. */
typedef struct dp_hit {
    uint16_t list;   /* dp_list */
    uint16_t kind;   /* the entry's kind, numbered within its list, 0 = none; see dp_pack_kind_name */
    uint16_t length; /* tokens */
    uint8_t column;  /* the column of the list's file that the form was in: 0 is the first (for roles: 0 masculine
                        singular, 1 feminine singular...) */
    uint8_t exact;   /* the text has the entry's own capitals; 0 when only the lower-case forms agree */
    uint32_t entry;  /* number of the entry, for dp_pack_field */
} dp_hit;

/* Whether some tokens, which a hit starts at, are the entry as a whole and as it is written. */
static inline bool dp_hit_is_whole(const dp_hit *hit, dp_range tokens) {
    return hit->exact && hit->length == tokens.end - tokens.first;
}

/* No token of any text has more hits than this: a buffer of so many is never too small. */
enum { DP_HITS_MAX = 192 };

/* All entries that start at `token`, longest first, at most `max` written to `hits`; gives how many. Those of one
 * length are in the order of list, entry, column. Matches never cross a sentence. Matching is on `lower` and tells by
 * `exact` whether the capitals agree too: a name that is also a common word ("Orange") is exact where the text has its
 * capital, the common word ("direction") where the text has none; at the start of a sentence and in titles in capitals
 * `exact` says nothing. Time is proportional to the longest match.
 *
 * Cues (DP_LIST_CUE) match by lemma: a verb in all its inflected forms, without its pronoun or negation (the entries
 * "se féliciter" and "ne pas exclure" match "félicite", "exclut": the lemma, column 0, says what must stand around),
 * nouns in singular and plural, a last preposition also contracted. Their `column` is 0. */
size_t dp_pack_hits(const depeche_pack *pack, const dp_text *text, uint32_t token, dp_hit *hits, size_t max);

/* The hits of all tokens of a text, for stages to share. */
typedef struct dp_hits {
    dp_hit *at;
    uint32_t count;
    uint32_t *first; /* the hits of token t are at[first[t]] up to, not including, at[first[t + 1]] */
} dp_hits;

/* Computes dp_pack_hits once for every token. Results lie in `arena`. Returns 0, or -1 when memory is out. */
int dp_pack_hits_all(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_hits *all);

/* The hits that start at a token, longest first. */
static inline const dp_hit *dp_hits_of(const dp_hits *all, uint32_t token, uint32_t *count) {
    *count = all->first[token + 1] - all->first[token];
    return *count ? all->at + all->first[token] : NULL;
}

/* All entries with exactly this form (any case, at most 512 bytes), as dp_pack_hits. Needs no text. Cues
 * are found by their lemma, those of one word in all their forms. */
size_t dp_pack_lookup(const depeche_pack *pack, dp_str form, dp_hit *hits, size_t max);

/* Column `column` of the entry's line in its file, as written there (several values separated by |); empty when there
 * is none, also where the file has "-". */
dp_str dp_pack_field(const depeche_pack *pack, dp_list list, uint32_t entry, unsigned column);

/* Takes the first of the values of a field, which | separates, off it; false when there is none left. */
bool dp_pack_next_value(dp_str *field, dp_str *value);

/* Entries of a list: their numbers are below it, in the order of the list's files. */
uint32_t dp_pack_entries(const depeche_pack *pack, dp_list list);

/* Name of a kind ("region"; empty for kind 0), and its number (UINT16_MAX when the list has no such kind). The kinds of
 * a list are numbered from 1 in byte order. What the kind is: persons and given names their gender, surnames their
 * ambiguity (noun, place, given), demonyms their country, cues their class, all others the column "kind". */
dp_str dp_pack_kind_name(const depeche_pack *pack, dp_list list, uint16_t kind);
uint16_t dp_pack_kind_find(const depeche_pack *pack, dp_list list, const char *name);

/* --------------------------------------------------------------------------------------------- word sets */

/* A named set of lower-case words or phrases of the language that a stage needs: "pronouns.subject",
 * "approximators.about", "conjunctions.that"... The files under sets/ define them, one a line. Gives a set number for
 * dp_pack_in_set, or -1 when the pack has none of that name; look it up once, not per token. */
int dp_pack_set(const depeche_pack *pack, const char *name);

/* Whether the token's `lower` is in the set; and, for sets with phrases, how many tokens from `token` on the longest
 * member of the set covers (0 when none). A member with an elision or a clitic ("parce qu'", "-t-il") is a phrase, cut
 * as a text is: its hyphen or -t- is a token. Members of the sets tokens.* are one word each, as they stand. Nothing is
 * in set -1. */
bool dp_pack_in_set(const depeche_pack *pack, int set, const dp_token *token);
bool dp_pack_word_in_set(const depeche_pack *pack, int set, uint32_t word);
uint32_t dp_pack_set_match(const depeche_pack *pack, int set, const dp_text *text, uint32_t token);

/* Which of up to 32 sets a word is in, at once: bit i stands for sets[i]. */
uint32_t dp_pack_word_sets(const depeche_pack *pack, const int *sets, unsigned count, uint32_t word);

/* The name of a set, its members (of which set -1 has none) and one of them by number, in byte order. Sets are numbered
 * from 0 without gaps, sorted by name; the name of a number that is none is empty. */
dp_str dp_pack_set_name(const depeche_pack *pack, int set);
uint32_t dp_pack_set_size(const depeche_pack *pack, int set);
dp_str dp_pack_set_member(const depeche_pack *pack, int set, uint32_t number);

/* ---------------------------------------------------------------------------------------------- gazetteer */

typedef struct dp_city {
    uint32_t geonames; /* GeoNames number */
    float latitude, longitude;
    uint32_t population;
    char country[2]; /* ISO 3166 alpha-2 */
    dp_str name;     /* the name in GeoNames */
} dp_city;

/* Cities of that name (any case, accents as written), most populous first; gives how many were written. */
size_t dp_pack_cities(const depeche_pack *pack, dp_str name, dp_city *cities, size_t max);

/* ------------------------------------------------------------------------------------------------- tables */

/* Tables of facts that are looked up by name and never hit in a text. Which there are, and which of their columns hold
 * names, says the pack.manifest; their headers explain the columns. French has "countries", "currencies" and "regions"
 * (gazetteer/NAME.tsv).
 *
 * Gives a number for the functions below, or -1 when the pack has no table of that name. */
int dp_pack_table(const depeche_pack *pack, const char *name);

/* Rows of a table, 0 for table -1. */
uint32_t dp_pack_table_rows(const depeche_pack *pack, int table);

/* The rows that have this name (any case; a code or symbol that the table counts among its names too), in the order of
 * the file; gives how many were written. */
size_t dp_pack_table_find(const depeche_pack *pack, int table, dp_str name, uint32_t *rows, size_t max);

/* A column of a row, as dp_pack_field. */
dp_str dp_pack_table_field(const depeche_pack *pack, int table, uint32_t row, unsigned column);

#endif
