/*
 * figures.h - precision, recall and F1 of tagged entities, exact span and type, in all and by type.
 */
#ifndef DP_FIGURES_H
#define DP_FIGURES_H

#include <stdio.h>

#include "trainer/documents.h"

typedef struct dp_figures {
    uint32_t right[DP_TAG_COUNT], found[DP_TAG_COUNT], gold[DP_TAG_COUNT];
} dp_figures;

/* Adds what was found in one document. */
void dp_figures_add(dp_figures *figures, const dp_document *document, const dp_tags *tags);

/* Prints a table: all, names (PER, ORG, LOC), values (DATE, MONEY, PCT, QTY), and each type. */
void dp_figures_print(const dp_figures *figures, FILE *file);

/* F1 in per cent over the tags in the set (bits). */
double dp_figures_f1(const dp_figures *figures, uint32_t tags);

/* Writes one document's entities as a line of stand-off JSON (the evaluation's system form). */
void dp_figures_write_system(const dp_document *document, const dp_tags *tags, FILE *file);

#endif
