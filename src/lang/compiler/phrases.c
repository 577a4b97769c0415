#include "lang/compiler/phrases.h"

#include <stdlib.h>

#include "base/error.h"
#include "lang/compiler/merge.h"

int dp_phrases_add(dp_phrases *phrases, const dp_phrase *phrase) {
    return dp_array_push(phrases->arena, &phrases->phrases, *phrase) ? 0 : -1;
}

/* The number of first words that two phrases share. */
static uint32_t shared_words(const dp_phrase *a, const dp_phrase *b) {
    uint32_t most = a->count < b->count ? a->count : b->count, shared = 0;
    while (shared < most && a->words[shared] == b->words[shared]) shared++;
    return shared;
}

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int compare_phrases(const void *left, const void *right) {
    const dp_phrase *a = left, *b = right;
    uint32_t shared = shared_words(a, b);
    if (shared < a->count && shared < b->count) return compare_numbers(a->words[shared], b->words[shared]);
    int order;
    if ((order = compare_numbers(a->count, b->count)) || (order = compare_numbers(a->reading.list, b->reading.list)) ||
        (order = compare_numbers(a->reading.entry, b->reading.entry)) ||
        (order = compare_numbers(a->reading.column, b->reading.column)) ||
        (order = compare_numbers(a->order, b->order)) ||
        (order = compare_numbers(a->reading.signature, b->reading.signature))) {
        return order;
    }
    return compare_numbers(a->hash, b->hash);
}

/* The nodes from the root to the phrase at hand, and how many readings there are down to each. */
typedef struct dp_path {
    uint32_t nodes[DP_PACK_PHRASE_MAX + 1];
    uint32_t readings[DP_PACK_PHRASE_MAX + 1];
} dp_path;

/* Adds the node for the first `depth` words of a phrase below the path's last. */
static int add_node(dp_trie *trie, dp_path *path, const dp_phrase *phrase, uint32_t depth) {
    dp_pack_node node = {.first = trie->readings.count, .depth = (uint8_t)depth};
    if (!dp_array_push(trie->arena, &trie->nodes, node)) return -1;
    uint32_t parent = path->nodes[depth - 1], number = trie->nodes.count - 1;
    dp_pack_edge edge = {.node = parent, .word = phrase->words[depth - 1], .child = number};
    if (!dp_array_push(trie->arena, &trie->edges, edge)) return -1;
    if (parent) trie->nodes.at[parent].flags |= DP_PACK_NODE_PARENT;
    path->nodes[depth] = number;
    path->readings[depth] = path->readings[depth - 1];
    return 0;
}

static bool same_but_capitals(const dp_pack_reading *a, const dp_pack_reading *b) {
    return a->list == b->list && a->entry == b->entry && a->column == b->column && a->kind == b->kind;
}

/* Adds the reading of a phrase to its node, unless it is there already. */
static depeche_status add_reading(dp_trie *trie, dp_path *path, const dp_phrase *phrase, depeche_error *error) {
    dp_pack_node *node = &trie->nodes.at[path->nodes[phrase->count]];
    dp_pack_reading reading = phrase->reading;
    if (node->count) {
        const dp_pack_reading *last = &trie->readings.at[trie->readings.count - 1];
        if (same_but_capitals(last, &reading)) {
            if (last->signature == reading.signature) return DEPECHE_OK;
            reading.flags |= DP_PACK_READING_VARIANT;
        }
    }
    if (node->count == UINT16_MAX)
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "more than 65535 readings of a form");
    if (!dp_array_push(trie->arena, &trie->readings, reading)) {
        return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    }
    node->count++;
    if (!(reading.flags & DP_PACK_READING_VARIANT)) path->readings[phrase->count]++;
    if (path->readings[phrase->count] > trie->most_readings) trie->most_readings = path->readings[phrase->count];
    return DEPECHE_OK;
}

static depeche_status add_phrase(dp_trie *trie, dp_path *path, const dp_phrase *phrase, uint32_t known,
                                 depeche_error *error) {
    for (uint32_t depth = known + 1; depth <= phrase->count; depth++) {
        if (add_node(trie, path, phrase, depth)) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    }
    if (phrase->hash) {
        dp_pack_form_slot slot = {.hash = phrase->hash, .node = path->nodes[phrase->count]};
        if (!dp_array_push(trie->arena, &trie->forms, slot)) {
            return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
        }
    }
    return add_reading(trie, path, phrase, error);
}

depeche_status dp_phrases_build(dp_phrases *phrases, dp_trie *trie, depeche_error *error) {
    *trie = (dp_trie){.arena = phrases->arena};
    dp_pack_node none = {0};
    if (!dp_array_push(trie->arena, &trie->nodes, none))
        return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    uint32_t count = phrases->phrases.count;
    if (count) qsort(phrases->phrases.at, count, sizeof *phrases->phrases.at, compare_phrases);
    dp_path path = {0};
    for (uint32_t i = 0; i < count; i++) {
        const dp_phrase *phrase = &phrases->phrases.at[i];
        uint32_t known = i ? shared_words(phrase - 1, phrase) : 0;
        depeche_status status = add_phrase(trie, &path, phrase, known, error);
        if (status) return status;
    }
    return dp_trie_merge(trie) ? dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory") : DEPECHE_OK;
}

int dp_trie_write(const dp_trie *trie, dp_writer *writer, const char *nodes_name, const char *edges_name) {
    dp_str nodes = {(const char *)trie->nodes.at, trie->nodes.count * sizeof *trie->nodes.at};
    if (dp_writer_borrow(writer, nodes_name, nodes)) return -1;
    uint32_t inner = 0;
    for (uint32_t i = 0; i < trie->edges.count; i++) inner += trie->edges.at[i].node != 0;
    uint32_t slots = dp_writer_slots(inner);
    dp_pack_edge *edges = dp_writer_add(writer, edges_name, slots, sizeof *edges);
    if (!edges) return -1;
    for (uint32_t i = 0; i < trie->edges.count; i++) {
        dp_pack_edge edge = trie->edges.at[i];
        if (!edge.node) continue;
        uint32_t at = dp_pack_edge_hash(edge.node, edge.word) & (slots - 1);
        while (edges[at].node) at = (at + 1) & (slots - 1);
        edges[at] = edge;
    }
    return 0;
}
