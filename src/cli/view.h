/*
 * view.h - what the views show of an article.
 */
#ifndef DP_VIEW_H
#define DP_VIEW_H

#include "base/str.h"

typedef struct dp_view_article {
    const depeche_document *document;
    dp_str id, source, published_at, url; /* empty when the article does not say */
} dp_view_article;

/* A sentence or claim of at least this check-worthiness is marked. */
#define DP_VIEW_WORTHY 0.5f

#endif
