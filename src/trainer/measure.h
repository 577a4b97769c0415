/*
 * measure.h - the figures of a tagger model on annotated documents.
 */
#ifndef DP_MEASURE_H
#define DP_MEASURE_H

#include "trainer/figures.h"

/* Tags the documents with a model (serialised, 16-byte aligned) and adds its figures; those marked in `passed_over`
 * (may be NULL) are left out. Where `system` is not NULL, what was found is written there as stand-off JSON lines.
 * Returns 0, or -1 when memory is out or the model cannot be read. */
int dp_measure(const dp_documents *documents, const bool *passed_over, dp_str model, uint32_t families, FILE *system,
               dp_figures *figures);

#endif
