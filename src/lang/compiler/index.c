#include "lang/compiler/index.h"

#include <stdlib.h>

int dp_index_add(dp_index *index, uint64_t hash, uint64_t rank, uint32_t thing) {
    dp_index_name name = {hash, rank, thing};
    return dp_array_push(index->arena, &index->names, name) ? 0 : -1;
}

static int compare_names(const void *left, const void *right) {
    const dp_index_name *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    return (a->thing > b->thing) - (a->thing < b->thing);
}

int dp_index_write(dp_index *index, dp_writer *writer, const char *slots_name, const char *order_name) {
    uint32_t count = index->names.count, slot_count = dp_writer_slots(count), kept = 0;
    const dp_index_name *names = index->names.at;
    if (count) qsort(index->names.at, count, sizeof *names, compare_names);
    uint32_t *order = dp_arena_calloc(index->arena, count, sizeof *order);
    dp_pack_name_slot *slots = dp_writer_add(writer, slots_name, slot_count, sizeof *slots);
    if (!order || !slots) return -1;
    for (uint32_t i = 0; i < count;) {
        dp_pack_name_slot slot = {.hash = names[i].hash, .first = kept};
        for (uint32_t first = i; i < count && names[i].hash == slot.hash; i++) {
            if (i == first || names[i].thing != names[i - 1].thing) order[kept++] = names[i].thing;
        }
        slot.count = kept - slot.first;
        uint32_t at = (uint32_t)slot.hash & (slot_count - 1);
        while (slots[at].count) at = (at + 1) & (slot_count - 1);
        slots[at] = slot;
    }
    return dp_writer_borrow(writer, order_name, (dp_str){(const char *)order, kept * sizeof *order});
}
