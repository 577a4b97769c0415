/*
 * figures.h - precision, recall and F1 of tagged entities: that part of the evaluation's score which tags alone have.
 */
#ifndef DP_FIGURES_H
#define DP_FIGURES_H

#include <stdio.h>

#include "eval/score.h"
#include "trainer/documents.h"

typedef dp_score dp_figures;

/* Adds what was found in one document. */
void dp_figures_add(dp_figures *figures, const dp_document *document, const dp_tags *tags);

/* Prints a table: all, names (PER, ORG, LOC), values (DATE, MONEY, PCT, QTY), and each type. */
void dp_figures_print(const dp_figures *figures, FILE *file);

/* Writes one document's entities as a line of stand-off JSON (the evaluation's system form). Scratch memory from
 * `arena`. Returns 0, or -1 when memory is out or the file cannot be written. */
int dp_figures_write_system(dp_arena *arena, const dp_document *document, const dp_tags *tags, FILE *file);

#endif
