/* Stand-ins for stages that are not in the tree yet: they find nothing. */
#include "claims/claims.h"

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
