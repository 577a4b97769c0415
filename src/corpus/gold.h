/*
 * gold.h - annotated documents: a text with its entities, claims and check-worthy sentences, in the inline form of the
 * annotation guide (.ann). What training learns from and evaluation measures against.
 *
 * Form of a file: lines "# key: value" (id, date, source, language), a blank line, a title after "## ", a blank line,
 * paragraphs. Inline tags: <PER>...</PER> and the other entity types; <S1>, <V1>, <C1>, <N1> for source, cue, content
 * and nominal content of claim 1, with who="name" where the text gives the name elsewhere; <CW/> before a check-worthy
 * sentence. Without the tags the text is exactly that of the article.
 */
#ifndef DP_GOLD_H
#define DP_GOLD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

typedef struct dp_gold_entity {
    dp_str type; /* "PER", "ORG"...: static */
    depeche_span span;
} dp_gold_entity;

typedef struct dp_gold_claim {
    uint32_t number; /* as in the tags */
    bool has_source;
    depeche_span source;
    depeche_span *cues, *contents; /* in the order of the text; there is at least one content */
    uint32_t cue_count, content_count;
    bool nominal; /* a content is a bare noun phrase (<N>) */
    dp_str who;   /* the speaker's name where given by who=; else empty */
} dp_gold_claim;

typedef struct dp_gold {
    dp_str id, date, source, language; /* of the header, as written; date is YYYY-MM-DD */
    dp_str text;                       /* title, blank line, paragraphs; without tags */
    size_t title_length;               /* bytes of the title at the start of the text */
    dp_gold_entity *entities;          /* in the order of the text; never nested */
    dp_gold_claim *claims;             /* by number */
    depeche_span *check_worthy;        /* empty spans: where check-worthy sentences begin */
    uint32_t entity_count, claim_count, check_worthy_count;
} dp_gold;

/* Reads an annotated document from bytes; `name` (of the file) is for messages. Everything in *gold lies in `arena`.
 * Errors: PACK_FORMAT, with name and line, for the first offence against the guide or bytes that are not UTF-8;
 * MEMORY. */
depeche_status dp_gold_parse(dp_arena *arena, const char *name, dp_str bytes, dp_gold *gold, depeche_error *error);

/* Reads an annotated document from a file. Errors: IO too. */
depeche_status dp_gold_read(dp_arena *arena, const char *path, dp_gold *gold, depeche_error *error);

#endif
