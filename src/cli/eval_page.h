/*
 * eval_page.h - an evaluation as one HTML page that needs nothing else: the figures, and each document with what was
 * right, missed and wrong, gold and system side by side.
 */
#ifndef DP_EVAL_PAGE_H
#define DP_EVAL_PAGE_H

#include "eval/score.h"
#include "ops/buffer.h"

typedef struct dp_eval_page dp_eval_page;

/* An empty page; NULL when memory is out. */
dp_eval_page *dp_eval_page_open(void);
void dp_eval_page_close(dp_eval_page *page);

/* Adds a document with its comparisons. */
void dp_eval_page_add(dp_eval_page *page, const dp_exam *exam, const dp_gold *found, const dp_comparisons *compared);

/* Adds the whole page to `html`, which has `failed` set when memory was out. */
void dp_eval_page_finish(const dp_eval_page *page, const dp_score *score, dp_buffer *html);

/* The style sheet, built into the program from eval_page.css. */
extern const unsigned char dp_eval_css[]; /* terminated */

#endif
