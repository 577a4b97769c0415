#include "analysis/pending.h"

#include "claims/claims.h"
#include "text/html.h"

dp_str dp_language_identify(dp_str text) {
    return text.len > 40 ? DP_STR("fr") : (dp_str){0};
}

#ifdef DP_PENDING_HTML
int dp_html_to_text(dp_arena *arena, dp_str html, dp_str *text) {
    char *out = dp_arena_alloc(arena, html.len);
    size_t len = 0;
    bool tag = false;
    if (!out) return -1;
    for (size_t i = 0; i < html.len; i++) {
        if (html.at[i] == '<') tag = true;
        if (!tag) out[len++] = html.at[i];
        if (html.at[i] == '>') tag = false;
    }
    *text = (dp_str){out, len};
    return 0;
}
#endif

#ifdef DP_PENDING_QUOTATION
int dp_quotations_find(dp_arena *arena, const dp_text *text, dp_quotations *quotations) {
    *quotations = (dp_quotations){.of_token = dp_arena_alloc(arena, text->token_count * sizeof(uint32_t))};
    for (uint32_t i = 0; i < text->token_count && quotations->of_token; i++) quotations->of_token[i] = DEPECHE_NONE;
    return quotations->of_token ? 0 : -1;
}
#endif

#ifdef DP_PENDING_LANG
struct depeche_pack {
    int none;
};
depeche_status depeche_pack_open(const char *path, depeche_pack **pack, depeche_error *error) {
    return depeche_pack_find(path, pack, error);
}
depeche_status depeche_pack_find(const char *language, depeche_pack **pack, depeche_error *error) {
    static depeche_pack only;
    (void)language, (void)error;
    *pack = &only;
    return DEPECHE_OK;
}
void depeche_pack_close(depeche_pack *pack) {
    (void)pack;
}
const char *depeche_pack_language(const depeche_pack *pack) {
    (void)pack;
    return "fr";
}
const char *depeche_pack_version(const depeche_pack *pack) {
    (void)pack;
    return "0";
}
const dp_token_rules *dp_pack_token_rules(const depeche_pack *pack) {
    static const dp_token_rules none;
    (void)pack;
    return &none;
}
void dp_pack_assign_words(const depeche_pack *pack, dp_text *text) {
    (void)pack, (void)text;
}
#endif

#ifdef DP_PENDING_TAGGER
int dp_tagger_run(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                  dp_tags *tags) {
    (void)pack, (void)arena, (void)text, (void)quotations;
    *tags = (dp_tags){0};
    return 0;
}
#endif

#ifdef DP_PENDING_ENTITIES
int dp_entities_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                     dp_entities *entities) {
    (void)pack, (void)arena, (void)text, (void)tags;
    *entities = (dp_entities){0};
    return 0;
}
#endif

#ifdef DP_PENDING_VALUES
int dp_values_find(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                   dp_day published, dp_values *values) {
    (void)pack, (void)arena, (void)text, (void)tags, (void)published;
    *values = (dp_values){0};
    return 0;
}
#endif

#ifdef DP_PENDING_CLAIMS
int dp_claims_find(const depeche_pack *pack, dp_arena *arena, const dp_claims_input *input, dp_claims *claims) {
    (void)pack, (void)arena, (void)input;
    *claims = (dp_claims){0};
    return 0;
}
#endif
