/*
 * splitter.h - the articles of a file, for the command line: one or several to a file, in whichever form.
 */
#ifndef DP_SPLITTER_H
#define DP_SPLITTER_H

#include <stdbool.h>

#include "base/str.h"

typedef enum dp_file_form {
    DP_FILE_ARTICLE = 0, /* one article: a JSON object, an HTML page or bare text */
    DP_FILE_LINES,       /* JSON Lines: one JSON object a line */
    DP_FILE_SEQUENCE,    /* JSON objects one after the other, over any lines */
    DP_FILE_ARRAY,       /* one JSON array of objects */
} dp_file_form;

typedef struct dp_splitter {
    dp_file_form form;
    dp_str rest;       /* what is not given yet */
    const char *start; /* of the file */
    const char *counted;
    size_t line; /* number of the line that `counted` is in, from 1 */
    unsigned depth_max;
} dp_splitter;

/* Looks at a file and tells its form. `depth_max` as in the decoder's options. A file whose first object is broken is
 * taken for JSON Lines when a line of it is a whole object: the broken line is then one bad article among good ones. */
void dp_splitter_open(dp_splitter *splitter, dp_str file, unsigned depth_max);

/* Gives the next article's bytes, lent from the file, for the decoder to judge, and the line that it begins in. Blank
 * lines are passed over. False at the end. */
bool dp_splitter_next(dp_splitter *splitter, dp_str *article, size_t *line);

#endif
