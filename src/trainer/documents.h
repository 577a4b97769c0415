/*
 * documents.h - the annotated documents of a folder, cut and looked at as in production, with the right label of every
 * token.
 */
#ifndef DP_DOCUMENTS_H
#define DP_DOCUMENTS_H

#include "corpus/gold.h"
#include "tagger/passes.h"

typedef struct dp_document {
    dp_gold gold;
    dp_text text;
    dp_quotations quotations;
    dp_view view;
    uint8_t *labels;    /* by token, as the annotation has them */
    uint32_t unaligned; /* entities whose ends are not the ends of tokens */
} dp_document;

typedef struct dp_documents {
    dp_document *at; /* in the order of their file names */
    uint32_t count;
} dp_documents;

/* Reads all documents of a folder; everything lies in `arena`. Errors: as dp_gold_read, with a sentence. */
depeche_status dp_documents_read(const depeche_pack *pack, dp_arena *arena, const char *folder, dp_documents *documents,
                                 depeche_error *error);

#endif
