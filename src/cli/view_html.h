/*
 * view_html.h - analysed articles as one HTML page that needs nothing else: no script, no outside resource.
 */
#ifndef DP_VIEW_HTML_H
#define DP_VIEW_HTML_H

#include "cli/view.h"
#include "ops/buffer.h"

typedef struct dp_view_html dp_view_html;

/* An empty page; NULL when memory is out. */
dp_view_html *dp_view_html_open(void);
void dp_view_html_close(dp_view_html *page);

/* Adds an article to the page. */
void dp_view_html_add(dp_view_html *page, const dp_view_article *article);

/* Adds the whole page to `html`; with several articles it begins with a table of contents. */
void dp_view_html_finish(const dp_view_html *page, dp_buffer *html);

#endif
