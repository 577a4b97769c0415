/*
 * document.h - what the stages found in one article. All of it lies in the analyzer's arena.
 */
#ifndef DP_DOCUMENT_H
#define DP_DOCUMENT_H

#include "claims/claims.h"

struct depeche_document {
    depeche_analysis_status status;
    dp_str language;
    size_t title_length; /* bytes */
    dp_text text;
    dp_quotations quotations;
    dp_tags tags;
    dp_entities entities;
    dp_values values;
    dp_claims claims;
};

#endif
