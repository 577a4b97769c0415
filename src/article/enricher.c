#include "article/enricher.h"

#include "analysis/analyzer.h"
#include "article/encode.h"
#include "base/memory.h"

enum { STAGE_DECODE = 0, STAGE_ANALYSIS = 1, STAGE_ENCODE = DP_ENRICHER_STAGES - 1 };
_Static_assert(STAGE_ANALYSIS + DP_STAGE_COUNT == STAGE_ENCODE, "a time for every stage");

struct dp_enricher {
    dp_enricher_options options;
    depeche_analyzer *analyzer;
    dp_arena arena; /* of decoder and encoder */
    dp_writer writer;
    dp_article article;
    char made_id[DP_ID_SIZE];
    const char *timed[DP_ENRICHER_STAGES]; /* the stages that a document can tell the times of: all but encode */
};

static const char *const stage_names[DP_ENRICHER_STAGES + 1] = {
    "decode", "language", "text", "tagger", "entities", "values", "claims", "encode", NULL,
};

const char *const *dp_enricher_stages(void) {
    return stage_names;
}

dp_enricher_options dp_enricher_defaults(void) {
    return (dp_enricher_options){.decode = dp_decode_defaults(), .document_max = 64 << 20};
}

dp_enricher *dp_enricher_open(const depeche_pack *const *packs, size_t count, const dp_enricher_options *options) {
    dp_enricher *enricher = dp_calloc(1, sizeof *enricher);
    if (!enricher) return NULL;
    enricher->options = *options;
    dp_arena_init(&enricher->arena);
    dp_writer_init(&enricher->writer);
    enricher->writer.max = options->document_max;
    for (size_t i = 0; i < STAGE_ENCODE; i++) enricher->timed[i] = stage_names[i];
    if (depeche_analyzer_new(packs, count, &enricher->analyzer) != DEPECHE_OK) {
        dp_enricher_close(enricher);
        return NULL;
    }
    depeche_analyzer_explain(enricher->analyzer, options->explain);
    return enricher;
}

void dp_enricher_close(dp_enricher *enricher) {
    if (!enricher) return;
    depeche_analyzer_close(enricher->analyzer);
    dp_writer_close(&enricher->writer);
    dp_arena_close(&enricher->arena);
    dp_free(enricher);
}

static uint32_t passed_since(uint64_t start) {
    uint64_t passed = dp_clock_us() - start;
    return passed > UINT32_MAX ? UINT32_MAX : (uint32_t)passed;
}

static dp_outcome decode(dp_enricher *e, dp_str message, dp_enriched *enriched) {
    uint64_t start = dp_clock_us();
    int result = dp_decode(&e->options.decode, &e->arena, message, &e->article, &enriched->rejection);
    enriched->stage_us[STAGE_DECODE] = passed_since(start);
    if (result < 0) return DP_OUTCOME_FAILED;
    if (result > 0) return DP_OUTCOME_REJECTED;
    enriched->article = &e->article;
    return DP_OUTCOME_DOCUMENT;
}

static dp_outcome analyse(dp_enricher *e, dp_enriched *enriched) {
    depeche_article article = {.title = e->article.title,
                               .body = e->article.body,
                               .language = e->article.language,
                               .source = e->article.source,
                               .published = e->article.day,
                               .has_published = e->article.has_day};
    depeche_status status = depeche_analyzer_run(e->analyzer, &article, &enriched->analysis);
    const uint32_t *times = dp_analyzer_times(e->analyzer);
    for (size_t i = 0; i < DP_STAGE_COUNT; i++) enriched->stage_us[STAGE_ANALYSIS + i] = times[i];
    if (status == DEPECHE_OK) return DP_OUTCOME_DOCUMENT;
    if (status == DEPECHE_ERROR_TOO_LARGE) {
        dp_rejection_set(&enriched->rejection, DP_REASON_TOO_LARGE, "its text");
        return DP_OUTCOME_REJECTED;
    }
    if (status == DEPECHE_ERROR_TEXT) {
        dp_rejection_set(&enriched->rejection, DP_REASON_INVALID_UTF8, "its text");
        return DP_OUTCOME_REJECTED;
    }
    return DP_OUTCOME_FAILED;
}

static dp_outcome encode(dp_enricher *e, dp_enriched *enriched) {
    uint64_t start = dp_clock_us();
    const depeche_pack *pack = dp_analyzer_pack(e->analyzer);
    dp_encode_options options = {.pack_version = pack ? depeche_pack_version(pack) : NULL,
                                 .stages = e->options.times ? e->timed : NULL,
                                 .stage_us = enriched->stage_us};
    enriched->id = dp_encode_id(&e->article, enriched->analysis, e->made_id);
    int result = dp_encode(&e->writer, &e->arena, &e->article, enriched->analysis, &options);
    enriched->document = dp_writer_bytes(&e->writer);
    enriched->stage_us[STAGE_ENCODE] = passed_since(start);
    if (!e->writer.overflowed) return result ? DP_OUTCOME_FAILED : DP_OUTCOME_DOCUMENT;
    dp_rejection_set(&enriched->rejection, DP_REASON_DOCUMENT_TOO_LARGE, NULL);
    return DP_OUTCOME_REJECTED;
}

void dp_enricher_process(dp_enricher *e, dp_str message, dp_enriched *enriched) {
    *enriched = (dp_enriched){0};
    dp_arena_reset(&e->arena);
    dp_writer_reset(&e->writer);
    enriched->outcome = decode(e, message, enriched);
    if (enriched->outcome == DP_OUTCOME_DOCUMENT) enriched->outcome = analyse(e, enriched);
    if (enriched->outcome == DP_OUTCOME_DOCUMENT) enriched->outcome = encode(e, enriched);
}
