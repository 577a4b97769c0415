/*
 * forms.h - the distinct written forms of the names in a text ("Vladimir Poutine", "Poutine"), each with its mentions.
 */
#ifndef DP_ENTITIES_FORMS_H
#define DP_ENTITIES_FORMS_H

#include "entities/entities.h"

typedef struct dp_form {
    dp_range
        tokens; /* the mention that is written best: not all in capitals, without the capital of a sentence's start */
    dp_tag tag;
    dp_str folded;         /* the whole form, folded */
    dp_str *words;         /* its words, folded; no punctuation */
    uint32_t *word_tokens; /* the token of each word */
    uint32_t word_count;
    uint32_t mention_count;
    dp_gender gender; /* told by courtesy titles, the lexicon or given names */
    uint8_t titles;   /* the genders of the courtesy titles before its mentions: bit 1 << dp_gender */
    uint32_t lexicon_list,
        lexicon_entry; /* what the lexicons know by this name; DEPECHE_NONE when nothing or several */
} dp_form;

typedef struct dp_forms {
    dp_form *at; /* by first mention */
    uint32_t count;
    uint32_t *of_tag; /* for each of the tags, the number of its form; DEPECHE_NONE for values */
} dp_forms;

/* Whether the tag names an entity: PER ORG LOC EVT MISC GRP. */
bool dp_tag_is_name(dp_tag tag);

/* The gender that a courtesy title before the token tells. */
typedef struct dp_titles {
    int masculine, feminine; /* sets of the pack */
} dp_titles;

dp_titles dp_titles_of(const depeche_pack *pack);
dp_gender dp_title_gender(const depeche_pack *pack, dp_titles titles, const dp_text *text, uint32_t token);

/* The gender of the given name that a form begins with. */
dp_gender dp_form_given_gender(const depeche_pack *pack, const dp_text *text, const dp_form *form);

/* Collects the forms of all names among the tags. Returns 0 or -1 (memory). */
int dp_forms_collect(const depeche_pack *pack, dp_arena *arena, const dp_text *text, const dp_tags *tags,
                     dp_forms *forms);

#endif
