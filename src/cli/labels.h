/*
 * labels.h - words for people for what the analysis found, shared by the views.
 */
#ifndef DP_LABELS_H
#define DP_LABELS_H

#include "depeche/depeche.h"
#include "ops/buffer.h"

enum { DP_ENTITY_TYPES = DEPECHE_GROUP + 1 };

/* "person" and "People"; static. */
const char *dp_label_type(depeche_entity_type type);
const char *dp_label_types(depeche_entity_type type);

const char *dp_label_claim_kind(depeche_claim_kind kind);

/* NULL for what is usual: asserts, asserted. */
const char *dp_label_polarity(depeche_polarity polarity);
const char *dp_label_certainty(depeche_certainty certainty);

/* Why nothing was found, as a sentence; NULL when the article was analysed. */
const char *dp_label_status(depeche_analysis_status status);

/* Adds a number with its thousands parted by no-break spaces, as the French press does, and at most two decimals;
 * nothing for what is no finite number. */
void dp_label_number(dp_buffer *text, double number);

/* Adds what a value means: "2025-09-03", "about 2 000 000 000 USD", "38 %"; nothing when it was not resolved. */
void dp_label_value(dp_buffer *text, const depeche_value *value);

/* Adds one part of a score: "+0.9 numbers", "-0.4 « espérons »". */
void dp_label_factor(dp_buffer *text, const depeche_document *document, const depeche_factor *factor);

/* Adds who says a claim: the names of all speakers, else the words for them, else `none`. */
void dp_label_speaker(dp_buffer *text, const depeche_document *document, uint32_t claim, const char *none);

/* Adds the first `most` bytes of a text on one line, cut at a word, with an ellipsis when it is longer. */
void dp_label_excerpt(dp_buffer *text, dp_str excerpt, size_t most);

#endif
