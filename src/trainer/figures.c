#include "trainer/figures.h"

#include "eval/standoff.h"
#include "tagger/label.h"

static bool is_same(const dp_document *document, const dp_gold_entity *entity, const dp_tagged *tagged) {
    depeche_span span = dp_text_span(&document->text, tagged->tokens);
    return span.byte_start == entity->span.byte_start && span.byte_end == entity->span.byte_end &&
           dp_str_equal(entity->type, (dp_str){dp_tag_name(tagged->tag), strlen(dp_tag_name(tagged->tag))});
}

void dp_figures_add(dp_figures *figures, const dp_document *document, const dp_tags *tags) {
    uint32_t t = 0;
    for (uint32_t i = 0; i < tags->count; i++) figures->types[tags->at[i].tag].found++;
    for (uint32_t e = 0; e < document->gold.entity_count; e++) {
        const dp_gold_entity *entity = &document->gold.entities[e];
        dp_count *count = &figures->types[dp_tag_find(entity->type)];
        count->gold++;
        while (t < tags->count &&
               document->text.tokens[tags->at[t].tokens.first].byte_start < entity->span.byte_start) {
            t++;
        }
        if (t < tags->count && is_same(document, entity, &tags->at[t])) count->right++;
    }
}

void dp_figures_print(const dp_figures *figures, FILE *file) {
    dp_score_print_entities(figures, file);
}

int dp_figures_write_system(dp_arena *arena, const dp_document *document, const dp_tags *tags, FILE *file) {
    dp_gold found = {.entities = dp_arena_calloc(arena, (size_t)tags->count + 1, sizeof *found.entities)};
    if (!found.entities) return -1;
    for (uint32_t i = 0; i < tags->count; i++) {
        const char *type = dp_tag_name(tags->at[i].tag);
        depeche_span span = dp_text_span(&document->text, tags->at[i].tokens);
        found.entities[found.entity_count++] = (dp_gold_entity){{type, strlen(type)}, span};
    }
    return dp_standoff_write(&found, document->gold.id, file);
}
