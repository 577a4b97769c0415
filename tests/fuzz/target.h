/*
 * target.h - the fuzzing targets: functions that take any bytes, drive one part of the program with them and abort
 * where it breaks a promise. They are built twice: each with libFuzzer (option DEPECHE_FUZZ) as fuzz_NAME, and all
 * together as test_fuzz_seeds, which feeds them the bytes under seeds/NAME and regressions/NAME.
 */
#ifndef DP_FUZZ_TARGET_H
#define DP_FUZZ_TARGET_H

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"

typedef void fuzz_target(dp_str input);

fuzz_target fuzz_text;       /* cutting a text, quotations */
fuzz_target fuzz_html;       /* HTML to text, what is HTML */
fuzz_target fuzz_json;       /* reading JSON, splitting a file into articles */
fuzz_target fuzz_ninjs;      /* decoding messages, those of ninjs above all */
fuzz_target fuzz_analysis;   /* a French text through the whole analysis */
fuzz_target fuzz_message;    /* bytes to enriched document */
fuzz_target fuzz_memory;     /* the same with an allocation that fails */
fuzz_target fuzz_properties; /* configuration files and settings */
fuzz_target fuzz_pack;       /* damaged language packs */
fuzz_target fuzz_model;      /* damaged models */
fuzz_target fuzz_gold;       /* annotated documents */
fuzz_target fuzz_standoff;   /* annotations beside the text, and measuring by them */

/* A promise; ends the process where it is broken. */
#define FUZZ_CHECK(promise)                                                               \
    do {                                                                                  \
        if (!(promise)) {                                                                 \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #promise); \
            abort();                                                                      \
        }                                                                                 \
    } while (0)

/* The input without the bytes that are no UTF-8, in `arena`. */
dp_str fuzz_valid(dp_arena *arena, dp_str input);

/* A copy in memory of its own, so that the sanitizer sees every step beyond its end; freed with free(). */
dp_str fuzz_copy(dp_str input);

static inline void fuzz_free(dp_str copy) {
    free((void *)(uintptr_t)copy.at);
}

#endif
