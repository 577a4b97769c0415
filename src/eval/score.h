/*
 * score.h - how well what was found agrees with what annotators found.
 *
 * Entities and values: exact span and type. Claims: gold and found claims are paired one to one, best overlap first;
 * the overlap of two is the characters (no white space) that their contents share by those that either has. A pair
 * counts from an overlap of .5, or .8, on; its cue is right when it shares a character with the gold's or both lack
 * one; its source when it shares half the shorter one's characters or both lack one; its speaker when the last words of
 * the names agree, where the gold has a name (`who`, else the last person, else the last organisation, in its source).
 * Check-worthiness: by sentence, with a splitter of its own. What annotators differed on counts neither way.
 */
#ifndef DP_SCORE_H
#define DP_SCORE_H

#include <stdio.h>

#include "eval/exam.h"
#include "eval/letters.h"
#include "tagger/tagger.h"

typedef struct dp_count {
    uint32_t right, found, gold;
} dp_count;

typedef struct dp_score {
    uint32_t documents;
    dp_count types[DP_TAG_COUNT]; /* by dp_tag; that of NONE stays zero */
    dp_count claims50, claims80;  /* pairs from an overlap of .5, of .8 on */
    dp_count quoted;              /* as claims50, without claims whose content is a bare noun phrase */
    dp_count check_worthy;
    uint32_t cues, sources, speakers; /* right ones among the pairs from .5 on */
    uint32_t named;                   /* pairs whose gold has a name */
} dp_score;

typedef enum dp_agreement {
    DP_AGREES = 0, /* gold and system agree: the entity, the sentence, a claim from .5 on */
    DP_DIFFERS,    /* a gold and a system annotation overlap, and count as missed and wrong */
    DP_MISSED,     /* gold only */
    DP_WRONG,      /* system only */
} dp_agreement;

typedef enum dp_compared {
    DP_COMPARED_ENTITY = 0, /* values too */
    DP_COMPARED_CLAIM,
    DP_COMPARED_SENTENCE,
} dp_compared;

/* A gold annotation and the system's that stands against it, or one alone. */
typedef struct dp_comparison {
    dp_compared kind;
    dp_agreement agreement;
    uint32_t gold, system; /* entity or claim numbers, DEPECHE_NONE for none; of a sentence where it starts and ends, in
                              code points */
    double overlap;        /* of claims */
    bool cue, source, speaker, named; /* of claims that agree: which parts are right; whether gold has a name */
} dp_comparison;

/* All that was compared in one document: entities in the order of the text; claims, those of gold first; sentences. */
typedef struct dp_comparisons {
    dp_letters letters;
    dp_array(dp_comparison) list;
    bool *wrong_claims; /* by system claim: has no gold claim that it agrees with, and counts */
} dp_comparisons;

/* Adds a document to the score. *comparisons lies in `arena`. Returns 0, or -1 when memory is out. */
int dp_score_add(dp_arena *arena, const dp_exam *exam, const dp_gold *found, dp_score *score,
                 dp_comparisons *comparisons);

/* A line of the table of figures: "entities", "names", "values", the types, "claims@.5"... */
typedef struct dp_figure {
    const char *name;
    dp_count count;
} dp_figure;

enum { DP_FIGURES_MAX = 32 };

/* The lines of the table in their order; gives how many. */
size_t dp_score_figures(const dp_score *score, dp_figure figures[DP_FIGURES_MAX]);

/* Precision, recall and F1 in per cent; 0 where there is nothing to divide by. */
double dp_count_precision(dp_count count);
double dp_count_recall(dp_count count);
double dp_count_f1(dp_count count);

/* Writes the figures as a table for people (of entities and values alone, or all), or as one JSON object. */
void dp_score_print_entities(const dp_score *score, FILE *file);
void dp_score_print(const dp_score *score, FILE *file);
void dp_score_print_json(const dp_score *score, FILE *file);

/* Writes what was missed and wrong in one document, a line each, at most `max`; gives how many. */
size_t dp_score_print_errors(const dp_exam *exam, const dp_gold *found, const dp_comparisons *comparisons, size_t max,
                             FILE *file);

#endif
