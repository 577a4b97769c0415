/*
 * fold.h - forms made comparable: lower case, straight apostrophes, plain spaces; and where a form has its capitals.
 */
#ifndef DP_FOLD_H
#define DP_FOLD_H

#include "base/str.h"
#include "text/text.h"

enum { DP_FOLD_MAX = 512 }; /* bytes of the longest folded form; longer ones are in no pack */

/* Folds `form` (valid UTF-8) into `buffer`: every code point to lower case, apostrophes straight, white space (no-break
 * too) to single spaces, none at the ends. Gives the bytes written, 0 when there is no room for all. */
size_t dp_fold(dp_str form, char buffer[DP_FOLD_MAX]);

/* Where the capitals of a form are: the sum over its upper-case letters of a mixed number of their positions, counted
 * in code points without white space. Two spellings of one lower-case form have the same signature only when they have
 * the same capitals (but for one chance in 2^32); a form without capitals has 0. */
typedef struct dp_signature {
    uint32_t value, position;
} dp_signature;

/* Adds a piece of text (valid UTF-8) to a signature. */
void dp_signature_add(dp_signature *signature, dp_str piece);

/* Adds a token, `bytes` being its bytes in the text; the same as dp_signature_add, faster. */
void dp_signature_add_token(dp_signature *signature, const dp_token *token, dp_str bytes);

#endif
