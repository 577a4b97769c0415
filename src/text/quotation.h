/*
 * quotation.h - the quotations of a text: which quotation mark opens, which closes, and how deep a token is.
 */
#ifndef DP_QUOTATION_H
#define DP_QUOTATION_H

#include "text/text.h"

typedef struct dp_quotation {
    uint32_t open;   /* token of the opening mark */
    uint32_t close;  /* token of the closing mark; the paragraph's last token when it never closes */
    uint32_t parent; /* number of the enclosing quotation, or DEPECHE_NONE */
    uint8_t depth;   /* 1 outside */
    bool closed;
} dp_quotation;

typedef struct dp_quotations {
    dp_quotation *at; /* in the order of their opening marks */
    uint32_t count;
    uint32_t *of_token; /* for every token of the text, the innermost quotation it is in (marks included), or NONE */
} dp_quotations;

/* Pairs the quotation marks of each paragraph. A quotation may run over several paragraphs when each begins with an
 * opening mark; then every paragraph is a quotation of its own. Linear. Returns 0, or -1 when memory is out. */
int dp_quotations_find(dp_arena *arena, const dp_text *text, dp_quotations *quotations);

#endif
