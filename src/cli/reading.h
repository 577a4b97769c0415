/*
 * reading.h - a short reading for people of an enriched document, as anyone who consumes the output topic could make.
 */
#ifndef DP_READING_H
#define DP_READING_H

#include "ops/buffer.h"

/* Adds a reading of `document` (JSON of an enriched article): title, who, what and where, who says what, values, and
 * the sentence most worth checking. Returns 0, or -1 when it is no such document. */
int dp_reading_add(dp_buffer *text, dp_str document, bool colored, size_t columns);

#endif
