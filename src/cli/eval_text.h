/*
 * eval_text.h - the text of an evaluated document twice, side by side: with the marks of gold, and with those of the
 * system.
 */
#ifndef DP_EVAL_TEXT_H
#define DP_EVAL_TEXT_H

#include "eval/score.h"
#include "ops/buffer.h"

/* Adds both as HTML. When memory is out, `html` has `failed` set. */
void dp_eval_text_add(dp_buffer *html, const dp_exam *exam, const dp_gold *found, const dp_comparisons *compared);

#endif
