/*
 * writer.h - writes JSON into a buffer that grows: commas, escapes and numbers, the same bytes in every locale.
 */
#ifndef DP_ARTICLE_WRITER_H
#define DP_ARTICLE_WRITER_H

#include <stdbool.h>

#include "base/str.h"

/* Keeps its buffer from one document to the next. Once memory or `max` is out everything written is ignored until the
 * next reset, so only the end needs a check. */
typedef struct dp_writer {
    char *at;
    size_t len, capacity;
    size_t retained; /* a reset keeps no larger buffer than this */
    size_t max;      /* bytes that may be written; SIZE_MAX at first */
    bool failed;     /* memory was out, or more than `max` was to be written */
    bool overflowed; /* it was more than `max` */
} dp_writer;

void dp_writer_init(dp_writer *writer);
void dp_writer_close(dp_writer *writer);

/* Empties the writer for the next document. */
void dp_writer_reset(dp_writer *writer);

/* What was written since the last reset; lent until the next call. Empty when it failed. */
dp_str dp_writer_bytes(const dp_writer *writer);

/* Opens and closes an object ('{', '}') or array ('[', ']'). A comma is put where one is due. */
void dp_writer_open(dp_writer *writer, char bracket);
void dp_writer_end(dp_writer *writer, char bracket);

/* The name of the next member: plain ASCII that needs no escape. */
void dp_writer_name(dp_writer *writer, const char *name);

void dp_writer_string(dp_writer *writer, dp_str string);  /* valid UTF-8 */
void dp_writer_word(dp_writer *writer, const char *word); /* a string of plain ASCII */
void dp_writer_unsigned(dp_writer *writer, uint64_t number);
void dp_writer_boolean(dp_writer *writer, bool value);

/* The shortest decimal that reads back as `number`, which must be finite. */
void dp_writer_number(dp_writer *writer, double number);

/* An angle in degrees, of at most 360 either way, to five decimals: a metre on the ground. */
void dp_writer_degrees(dp_writer *writer, double degrees);

/* A score from 0 to 1, to three decimals; outside of that range (or no number) it is cut to it. */
void dp_writer_score(dp_writer *writer, float score);

/* A number, after the letter of its kind, as a string: "e12". */
void dp_writer_id(dp_writer *writer, char kind, uint32_t number);

/* A checked JSON value or member name, byte for byte. After a name the colon follows with dp_writer_colon. */
void dp_writer_raw(dp_writer *writer, dp_str json);
void dp_writer_colon(dp_writer *writer);

#endif
