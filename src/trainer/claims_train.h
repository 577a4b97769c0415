/*
 * claims_train.h - training the models of the claim stage on annotated documents.
 */
#ifndef DP_CLAIMS_TRAIN_H
#define DP_CLAIMS_TRAIN_H

#include "corpus/gold.h"
#include "lang/pack.h"
#include "learn/train.h"

/* The models, in the order in which they are named by dp_claims_model_name. */
enum { DP_CLAIMS_MODELS = 5 };

/* The section of a pack that a model goes to: "model.claims.cue"... */
const char *dp_claims_model_name(unsigned model);

typedef struct dp_claims_trainer dp_claims_trainer;

/* A trainer over a base pack, which must outlive it. NULL when memory is out. */
dp_claims_trainer *dp_claims_trainer_new(const depeche_pack *pack);
void dp_claims_trainer_close(dp_claims_trainer *trainer);

/* Learns from one document; `scratch` is used and may be reset afterwards. Returns 0 or -1 (memory). */
int dp_claims_trainer_add(dp_claims_trainer *trainer, dp_arena *scratch, const dp_gold *gold);

/* Trains one model after the last document was added; deterministic, and different models may be trained on several
 * threads at once. `model` is the caller's, to close. Returns 0 or -1 (memory). */
int dp_claims_trainer_train(dp_claims_trainer *trainer, unsigned number, dp_model *model);

#endif
