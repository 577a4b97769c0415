#include "trainer/figures.h"

#include "tagger/label.h"

static const uint32_t NAMES = 1u << DP_TAG_PER | 1u << DP_TAG_ORG | 1u << DP_TAG_LOC;
static const uint32_t VALUES = 1u << DP_TAG_DATE | 1u << DP_TAG_MONEY | 1u << DP_TAG_PCT | 1u << DP_TAG_QTY;
static const uint32_t EVERYTHING = (1u << DP_TAG_COUNT) - 2;

static bool is_same(const dp_document *document, const dp_gold_entity *entity, const dp_tagged *tagged) {
    depeche_span span = dp_text_span(&document->text, tagged->tokens);
    return span.byte_start == entity->span.byte_start && span.byte_end == entity->span.byte_end &&
           dp_str_equal(entity->type, (dp_str){dp_tag_name(tagged->tag), strlen(dp_tag_name(tagged->tag))});
}

void dp_figures_add(dp_figures *figures, const dp_document *document, const dp_tags *tags) {
    uint32_t t = 0;
    for (uint32_t i = 0; i < tags->count; i++) figures->found[tags->at[i].tag]++;
    for (uint32_t e = 0; e < document->gold.entity_count; e++) {
        const dp_gold_entity *entity = &document->gold.entities[e];
        dp_tag tag = dp_tag_find(entity->type);
        figures->gold[tag]++;
        while (t < tags->count &&
               document->text.tokens[tags->at[t].tokens.first].byte_start < entity->span.byte_start) {
            t++;
        }
        if (t < tags->count && is_same(document, entity, &tags->at[t])) figures->right[tag]++;
    }
}

static void sum(const dp_figures *figures, uint32_t tags, uint32_t *right, uint32_t *found, uint32_t *gold) {
    *right = *found = *gold = 0;
    for (int tag = 0; tag < DP_TAG_COUNT; tag++) {
        if (!(tags >> tag & 1)) continue;
        *right += figures->right[tag];
        *found += figures->found[tag];
        *gold += figures->gold[tag];
    }
}

static double percent(uint32_t part, uint32_t whole) {
    return whole ? 100.0 * part / whole : 0.0;
}

double dp_figures_f1(const dp_figures *figures, uint32_t tags) {
    uint32_t right, found, gold;
    sum(figures, tags, &right, &found, &gold);
    return percent(2 * right, found + gold);
}

static void print_row(const dp_figures *figures, const char *name, uint32_t tags, FILE *file) {
    uint32_t right, found, gold;
    sum(figures, tags, &right, &found, &gold);
    fprintf(file, "%-9s %6.1f %6.1f %6.1f %7u %7u\n", name, percent(right, found), percent(right, gold),
            dp_figures_f1(figures, tags), gold, found);
}

void dp_figures_print(const dp_figures *figures, FILE *file) {
    fprintf(file, "%-9s %6s %6s %6s %7s %7s\n", "", "P", "R", "F1", "gold", "found");
    print_row(figures, "entities", EVERYTHING, file);
    print_row(figures, "names", NAMES, file);
    print_row(figures, "values", VALUES, file);
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        print_row(figures, dp_tag_name((dp_tag)tag), UINT32_C(1) << tag, file);
    }
}

void dp_figures_write_system(const dp_document *document, const dp_tags *tags, FILE *file) {
    fprintf(file, "{\"id\": \"%.*s\", \"entities\": [", (int)document->gold.id.len, document->gold.id.at);
    for (uint32_t i = 0; i < tags->count; i++) {
        depeche_span span = dp_text_span(&document->text, tags->at[i].tokens);
        fprintf(file, "%s{\"type\": \"%s\", \"start\": %u, \"end\": %u}", i ? ", " : "", dp_tag_name(tags->at[i].tag),
                span.start, span.end);
    }
    fprintf(file, "], \"claims\": [], \"check_worthy\": []}\n");
}
