/*
 * forms.h - forms of lexicons and sets cut into tokens, by the tokenizer that will cut the texts.
 */
#ifndef DP_COMPILER_FORMS_H
#define DP_COMPILER_FORMS_H

#include "lang/compiler/vocabulary.h"
#include "text/text.h"

typedef struct dp_form_token {
    uint32_t word; /* in the vocabulary */
    dp_str bytes;  /* as written, inside of the form */
    bool space_before;
} dp_form_token;

/* The tokens of one form; they lie side by side. */
typedef struct dp_form {
    const dp_form_token *tokens;
    uint32_t count;
} dp_form;

/* Cuts `count` forms, each one line of valid UTF-8 that is not empty, and adds their words to the vocabulary. forms[i]
 * gets the tokens of strings[i], in `arena`. A form that begins with a hyphen or ends with an apostrophe or full stop
 * ("-il", "parce qu'") is cut as it would be beside a word. Errors: MEMORY, ARGUMENT (a form without tokens). */
depeche_status dp_forms_cut(dp_arena *arena, const dp_token_rules *rules, dp_vocabulary *vocabulary,
                            const dp_str *strings, uint32_t count, dp_form *forms, depeche_error *error);

#endif
