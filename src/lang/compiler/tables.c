#include "lang/compiler/tables.h"

#include "base/error.h"
#include "lang/fold.h"

static depeche_status add_key(dp_tables *tables, const dp_source *source, dp_str key, uint32_t row,
                              depeche_error *error) {
    char folded[DP_FOLD_MAX];
    dp_str whole = {folded, dp_fold(key, folded)};
    if (!whole.len) return dp_source_fail(source, error, "a name is empty or longer than %d bytes", (int)DP_FOLD_MAX);
    uint64_t hash = dp_pack_table_hash(tables->tables.count, whole);
    if (dp_index_add(&tables->index, hash, 0, row)) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    return DEPECHE_OK;
}

static depeche_status add_line(dp_tables *tables, const dp_manifest_table *manifest, const dp_source *source,
                               dp_str line, depeche_error *error) {
    dp_str fields[DP_MANIFEST_COLUMNS];
    depeche_status status = dp_source_fields(source, line, fields, manifest->columns, error);
    for (unsigned i = 0; !status && i < manifest->key_count; i++) {
        for (dp_str rest = fields[manifest->keys[i]], key; !status && dp_source_value(&rest, &key);) {
            status = add_key(tables, source, key, tables->lines.count, error);
        }
    }
    if (!status && !dp_array_push(tables->arena, &tables->lines, line)) {
        status = dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    }
    return status;
}

depeche_status dp_tables_read(dp_tables *tables, const dp_manifest_table *manifest, dp_source *source,
                              depeche_error *error) {
    dp_table table = {.name = manifest->name, .first_row = tables->lines.count};
    for (dp_str line; dp_source_next(source, &line);) {
        depeche_status status = add_line(tables, manifest, source, line, error);
        if (status) return status;
    }
    table.rows = tables->lines.count - table.first_row;
    if (dp_array_push(tables->arena, &tables->tables, table)) return DEPECHE_OK;
    return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
}

int dp_tables_write(dp_tables *tables, dp_writer *writer) {
    uint32_t rows = tables->lines.count, count = tables->tables.count, offset = 0;
    uint64_t size = 0;
    for (uint32_t i = 0; i < rows; i++) size += tables->lines.at[i].len;
    for (uint32_t i = 0; i < count; i++) size += tables->tables.at[i].name.len;
    if (size > UINT32_MAX) return -1;
    dp_pack_table_info *info = dp_writer_add(writer, "tables.info", count, sizeof *info);
    uint32_t *offsets = dp_writer_add(writer, "tables.offsets", (size_t)rows + 1, sizeof *offsets);
    char *text = dp_writer_add(writer, "tables.text", (size_t)size, 1);
    if (!info || !offsets || !text) return -1;
    for (uint32_t i = 0; i < rows; i++) {
        dp_str line = tables->lines.at[i];
        offsets[i] = offset;
        memcpy(text + offset, line.at, line.len);
        offset += (uint32_t)line.len;
    }
    offsets[rows] = offset;
    for (uint32_t i = 0; i < count; i++) {
        const dp_table *table = &tables->tables.at[i];
        info[i] = (dp_pack_table_info){{offset, (uint32_t)table->name.len}, table->first_row, table->rows};
        memcpy(text + offset, table->name.at, table->name.len);
        offset += (uint32_t)table->name.len;
    }
    return dp_index_write(&tables->index, writer, "tables.slots", "tables.order");
}
