/*
 * claims_train.h - training the models of the claim stage on annotated documents.
 */
#ifndef DP_CLAIMS_TRAIN_H
#define DP_CLAIMS_TRAIN_H

#include "corpus/gold.h"
#include "lang/pack.h"
#include "learn/train.h"

/* The models, in the order in which they are named by dp_claims_model_name. */
enum { DP_CLAIMS_MODELS = 6 };

/* The section of a pack that a model goes to: "model.claims.cue"... */
const char *dp_claims_model_name(unsigned model);

typedef struct dp_claims_trainer dp_claims_trainer;

/* A trainer over a base pack, which must outlive it. NULL when memory is out. */
dp_claims_trainer *dp_claims_trainer_new(const depeche_pack *pack);
void dp_claims_trainer_close(dp_claims_trainer *trainer);

/* Learns from one document; `scratch` is used and may be reset afterwards. Returns 0 or -1 (memory). */
int dp_claims_trainer_add(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold);

/* After the last document: ends the adding. Returns 0 or -1 (memory). */
int dp_claims_trainer_finish(dp_claims_trainer *trainer);

/* How reports are weighed is learned from those that models propose which did not learn from the document. This trains
 * such models, on all documents but every DP_CLAIMS_FOLDS-th from `fold` on, which serve to calibrate the one of cues; a
 * grafted sentence of another document may have words of saying of such a one. Folds may be trained on several threads at once.
 * Returns 0 or -1 (memory). */
enum { DP_CLAIMS_FOLDS = 2 };
int dp_claims_trainer_train_fold(dp_claims_trainer *trainer, uint32_t fold);

/* Learns from the reports proposed for a document, after all folds were trained; `number` counts the documents in the
 * order of their adding. Returns 0 or -1 (memory). */
int dp_claims_trainer_add_reports(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold, uint32_t number);

/* Trains one model; deterministic, and different models may be trained on several threads at once. `model` is the
 * caller's, to close. Returns 0 or -1 (memory). */
int dp_claims_trainer_train(dp_claims_trainer *trainer, unsigned number, dp_model *model);

#endif
