#include "cli/enrich.h"

#include <stdio.h>

#include "article/enricher.h"

dp_enricher *dp_enrich_open(const dp_settings *settings, const dp_packs *packs) {
    dp_enricher_options options = dp_enricher_defaults();
    options.decode.message_max = (size_t)dp_settings_number(settings, DP_SETTING_ARTICLE_MAX_SIZE);
    options.decode.depth_max = (unsigned)dp_settings_number(settings, DP_SETTING_ARTICLE_MAX_DEPTH);
    options.decode.drop_bodies = dp_settings_number(settings, DP_SETTING_ARTICLE_BODIES) == 0;
    options.explain = dp_settings_number(settings, DP_SETTING_ARTICLE_EXPLAIN) != 0;
    static const dp_setting_id members[DP_FIELD_COUNT] = {[DP_FIELD_ID] = DP_SETTING_MEMBER_ID,
                                                          [DP_FIELD_TITLE] = DP_SETTING_MEMBER_TITLE,
                                                          [DP_FIELD_TEXT] = DP_SETTING_MEMBER_TEXT,
                                                          [DP_FIELD_URL] = DP_SETTING_MEMBER_URL,
                                                          [DP_FIELD_SOURCE] = DP_SETTING_MEMBER_SOURCE,
                                                          [DP_FIELD_PUBLISHED_AT] = DP_SETTING_MEMBER_PUBLISHED,
                                                          [DP_FIELD_LANGUAGE] = DP_SETTING_MEMBER_LANGUAGE};
    for (int field = 0; field < DP_FIELD_COUNT; field++) {
        options.decode.names[field] = dp_settings_text(settings, members[field]);
    }
    return dp_enricher_open((const depeche_pack *const *)packs->at, packs->count, &options);
}

static void *open_state(void *context) {
    const dp_enrich_shared *shared = context;
    return dp_enrich_open(shared->settings, shared->packs);
}

static void close_state(void *state) {
    dp_enricher_close(state);
}

static void process(void *state, dp_str value, dp_processed *processed) {
    dp_enriched enriched;
    dp_enricher_process(state, value, &enriched);
    *processed = (dp_processed){.verdict = DP_VERDICT_FAIL};
    if (enriched.outcome == DP_OUTCOME_DOCUMENT) {
        processed->verdict = DP_VERDICT_OUTPUT;
        processed->value = enriched.document;
        processed->key = enriched.id;
    } else if (enriched.outcome == DP_OUTCOME_REJECTED) {
        processed->verdict = DP_VERDICT_REJECT;
        processed->reason = dp_reason_word(enriched.rejection.reason);
        snprintf(processed->detail, sizeof processed->detail, "%s", enriched.rejection.detail);
    }
    memcpy(processed->stage_us, enriched.stage_us, sizeof processed->stage_us);
}

dp_processor dp_enrich_processor(dp_enrich_shared *shared) {
    return (dp_processor){
        .shared = shared, .open = open_state, .process = process, .close = close_state, .stages = dp_enricher_stages()};
}

const char *const *dp_enrich_reasons(void) {
    return dp_reason_words();
}
