/*
 * standoff.h - annotations beside the text: JSON Lines with offsets in code points, one document a line.
 *
 * Of a document: "id", "text", "date", "source", "language"; "entities" [{"type", "start", "end"}]; "claims" [{"id",
 * "content" [{"start", "end"}], "cue" [...], "source" {"start", "end"} or null, "who", "nominal"}]; "check_worthy" [any
 * offset inside each check-worthy sentence]; "optional" {"entities", "claims" [[{"start", "end"}]...], "check_worthy"}.
 * A system's findings have the same form, without the text and what is known of the article.
 */
#ifndef DP_STANDOFF_H
#define DP_STANDOFF_H

#include <stdio.h>

#include "eval/exam.h"

/* Adds the documents of a file's bytes to *exams; everything lies in `arena`. `name` (of the file) is for messages.
 * Errors: PACK_FORMAT, with name and line; MEMORY. */
depeche_status dp_standoff_read(dp_arena *arena, const char *name, dp_str bytes, dp_exams *exams, depeche_error *error);

/* Reads a system's findings: found[i] are those in exams->at[i], nothing where the file has no line of its id. A line
 * of an id that is not among the documents is passed over. Errors: as dp_standoff_read. */
depeche_status dp_standoff_read_system(dp_arena *arena, const char *name, dp_str bytes, const dp_exams *exams,
                                       dp_gold *found, depeche_error *error);

/* Writes what was found in a document as one line of that form. Returns 0, or -1 when memory is out or the file cannot
 * be written. */
int dp_standoff_write(const dp_gold *found, dp_str id, FILE *file);

#endif
