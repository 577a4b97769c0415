/*
 * tables.h - tables of facts that are looked up by name: countries, currencies, regions.
 */
#ifndef DP_TABLES_H
#define DP_TABLES_H

#include "lang/compiler/index.h"
#include "lang/compiler/manifest.h"

typedef struct dp_table {
    dp_str name;
    uint32_t first_row, rows;
} dp_table;

typedef struct dp_tables {
    dp_arena *arena;
    dp_array(dp_table) tables; /* sorted by name */
    dp_array(dp_str) lines;    /* of all tables */
    dp_index index;
} dp_tables;

/* Reads a table, already loaded; tables must come sorted by name. Errors: MEMORY, ARGUMENT with file and line. */
depeche_status dp_tables_read(dp_tables *tables, const dp_manifest_table *manifest, dp_source *source,
                              depeche_error *error);

/* Adds the sections tables.* to a pack. Returns 0, or -1 when memory is out. */
int dp_tables_write(dp_tables *tables, dp_writer *writer);

#endif
