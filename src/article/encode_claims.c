#include <stdlib.h>

#include "article/encoding.h"

static const char *const kinds[] = {"direct", "indirect", "mixed", "nominal", "statement"};
static const char *const polarities[] = {"asserts", "denies", "doubts", "wishes", "asks", "orders"};
static const char *const certainties[] = {"asserted", "conditional", "future", "question", "imperative"};

/* A mention or value, to be found by its place in the text. */
typedef struct place {
    uint32_t start, end, number; /* number of the entity or value */
} place;

typedef struct places {
    place *at;
    uint32_t count;
    uint32_t *seen; /* for every entity or value: the last claim that listed it, plus one */
    uint32_t *found;
} places;

static int compare_places(const void *a, const void *b) {
    const place *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int open_places(dp_arena *arena, places *all, uint32_t count, uint32_t numbers) {
    *all = (places){.at = dp_arena_calloc(arena, count, sizeof *all->at),
                    .seen = dp_arena_calloc(arena, numbers, sizeof *all->seen),
                    .found = dp_arena_calloc(arena, numbers, sizeof *all->found)};
    return all->at && all->seen && all->found ? 0 : -1;
}

static int place_entities(dp_arena *arena, const depeche_document *document, places *all) {
    uint32_t entities = depeche_document_entity_count(document), count = 0;
    for (uint32_t i = 0; i < entities; i++) count += depeche_document_entity(document, i).mentions;
    if (open_places(arena, all, count, entities)) return -1;
    for (uint32_t i = 0; i < entities; i++) {
        uint32_t mentions = depeche_document_entity(document, i).mentions;
        for (uint32_t k = 0; k < mentions; k++) {
            depeche_span span = depeche_document_mention(document, i, k).span;
            all->at[all->count++] = (place){span.start, span.end, i};
        }
    }
    qsort(all->at, all->count, sizeof *all->at, compare_places);
    return 0;
}

static int place_values(dp_arena *arena, const depeche_document *document, places *all) {
    uint32_t values = depeche_document_value_count(document);
    if (open_places(arena, all, values, values)) return -1;
    for (uint32_t i = 0; i < values; i++) {
        depeche_span span = depeche_document_value(document, i).span;
        all->at[all->count++] = (place){span.start, span.end, i};
    }
    qsort(all->at, all->count, sizeof *all->at, compare_places);
    return 0;
}

/* The first place that starts at `start` or later. */
static uint32_t first_from(const places *all, uint32_t start) {
    uint32_t low = 0, high = all->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (all->at[middle].start < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Lists what lies inside of the claim's content, each once, by number. */
static void write_inside(dp_writer *w, const depeche_document *document, uint32_t claim, uint32_t contents, places *all,
                         const char *name, char kind) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < contents; i++) {
        depeche_span span = depeche_document_claim_content(document, claim, i);
        for (uint32_t p = first_from(all, span.start); p < all->count && all->at[p].start < span.end; p++) {
            uint32_t number = all->at[p].number;
            if (all->at[p].end > span.end || all->seen[number] == claim + 1) continue;
            all->seen[number] = claim + 1;
            all->found[count++] = number;
        }
    }
    if (!count) return;
    qsort(all->found, count, sizeof *all->found, compare_numbers);
    dp_writer_name(w, name);
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) dp_writer_id(w, kind, all->found[i] + 1);
    dp_writer_end(w, ']');
}

static void write_spans(dp_writer *w, const depeche_document *document, const char *name, uint32_t claim,
                        uint32_t count, depeche_span (*get)(const depeche_document *, uint32_t, uint32_t)) {
    dp_writer_name(w, name);
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        dp_writer_open(w, '{');
        dp_encode_excerpt(w, document, get(document, claim, i));
        dp_writer_end(w, '}');
    }
    dp_writer_end(w, ']');
}

static void write_cue(dp_writer *w, const depeche_document *document, uint32_t number, const depeche_claim *claim) {
    if (!claim->cues) return;
    dp_writer_name(w, "cue");
    dp_writer_open(w, '{');
    write_spans(w, document, "spans", number, claim->cues, depeche_document_claim_cue);
    if (claim->cue_lemma.len) {
        dp_writer_name(w, "lemma");
        dp_writer_string(w, claim->cue_lemma);
    }
    if (claim->cue_class.len) {
        dp_writer_name(w, "class");
        dp_writer_string(w, claim->cue_class);
    }
    if (claim->cue_negated) {
        dp_writer_name(w, "negated");
        dp_writer_boolean(w, true);
    }
    dp_writer_end(w, '}');
}

static void write_speaker(dp_writer *w, const depeche_document *document, uint32_t number, const depeche_claim *claim) {
    if (!claim->has_source && claim->speaker == DEPECHE_NONE && !claim->speaker_name.len) return;
    dp_writer_name(w, "speaker");
    dp_writer_open(w, '{');
    if (claim->has_source) dp_encode_excerpt(w, document, claim->source);
    if (claim->speaker_name.len) {
        dp_writer_name(w, "name");
        dp_writer_string(w, claim->speaker_name);
    }
    if (claim->speaker != DEPECHE_NONE) {
        dp_writer_name(w, "entity");
        dp_writer_id(w, 'e', claim->speaker + 1);
    }
    if (claim->joint_speakers) {
        dp_writer_name(w, "with");
        dp_writer_open(w, '[');
        for (uint32_t i = 0; i < claim->joint_speakers; i++) {
            dp_writer_id(w, 'e', depeche_document_claim_joint_speaker(document, number, i) + 1);
        }
        dp_writer_end(w, ']');
    }
    dp_writer_end(w, '}');
}

static void write_reference(dp_writer *w, const char *name, char kind, uint32_t number) {
    if (number == DEPECHE_NONE) return;
    dp_writer_name(w, name);
    dp_writer_id(w, kind, number + 1);
}

static void write_claim(dp_writer *w, const depeche_document *document, uint32_t number, places *mentions,
                        places *values) {
    depeche_claim claim = depeche_document_claim(document, number);
    dp_writer_open(w, '{');
    dp_writer_name(w, "id");
    dp_writer_id(w, 'c', number + 1);
    dp_writer_name(w, "kind");
    dp_writer_word(w, kinds[claim.kind]);
    write_spans(w, document, "content", number, claim.contents, depeche_document_claim_content);
    write_cue(w, document, number, &claim);
    write_speaker(w, document, number, &claim);
    write_reference(w, "reported_by", 'c', claim.reported_by);
    dp_writer_name(w, "polarity");
    dp_writer_word(w, polarities[claim.polarity]);
    dp_writer_name(w, "certainty");
    dp_writer_word(w, certainties[claim.certainty]);
    write_reference(w, "said_at", 'v', claim.said_at);
    write_inside(w, document, number, claim.contents, mentions, "entities", 'e');
    write_inside(w, document, number, claim.contents, values, "values", 'v');
    dp_writer_name(w, "check_worthiness");
    dp_writer_score(w, claim.check_worthiness);
    dp_encode_factors(w, document, depeche_document_claim_factor_count(document, number), number,
                      depeche_document_claim_factor);
    dp_writer_end(w, '}');
}

int dp_encode_claims(dp_writer *w, dp_arena *arena, const depeche_document *document) {
    uint32_t count = depeche_document_claim_count(document);
    places mentions = {0}, values = {0};
    bool memory =
        count == 0 || (!place_entities(arena, document, &mentions) && !place_values(arena, document, &values));
    dp_writer_name(w, "claims");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count && memory; i++) write_claim(w, document, i, &mentions, &values);
    dp_writer_end(w, ']');
    return memory ? 0 : -1;
}
