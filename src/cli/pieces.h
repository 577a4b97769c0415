/*
 * pieces.h - an article's text cut at every border of what was found in it, for the views.
 */
#ifndef DP_PIECES_H
#define DP_PIECES_H

#include "depeche/depeche.h"

/* What may lie over a piece of text. In each layer the innermost counts. */
typedef enum dp_layer {
    DP_LAYER_SENTENCE = 0,
    DP_LAYER_CLAIM,  /* in the content of this claim */
    DP_LAYER_SOURCE, /* in the words for the speaker of this claim */
    DP_LAYER_CUE,
    DP_LAYER_VALUE,
    DP_LAYER_ENTITY,
    DP_LAYER_COUNT
} dp_layer;

typedef struct dp_piece {
    uint32_t start, end;         /* bytes of the text */
    uint32_t of[DP_LAYER_COUNT]; /* number of the sentence, claim, value or entity; DEPECHE_NONE */
} dp_piece;

typedef struct dp_pieces {
    dp_piece *at; /* in the order of the text, which they cover without gaps */
    size_t count;
} dp_pieces;

/* Cuts the text of a document. Returns 0 or -1 (memory). The caller closes *pieces. */
int dp_pieces_cut(const depeche_document *document, dp_pieces *pieces);
void dp_pieces_close(dp_pieces *pieces);

#endif
