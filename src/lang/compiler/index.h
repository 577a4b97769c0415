/*
 * index.h - names that lead to numbered things: the hash tables of cities and of tables.
 */
#ifndef DP_INDEX_H
#define DP_INDEX_H

#include "lang/compiler/writer.h"

typedef struct dp_index_name {
    uint64_t hash; /* of the folded name */
    uint64_t rank; /* things of one name are in the order of their ranks, then of their numbers */
    uint32_t thing;
} dp_index_name;

typedef struct dp_index {
    dp_arena *arena;
    dp_array(dp_index_name) names;
} dp_index;

/* Adds a name. Returns 0, or -1 when memory is out. */
int dp_index_add(dp_index *index, uint64_t hash, uint64_t rank, uint32_t thing);

/* Adds the sections of slots and of the order to a pack; both names must outlive the writer. A thing that has a name
 * twice is named once. Returns 0, or -1 when memory is out. */
int dp_index_write(dp_index *index, dp_writer *writer, const char *slots_name, const char *order_name);

#endif
