/*
 * manifest.h - pack.manifest: which file of a language feeds which part of its pack.
 *
 * One statement a line, words separated by spaces, # starts a comment line. Paths are relative to the manifest's
 * folder.
 *
 *   language TAG                       BCP 47; once, first
 *   classes FILE                       columns: form, class of 64, of 256, of 1024, cluster
 *   frequency FILE                     columns: form, occurrences per hundred million words, percent with a capital
 *   morphology FILE                    see morphology.h
 *   cities FILE                        see cities.h
 *   sets FOLDER                        every NAME.txt in it is the word set NAME: one form a line
 *   table NAME FILE columns=N keys=N,N...
 *                                      a table of facts; keys: the columns that hold names by which rows are found
 *   list LIST FILE columns=N forms=N,N... [kind=N] [part=N] [unhyphenated]
 *                                      a lexicon; columns are counted from 0. forms: the columns that hold forms; kind:
 *                                      the column of the kind; part: the column of the part, which makes the file one
 *                                      of cues, whose forms are inflected (see inflection.h); unhyphenated: forms with
 *                                      hyphens also stand for those with spaces for all of them. A list may have several
 *                                      files
 *   drop WORD...                       words before the verb of a cue that are no part of what is matched
 *   last WORD FORM...                  WORD at the end of a cue also stands for each FORM
 *   anywhere WORD FORM...              WORD anywhere in a cue also stands for each FORM
 *
 * The names of LIST are in dp_list_name. In files, several values in a column are separated by |, and - is no value.
 * A classes, frequency, morphology, cities or table file that is absent gives an empty section: a pack works without.
 */
#ifndef DP_MANIFEST_H
#define DP_MANIFEST_H

#include "base/array.h"
#include "lang/compiler/source.h"
#include "lang/pack.h"

enum { DP_MANIFEST_COLUMNS = 16, DP_MANIFEST_NO_COLUMN = UINT8_MAX };

typedef struct dp_manifest_list {
    dp_list list;
    const char *file;
    unsigned columns;
    uint8_t forms[DP_MANIFEST_COLUMNS];
    unsigned form_count;
    uint8_t kind, part; /* DP_MANIFEST_NO_COLUMN when not said */
    bool unhyphenated;
} dp_manifest_list;

typedef struct dp_manifest_table {
    dp_str name;
    const char *file;
    unsigned columns;
    uint8_t keys[DP_MANIFEST_COLUMNS];
    unsigned key_count;
} dp_manifest_table;

typedef struct dp_manifest_variants {
    dp_str word;
    dp_array(dp_str) forms;
    bool last; /* only at the end of a cue */
} dp_manifest_variants;

typedef struct dp_manifest {
    const char *language;
    const char *classes, *frequency, *morphology, *cities, *sets; /* NULL when not said */
    dp_array(dp_manifest_list) lists;
    dp_array(dp_manifest_table) tables; /* sorted by name */
    dp_array(dp_str) dropped;
    dp_array(dp_manifest_variants) variants;
} dp_manifest;

/* Reads folder/pack.manifest; what it holds lies in `arena`. Errors: IO, TEXT, MEMORY, ARGUMENT (with file and line).
 */
depeche_status dp_manifest_read(dp_arena *arena, const char *folder, dp_source *source, dp_manifest *manifest,
                                depeche_error *error);

/* "person", "given-name"...: the name of a list in manifests and for people. */
const char *dp_list_name(dp_list list);

#endif
