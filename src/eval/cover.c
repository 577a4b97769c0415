#include "eval/cover.h"

#include <stdlib.h>

static int compare_spans(const void *a, const void *b) {
    const depeche_span *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

int dp_cover_build(dp_arena *arena, const dp_letters *letters, const depeche_span *spans, uint32_t count,
                   dp_cover *cover) {
    *cover = (dp_cover){.at = dp_arena_calloc(arena, (size_t)count + 1, sizeof *cover->at)};
    if (!cover->at) return -1;
    if (count) memcpy(cover->at, spans, count * sizeof *spans);
    qsort(cover->at, count, sizeof *cover->at, compare_spans);
    for (uint32_t i = 0; i < count; i++) {
        depeche_span span = cover->at[i];
        if (span.end > letters->count) span.end = letters->count;
        if (span.start >= span.end) continue;
        depeche_span *last = cover->count ? &cover->at[cover->count - 1] : NULL;
        if (!last || span.start > last->end) {
            cover->at[cover->count++] = span;
        } else if (span.end > last->end) {
            last->end = span.end;
        }
    }
    for (uint32_t i = 0; i < cover->count; i++) {
        cover->size += letters->before[cover->at[i].end] - letters->before[cover->at[i].start];
    }
    return 0;
}

uint32_t dp_cover_shared(const dp_letters *letters, const dp_cover *a, const dp_cover *b) {
    uint32_t shared = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t start = a->at[i].start > b->at[j].start ? a->at[i].start : b->at[j].start;
        uint32_t end = a->at[i].end < b->at[j].end ? a->at[i].end : b->at[j].end;
        if (start < end) shared += letters->before[end] - letters->before[start];
        if (a->at[i].end < b->at[j].end) {
            i++;
        } else {
            j++;
        }
    }
    return shared;
}

static int compare_pairs(const void *a, const void *b) {
    const dp_pair *x = a, *y = b;
    if (x->overlap > y->overlap || x->overlap < y->overlap) return x->overlap > y->overlap ? -1 : 1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

typedef dp_array(dp_pair) pair_array;

/* All pairs that share something. */
static int find_candidates(dp_arena *arena, const dp_letters *letters, const dp_cover *a, uint32_t a_count,
                           const dp_cover *b, uint32_t b_count, pair_array *candidates) {
    for (uint32_t i = 0; i < a_count; i++) {
        for (uint32_t j = 0; j < b_count; j++) {
            uint32_t shared = dp_cover_shared(letters, &a[i], &b[j]);
            if (!shared) continue;
            dp_pair pair = {(double)shared / (double)(a[i].size + b[j].size - shared), i, j};
            if (!dp_array_push(arena, candidates, pair)) return -1;
        }
    }
    return 0;
}

int dp_cover_match(dp_arena *arena, const dp_letters *letters, const dp_cover *a, uint32_t a_count, const dp_cover *b,
                   uint32_t b_count, dp_pairs *pairs) {
    *pairs = (dp_pairs){0};
    pair_array candidates = {0};
    bool *a_taken = dp_arena_calloc(arena, (size_t)a_count + 1, sizeof *a_taken);
    bool *b_taken = dp_arena_calloc(arena, (size_t)b_count + 1, sizeof *b_taken);
    if (!a_taken || !b_taken || find_candidates(arena, letters, a, a_count, b, b_count, &candidates)) return -1;
    if (candidates.count) qsort(candidates.at, candidates.count, sizeof *candidates.at, compare_pairs);
    pairs->at = candidates.at;
    for (uint32_t c = 0; c < candidates.count; c++) {
        dp_pair pair = candidates.at[c];
        if (a_taken[pair.a] || b_taken[pair.b]) continue;
        a_taken[pair.a] = b_taken[pair.b] = true;
        pairs->at[pairs->count++] = pair;
    }
    return 0;
}
