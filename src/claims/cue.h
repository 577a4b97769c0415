/*
 * cue.h - words that may say that something is said: candidates, what stands around them, and how likely they report.
 */
#ifndef DP_CUE_H
#define DP_CUE_H

#include "claims/scene.h"
#include "learn/features.h"

typedef enum dp_cue_type {
    DP_CUE_VERB = 0, /* a déclaré: any verb is a candidate, known to the lexicon or not */
    DP_CUE_NOUN,     /* la promesse de */
    DP_CUE_PHRASE,   /* selon, d'après, aux yeux de; fixed patterns */
    DP_CUE_MARK,     /* a colon, or a dash after a quotation */
} dp_cue_type;

/* The form of a verb cue. */
typedef enum dp_cue_form {
    DP_FORM_NONE = 0, /* no verb */
    DP_FORM_FINITE,
    DP_FORM_ACTIVE,     /* participle with avoir */
    DP_FORM_PASSIVE,    /* participle with être */
    DP_FORM_REFLEXIVE,  /* participle with être and se */
    DP_FORM_PARTICIPLE, /* bare participle */
    DP_FORM_INFINITIVE,
    DP_FORM_GERUND,
} dp_cue_form;

/* What follows a cue, adverbs and dates passed over. */
typedef enum dp_cue_next {
    DP_NEXT_END = 0,
    DP_NEXT_THAT,
    DP_NEXT_IF,
    DP_NEXT_QUOTE,
    DP_NEXT_COLON,
    DP_NEXT_COLON_QUOTE,
    DP_NEXT_OF_INFINITIVE,
    DP_NEXT_TO_INFINITIVE,
    DP_NEXT_INFINITIVE,
    DP_NEXT_OF,
    DP_NEXT_TO,
    DP_NEXT_COMMA,
    DP_NEXT_STOP,
    DP_NEXT_ARTICLE,
    DP_NEXT_NAME,
    DP_NEXT_OTHER, /* with the part of speech added, see dp_cue.next */
} dp_cue_next;

typedef struct dp_cue {
    uint32_t head;   /* the token that says it: déclaré, promesse, selon */
    dp_range tokens; /* the group: auxiliaries and negation to the end of a fixed phrase */
    uint8_t type, form;
    uint32_t next;    /* dp_cue_next, or DP_NEXT_OTHER + parts of speech */
    uint32_t later;   /* what it seems to take behind an adjunct ("a déclaré au Sénat que"): a dp_cue_next */
    uint32_t grammar; /* DP_GRAM bits of its finite verb */
    uint32_t before;  /* form or parts of speech of the token before the group; 0 at the start of a sentence */
    uint32_t entry;   /* of DP_LIST_CUE, or DEPECHE_NONE */
    uint32_t lexicon_class, frames, strength; /* hashes of the entry's columns; 0 without one */
    uint32_t inverted; /* token of a subject clitic behind the verb or auxiliary, or DEPECHE_NONE */
    bool negated, reflexive;
    bool negative_entry; /* the entry itself has the negation: ne pas exclure */
    bool phrase;         /* an entry of several words */
    bool after_quote;    /* a quotation closes right before the group */
    bool in_quote;       /* the head is inside a quotation */
    uint8_t quotes;      /* other quotations in the sentence, at most 2 */
    float probability;   /* that it reports something */
} dp_cue;

/* Whether a verb cue has a finite verb in the active voice, whose subject says it. */
static inline bool dp_cue_is_finite(const dp_cue *cue) {
    return cue->form == DP_FORM_FINITE || cue->form == DP_FORM_ACTIVE || cue->form == DP_FORM_REFLEXIVE;
}

typedef struct dp_cues {
    dp_cue *at; /* by head, then type */
    uint32_t count, capacity;
} dp_cues;

/* All candidates of a text. Returns 0 or -1 (memory). */
int dp_cues_find(const dp_scene *scene, dp_cues *cues);

/* Writes the features of one candidate as one position of `features`. Returns 0 or -1 (memory). */
int dp_cue_features(const dp_scene *scene, const dp_cue *cue, dp_features *features);

#endif
