#include "cli/pieces.h"

#include <stdlib.h>

#include "base/memory.h"

/* Deeper nesting than this is not shown. */
enum { NESTING_MAX = 16 };

/* Something over a stretch of text. */
typedef struct cover {
    uint32_t start, end, item;
    dp_layer layer;
} cover;

typedef struct covers {
    cover *at;
    size_t count, capacity;
    bool failed;
} covers;

/* The covers of one layer that are open at a place, the innermost last. */
typedef struct open_covers {
    const cover *at[NESTING_MAX];
    size_t count;
} open_covers;

static void add_cover(covers *all, dp_layer layer, uint32_t item, depeche_span span) {
    if (span.byte_end <= span.byte_start || all->failed) return;
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 256;
        cover *grown = dp_realloc(all->at, capacity * sizeof *grown);
        if (!grown) {
            all->failed = true;
            return;
        }
        all->at = grown;
        all->capacity = capacity;
    }
    all->at[all->count++] = (cover){span.byte_start, span.byte_end, item, layer};
}

static void add_claim(covers *all, const depeche_document *document, uint32_t number) {
    depeche_claim claim = depeche_document_claim(document, number);
    for (uint32_t k = 0; k < claim.contents; k++) {
        add_cover(all, DP_LAYER_CLAIM, number, depeche_document_claim_content(document, number, k));
    }
    for (uint32_t k = 0; k < claim.cues; k++) {
        add_cover(all, DP_LAYER_CUE, number, depeche_document_claim_cue(document, number, k));
    }
    if (claim.has_source) add_cover(all, DP_LAYER_SOURCE, number, claim.source);
}

static void collect(const depeche_document *document, covers *all) {
    uint32_t count = depeche_document_sentence_count(document);
    for (uint32_t i = 0; i < count; i++) {
        add_cover(all, DP_LAYER_SENTENCE, i, depeche_document_sentence(document, i).span);
    }
    count = depeche_document_claim_count(document);
    for (uint32_t i = 0; i < count; i++) add_claim(all, document, i);
    count = depeche_document_value_count(document);
    for (uint32_t i = 0; i < count; i++) add_cover(all, DP_LAYER_VALUE, i, depeche_document_value(document, i).span);
    count = depeche_document_entity_count(document);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t mentions = depeche_document_entity(document, i).mentions;
        for (uint32_t k = 0; k < mentions; k++) {
            add_cover(all, DP_LAYER_ENTITY, i, depeche_document_mention(document, i, k).span);
        }
    }
}

/* By start, the longer first, so that what opens later lies inside. */
static int compare_covers(const void *a, const void *b) {
    const cover *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end > y->end ? -1 : 1;
    if (x->layer != y->layer) return x->layer < y->layer ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

static int compare_places(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* All starts and ends, 0 and the end of the text, sorted and each once; NULL when memory is out. */
static uint32_t *find_borders(const covers *all, uint32_t length, size_t *count) {
    uint32_t *borders = dp_malloc((2 * all->count + 2) * sizeof *borders);
    if (!borders) return NULL;
    size_t total = 0;
    borders[total++] = 0;
    borders[total++] = length;
    for (size_t i = 0; i < all->count; i++) {
        borders[total++] = all->at[i].start;
        borders[total++] = all->at[i].end;
    }
    qsort(borders, total, sizeof *borders, compare_places);
    size_t kept = 0;
    for (size_t i = 0; i < total; i++) {
        if (kept == 0 || borders[kept - 1] != borders[i]) borders[kept++] = borders[i];
    }
    *count = kept;
    return borders;
}

static void close_ended(open_covers *open, uint32_t place) {
    size_t kept = 0;
    for (size_t i = 0; i < open->count; i++) {
        if (open->at[i]->end > place) open->at[kept++] = open->at[i];
    }
    open->count = kept;
}

static void fill_pieces(const covers *all, const uint32_t *borders, size_t border_count, dp_pieces *pieces) {
    open_covers open[DP_LAYER_COUNT] = {0};
    size_t next = 0;
    for (size_t i = 0; i + 1 < border_count; i++) {
        dp_piece *piece = &pieces->at[pieces->count++];
        *piece = (dp_piece){.start = borders[i], .end = borders[i + 1]};
        for (int layer = 0; layer < DP_LAYER_COUNT; layer++) close_ended(&open[layer], borders[i]);
        for (; next < all->count && all->at[next].start == borders[i]; next++) {
            open_covers *of = &open[all->at[next].layer];
            if (of->count < NESTING_MAX) of->at[of->count++] = &all->at[next];
        }
        for (int layer = 0; layer < DP_LAYER_COUNT; layer++) {
            size_t depth = open[layer].count;
            piece->of[layer] = depth ? open[layer].at[depth - 1]->item : DEPECHE_NONE;
        }
    }
}

int dp_pieces_cut(const depeche_document *document, dp_pieces *pieces) {
    *pieces = (dp_pieces){0};
    covers all = {0};
    collect(document, &all);
    if (all.count) qsort(all.at, all.count, sizeof *all.at, compare_covers);
    size_t border_count = 0;
    uint32_t *borders =
        all.failed ? NULL : find_borders(&all, (uint32_t)depeche_document_text(document).len, &border_count);
    if (borders) pieces->at = dp_calloc(border_count, sizeof *pieces->at);
    if (pieces->at) fill_pieces(&all, borders, border_count, pieces);
    dp_free(borders);
    dp_free(all.at);
    return pieces->at ? 0 : -1;
}

void dp_pieces_close(dp_pieces *pieces) {
    dp_free(pieces->at);
    *pieces = (dp_pieces){0};
}
