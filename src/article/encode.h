/*
 * encode.h - the enriched article as one JSON document, after schema/enriched-article.schema.json.
 */
#ifndef DP_ENCODE_H
#define DP_ENCODE_H

#include "article/article.h"
#include "article/writer.h"
#include "base/arena.h"
#include "depeche/depeche.h"

/* The version of the output format; its first number changes when a reader of the old one could stumble, its second
 * when there is something new to read. */
#define DP_SCHEMA_VERSION "1.2"

typedef struct dp_encode_options {
    const char *pack_version;  /* of the pack that analysed the article; NULL when none did */
    const char *const *stages; /* names of the stages timed, NULL-terminated; NULL leaves the times out, so that the
                                  same article gives the same bytes */
    const uint32_t *stage_us;  /* microseconds of each stage */
} dp_encode_options;

/* Room for the id of an article that has none of its own. */
enum { DP_ID_SIZE = 40 };

/* The article's id, or one made from the text ("xxh128:" and 32 hexadecimal digits, the same for the same text), which
 * is written to `made`. */
dp_str dp_encode_id(const dp_article *article, const depeche_document *document, char made[DP_ID_SIZE]);

/* Writes the document at the end of `writer`; `arena` is for what it needs meanwhile. Returns 0, or -1 when memory is
 * out. The same article and analysis give the same bytes, on every run and in every locale. */
int dp_encode(dp_writer *writer, dp_arena *arena, const dp_article *article, const depeche_document *document,
              const dp_encode_options *options);

#endif
