/*
 * entities.h - the things that an article names: mentions merged into one entity a thing, with roles and links.
 */
#ifndef DP_ENTITIES_H
#define DP_ENTITIES_H

#include "base/calendar.h"
#include "tagger/tagger.h"

typedef struct dp_mention {
    dp_range tokens;
    uint32_t entity;
    depeche_mention_kind kind;
} dp_mention;

typedef enum dp_gender { DP_GENDER_UNKNOWN = 0, DP_GENDER_MASCULINE, DP_GENDER_FEMININE, DP_GENDER_PLURAL } dp_gender;

/* Whether two genders can be those of one person: not one masculine and the other feminine. */
static inline bool dp_genders_agree(dp_gender a, dp_gender b) {
    return a == b || (a != DP_GENDER_MASCULINE && a != DP_GENDER_FEMININE) ||
           (b != DP_GENDER_MASCULINE && b != DP_GENDER_FEMININE);
}

typedef struct dp_entity {
    depeche_entity_type type;
    dp_str name;
    dp_gender gender;
    bool described; /* the text or the lexicon tells a role of it */
    bool in_office; /* the lexicon has an office of state that it holds on the day of publication */
    float salience;
    uint32_t first_mention, mention_count; /* into mentions_of: numbers of mentions, in the order of the text */
    dp_str *aliases, *roles;
    uint32_t alias_count, role_count;
    depeche_link *links;
    uint32_t link_count;
} dp_entity;

typedef struct dp_entities {
    dp_entity *at; /* by first mention */
    uint32_t count;
    dp_mention *mentions; /* in the order of the text */
    uint32_t mention_count;
    uint32_t *mentions_of; /* mention numbers grouped by entity */

    /* For dp_entities_resolve and dp_entities_add_mention only. */
    struct dp_known *known;
    uint32_t *last_before; /* for every token, the last named mention that starts before it; DEPECHE_NONE for none */
    dp_mention *added;
    uint32_t added_count, added_capacity;
} dp_entities;

/* Merges the named mentions among the tags (PER ORG LOC EVT MISC GRP) into entities, adds nominal mentions
 * ("le président russe") whose entity is certain, and links countries and places. Who held which office is judged by
 * the day of publication. Returns 0 or -1 (memory). */
int dp_entities_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                     dp_day published, dp_entities *entities);

/* Whom a description means: the entity that the noun phrase in `tokens` most likely stands for, judged by gender, kind,
 * distance and role; DEPECHE_NONE when none is likely enough. For the speakers of claims. */
uint32_t dp_entities_resolve(const depeche_pack *pack, const dp_text *text, const dp_entities *entities,
                             dp_range tokens);

/* How what is known of an entity fits a description. */
typedef enum dp_role_fit {
    DP_ROLE_NONE = 0, /* nothing is known */
    DP_ROLE_UNLIKE,   /* what is known has another noun, or gender */
    DP_ROLE_OTHER,    /* what has its noun says something else: "maire de Lyon" of "le maire de Nantes" */
    DP_ROLE_INFERRED, /* such a person is that among other things, or was it once: "élu" for a mayor */
    DP_ROLE_LISTED,   /* the lexicon of public figures has it */
    DP_ROLE_TOLD,     /* the text has it */
} dp_role_fit;

/* Compares the description in `tokens` ("le maire de Lyon") with what is known of some entities: fits[i] gets the
 * dp_role_fit of candidates[i]. */
void dp_entities_compare_roles(const depeche_pack *pack, const dp_text *text, const dp_entities *entities,
                               dp_range tokens, const uint32_t *candidates, uint32_t count, uint8_t *fits);

/* Records that `mention.tokens` speak of the entity (a pronoun or description resolved by another stage). It shows
 * among the mentions after dp_entities_settle. Returns 0 or -1 (memory). */
int dp_entities_add_mention(dp_arena *arena, dp_entities *entities, dp_mention mention);

/* Puts the mentions that were added into their places among the others; a range that is a mention already is not added
 * again. Called once, when all stages are done. Returns 0 or -1 (memory). */
int dp_entities_settle(dp_arena *arena, dp_entities *entities);

#endif
