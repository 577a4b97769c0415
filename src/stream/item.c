#include "stream/item.h"

#include <stdio.h>

#include "base/memory.h"
#include "stream/clock.h"
#include "stream/headers.h"

dp_item *dp_item_new(rd_kafka_message_t *message, struct dp_partition *partition, uint64_t number) {
    dp_item *item = dp_calloc(1, sizeof *item);
    if (!item) return NULL;
    item->message = message;
    item->partition = partition;
    item->number = number;
    item->weight = sizeof *item + message->len + message->key_len + dp_headers_size(message);
    item->read_us = dp_clock_us();
    return item;
}

void dp_item_free(dp_item *item) {
    if (!item) return;
    if (item->message) rd_kafka_message_destroy(item->message);
    dp_free(item->output);
    dp_free(item);
}

/* Keeps the document and the key, which the processor only lends. Memory is one block: it is asked for once. */
static void keep_output(dp_item *item, const dp_processed *processed) {
    dp_str value = processed->value, key = processed->key;
    char *block = value.len <= SIZE_MAX - key.len ? dp_malloc(value.len + key.len) : NULL;
    if (!block) {
        item->verdict = DP_VERDICT_FAIL;
        snprintf(item->detail, sizeof item->detail, "no memory for an output of %zu bytes", value.len);
        return;
    }
    if (value.len) memcpy(block, value.at, value.len);
    if (key.len) memcpy(block + value.len, key.at, key.len);
    item->output = block;
    item->output_length = value.len;
    item->key_length = key.len;
    item->weight += value.len + key.len;
}

void dp_item_process(dp_item *item, const dp_processor *processor, void *state) {
    item->taken_us = dp_clock_us();
    if (item->message->payload) {
        dp_processed processed = {0};
        processor->process(state, (dp_str){item->message->payload, item->message->len}, &processed);
        item->verdict = processed.verdict;
        memcpy(item->stage_us, processed.stage_us, sizeof item->stage_us);
        if (processed.verdict == DP_VERDICT_OUTPUT) {
            keep_output(item, &processed);
        } else {
            item->reason = processed.reason ? processed.reason : "rejected";
            item->form = DP_FORM_DEAD_LETTER;
            processed.detail[sizeof processed.detail - 1] = '\0';
            memcpy(item->detail, processed.detail, sizeof item->detail);
        }
    }
    item->done_us = dp_clock_us();
}
