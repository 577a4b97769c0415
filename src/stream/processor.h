/*
 * processor.h - what the stream does to each message: a function that knows nothing of Kafka, given to a stream that
 * knows nothing of language.
 */
#ifndef DP_PROCESSOR_H
#define DP_PROCESSOR_H

#include "base/str.h"

typedef enum dp_verdict {
    DP_VERDICT_OUTPUT = 0, /* `value` goes to the output topic */
    DP_VERDICT_REJECT,     /* the input goes to the dead-letter topic, for `reason` */
    DP_VERDICT_FAIL,       /* memory is out or the like: neither; the worker stops without committing the message */
} dp_verdict;

typedef struct dp_processed {
    dp_verdict verdict;
    dp_str value;       /* OUTPUT: the document; lent until the next call on the same state */
    dp_str key;         /* OUTPUT: the key to use where the message has none; may be empty */
    const char *reason; /* REJECT: a short stable word, such as "invalid_json"; static */
    char detail[256];   /* REJECT: a sentence without article text */
    /* Times in microseconds spent in each stage, for the metrics; names in the processor's `stages`. */
    uint32_t stage_us[8];
} dp_processed;

/* One per worker thread: `open` gives a state for one thread, `process` handles one message with it. */
typedef struct dp_processor {
    void *shared;                /* handed to open */
    void *(*open)(void *shared); /* NULL when memory is out */
    void (*process)(void *state, dp_str value, dp_processed *processed);
    void (*close)(void *state);
    const char *const *stages; /* NULL-terminated names of the stages timed, at most 8 */
} dp_processor;

#endif
