/*
 * draft.h - reports as they are proposed, before they are weighed as a whole.
 */
#ifndef DP_DRAFT_H
#define DP_DRAFT_H

#include "claims/loose.h"
#include "learn/logistic.h"

/* Drafts the reports of a text: its embedded messages, which are covered, then one for every cue that is likely enough
 * to be followed up and has a content, in the order of the cues, which must outlive the drafts. Cues in the signatures of
 * messages are passed over. The contents are cut where drafts tell that they end (dp_reports_cut). `features` is scratch,
 * `drafts` empty before. Returns 0 or -1 (memory). */
int dp_reports_draft(const dp_scene *scene, const dp_logistic *cue_model, const dp_crf *argument_model,
                     dp_coverage *coverage, dp_cues *cues, dp_features *features, dp_reports *drafts);

#endif
