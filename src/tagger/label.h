/*
 * label.h - the labels of tokens that the sequence model works on: outside, begin or inside of a tag (BIO).
 *
 * Ramshaw and Marcus: Text Chunking using Transformation-Based Learning, 1995.
 */
#ifndef DP_LABEL_H
#define DP_LABEL_H

#include "learn/crf.h"
#include "tagger/tagger.h"

enum {
    DP_LABEL_OUTSIDE = 0,
    DP_LABEL_COUNT = 2 * DP_TAG_COUNT - 1,
    DP_LABEL_STRIDE = (DP_LABEL_COUNT + 7) / 8 * 8, /* scores of a token: see weights.h */
};

static inline uint8_t dp_label_begin(dp_tag tag) {
    return (uint8_t)(2 * tag - 1);
}

static inline uint8_t dp_label_inside(dp_tag tag) {
    return (uint8_t)(2 * tag);
}

static inline dp_tag dp_label_tag(uint8_t label) {
    return (dp_tag)((label + 1) / 2);
}

static inline bool dp_label_is_begin(uint8_t label) {
    return label % 2 == 1;
}

/* An inside label follows only a begin or inside label of its own tag. */
dp_label_rules dp_label_bio_rules(void);

/* The tag of a name such as "PER"; DP_TAG_NONE when there is none. */
dp_tag dp_tag_find(dp_str name);

#endif
