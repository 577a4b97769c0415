/*
 * analyzer.h - what the project itself knows of an analyzer beside the public API: the stages, and what each took.
 */
#ifndef DP_ANALYZER_H
#define DP_ANALYZER_H

#include "depeche/depeche.h"

typedef enum dp_stage {
    DP_STAGE_LANGUAGE = 0, /* which language it is */
    DP_STAGE_TEXT,         /* sentences, tokens, quotations, words */
    DP_STAGE_TAGGER,
    DP_STAGE_ENTITIES,
    DP_STAGE_VALUES,
    DP_STAGE_CLAIMS,
    DP_STAGE_COUNT
} dp_stage;

/* "language", "text"... Static. */
const char *dp_stage_name(dp_stage stage);

/* Microseconds that each stage of the last run took; 0 for one that did not run. Lent until the next run. */
const uint32_t *dp_analyzer_times(const depeche_analyzer *analyzer);

/* The pack that the last run used; NULL when it had none for the article. */
const depeche_pack *dp_analyzer_pack(const depeche_analyzer *analyzer);

/* Microseconds of a clock that only goes forward. */
uint64_t dp_clock_us(void);

#endif
