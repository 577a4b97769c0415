#include "tagger/label.h"

static const char *const NAMES[DP_TAG_COUNT] = {"O",   "PER",  "ORG",   "LOC", "EVT", "MISC",
                                                "GRP", "DATE", "MONEY", "PCT", "QTY"};

const char *dp_tag_name(dp_tag tag) {
    return NAMES[tag < DP_TAG_COUNT ? tag : DP_TAG_NONE];
}

dp_tag dp_tag_find(dp_str name) {
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        if (dp_str_equal(name, (dp_str){NAMES[tag], strlen(NAMES[tag])})) return (dp_tag)tag;
    }
    return DP_TAG_NONE;
}

dp_label_rules dp_label_bio_rules(void) {
    dp_label_rules rules;
    dp_label_rules_free(&rules, DP_LABEL_COUNT);
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        uint8_t inside = dp_label_inside((dp_tag)tag);
        rules.start[inside] = false;
        for (uint8_t before = 0; before < DP_LABEL_COUNT; before++) {
            rules.follows[before][inside] = dp_label_tag(before) == (dp_tag)tag;
        }
    }
    return rules;
}

bool dp_tag_has_list(dp_tag tag, uint16_t list) {
    switch (tag) {
        case DP_TAG_PER:
            return list == DP_LIST_PERSON;
        case DP_TAG_ORG:
            return list == DP_LIST_ORGANIZATION || list == DP_LIST_SPORT;
        case DP_TAG_LOC:
            return list == DP_LIST_PLACE;
        case DP_TAG_EVT:
            return list == DP_LIST_EVENT || list == DP_LIST_SPORT;
        case DP_TAG_MISC:
            return list == DP_LIST_WORK || list == DP_LIST_PRODUCT;
        default:
            return false;
    }
}
