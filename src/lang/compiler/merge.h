/*
 * merge.h - equal subtrees of a trie made one: the inflected forms of a verb have one continuation, not forty.
 */
#ifndef DP_COMPILER_MERGE_H
#define DP_COMPILER_MERGE_H

#include "lang/compiler/phrases.h"

/* Merges the nodes of equal depth, readings and continuations. Expects a trie as dp_phrases_build makes it: edge i
 * leads to node i + 1, children come after their parents. Afterwards a node may have several parents, all of one depth;
 * edges are in the order of node and word. Returns 0, or -1 when memory is out. */
int dp_trie_merge(dp_trie *trie);

#endif
