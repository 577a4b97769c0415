/*
 * passes.h - the two passes of the tagger over a document, for the tagger and for its training.
 *
 * The first pass labels each sentence by itself, with the evidence of forms; the second sees the first one's labels of
 * the whole document (stacking: Krishnan and Manning, ACL 2006).
 */
#ifndef DP_PASSES_H
#define DP_PASSES_H

#include "learn/crf.h"
#include "tagger/label.h"
#include "tagger/templates.h"

/* A piece of a sentence, at most DP_PIECE_MAX tokens, that is labelled as one sequence: the one that starts at `first`.
 */
dp_range dp_piece_at(const dp_text *text, uint32_t first);

typedef enum dp_pass { DP_PASS_FIRST = 0, DP_PASS_SECOND } dp_pass;

/* The templates of a pass, of the families in the set. */
void dp_pass_templates(dp_pass pass, uint32_t families, dp_templates *templates);

/* Appends the features of the tokens of a piece to `features`; `facts` is scratch room from dp_facts_new. Returns 0 or
 * -1 (memory). */
int dp_piece_features(const dp_view *view, dp_pass pass, const dp_templates *templates, dp_range piece,
                      dp_token_facts *facts, dp_features *features);

/* Where a pass writes what it finds, by token. */
typedef struct dp_labelling {
    uint8_t *labels;
    uint8_t *sureness; /* probability of the label in 255ths */
    int16_t *sums;     /* [token][stride]: emission scores; a pass adds its own to what is there */
} dp_labelling;

/* A labelling with room for `tokens` tokens and no scores yet. Returns 0 or -1 (memory). */
int dp_labelling_new(dp_arena *arena, uint32_t tokens, dp_labelling *labelling);

/* Labels all tokens of the document by a model. Scratch memory from `arena`. Returns 0 or -1 (memory). */
int dp_pass_run(const dp_view *view, dp_pass pass, const dp_crf *crf, uint32_t families, dp_arena *arena,
                dp_labelling *labelling);

/* The tags of labelled tokens. Returns 0 or -1 (memory). */
int dp_tags_of_labels(dp_arena *arena, const uint8_t *labels, const uint8_t *sureness, uint32_t count, dp_tags *tags);

/* The bytes of a tagger model: two CRF models one after the other. Header: "DPT1", the fingerprint of the templates,
 * size of the first model and of the second (64 bits each), padded to 64 bytes; each model is padded to 64 bytes. The
 * second may be missing (size 0): then there is one pass. */
typedef struct dp_tagger_model {
    dp_crf first, second;
    bool has_second;
} dp_tagger_model;

/* Runs both passes over a document whose evidence has no votes yet. Families beyond the passes' own are left out.
 * Results lie in `arena`. Returns 0 or -1 (memory). */
int dp_passes_run(dp_view *view, const dp_tagger_model *model, uint32_t families, dp_arena *arena, dp_tags *tags);

/* Opens a model on its bytes, which must be 16-byte aligned and outlive it. Errors: PACK_FORMAT. */
depeche_status dp_tagger_model_open(dp_str bytes, dp_tagger_model *model, depeche_error *error);

#endif
