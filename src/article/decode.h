/*
 * decode.h - the bytes of a message become an article.
 *
 * Forms, told apart by content:
 *   object  a message whose first character (after a byte order mark and white space) is "{": JSON. With members of the
 *           names in the options it is an article of that form; with ninjs's members it is ninjs 1.x, 2.x or 3.x.
 *   HTML    begins with "<!doctype html" or "<html".
 *   text    everything else. A message that is one JSON value but no object is no article; a text may well begin with
 *           "[", a quotation mark or a number.
 *
 * Nothing that the message says is lost: a member goes into the output under the output's own name (id, title, url,
 * source, published_at, language, and plain text as `text`), or is carried through byte for byte, numbers with all
 * their digits. So is a body of markup, since its text is not all it says, unless the options leave bodies out. What
 * cannot be understood (a date, a language...) is carried as it came, and noted. An enriched article that comes in
 * again is analysed anew: what was found in it before is replaced.
 */
#ifndef DP_DECODE_H
#define DP_DECODE_H

#include <stdbool.h>

#include "article/article.h"
#include "base/arena.h"

/* The members of an article that is a JSON object. */
typedef enum dp_field {
    DP_FIELD_ID = 0,
    DP_FIELD_TITLE,
    DP_FIELD_TEXT,
    DP_FIELD_URL,
    DP_FIELD_SOURCE,
    DP_FIELD_PUBLISHED_AT,
    DP_FIELD_LANGUAGE,
    DP_FIELD_COUNT
} dp_field;

typedef struct dp_decode_options {
    size_t message_max;                /* bytes of a message; at most DEPECHE_TEXT_MAX */
    unsigned depth_max;                /* levels of objects and arrays; at most 1024 */
    bool drop_bodies;                  /* bodies of markup and ninjs bodies are not carried through */
    const char *names[DP_FIELD_COUNT]; /* names of the member, comma-separated, the first that has a value counts */
} dp_decode_options;

/* 10 MiB, 64 levels, bodies carried, the names of the input format: text is "text,body". */
dp_decode_options dp_decode_defaults(void);

/* Why a message was not decoded. */
typedef struct dp_rejection {
    dp_reason reason;
    char detail[256]; /* a sentence for a person, without any of the message's text */
} dp_rejection;

void dp_rejection_set(dp_rejection *rejection, dp_reason reason, const char *more);

/* Decodes a message. Returns 0 with *article filled, 1 with *rejection filled, or -1 when memory is out. The article
 * lies in `message` and `arena`. Never recurses; linear. */
int dp_decode(const dp_decode_options *options, dp_arena *arena, dp_str message, dp_article *article,
              dp_rejection *rejection);

#endif
