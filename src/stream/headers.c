#include "stream/headers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

size_t dp_headers_size(const rd_kafka_message_t *message) {
    enum { EACH = 64 }; /* what librdkafka keeps beside name and value */
    rd_kafka_headers_t *headers;
    const char *name;
    const void *value;
    size_t length, size = 0;
    if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return 0;
    for (size_t i = 0; !rd_kafka_header_get_all(headers, i, &name, &value, &length); i++) {
        size += EACH + strlen(name) + length;
    }
    return size;
}

rd_kafka_headers_t *dp_headers_carry(const rd_kafka_message_t *message) {
    rd_kafka_headers_t *headers;
    if (rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        return rd_kafka_headers_copy(headers);
    }
    return rd_kafka_headers_new(8);
}

int dp_headers_add_text(rd_kafka_headers_t *headers, const char *name, const char *text) {
    return rd_kafka_header_add(headers, name, -1, text, -1) ? -1 : 0;
}

int dp_headers_add_number(rd_kafka_headers_t *headers, const char *name, int64_t number) {
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    return dp_headers_add_text(headers, name, digits);
}
