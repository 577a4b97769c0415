/*
 * system.h - what was found in a document, in the form that the evaluation reads: one JSON object a line.
 *
 *   {"id": "...",
 *    "entities": [{"type": "PER", "start": 0, "end": 5}],
 *    "claims": [{"content": [{"start", "end"}...], "cue": [...], "source": {"start", "end"} or null, "who": "..." or
 * null}], "check_worthy": [an offset inside each check-worthy sentence]}
 *
 * Offsets count code points.
 */
#ifndef DP_SYSTEM_H
#define DP_SYSTEM_H

#include <stdio.h>

#include "base/str.h"

typedef struct dp_system_entity {
    const char *type; /* "PER", "DATE"... */
    depeche_span span;
} dp_system_entity;

typedef struct dp_system_claim {
    const depeche_span *contents, *cues;
    uint32_t content_count, cue_count;
    bool has_source;
    depeche_span source;
    dp_str who; /* empty when unknown */
} dp_system_claim;

typedef struct dp_system {
    dp_str id;
    const dp_system_entity *entities;
    const dp_system_claim *claims; /* reported claims, not the narrator's statements */
    const uint32_t *check_worthy;
    uint32_t entity_count, claim_count, check_worthy_count;
} dp_system;

/* Writes one line. Returns 0, or -1 when the file could not be written to. */
int dp_system_write(FILE *file, const dp_system *system);

#endif
