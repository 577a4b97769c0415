/*
 * sets.h - the word sets of a language: files of one form a line.
 */
#ifndef DP_SETS_H
#define DP_SETS_H

#include "lang/compiler/forms.h"
#include "lang/compiler/phrases.h"
#include "lang/compiler/source.h"

typedef struct dp_set {
    dp_str name;
    const char *path;
    dp_array(dp_str) members;
    dp_array(uint32_t) lines; /* of each member in its file */
} dp_set;

typedef struct dp_sets {
    dp_arena *arena;
    dp_array(dp_set) sets;              /* sorted by name before reading */
    dp_array(struct dp_set_word) words; /* sets of single words */
} dp_sets;

typedef struct dp_set_word {
    uint32_t word, set;
} dp_set_word;

/* Reads a set from its file, already loaded; sets must come sorted by name. Errors: MEMORY, ARGUMENT with file and
 * line. */
depeche_status dp_sets_read(dp_sets *sets, dp_str name, dp_source *source, depeche_error *error);

/* The members of a set as the tokenizer takes them; none when there is no such set. */
const dp_str *dp_sets_members(const dp_sets *sets, const char *name, size_t *count);

/* The token rules that the sets named tokens.* make. */
dp_token_rules dp_sets_rules(const dp_sets *sets);

/* Cuts all members and adds them to `phrases`, whose readings' entries are set numbers. Sets whose names begin with
 * "tokens." are not cut: each member is one word. Errors as above. */
depeche_status dp_sets_cut(dp_sets *sets, const dp_token_rules *rules, dp_vocabulary *vocabulary, dp_phrases *phrases,
                           depeche_error *error);

/* Adds the sections sets.info, sets.members, sets.text and sets.groups to a pack, and fills set_group of `links`, by
 * final numbers. Errors: MEMORY, ARGUMENT (too many groups). */
int dp_sets_write(dp_sets *sets, const dp_vocabulary *vocabulary, dp_writer *writer, dp_pack_links *links);

#endif
