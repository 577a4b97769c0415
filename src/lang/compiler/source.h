/*
 * source.h - the text files that a pack is made from: read whole, walked line by line, errors with file and line.
 */
#ifndef DP_SOURCE_H
#define DP_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

typedef struct dp_source {
    const char *path; /* as shown in errors */
    dp_str text;
    size_t next;   /* offset of the line after the current one */
    uint32_t line; /* number of the current line, from 1; 0 before the first */
} dp_source;

/* Reads folder/name into `arena`. A file that is not UTF-8 or has carriage returns is refused. Errors: IO, TEXT,
 * MEMORY. */
depeche_status dp_source_read(dp_arena *arena, const char *folder, const char *name, dp_source *source,
                              depeche_error *error);

/* The next line that is not empty and no comment (# at its start), without its line end; false at the end. */
bool dp_source_next(dp_source *source, dp_str *line);

/* Cuts a line at its tabs into exactly `count` fields; another number is an error. */
depeche_status dp_source_fields(const dp_source *source, dp_str line, dp_str *fields, unsigned count,
                                depeche_error *error);

/* Checks that `line` comes after `*last` in byte order, and makes it the last. */
depeche_status dp_source_in_order(const dp_source *source, dp_str line, dp_str *last, depeche_error *error);

/* A field as a number up to `most`. */
depeche_status dp_source_number(const dp_source *source, dp_str field, uint32_t most, uint32_t *number,
                                depeche_error *error);

/* Takes the next value of a field whose values are separated by |; false when none is left. A field that is "-" has
 * none. Start with *rest being the field. */
bool dp_source_value(dp_str *rest, dp_str *value);

/* Sets an error that names the file and its current line. Gives DEPECHE_ERROR_ARGUMENT. */
__attribute__((format(printf, 3, 4))) depeche_status dp_source_fail(const dp_source *source, depeche_error *error,
                                                                    const char *format, ...);

#endif
