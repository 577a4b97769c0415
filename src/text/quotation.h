/*
 * quotation.h - the quotations of a text: which quotation mark opens, which closes, and how deep a token is.
 */
#ifndef DP_QUOTATION_H
#define DP_QUOTATION_H

#include "text/text.h"

typedef struct dp_quotation {
    uint32_t open;   /* token of the opening mark; the paragraph's first token when the quotation goes on from the
                        paragraph before without a mark of its own */
    uint32_t close;  /* token of the closing mark; when it never closes, the last token of the quotation or paragraph
                        around it, or the one before the mark that opens anew */
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
 * opening mark; then every paragraph is a quotation of its own, and so is a paragraph that only closes what the one
 * before it left open. Guillemets (also << >>) and curly marks go by their shape, straight ones by the white space around
 * them and in turn; single marks count only where both of a pair are found. Marks nested deeper than
 * DP_QUOTATION_DEPTH are passed over. Linear. Returns 0, or -1 when memory is out. */
int dp_quotations_find(dp_arena *arena, const dp_text *text, dp_quotations *quotations);

#define DP_QUOTATION_DEPTH 16

#endif
