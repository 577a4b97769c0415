/*
 * article.h - an article as a message gave it: what the analysis reads of it, and what is carried through beside.
 *
 * Everything lies in the message or in the arena of the decoder, and lives as long as both.
 */
#ifndef DP_ARTICLE_H
#define DP_ARTICLE_H

#include <stdbool.h>

#include "article/reason.h"
#include "base/str.h"

/* The forms of a message. */
typedef enum dp_article_form {
    DP_FORM_TEXT = 0, /* bare text */
    DP_FORM_HTML,     /* a bare HTML document */
    DP_FORM_JSON,     /* a JSON object with a member for the text */
    DP_FORM_NINJS,    /* IPTC ninjs 1.x to 3.x */
} dp_article_form;

/* A member that is carried through: name and value are the bytes of the message, escapes and all. */
typedef struct dp_carried {
    dp_str name, value;
    bool aside; /* its name is one of the output's own: it goes into `source_members` */
} dp_carried;

typedef struct dp_article {
    dp_article_form form;
    dp_str id;          /* empty when the article has none */
    dp_str title, body; /* plain text; the title on one line */
    dp_str url, source;
    dp_str language;     /* BCP 47; empty when the article does not say */
    dp_str published_at; /* as given; empty when not given or not understood */
    bool has_day;
    int64_t day;         /* of published_at, in its own offset: days since 1970-01-01 */
    uint32_t notes;      /* bit N: dp_note N */
    dp_carried *carried; /* in the order of the message */
    uint32_t carried_count;
} dp_article;

#endif
