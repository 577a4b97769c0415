/*
 * sense.h - what kind of claim it is: direct or indirect, affirmed or denied, certain or hearsay, and when it was said.
 */
#ifndef DP_SENSE_H
#define DP_SENSE_H

#include "claims/report.h"

depeche_claim_kind dp_sense_kind(const dp_scene *scene, const dp_report *report);

/* How the source stands to the content, by the cue lexicon and the cue's negation. */
depeche_polarity dp_sense_polarity(const dp_scene *scene, const dp_report *report);

/* By the first finite verb of the content: the conditional of hearsay, the future, a question, an imperative. */
depeche_certainty dp_sense_certainty(const dp_scene *scene, const dp_report *report);

/* The date nearest to the cue, in its sentence and outside the content; DEPECHE_NONE when there is none. */
uint32_t dp_sense_said_at(const dp_scene *scene, const dp_values *values, const dp_report *report);

/* Lemma of the cue as the lexicon has it (else that of its head), and its class. Empty without a cue. */
dp_str dp_sense_cue_lemma(const dp_scene *scene, const dp_report *report);
dp_str dp_sense_cue_class(const dp_scene *scene, const dp_report *report);

#endif
