/*
 * enricher.h - from the bytes of a message to the bytes of its enriched document: the one way that the worker, the
 * command line and the tests all take. Knows nothing of Kafka.
 */
#ifndef DP_ENRICHER_H
#define DP_ENRICHER_H

#include "article/decode.h"
#include "depeche/depeche.h"

/* Enriches one message after the other, in one thread. Warm, it takes no memory from the system. */
typedef struct dp_enricher dp_enricher;

typedef struct dp_enricher_options {
    dp_decode_options decode;
    size_t document_max; /* bytes of an enriched document: a text made to be hard could give one of any size */
    bool explain;        /* say in the document what moved the check-worthiness of sentences and claims */
    bool times;          /* write the times of the stages into the document, which then differs from run to run */
} dp_enricher_options;

/* The defaults of the decoder, documents of up to 64 MiB, no times. */
dp_enricher_options dp_enricher_defaults(void);

typedef enum dp_outcome {
    DP_OUTCOME_DOCUMENT = 0,
    DP_OUTCOME_REJECTED, /* the message cannot be processed; `rejection` says why */
    DP_OUTCOME_FAILED,   /* memory is out; the enricher stays usable */
} dp_outcome;

enum { DP_ENRICHER_STAGES = 8 };

/* What became of a message. Strings and pointers are lent until the next message, and lie in the message too. */
typedef struct dp_enriched {
    dp_outcome outcome;
    dp_str document;                  /* the enriched article, one line of JSON without a line end */
    dp_str id;                        /* of the article, as in the document */
    const dp_article *article;        /* as decoded */
    const depeche_document *analysis; /* what was found */
    dp_rejection rejection;
    uint32_t stage_us[DP_ENRICHER_STAGES]; /* microseconds in each stage, also of a message that was rejected */
} dp_enriched;

/* The names of the stages: "decode", those of the analysis, "encode". NULL-terminated, static. */
const char *const *dp_enricher_stages(void);

/* An enricher for the given packs, one a language, which must outlive it; at least one. NULL when memory is out. */
dp_enricher *dp_enricher_open(const depeche_pack *const *packs, size_t count, const dp_enricher_options *options);
void dp_enricher_close(dp_enricher *enricher);

/* Enriches a message, which must not be NULL (a tombstone is no article) and must stay as it is until the next call. */
void dp_enricher_process(dp_enricher *enricher, dp_str message, dp_enriched *enriched);

#endif
