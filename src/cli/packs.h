/*
 * packs.h - the language packs that the settings ask for.
 */
#ifndef DP_PACKS_H
#define DP_PACKS_H

#include "cli/exit.h"
#include "depeche/depeche.h"
#include "ops/settings.h"

enum { DP_PACKS_MAX = 16 };

typedef struct dp_packs {
    depeche_pack *at[DP_PACKS_MAX];
    size_t count;
} dp_packs;

/* Opens the pack of each language of the setting `languages`. On failure says why in *error and leaves none open:
 * DP_EXIT_CONFIGURATION, or DP_EXIT_FAILURE when memory is out. */
dp_exit dp_packs_open(const dp_settings *settings, dp_packs *packs, depeche_error *error);
void dp_packs_close(dp_packs *packs);

#endif
