/*
 * scene.h - an article as the claim stage sees it: what every token is, looked up once.
 */
#ifndef DP_SCENE_H
#define DP_SCENE_H

#include "claims/claims.h"

/* What a token can be, as bits of dp_mark.flags. Those above DP_MARK_SETS come from word sets of the language. */
enum {
    DP_MARK_OPENS = 1u << 0,  /* an opening quotation mark with its closing one */
    DP_MARK_CLOSES = 1u << 1, /* a closing quotation mark with its opening one */
    DP_MARK_COMMA = 1u << 2,
    DP_MARK_COLON = 1u << 3,
    DP_MARK_SEMICOLON = 1u << 4,
    DP_MARK_STOP = 1u << 5, /* . ! ? … */
    DP_MARK_DASH = 1u << 6,
    DP_MARK_BRACKET = 1u << 7,
    DP_MARK_SIGN = 1u << 8,       /* any punctuation or quotation mark */
    DP_MARK_NAME_START = 1u << 9, /* the first token of a tagged name or value */
    DP_MARK_ROLE = 1u << 10,      /* a noun for a person begins here */
    DP_MARK_GROUP = 1u << 11,     /* a noun for a body that speaks begins here */
    DP_MARK_CAPITAL = 1u << 12,
    DP_MARK_QUESTION = 1u << 13,
    DP_MARK_SETS = 14, /* the number of the first bit below */
    DP_MARK_HAVE = 1u << 14,
    DP_MARK_BE = 1u << 15,
    DP_MARK_NOT = 1u << 16,      /* ne */
    DP_MARK_NEGATION = 1u << 17, /* pas, jamais... */
    DP_MARK_SUBJECT = 1u << 18,
    DP_MARK_INVERTED = 1u << 19, /* a subject behind its verb: a-t-il */
    DP_MARK_OBJECT = 1u << 20,
    DP_MARK_REFLEXIVE = 1u << 21,
    DP_MARK_RELATIVE = 1u << 22,
    DP_MARK_THAT = 1u << 23,
    DP_MARK_IF = 1u << 24,
    DP_MARK_COORDINATE = 1u << 25,
    DP_MARK_OF = 1u << 26,
    DP_MARK_TO = 1u << 27,
    DP_MARK_ARTICLE = 1u << 28,
    DP_MARK_POSSESSIVE = 1u << 29,
    DP_MARK_MEDIUM = 1u << 30, /* communiqué, interview: what a statement is made in */
};

/* The last bit, which an enumeration cannot hold: an entry of the cue lexicon begins here. */
#define DP_MARK_CUE (UINT32_C(1) << 31)

typedef struct dp_mark {
    uint32_t form;  /* word number, or a hash with the top bit set for words out of the vocabulary and signs */
    uint32_t lemma; /* likewise */
    uint32_t flags;
    uint16_t pos, grammar; /* DP_POS and DP_GRAM bits */
    uint16_t class64, class256, class1024;
    uint8_t tag;        /* dp_tag of the name or value that covers it */
    bool verb;          /* a form of a verb, finite or not */
    bool finite;        /* a finite verb and not usually anything else */
    bool adverbial;     /* in a phrase that stands for an adverb: pour sa part */
    uint32_t quotation; /* innermost quotation around it (marks included), or DEPECHE_NONE */
    uint32_t outer;     /* outermost quotation around it, or DEPECHE_NONE */
} dp_mark;

enum { DP_SCENE_SETS = 17 };

typedef struct dp_scene {
    const depeche_pack *pack;
    dp_arena *arena;
    const dp_text *text;
    const dp_quotations *quotations;
    const dp_tags *tags;
    dp_mark *marks;                      /* one a token */
    int sets[DP_SCENE_SETS];             /* word set behind flag DP_MARK_SETS + i; -1 where the language has none */
    int neuter, impersonal, with_clause; /* sets of pronouns and verbs without a person, likewise */
    int general, who, demonstrative, unnamed, indefinite; /* sets: on; qui; celui; l'un des; un */
    int receiving;                                        /* set of verbs: apprendre */
} dp_scene;

/* Looks everything up. The scene refers to all that it is given. Returns 0 or -1 (memory). */
int dp_scene_build(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                   const dp_tags *tags, dp_scene *scene);

/* Whether a token has any of the flags, any of the parts of speech. */
static inline bool dp_scene_is(const dp_scene *scene, uint32_t token, uint32_t flags) {
    return (scene->marks[token].flags & flags) != 0;
}

static inline bool dp_scene_pos(const dp_scene *scene, uint32_t token, unsigned pos) {
    return (scene->marks[token].pos & pos) != 0;
}

/* Whether some tokens are a pronoun alone. */
static inline bool dp_scene_is_pronoun(const dp_scene *scene, dp_range tokens) {
    return tokens.end - tokens.first == 1 && dp_scene_pos(scene, tokens.first, DP_POS_PRONOUN);
}

/* Whether a token is an adverb and nothing else, or in a phrase that stands for one. */
static inline bool dp_scene_is_adverb(const dp_scene *scene, uint32_t token) {
    const dp_mark *mark = &scene->marks[token];
    return mark->adverbial || (mark->pos == DP_POS_ADVERB && !(mark->flags & DP_MARK_SIGN));
}

/* Whether the name or value of the token before goes on at a token. */
static inline bool dp_scene_name_goes_on(const dp_scene *scene, uint32_t token) {
    return scene->marks[token].tag != DP_TAG_NONE && !dp_scene_is(scene, token, DP_MARK_NAME_START);
}

/* Whether two words can agree in number, by their grammar (DP_GRAM bits): not when one is only singular and the other
 * only plural. */
static inline bool dp_scene_numbers_agree(unsigned one, unsigned other) {
    const unsigned number = DP_GRAM_SINGULAR | DP_GRAM_PLURAL;
    return (one & other & number) || !(one & number) || !(other & number);
}

/* What a token tells of who acts: a pronoun, somebody who can speak, something that cannot. Numbers are part of models.
 */
typedef enum dp_actor {
    DP_ACTOR_NONE = 0, /* nothing: a verb, an adverb, a comma */
    DP_ACTOR_RELATIVE,
    DP_ACTOR_PRONOUN,
    DP_ACTOR_NAME,  /* of a person or an organisation */
    DP_ACTOR_NOUN,  /* for a person or a body that speaks */
    DP_ACTOR_PLACE, /* or a group */
    DP_ACTOR_MEDIUM,
    DP_ACTOR_THING, /* any other noun */
    DP_ACTOR_SIGN,
} dp_actor;

dp_actor dp_scene_actor(const dp_scene *scene, uint32_t token);

/* Whether the verb of the subject pronoun at a token has no person for its subject: "il y a", "il est possible de",
 * "c'est". */
bool dp_scene_is_impersonal(const dp_scene *scene, uint32_t token);

/* Whether what begins at a token, or at a quotation mark before it, is governed by a preposition or goes on a list:
 * "aux côtés de | Paul", "Anne et | Paul". */
bool dp_scene_is_governed(const dp_scene *scene, uint32_t token);

/* Whether the name at a token is the complement of what stands before it: "l'avocat de | Paul", "l'avocat du docteur |
 * Paul". */
bool dp_scene_is_owned(const dp_scene *scene, uint32_t token);

/* The hyphen between a verb and its clitic. */
static inline bool dp_scene_is_bridge(const dp_scene *scene, uint32_t token) {
    return (scene->text->tokens[token].flags & DP_TOKEN_BRIDGE) != 0;
}

/* Whether a word (of the vocabulary) is in the set behind a flag. */
bool dp_scene_word_is(const dp_scene *scene, uint32_t word, uint32_t flag);

/* The tokens of the sentence that a token is in; of its paragraph. */
static inline dp_range dp_scene_sentence(const dp_scene *scene, uint32_t token) {
    return scene->text->sentences[scene->text->tokens[token].sentence].tokens;
}

static inline uint32_t dp_scene_paragraph_number(const dp_scene *scene, uint32_t token) {
    return scene->text->sentences[scene->text->tokens[token].sentence].paragraph;
}

dp_range dp_scene_paragraph(const dp_scene *scene, uint32_t paragraph);

#endif
