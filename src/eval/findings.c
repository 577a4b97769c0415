#include "eval/findings.h"

#include <stdlib.h>

#include "base/array.h"

static const dp_str ENTITY_TYPES[] = {
    [DEPECHE_PERSON] = {"PER", 3}, [DEPECHE_ORGANIZATION] = {"ORG", 3}, [DEPECHE_LOCATION] = {"LOC", 3},
    [DEPECHE_EVENT] = {"EVT", 3},  [DEPECHE_WORK] = {"MISC", 4},        [DEPECHE_GROUP] = {"GRP", 3},
};

static const dp_str VALUE_TYPES[] = {
    [DEPECHE_VALUE_DATE] = {"DATE", 4},   [DEPECHE_VALUE_DURATION] = {"QTY", 3}, [DEPECHE_VALUE_MONEY] = {"MONEY", 5},
    [DEPECHE_VALUE_PERCENT] = {"PCT", 3}, [DEPECHE_VALUE_QUANTITY] = {"QTY", 3},
};

typedef dp_array(dp_gold_entity) entity_array;

static int gather_mentions(dp_arena *arena, const depeche_document *document, uint32_t number, entity_array *entities) {
    depeche_entity entity = depeche_document_entity(document, number);
    for (uint32_t m = 0; m < entity.mentions; m++) {
        depeche_mention mention = depeche_document_mention(document, number, m);
        if (mention.kind != DEPECHE_MENTION_NAME) continue;
        dp_gold_entity found = {ENTITY_TYPES[entity.type], mention.span};
        if (!dp_array_push(arena, entities, found)) return -1;
    }
    return 0;
}

static int compare_entities(const void *a, const void *b) {
    depeche_span x = ((const dp_gold_entity *)a)->span, y = ((const dp_gold_entity *)b)->span;
    if (x.start != y.start) return x.start < y.start ? -1 : 1;
    return (x.end > y.end) - (x.end < y.end);
}

static int gather_entities(dp_arena *arena, const depeche_document *document, dp_gold *found) {
    entity_array entities = {0};
    for (uint32_t e = 0; e < depeche_document_entity_count(document); e++) {
        if (gather_mentions(arena, document, e, &entities)) return -1;
    }
    for (uint32_t v = 0; v < depeche_document_value_count(document); v++) {
        depeche_value value = depeche_document_value(document, v);
        dp_gold_entity entity = {VALUE_TYPES[value.kind], value.span};
        if (!dp_array_push(arena, &entities, entity)) return -1;
    }
    if (entities.count) qsort(entities.at, entities.count, sizeof *entities.at, compare_entities);
    found->entities = entities.at;
    found->entity_count = entities.count;
    return 0;
}

static int keep_name(dp_arena *arena, dp_str name, dp_str *kept) {
    char *copy = dp_arena_alloc(arena, name.len + 1);
    if (!copy) return -1;
    if (name.len) memcpy(copy, name.at, name.len);
    *kept = (dp_str){copy, name.len};
    return 0;
}

/* The speaker's name as the source itself prints it ("CGT"), as the gold has it; else the entity's. */
static dp_str name_of_speaker(const depeche_document *document, const depeche_claim *claim) {
    dp_str name = claim->speaker_name;
    if (claim->speaker == DEPECHE_NONE || !claim->has_source) return name;
    depeche_entity entity = depeche_document_entity(document, claim->speaker);
    for (uint32_t m = 0; m < entity.mentions; m++) {
        depeche_mention mention = depeche_document_mention(document, claim->speaker, m);
        if (mention.kind == DEPECHE_MENTION_NAME && mention.span.start >= claim->source.start &&
            mention.span.end <= claim->source.end) {
            name = depeche_document_slice(document, mention.span);
        }
    }
    return name;
}

static int gather_claim(dp_arena *arena, const depeche_document *document, uint32_t number, dp_gold_claim *claim) {
    depeche_claim found = depeche_document_claim(document, number);
    depeche_span *spans = dp_arena_calloc(arena, (size_t)found.contents + found.cues + 1, sizeof *spans);
    if (!spans) return -1;
    *claim = (dp_gold_claim){.number = number + 1,
                             .has_source = found.has_source,
                             .source = found.source,
                             .contents = spans,
                             .content_count = found.contents,
                             .cues = spans + found.contents,
                             .cue_count = found.cues,
                             .nominal = found.kind == DEPECHE_CLAIM_NOMINAL};
    for (uint32_t i = 0; i < found.contents; i++) {
        claim->contents[i] = depeche_document_claim_content(document, number, i);
    }
    for (uint32_t i = 0; i < found.cues; i++) claim->cues[i] = depeche_document_claim_cue(document, number, i);
    return keep_name(arena, name_of_speaker(document, &found), &claim->who);
}

static int gather_claims(dp_arena *arena, const depeche_document *document, dp_gold *found) {
    uint32_t count = depeche_document_claim_count(document);
    found->claims = dp_arena_calloc(arena, count ? count : 1, sizeof *found->claims);
    if (!found->claims) return -1;
    for (uint32_t c = 0; c < count; c++) {
        if (depeche_document_claim(document, c).kind == DEPECHE_CLAIM_STATEMENT) continue;
        if (gather_claim(arena, document, c, &found->claims[found->claim_count++])) return -1;
    }
    return 0;
}

static int gather_worthy(dp_arena *arena, const depeche_document *document, dp_gold *found) {
    uint32_t count = depeche_document_sentence_count(document);
    found->check_worthy = dp_arena_calloc(arena, count ? count : 1, sizeof *found->check_worthy);
    if (!found->check_worthy) return -1;
    for (uint32_t s = 0; s < count; s++) {
        depeche_sentence sentence = depeche_document_sentence(document, s);
        if (sentence.check_worthiness < DP_FINDINGS_WORTHY) continue;
        depeche_span start = {sentence.span.start, sentence.span.start, sentence.span.byte_start,
                              sentence.span.byte_start};
        found->check_worthy[found->check_worthy_count++] = start;
    }
    return 0;
}

int dp_findings_gather(dp_arena *arena, const depeche_document *document, dp_gold *found) {
    *found = (dp_gold){0};
    if (gather_entities(arena, document, found) || gather_claims(arena, document, found)) return -1;
    return gather_worthy(arena, document, found);
}
