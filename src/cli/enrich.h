/*
 * enrich.h - the enricher as the settings want it, and as the stream's processor.
 */
#ifndef DP_ENRICH_H
#define DP_ENRICH_H

#include "cli/packs.h"
#include "stream/processor.h"

struct dp_enricher;

/* An enricher over `packs` after the settings for articles; NULL when memory is out. */
struct dp_enricher *dp_enrich_open(const dp_settings *settings, const dp_packs *packs);

/* What the threads of a worker share. */
typedef struct dp_enrich_shared {
    const dp_settings *settings;
    const dp_packs *packs;
} dp_enrich_shared;

/* A processor that gives each thread an enricher of its own. `shared` must outlive it. */
dp_processor dp_enrich_processor(dp_enrich_shared *shared);

/* The words for why an article cannot be processed, NULL-terminated. Static. */
const char *const *dp_enrich_reasons(void);

#endif
