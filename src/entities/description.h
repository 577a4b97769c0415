/*
 * description.h - noun phrases that describe somebody or something without naming it: "président russe", "agence
 * officielle". They are the roles of entities, and stand for them elsewhere in the text.
 */
#ifndef DP_DESCRIPTION_H
#define DP_DESCRIPTION_H

#include "entities/entities.h"

enum { DP_DESCRIPTION_WORDS = 8 };

typedef struct dp_description {
    dp_range tokens;     /* without its determiner; empty for one that the lexicon knows */
    uint64_t head_lemma; /* hash of the head noun's lemma */
    uint64_t head_entry; /* hash of the head's lexicon entry; 0 when none: masculine and feminine forms share it */
    uint64_t words[DP_DESCRIPTION_WORDS]; /* hashes of the other content words' lemmas */
    uint32_t word_count;
    uint32_t role;    /* the head's entry among the roles; DEPECHE_NONE when it is none */
    dp_gender gender; /* of the person meant, when the noun tells */
    bool of_person;   /* a role; else a collective ("agence", "parquet") */
    bool of_people;   /* its only other word is the adjective of a people: "président algérien" */
    bool bare;        /* nothing but the noun, or the role of several words ("premier ministre") */
} dp_description;

/* The word sets and the table that reading a description needs; looked up once a text. */
typedef struct dp_description_sets {
    int prepositions, contracted, determiners, relatives, conjunctions;
    int adjectives_before, adjectives_of_role, adjectives_former;
    int have, be;   /* auxiliaries */
    int role_names; /* table */
} dp_description_sets;

dp_description_sets dp_description_sets_of(const depeche_pack *pack);

/* Where the noun of a description begins: behind the adjectives that stand at `token`, up to `end`, unless the name of
 * a role begins with one: "le nouveau | président", "le | premier ministre". */
uint32_t dp_description_start(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text,
                              uint32_t token, uint32_t end);

/* Reads a description whose head noun stands at `token`, with the adjectives and complements after it, up to token
 * `limit` at most. False when no noun for a person or a collective stands there. */
bool dp_description_read(const depeche_pack *pack, const dp_description_sets *sets, const dp_text *text, uint32_t token,
                         uint32_t limit, dp_description *description);

/* Takes the gender of a person from the determiner of a noun that is both sexes' ("la ministre"). */
void dp_description_agree(const depeche_pack *pack, const dp_token *determiner, dp_description *description);

/* Reads a description of the lexicon ("président russe"), given as a string. */
bool dp_description_of_string(const depeche_pack *pack, const dp_description_sets *sets, dp_str string,
                              dp_description *description);

/* Reads what a description of the lexicon says that somebody once was: "ancien Premier ministre français" without its
 * adjective. False when it says nothing of the kind. */
bool dp_description_of_former(const depeche_pack *pack, const dp_description_sets *sets, dp_str string,
                              dp_description *description);

/* The columns of the pack's table "role-names" that hold other names of a role. */
enum {
    DP_ROLE_NAMES_SAME = 2, /* of the role itself: "chef de l'État algérien" for "président algérien" */
    DP_ROLE_NAMES_WIDER,    /* of what such a person is among other things: "élu" for "maire" */
};

enum { DP_ROLE_NAMES_MAX = 12 };

/* The other descriptions that somebody of a role may be given: first `same` of the role itself, then wider ones. */
typedef struct dp_role_names {
    dp_description at[DP_ROLE_NAMES_MAX];
    uint32_t count, same;
} dp_role_names;

/* Finds the other names of a description's role, each with its complements. */
void dp_description_names(const depeche_pack *pack, const dp_description_sets *sets, const dp_description *description,
                          dp_role_names *names);

/* Whether two descriptions have the same head noun and no different gender. */
bool dp_description_is_alike(const dp_description *a, const dp_description *b);

/* Whether `query` can stand for something known as `known`: the same head noun, no other gender, and
 * nothing said that is not known. */
bool dp_description_fits(const dp_description *query, const dp_description *known);

#endif
