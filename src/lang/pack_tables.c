/* The tables of facts of a pack. */
#include "lang/fold.h"
#include "lang/pack_private.h"

int dp_pack_table(const depeche_pack *pack, const char *name) {
    dp_str wanted = {name, strlen(name)};
    for (uint32_t i = 0; i < pack->table_count; i++) {
        dp_pack_slice slice = pack->tables[i].name;
        if (dp_str_equal((dp_str){pack->table_text + slice.offset, slice.length}, wanted)) return (int)i;
    }
    return -1;
}

static bool is_table(const depeche_pack *pack, int table) {
    return table >= 0 && (uint32_t)table < pack->table_count;
}

uint32_t dp_pack_table_rows(const depeche_pack *pack, int table) {
    return is_table(pack, table) ? pack->tables[table].rows : 0;
}

size_t dp_pack_table_find(const depeche_pack *pack, int table, dp_str name, uint32_t *rows, size_t max) {
    char folded[DP_FOLD_MAX];
    size_t length = dp_fold(name, folded);
    if (!length || !is_table(pack, table)) return 0;
    uint64_t hash = dp_pack_table_hash((uint32_t)table, (dp_str){folded, length});
    const dp_pack_name_slot *slot = dp_pack_name_find(pack->table_slots, pack->table_mask, hash);
    uint32_t first = pack->tables[table].first_row;
    size_t count = 0;
    for (uint32_t i = 0; slot && i < slot->count && count < max; i++) {
        uint32_t row = pack->table_order[slot->first + i] - first;
        if (row < pack->tables[table].rows) rows[count++] = row;
    }
    return count;
}

dp_str dp_pack_table_field(const depeche_pack *pack, int table, uint32_t row, unsigned column) {
    if (row >= dp_pack_table_rows(pack, table)) return (dp_str){"", 0};
    const uint32_t *offsets = pack->row_offsets + pack->tables[table].first_row + row;
    return dp_pack_column((dp_str){pack->table_text + offsets[0], offsets[1] - offsets[0]}, column);
}
