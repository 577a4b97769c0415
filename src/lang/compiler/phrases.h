/*
 * phrases.h - sequences of words with their readings, made into a trie.
 */
#ifndef DP_PHRASES_H
#define DP_PHRASES_H

#include "lang/compiler/vocabulary.h"

typedef struct dp_phrase {
    const uint32_t *words; /* of the vocabulary; after numbering the final numbers */
    uint32_t count;
    uint16_t order; /* the place of the kind in the entry's line */
    uint64_t hash;  /* of the folded form; 0 when it is not looked up as a whole */
    dp_pack_reading reading;
} dp_phrase;

typedef struct dp_phrases {
    dp_arena *arena;
    dp_array(dp_phrase) phrases;
} dp_phrases;

/* Adds a phrase of 1 to DP_PACK_PHRASE_MAX words, which must live as long as `phrases`. Returns 0, or -1 when memory is
 * out. */
int dp_phrases_add(dp_phrases *phrases, const dp_phrase *phrase);

typedef struct dp_trie {
    dp_arena *arena;
    dp_array(dp_pack_node) nodes;
    dp_array(dp_pack_edge) edges; /* those of the root have node 0 */
    dp_array(dp_pack_reading) readings;
    dp_array(dp_pack_form_slot) forms; /* one an element, not yet a table */
    uint32_t most_readings;            /* readings on the richest path from the root */
} dp_trie;

/* Sorts the phrases, whose words are final numbers, and builds their trie. Equal readings of a node are one,
 * equal subtrees too (merge.h). Errors:
 * MEMORY, ARGUMENT (a node with more than 65,535 readings). */
depeche_status dp_phrases_build(dp_phrases *phrases, dp_trie *trie, depeche_error *error);

/* Adds the sections of nodes and of edges to a pack. Returns 0, or -1 when memory is out. */
int dp_trie_write(const dp_trie *trie, dp_writer *writer, const char *nodes_name, const char *edges_name);

#endif
