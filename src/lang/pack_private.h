/*
 * pack_private.h - an open pack: views into the mapped file. For the files of src/lang only.
 */
#ifndef DP_PACK_PRIVATE_H
#define DP_PACK_PRIVATE_H

#include "lang/pack_format.h"

/* A trie over words; see pack_format.h. */
typedef struct dp_pack_trie {
    const dp_pack_node *nodes;
    uint32_t node_count;
    const dp_pack_edge *edges;
    uint32_t edge_mask;
} dp_pack_trie;

struct depeche_pack {
    const unsigned char *bytes; /* the whole file */
    size_t size;
    const dp_pack_header *header;
    const dp_pack_section_entry *table;

    const dp_word *words;
    const dp_pack_links *links;
    uint32_t word_count;
    const uint32_t *word_offsets;
    const char *word_text;
    const dp_pack_word_slot *word_slots;
    uint32_t word_mask;

    dp_pack_trie phrases;
    const dp_pack_reading *readings;
    uint32_t reading_count;
    const dp_pack_form_slot *forms;
    uint32_t form_mask;

    const dp_pack_list *lists;
    const uint32_t *line_offsets;
    uint32_t entry_count; /* of all lists */
    const dp_pack_slice *kinds;
    uint32_t kind_count; /* of all lists */
    const char *list_text;
    size_t list_text_size;

    const dp_pack_set_info *sets;
    uint32_t set_count, set_stride; /* stride: u64 a group */
    const dp_pack_slice *members;
    uint32_t member_count;
    const uint64_t *groups;
    uint32_t group_count;
    dp_pack_trie set_phrases;
    const uint32_t *set_readings;
    uint32_t set_reading_count;
    const char *set_text;
    size_t set_text_size;

    const dp_pack_city *cities;
    uint32_t city_count;
    const uint32_t *city_order;
    uint32_t city_order_count;
    const dp_pack_name_slot *city_slots;
    uint32_t city_mask;
    const char *city_text;
    size_t city_text_size;

    const dp_pack_table_info *tables;
    uint32_t table_count;
    const uint32_t *row_offsets;
    uint32_t row_count; /* of all tables */
    const uint32_t *table_order;
    uint32_t table_order_count;
    const dp_pack_name_slot *table_slots;
    uint32_t table_mask;
    const char *table_text;
    size_t table_text_size;

    dp_str *rule_strings; /* what `rules` points into */
    dp_token_rules rules;
};

/* Points the views of `pack` (bytes, size, header and table set, the table verified) at its sections and verifies every
 * number in them. Gives what is wrong as a phrase ("words.links: a node is out of range"), or NULL when all is right.
 */
const char *dp_pack_verify(depeche_pack *pack);

/* The slot of a name, NULL when there is none. */
static inline const dp_pack_name_slot *dp_pack_name_find(const dp_pack_name_slot *slots, uint32_t mask, uint64_t hash) {
    for (uint32_t at = (uint32_t)hash & mask; slots[at].count; at = (at + 1) & mask) {
        if (slots[at].hash == hash) return &slots[at];
    }
    return NULL;
}

/* A column of a line of columns separated by tabs; empty when there is none, also where it is "-". */
dp_str dp_pack_column(dp_str line, unsigned column);

/* The child of `node` for `word` in a trie, 0 when it has none. */
static inline uint32_t dp_pack_trie_next(const dp_pack_trie *trie, uint32_t node, uint32_t word) {
    for (uint32_t at = dp_pack_edge_hash(node, word) & trie->edge_mask;; at = (at + 1) & trie->edge_mask) {
        const dp_pack_edge *edge = &trie->edges[at];
        if (edge->node == node && edge->word == word) return edge->child;
        if (edge->node == 0) return 0;
    }
}

#endif
