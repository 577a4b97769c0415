/*
 * lists.h - the lexicon files of a language: their lines, kinds and forms.
 */
#ifndef DP_LISTS_H
#define DP_LISTS_H

#include "lang/compiler/inflection.h"
#include "lang/compiler/manifest.h"

typedef struct dp_lists {
    dp_arena *arena;
    struct dp_list_lines {
        dp_array(dp_str) lines;
        dp_array(dp_str) kinds; /* as met; sorted at the end */
    } lists[DP_LIST_COUNT];
    dp_array(struct dp_pending_form) forms;
} dp_lists;

/* A form of an entry that is still to be cut. */
typedef struct dp_pending_form {
    dp_str form, kinds, part;
    const char *path; /* of its file, for errors */
    uint32_t line, entry;
    dp_list list;
    uint8_t column;
} dp_pending_form;

/* Reads one file, already loaded, into its list. Errors: MEMORY, ARGUMENT with file and line. */
depeche_status dp_lists_read(dp_lists *lists, const dp_manifest_list *manifest, dp_source *source,
                             depeche_error *error);

/* Numbers the kinds, then cuts all forms and adds them to `phrases`, those of cues inflected. Errors as above. */
depeche_status dp_lists_cut(dp_lists *lists, const dp_token_rules *rules, dp_inflection *inflection,
                            dp_phrases *phrases, depeche_error *error);

/* Adds the sections lists.* to a pack. Returns 0, or -1 when memory is out. */
int dp_lists_write(const dp_lists *lists, dp_writer *writer);

#endif
