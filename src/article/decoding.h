/*
 * decoding.h - what the files of the decoder share; not for others.
 */
#ifndef DP_DECODING_H
#define DP_DECODING_H

#include "article/decode.h"
#include "article/object.h"

/* A decoding under way. */
typedef struct dp_decoding {
    const dp_decode_options *options;
    dp_arena *arena;
    dp_object object;
    dp_article *article;
    dp_rejection *rejection;
} dp_decoding;

/* All functions here return 0, 1 when the message is rejected (and *rejection says why), or -1 when memory is out. */

/* Fills the body from the member for the text that the options name. */
int dp_decode_text(dp_decoding *decoding);

/* Fills everything else that is not filled yet from the members that the options name. */
int dp_decode_metadata(dp_decoding *decoding);

/* Whether a member that the options name for the field holds a string that is not empty. */
bool dp_field_is_string(const dp_decoding *decoding, dp_field field);

/* Whether the object is ninjs, and filling the article from it. */
bool dp_ninjs_recognise(const dp_decoding *decoding);
int dp_decode_ninjs(dp_decoding *decoding);

/* The longest id or name of a source, in bytes: the output repeats them. */
enum { DP_NAME_MAX = 1024 };

/* The characters of a string that is an id or a source's name; empty when it is no string, blank or too long. */
int dp_decoding_read_name(dp_decoding *decoding, dp_json string, dp_str *name);

/* Sets the title, tags and character references reduced, white space of any kind to single spaces. */
int dp_decoding_set_title(dp_decoding *decoding, dp_str title);

/* What a body is, as far as its article says. */
typedef enum dp_body_kind { DP_BODY_ANY = 0, DP_BODY_PLAIN, DP_BODY_MARKUP } dp_body_kind;

/* Sets the body. *verbatim (where not NULL) tells whether the article's text repeats it whole, so that nothing of it
 * need be carried. */
int dp_decoding_set_body(dp_decoding *decoding, dp_str body, dp_body_kind kind, bool *verbatim);

/* Sets the language or date where it is understood, and gives whether it is. */
int dp_decoding_set_language(dp_decoding *decoding, dp_str language, bool *understood);
bool dp_decoding_set_published(dp_decoding *decoding, dp_str stamp);

/* Whether there is anything to read: a character that is no white space and no invisible control. */
bool dp_text_is_blank(dp_str text);

void dp_decoding_note(dp_decoding *decoding, dp_note note);

#endif
