#include "trainer/documents.h"

#include "corpus/folder.h"
#include "tagger/label.h"

/* Labels the tokens that lie inside an entity. `token` is where to start looking. Gives where to start next. */
static uint32_t label_entity(const dp_gold_entity *entity, uint32_t token, dp_document *document) {
    const dp_text *text = &document->text;
    dp_tag tag = dp_tag_find(entity->type);
    while (token < text->token_count && text->tokens[token].byte_start < entity->span.byte_start) token++;
    uint32_t first = token;
    while (token < text->token_count && text->tokens[token].byte_end <= entity->span.byte_end) {
        document->labels[token] = token == first ? dp_label_begin(tag) : dp_label_inside(tag);
        token++;
    }
    bool aligned = token > first && text->tokens[first].byte_start == entity->span.byte_start &&
                   text->tokens[token - 1].byte_end == entity->span.byte_end;
    document->unaligned += !aligned;
    return token;
}

static int prepare(const depeche_pack *pack, dp_arena *arena, dp_document *document) {
    dp_text *text = &document->text;
    if (dp_text_cut(arena, dp_pack_token_rules(pack), document->gold.text, document->gold.title_length, text))
        return -1;
    dp_pack_assign_words(pack, text);
    if (dp_pack_split_pairs(pack, arena, text)) return -1;
    if (dp_quotations_find(arena, text, &document->quotations)) return -1;
    document->labels = dp_arena_calloc(arena, text->token_count, 1);
    if (!document->labels) return -1;
    uint32_t token = 0;
    for (uint32_t e = 0; e < document->gold.entity_count; e++) {
        token = label_entity(&document->gold.entities[e], token, document);
    }
    return dp_view_open(pack, arena, text, &document->quotations, &document->view);
}

depeche_status dp_documents_read(const depeche_pack *pack, dp_arena *arena, const char *folder, dp_documents *documents,
                                 depeche_error *error) {
    dp_folder list;
    depeche_status status = dp_folder_list(arena, folder, ".ann", &list, error);
    if (status) return status;
    *documents = (dp_documents){.at = dp_arena_calloc(arena, list.count, sizeof *documents->at)};
    if (!documents->at) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", folder);
    for (uint32_t i = 0; i < list.count; i++) {
        dp_document *document = &documents->at[documents->count++];
        status = dp_gold_read(arena, list.paths[i], &document->gold, error);
        if (status) return status;
        if (prepare(pack, arena, document)) {
            return dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", list.paths[i]);
        }
    }
    return DEPECHE_OK;
}
