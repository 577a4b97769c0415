/*
 * item.h - one message on its way through the worker, from reading to acknowledgement.
 *
 * An item belongs to one thread at a time: the worker's, then an analysis thread's, then the worker's again.
 */
#ifndef DP_ITEM_H
#define DP_ITEM_H

#include <librdkafka/rdkafka.h>

#include "stream/processor.h"

struct dp_partition;

/* What is sent for a message, from the wished for to the last resort. */
typedef enum dp_form {
    DP_FORM_OUTPUT = 0,  /* the processor's document, or the tombstone */
    DP_FORM_DEAD_LETTER, /* the input, to the dead-letter topic */
    DP_FORM_STRIPPED,    /* a dead letter with an empty value */
} dp_form;

typedef struct dp_item {
    struct dp_item *next; /* in whichever list it is */
    struct dp_partition *partition;
    rd_kafka_message_t *message; /* owned; its _private is not touched */
    uint64_t number;             /* in its partition */
    size_t weight;               /* bytes counted by the gate */
    dp_form form;
    bool alone; /* to be sent in a batch of its own: the batch that it was in was refused */
    dp_verdict verdict;
    const char *reason; /* of a dead letter; static */
    char detail[256];
    char *output; /* the document, and the key after it; owned */
    size_t output_length, key_length;
    int64_t read_us, taken_us, done_us;
    uint32_t stage_us[8];
} dp_item;

/* An item for a message, which it owns from now on. NULL when memory is out; then the message is the caller's. */
dp_item *dp_item_new(rd_kafka_message_t *message, struct dp_partition *partition, uint64_t number);
void dp_item_free(dp_item *item);

/* Has the processor do its work on the item, in an analysis thread. A tombstone passes as it is. */
void dp_item_process(dp_item *item, const dp_processor *processor, void *state);

#endif
