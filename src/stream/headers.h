/*
 * headers.h - the headers of outputs and dead letters.
 *
 * Outputs carry the input's headers byte for byte, in their order, duplicates and null values included, and nothing
 * more: what made the output is written in the document. So traceparent and tracestate pass through.
 */
#ifndef DP_HEADERS_H
#define DP_HEADERS_H

#include <librdkafka/rdkafka.h>

/* Bytes that a message's headers take in memory, about. */
size_t dp_headers_size(const rd_kafka_message_t *message);

/* A copy of the message's headers, with room for more; NULL when memory is out. The caller's, to destroy or to hand to
 * a producer. */
rd_kafka_headers_t *dp_headers_carry(const rd_kafka_message_t *message);

/* Appends a header with a text, or with a number in decimal digits. Returns 0, or -1 when librdkafka refuses. */
int dp_headers_add_text(rd_kafka_headers_t *headers, const char *name, const char *text);
int dp_headers_add_number(rd_kafka_headers_t *headers, const char *name, int64_t number);

#endif
