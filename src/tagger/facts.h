/*
 * facts.h - what is known of each token before features are made of it: one number a fact, computed once and used by
 * all templates at all offsets. 0 says that the fact does not hold or is not known, and makes no feature.
 */
#ifndef DP_FACTS_H
#define DP_FACTS_H

#include "tagger/evidence.h"

typedef enum dp_fact {
    DP_FACT_NONE = 0,
    DP_FACT_LOWER,   /* lower-case form */
    DP_FACT_FORM,    /* form with its capitals */
    DP_FACT_PREFIX2, /* first and last letters */
    DP_FACT_PREFIX3,
    DP_FACT_PREFIX4,
    DP_FACT_SUFFIX2,
    DP_FACT_SUFFIX3,
    DP_FACT_SUFFIX4,
    DP_FACT_SHAPE,  /* kinds of characters, runs cut to one */
    DP_FACT_CASING, /* kind of token and capitals */
    DP_FACT_CAPS,   /* capitals judged by place: sentence start, title in capitals, how usual they are for the word */
    DP_FACT_CLASS64,
    DP_FACT_CLASS256,
    DP_FACT_CLASS1024,
    DP_FACT_CLUSTER,
    DP_FACT_POS, /* the parts of speech that the form may have */
    DP_FACT_GRAMMAR,
    DP_FACT_HIT_LISTS, /* which lists cover the token */
    DP_FACT_HIT_BEST,  /* the longest match of the lists of names that covers it */
    DP_FACT_HIT_SOLE,  /* which lists of names, and no others, have the longest exact match that covers it */
    DP_FACT_CITY,      /* size of the largest city of that name */
    DP_FACT_ARTICLE,   /* a name that the lexicons have with an article before it (du Monde: Le Monde) */
    DP_FACT_HEAD,      /* in the reach of a noun that opens a long name, and how far */
    DP_FACT_AHEAD,     /* such a noun, and whether a capital follows in its reach */
    DP_FACT_RUN,       /* place in a run of capitalised words */
    DP_FACT_RUN_LEFT,  /* the word before that run */
    DP_FACT_RUN_RIGHT, /* the word after it */
    DP_FACT_RUN_AFTER, /* what may stand after it: parts of speech, kind of token */
    DP_FACT_RUN_LEFT_CLASS,
    DP_FACT_RUN_RIGHT_CLASS,
    DP_FACT_RUN_RIGHT_LISTS, /* the lists that the word after it is in */
    DP_FACT_NOUN,            /* the nearest common noun before the run, and how the run hangs on it */
    DP_FACT_NOUN_CLASS,
    DP_FACT_NOUN_LISTS, /* the lists that the noun is in */
    DP_FACT_APPOSED,    /* the first common noun after the run and a comma or bracket */
    DP_FACT_APPOSED_CLASS,
    DP_FACT_BRACKET,    /* inside brackets: alone, first, later */
    DP_FACT_QUOTE,      /* inside a quotation, at its start or end */
    DP_FACT_PLACE,      /* title, start of paragraph or sentence, dateline */
    DP_FACT_DOC_CASE,   /* how the form is written elsewhere in the document */
    DP_FACT_DOC_NAME,   /* after a title or given name elsewhere, acronym of a name */
    DP_FACT_EXPANSION,  /* in a name whose acronym is given */
    DP_FACT_LABEL,      /* second pass: the first pass's label */
    DP_FACT_LABEL_SURE, /* and how sure it was */
    DP_FACT_VOTES,      /* what the form is mostly taken for in the document */
    DP_FACT_LONGER,     /* and inside which longer names it stands */
    DP_FACT_COUNT
} dp_fact;

/* Facts with several values. */
typedef enum dp_many {
    DP_MANY_HITS = 0, /* each match of a lexicon that covers the token */
    DP_MANY_AROUND,   /* the words around other occurrences of the form */
    DP_MANY_COUNT
} dp_many;

enum {
    DP_MANY_MAX = 24,
    DP_FACTS_VERSION = 1, /* to be raised when a fact gets another meaning: models trained before do not fit any more */
    DP_FACTS_EDGE = 2,    /* tokens beyond the sentence that templates look at */
    DP_PIECE_MAX = 512,   /* tokens that are looked at together: longer sentences are cut into pieces */
};

typedef struct dp_token_facts {
    uint64_t at[DP_FACT_COUNT];
    uint64_t many[DP_MANY_COUNT][DP_MANY_MAX];
    uint8_t many_count[DP_MANY_COUNT];
} dp_token_facts;

/* A document as the facts are drawn from it. */
typedef struct dp_view {
    const depeche_pack *pack;
    const dp_text *text;
    const dp_quotations *quotations;
    dp_hits hits;
    dp_evidence evidence;
    int titles, prepositions, articles, contracted; /* sets of the pack */
    const uint8_t *labels;                          /* of the first pass; NULL while there is none */
    const uint8_t *sureness;                        /* of the first pass: probability in 255ths */
} dp_view;

/* Looks at a text as a whole. Results lie in `arena`. Returns 0 or -1 (memory). */
int dp_view_open(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                 dp_view *view);

/* Room for the facts of DP_PIECE_MAX tokens and, on both sides, of DP_FACTS_EDGE that stand for what is outside of the
 * sentence. NULL when memory is out. */
dp_token_facts *dp_facts_new(dp_arena *arena);

/* The facts of the tokens from `first` up to `end`, all of one sentence and at most DP_PIECE_MAX, written to
 * facts[0..end - first), which dp_facts_new gave. */
void dp_facts_gather(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);

/* The few that the second pass uses. */
void dp_facts_gather_second(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);

/* Whether a list of the lexicon (dp_list) holds names, or what looks like a name and is none: a match in lower case
 * says nothing there. */
bool dp_is_list_of_names(uint32_t list);

/* Parts of it, one a file. */
void dp_facts_form(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);
void dp_facts_lexicon(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);
void dp_facts_chain(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);
void dp_facts_document(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);
void dp_facts_labels(const dp_view *view, uint32_t first, uint32_t end, dp_token_facts *facts);

static inline void dp_facts_add(dp_token_facts *facts, dp_many many, uint64_t value) {
    if (facts->many_count[many] < DP_MANY_MAX) facts->many[many][facts->many_count[many]++] = value;
}

/* A value out of small numbers, never 0. */
static inline uint64_t dp_fact_of(uint64_t a, uint64_t b, uint64_t c) {
    return ((a * 4099 + b) * 4099 + c) * 2 + 1;
}

static inline bool dp_has_capital(const dp_token *token) {
    return token->casing >= DP_CASING_CAPITAL;
}

#endif
