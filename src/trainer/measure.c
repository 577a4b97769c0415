#include "trainer/measure.h"

/* Tags a document with a model, as dp_tagger_run does with the model of a pack. */
static int tag_document(const dp_document *document, dp_str model, uint32_t families, dp_arena *arena, dp_tags *tags) {
    dp_tagger_model opened;
    if (dp_tagger_model_open(model, &opened, NULL)) return -1;
    dp_view view = document->view;
    dp_evidence_forget(&view.evidence);
    return dp_passes_run(&view, &opened, families, arena, tags);
}

int dp_measure(const dp_documents *documents, const bool *passed_over, dp_str model, uint32_t families, FILE *system,
               dp_figures *figures) {
    dp_arena arena;
    dp_arena_init(&arena);
    int result = 0;
    for (uint32_t i = 0; !result && i < documents->count; i++) {
        if (passed_over && passed_over[i]) continue;
        dp_tags tags;
        result = tag_document(&documents->at[i], model, families, &arena, &tags);
        if (!result) dp_figures_add(figures, &documents->at[i], &tags);
        if (!result && system) result = dp_figures_write_system(&arena, &documents->at[i], &tags, system);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
    return result;
}
