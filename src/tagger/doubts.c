#include "tagger/doubts.h"

/* Half of the cross-validated F1, by type: about 0.9 for persons, organisations, places and groups, two thirds for
 * events and works. */
static float threshold_of(dp_tag tag) {
    switch (tag) {
        case DP_TAG_PER:
        case DP_TAG_ORG:
        case DP_TAG_LOC:
        case DP_TAG_GRP:
            return 0.45F;
        case DP_TAG_EVT:
        case DP_TAG_MISC:
            return 0.33F;
        default:
            return 0.0F;
    }
}

void dp_doubts_drop(dp_tags *tags) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < tags->count; i++) {
        if (tags->at[i].confidence >= threshold_of(tags->at[i].tag)) tags->at[kept++] = tags->at[i];
    }
    tags->count = kept;
}
