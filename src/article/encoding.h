/*
 * encoding.h - what the files of the encoder share; not for others.
 */
#ifndef DP_ENCODING_H
#define DP_ENCODING_H

#include "article/writer.h"
#include "base/arena.h"
#include "depeche/depeche.h"

/* The members start and end of a span, in code points. */
void dp_encode_span(dp_writer *writer, depeche_span span);

/* The members start, end and text of a span. */
void dp_encode_excerpt(dp_writer *writer, const depeche_document *document, depeche_span span);

/* The member `check_worthiness_factors`: `count` factors, each got by (document, of, number); nothing without any. */
void dp_encode_factors(dp_writer *writer, const depeche_document *document, uint32_t count, uint32_t of,
                       depeche_factor (*get)(const depeche_document *, uint32_t, uint32_t));

/* The member `entities`. */
void dp_encode_entities(dp_writer *writer, const depeche_document *document);

/* The member `claims`, each with the entities and values inside. Returns 0, or -1 when memory is out. */
int dp_encode_claims(dp_writer *writer, dp_arena *arena, const depeche_document *document);

#endif
