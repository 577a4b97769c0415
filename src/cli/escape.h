/*
 * escape.h - text inside of HTML.
 */
#ifndef DP_ESCAPE_H
#define DP_ESCAPE_H

#include "ops/buffer.h"

/* Adds text for an element or a quoted attribute: & < > " ' escaped, control characters that HTML does not allow
 * replaced by U+FFFD. `text` is valid UTF-8. */
void dp_escape_html(dp_buffer *html, dp_str text);

#endif
