/*
 * draft.h - reports as the models of cues and arguments propose them, each cue by itself, before they are weighed.
 */
#ifndef DP_DRAFT_H
#define DP_DRAFT_H

#include "claims/loose.h"
#include "learn/logistic.h"

/* Adds a report for every cue that is likely enough to be followed up and has a content, in the order of the cues, which
 * must outlive the reports. Cues that the coverage holds, those in signatures of messages, are passed over. `features`
 * is scratch. Returns 0 or -1 (memory). */
int dp_reports_draft(const dp_scene *scene, const dp_coverage *coverage, const dp_logistic *cue,
                     const dp_crf *argument, dp_cues *cues, dp_features *features, dp_reports *reports);

#endif
