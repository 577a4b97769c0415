/*
 * models.h - whether the trained models of a pack are such as this engine reads.
 */
#ifndef DP_MODELS_H
#define DP_MODELS_H

#include "depeche/depeche.h"

/* Looks at every model that the pack holds. One that was trained with other features or labels, or is damaged, would be
 * passed over by its stage, which then finds nothing: better to refuse the pack. A pack may lack the tagger, or all models
 * of the claim stage, but not some of them. Errors: PACK_VERSION, with a sentence. */
depeche_status dp_models_check(const depeche_pack *pack, depeche_error *error);

#endif
