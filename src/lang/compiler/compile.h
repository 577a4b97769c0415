/*
 * compile.h - a language's folder made into a base pack.
 */
#ifndef DP_COMPILE_H
#define DP_COMPILE_H

#include "depeche/depeche.h"

/* What was compiled, for people. */
typedef struct dp_compiled {
    uint32_t words, sets, entries, phrases, nodes, most_hits;
    uint32_t cues_without_forms; /* verbs among the cues that the morphology does not have */
} dp_compiled;

/* Reads folder/pack.manifest and what it names, and writes the base pack to `path`. The same inputs give the same
 * bytes. `compiled` may be NULL. Errors: IO, TEXT, MEMORY, ARGUMENT; messages name file and line. */
DEPECHE_MUST_USE depeche_status dp_compile(const char *folder, const char *path, dp_compiled *compiled,
                                           depeche_error *error);

#endif
