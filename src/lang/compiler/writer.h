/*
 * writer.h - puts named sections together into a pack file.
 */
#ifndef DP_COMPILER_WRITER_H
#define DP_COMPILER_WRITER_H

#include "base/array.h"
#include "lang/pack_format.h"

typedef struct dp_writer_section {
    const char *name;
    const void *bytes;
    size_t size;
} dp_writer_section;

typedef struct dp_writer {
    dp_arena *arena;
    dp_array(dp_writer_section) sections;
} dp_writer;

/* A new section of `count` cleared elements of `size` bytes, to be filled; NULL when memory is out. `name` must outlive
 * the writer. */
void *dp_writer_add(dp_writer *writer, const char *name, size_t count, size_t size);

/* A section of bytes that exist already. Returns 0, or -1 when memory is out. */
int dp_writer_borrow(dp_writer *writer, const char *name, dp_str bytes);

/* Slots of a hash table for `count` elements: a power of two, at most two thirds full and never full. */
uint32_t dp_writer_slots(uint32_t count);

/* Writes the pack to `path`, by way of a temporary file beside it, so that a pack that is in use is never changed.
 * `language` and `content` (32 digits) go into the header. Errors: IO, MEMORY, ARGUMENT (a name that is too long,
 * malformed or stands twice). */
depeche_status dp_writer_save(dp_writer *writer, const char *path, const char *language, const char *content,
                              depeche_error *error);

#endif
