/*
 * tagger.h - labels the tokens of a text with the entities and values that they name.
 */
#ifndef DP_TAGGER_H
#define DP_TAGGER_H

#include "lang/pack.h"
#include "text/quotation.h"

typedef enum dp_tag {
    DP_TAG_NONE = 0,
    DP_TAG_PER,
    DP_TAG_ORG,
    DP_TAG_LOC,
    DP_TAG_EVT,
    DP_TAG_MISC,
    DP_TAG_GRP,
    DP_TAG_DATE,
    DP_TAG_MONEY,
    DP_TAG_PCT,
    DP_TAG_QTY,
    DP_TAG_COUNT
} dp_tag;

/* "PER", "ORG"... as in the annotation guide; "O" for none. */
const char *dp_tag_name(dp_tag tag);

/* Whether a list of the lexicon (dp_list) holds full names of what the tag stands for: places for LOC... */
bool dp_tag_has_list(dp_tag tag, uint16_t list);

typedef struct dp_tagged {
    dp_range tokens;
    dp_tag tag;
    float confidence; /* posterior of the weakest token, 0 to 1 */
} dp_tagged;

typedef struct dp_tags {
    dp_tagged *at; /* in the order of the text, never overlapping */
    uint32_t count;
} dp_tags;

/* Tags a whole text with the pack's model ("model.tagger"). Results lie in `arena`. Returns 0, or -1 when memory is
 * out. Deterministic. */
int dp_tagger_run(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_quotations *quotations,
                  dp_tags *tags);

#endif
