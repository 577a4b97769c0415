/*
 * claims_graft.h - more sentences to learn from: the words of saying of one sentence put to a sentence of the narrator.
 *
 * The corpus quotes short; the press reports long sentences whole. "..., a indiqué le préfet" and "Selon le préfet,
 * ..." are taken from where they stand, and put behind or before sentences in which nobody speaks; all of such a
 * sentence is then the content.
 */
#ifndef DP_CLAIMS_GRAFT_H
#define DP_CLAIMS_GRAFT_H

#include "claims/scene.h"
#include "corpus/gold.h"

typedef struct dp_grafts dp_grafts;

/* Room for what is collected; NULL when memory is out. */
dp_grafts *dp_grafts_new(void);
void dp_grafts_close(dp_grafts *grafts);

/* Takes heads, tails and sentences of the narrator from a document, whose number grafts keep. Returns 0 or -1 (memory).
 */
int dp_grafts_collect(dp_grafts *grafts, const dp_scene *scene, const dp_gold *gold, uint32_t document);

/* How many grafted sentences there are, and one of them as a document of its own, in `arena`. Returns 0, -1 (memory),
 * or 1 when this number gives none. */
uint32_t dp_grafts_count(const dp_grafts *grafts);
int dp_grafts_make(const dp_grafts *grafts, dp_arena *arena, uint32_t number, dp_gold *gold);

/* The document that the content of a grafted sentence is of. */
uint32_t dp_grafts_document(const dp_grafts *grafts, uint32_t number);

#endif
