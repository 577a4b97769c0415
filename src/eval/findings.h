/*
 * findings.h - what the analysis found in a document, as annotators would have written it down.
 */
#ifndef DP_FINDINGS_H
#define DP_FINDINGS_H

#include "corpus/gold.h"

/* Fills *found (entities, claims, check-worthy sentences) from an analysed document; it lies in `arena`, names too.
 *   entities      mentions by name, and values (durations are QTY)
 *   claims        all but the narrator's own statements; `who` is the speaker's name as the source prints it, else as the
 *                 entity has it
 *   check-worthy  the starts of the sentences whose worth is at least DP_FINDINGS_WORTHY
 * Returns 0, or -1 when memory is out. */
int dp_findings_gather(dp_arena *arena, const depeche_document *document, dp_gold *found);

#define DP_FINDINGS_WORTHY 0.5f

#endif
