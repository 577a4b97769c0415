/*
 * kinds.h - kinds of organisation: what a newspaper is by the lexicon, and "le quotidien" by its noun.
 */
#ifndef DP_KINDS_H
#define DP_KINDS_H

#include "entities/description.h"
#include "entities/forms.h"

enum { DP_KINDS_MAX = 24 };

/* Kinds as descriptions without words, so that they are kept and found beside the others (known.h). */
typedef struct dp_kinds {
    dp_description at[DP_KINDS_MAX];
    uint32_t count;
    bool any; /* the noun can stand for an organisation of any kind */
} dp_kinds;

/* Whether a hit at the start of an organisation's name is the organisation, by its whole name. */
bool dp_kinds_is_organization(const dp_hit *hit, const dp_form *form);

/* The kinds that the lexicons give an organisation: those of its entry, and those of the noun that opens its name.
 * `hits` are all those at the start of the name. */
dp_kinds dp_kinds_of_form(const depeche_pack *pack, const dp_form *form, const dp_hit *hits, size_t count);

/* The kinds of organisation that a common noun can stand for, by the pack's table "organization-nouns"; in the singular
 * (its lemma). */
dp_kinds dp_kinds_of_noun(const depeche_pack *pack, const dp_token *noun);

#endif
