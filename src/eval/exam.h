/*
 * exam.h - a document to measure against: what annotators found in it, and what they did not agree on.
 */
#ifndef DP_EXAM_H
#define DP_EXAM_H

#include "base/array.h"
#include "corpus/gold.h"

/* The spans of the content of one claim. */
typedef struct dp_spans {
    const depeche_span *at;
    uint32_t count;
} dp_spans;

/* What counts neither way: annotators differed on it. Sentences are told by any offset inside. */
typedef struct dp_optional {
    depeche_span *entities, *check_worthy;
    dp_spans *claims;
    uint32_t entity_count, check_worthy_count, claim_count;
} dp_optional;

typedef struct dp_exam {
    dp_gold gold;
    dp_optional optional;
} dp_exam;

typedef dp_array(dp_exam) dp_exams;

#endif
