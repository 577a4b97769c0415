/*
 * evidence.h - what the rest of a document tells about a form: how else it is written there, after which words, whether
 * it is a surname or an acronym of something named in full, and what a first pass took its occurrences for.
 *
 * Non-local features after Chieu and Ng (CoNLL 2003), Krishnan and Manning (ACL 2006), Ratinov and Roth (CoNLL 2009).
 */
#ifndef DP_EVIDENCE_H
#define DP_EVIDENCE_H

#include "lang/pack.h"
#include "tagger/tagger.h"

enum {
    DP_FORM_AFTER_TITLE = 1,  /* stands right after a title or role somewhere */
    DP_FORM_AFTER_GIVEN = 2,  /* stands right after a given name somewhere */
    DP_FORM_ACRONYM = 4,      /* its letters are the initials of a name beside it somewhere */
    DP_FORM_IN_BRACKETS = 8,  /* stands alone in brackets somewhere */
    DP_FORM_BEFORE_NAME = 16, /* stands right before another capitalised word somewhere */
};

typedef struct dp_form {
    uint64_t hash;                  /* of the lower-case form */
    uint32_t last;                  /* its last capitalised occurrence so far, or DEPECHE_NONE */
    uint32_t lower, capital, upper; /* occurrences in lower case; with a capital inside a sentence; all capitals */
    uint32_t start;                 /* with a capital at the start of a sentence */
    uint32_t expanded;              /* first token of the name that it is the acronym of, or DEPECHE_NONE */
    uint8_t flags;
    uint16_t votes[DP_TAG_COUNT];  /* occurrences by the tag that the first pass gave them */
    uint16_t longer[DP_TAG_COUNT]; /* those that lie inside a name of several tokens */
} dp_form;

enum { DP_EXPANSION_NONE = 0, DP_EXPANSION_FIRST, DP_EXPANSION_INSIDE };

typedef struct dp_evidence {
    dp_form *forms;
    uint32_t form_count;
    uint32_t *form_of;        /* by token: its form, DEPECHE_NONE for tokens that are no words */
    uint32_t *before, *after; /* by token: the capitalised occurrence of its form before and after it, or NONE */
    uint8_t *expansion;       /* by token: in a name whose acronym stands beside it */
} dp_evidence;

/* Gathers the evidence of a text; `titles` is the pack's set of personal titles. Linear in time and memory. Returns 0
 * or -1 (memory). */
int dp_evidence_gather(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_hits *hits, int titles,
                       dp_evidence *evidence);

/* Forgets all votes. */
void dp_evidence_forget(dp_evidence *evidence);

/* Counts the labels of a first pass as votes for the forms. */
void dp_evidence_vote(const dp_text *text, const uint8_t *labels, dp_evidence *evidence);

#endif
