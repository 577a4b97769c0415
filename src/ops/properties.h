/*
 * properties.h - the properties files of Kafka, which are Java's: java.util.Properties.load.
 *
 * One entry a line: name and value separated by =, : or white space. Lines that begin with # or ! are comments. A
 * backslash at the end of a line joins the next one; \t \n \r \f, \uXXXX (surrogate pairs too) and a backslash before
 * any other character stand for that character. Unlike Java before 9, bytes are UTF-8. Lines end with LF, CR or both.
 */
#ifndef DP_PROPERTIES_H
#define DP_PROPERTIES_H

#include "base/str.h"

typedef struct dp_properties_entry {
    dp_str name, value; /* unescaped; lent until the call returns */
    unsigned line;      /* where it begins, from 1 */
} dp_properties_entry;

/* Called for each entry in the order of the file; anything but 0 stops the parser, which returns it. */
typedef int dp_properties_entry_fn(void *context, const dp_properties_entry *entry);

typedef struct dp_properties_error {
    unsigned line;
    const char *message; /* static; NULL when the file itself is well formed */
} dp_properties_error;

/* Parses a whole file's bytes. Returns 0, what `on_entry` returned, or -1 with the place and reason in *error: a
 * malformed \u escape, a zero byte, invalid UTF-8, memory. */
int dp_properties_parse(dp_str file, dp_properties_entry_fn *on_entry, void *context, dp_properties_error *error);

#endif
