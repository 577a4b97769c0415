#include "lang/compiler/merge.h"

typedef struct dp_merge {
    const dp_trie *trie;
    uint32_t *first_child, *next_child; /* of each node; 0 ends a list, which is in the order of words */
    uint32_t *same;                     /* the node that each is merged into: itself for those that stay */
    uint32_t *slots, mask;              /* nodes that stay, by hash */
} dp_merge;

static uint32_t word_before(const dp_merge *merge, uint32_t node) {
    return merge->trie->edges.at[node - 1].word;
}

static uint64_t hash_node(const dp_merge *merge, uint32_t number) {
    const dp_pack_node *node = &merge->trie->nodes.at[number];
    dp_str readings = {(const char *)(merge->trie->readings.at + node->first), node->count * sizeof(dp_pack_reading)};
    uint64_t hash = dp_hash_mix(node->depth, node->count ? dp_str_hash(readings) : 0);
    for (uint32_t child = merge->first_child[number]; child; child = merge->next_child[child]) {
        hash = dp_hash_mix(hash, (uint64_t)word_before(merge, child) << 32 | merge->same[child]);
    }
    return hash;
}

static bool are_equal(const dp_merge *merge, uint32_t left, uint32_t right) {
    const dp_pack_node *a = &merge->trie->nodes.at[left], *b = &merge->trie->nodes.at[right];
    if (a->depth != b->depth || a->count != b->count) return false;
    const dp_pack_reading *readings = merge->trie->readings.at;
    if (a->count && memcmp(readings + a->first, readings + b->first, a->count * sizeof *readings)) return false;
    uint32_t x = merge->first_child[left], y = merge->first_child[right];
    while (x && y && word_before(merge, x) == word_before(merge, y) && merge->same[x] == merge->same[y]) {
        x = merge->next_child[x];
        y = merge->next_child[y];
    }
    return x == y;
}

/* Finds the node that each is merged into, the deepest first, so that children are done before their parents. */
static void find_same(dp_merge *merge) {
    for (uint32_t node = merge->trie->nodes.count - 1; node > 0; node--) {
        uint32_t at = (uint32_t)hash_node(merge, node) & merge->mask;
        while (merge->slots[at] && !are_equal(merge, merge->slots[at], node)) at = (at + 1) & merge->mask;
        if (!merge->slots[at]) merge->slots[at] = node;
        merge->same[node] = merge->slots[at];
    }
}

/* Copies a node that stays, its readings and its edges, to the end of `merged`; `numbers` are the new numbers. */
static int copy_node(const dp_merge *merge, uint32_t node, const uint32_t *numbers, dp_trie *merged) {
    const dp_trie *trie = merge->trie;
    if (node) {
        dp_pack_node copy = trie->nodes.at[node];
        copy.first = merged->readings.count;
        if (!dp_array_push(merged->arena, &merged->nodes, copy)) return -1;
    }
    for (uint32_t i = 0; i < trie->nodes.at[node].count; i++) {
        const dp_pack_reading *reading = &trie->readings.at[trie->nodes.at[node].first + i];
        if (!dp_array_push(merged->arena, &merged->readings, *reading)) return -1;
    }
    for (uint32_t child = merge->first_child[node]; child; child = merge->next_child[child]) {
        dp_pack_edge edge = {numbers[node], word_before(merge, child), numbers[merge->same[child]]};
        if (!dp_array_push(merged->arena, &merged->edges, edge)) return -1;
    }
    return 0;
}

static int copy_merged(const dp_merge *merge, uint32_t *numbers, dp_trie *merged) {
    const dp_trie *trie = merge->trie;
    dp_pack_node none = {0};
    if (!dp_array_push(merged->arena, &merged->nodes, none)) return -1;
    uint32_t next = 1;
    for (uint32_t node = 1; node < trie->nodes.count; node++) {
        if (merge->same[node] == node) numbers[node] = next++;
    }
    for (uint32_t node = 0; node < trie->nodes.count; node++) {
        if (merge->same[node] == node && copy_node(merge, node, numbers, merged)) return -1;
    }
    for (uint32_t i = 0; i < trie->forms.count; i++) {
        trie->forms.at[i].node = numbers[merge->same[trie->forms.at[i].node]];
    }
    merged->forms.at = trie->forms.at;
    merged->forms.count = trie->forms.count;
    merged->forms.capacity = trie->forms.capacity;
    return 0;
}

int dp_trie_merge(dp_trie *trie) {
    uint32_t count = trie->nodes.count, slots = dp_writer_slots(count);
    dp_merge merge = {.trie = trie, .mask = slots - 1};
    merge.first_child = dp_arena_calloc(trie->arena, count, sizeof(uint32_t));
    merge.next_child = dp_arena_calloc(trie->arena, count, sizeof(uint32_t));
    merge.same = dp_arena_calloc(trie->arena, count, sizeof(uint32_t));
    merge.slots = dp_arena_calloc(trie->arena, slots, sizeof(uint32_t));
    uint32_t *numbers = dp_arena_calloc(trie->arena, count, sizeof *numbers);
    if (!merge.first_child || !merge.next_child || !merge.same || !merge.slots || !numbers) return -1;
    for (uint32_t child = count - 1; child > 0; child--) {
        uint32_t parent = trie->edges.at[child - 1].node;
        merge.next_child[child] = merge.first_child[parent];
        merge.first_child[parent] = child;
    }
    find_same(&merge);
    dp_trie merged = {.arena = trie->arena, .most_readings = trie->most_readings};
    if (copy_merged(&merge, numbers, &merged)) return -1;
    *trie = merged;
    return 0;
}
