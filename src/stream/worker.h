/*
 * worker.h - the worker: consumes, has each message processed by one of several threads, produces, commits, until told
 * to stop.
 *
 * Guarantees
 *   At least once   a message's offset is committed only after the broker acknowledged the output, or the dead letter,
 *                   of it and of every earlier message of its partition.
 *   Exactly once    outputs, dead letters and offsets are committed in one transaction; consumers that read with
 *                   isolation.level=read_committed see one output for each message.
 *   Order           the outputs of an input partition are handed to the producer in the order of its messages, and an
 *                   idempotent producer keeps it: those of them that go to the same output partition are in order
 *                   there. With partitioning by key this holds for every key; with DP_PARTITIONING_INPUT for the whole
 *                   partition. What is replayed after a crash or lost partition (at least once) comes again, in order.
 *                   Exception, at least once: when max.message.bytes of a topic is lowered while the worker runs, or
 *                   cannot be read at its start, a batch that is refused is sent again after later ones.
 *   Memory          messages read and not yet acknowledged are bounded by number and by bytes. When a bound is
 *                   reached reading stops until half of it is free; the group is polled all the while.
 */
#ifndef DP_WORKER_H
#define DP_WORKER_H

#include <stdatomic.h>

#include "stream/observer.h"
#include "stream/processor.h"

/* How a run ended. Each is a different thing to do for the one who runs it. */
typedef enum dp_worker_status {
    DP_WORKER_STOPPED = 0,    /* told to stop; everything read was finished and committed, or never begun, or, where
                                 the message says so, rolled back to be read again by the next worker */
    DP_WORKER_CUT_SHORT,      /* told to stop; the deadline passed or a second signal came. Nothing is lost: what was
                                 not finished is read again by the next worker */
    DP_WORKER_CONFIGURATION,  /* an option or librdkafka property is wrong */
    DP_WORKER_UNREACHABLE,    /* no broker could be reached within connect_ms */
    DP_WORKER_AUTHENTICATION, /* the brokers refused the credentials, or TLS failed */
    DP_WORKER_AUTHORIZATION,  /* the credentials do not allow what the worker must do */
    DP_WORKER_UNKNOWN_TOPIC,  /* a topic did not exist for topic_ms */
    DP_WORKER_FENCED,         /* the brokers take its transactional.id or instance.id for another worker's */
    DP_WORKER_UNDELIVERABLE,  /* a message can neither be produced nor put on the dead-letter topic */
    DP_WORKER_PROCESSOR,      /* the processor could not go on (DP_VERDICT_FAIL, or open failed) */
    DP_WORKER_MEMORY,         /* memory is out, or the system grants too few threads */
    DP_WORKER_FATAL,          /* librdkafka reported an error that it cannot recover from */
} dp_worker_status;

/* A stable snake_case word for each, such as "unknown_topic". Static. */
const char *dp_worker_status_name(dp_worker_status status);

typedef enum dp_delivery {
    DP_DELIVERY_AT_LEAST_ONCE = 0,
    DP_DELIVERY_EXACTLY_ONCE,
} dp_delivery;

typedef enum dp_partitioning {
    DP_PARTITIONING_KEY = 0, /* by the key, as the Java client does (murmur2_random) */
    DP_PARTITIONING_INPUT,   /* the number of the input's partition; the output topic must have as many */
} dp_partitioning;

/* What to do with a message whose dead letter too is larger than the broker takes. */
typedef enum dp_oversize {
    DP_OVERSIZE_STOP = 0, /* stop with DP_WORKER_UNDELIVERABLE: a person raises the topic's max.message.bytes */
    DP_OVERSIZE_STRIP,    /* a dead letter with an empty value and the header depeche.dlq.stripped */
} dp_oversize;

/* A librdkafka property. A name that begins with "consumer." or "producer." is for that client alone. */
typedef struct dp_property {
    const char *name, *value;
} dp_property;

typedef struct dp_worker_options {
    const char *brokers;             /* bootstrap.servers */
    const char *group;               /* group.id */
    const char *const *input_topics; /* NULL-terminated; one that begins with ^ is a regular expression */
    const char *output_topic;
    const char *dead_letter_topic;
    const char *instance;         /* group.instance.id: static membership; NULL: none */
    const char *transactional_id; /* exactly once; NULL: group, host and instance (or process number), so where
                                     containers share a host name and process number one of the two must be given */
    const char *token_file;       /* with sasl.mechanism=OAUTHBEARER: the file that a token is in; NULL: none */
    const char *version;          /* for the header depeche.dlq.worker, such as "depeche/0.1.0" */

    dp_delivery delivery;
    dp_partitioning partitioning;
    dp_oversize oversize;

    unsigned threads;      /* 0: as many as processors */
    size_t queue_messages; /* bound of messages read and not yet acknowledged */
    size_t queue_bytes;    /* bound of the bytes of their inputs and outputs; one message is always let in */

    unsigned commit_ms;            /* at least once: time between commits */
    unsigned transaction_ms;       /* exactly once: longest time of a transaction before its commit begins */
    unsigned transaction_messages; /* exactly once: most messages of a transaction */

    unsigned drain_ms;      /* when told to stop: time to finish what was read, flush and commit */
    unsigned revoke_ms;     /* when partitions are taken: time to finish what is being processed of them */
    unsigned connect_ms;    /* at the start: time for a broker to answer; 0: for ever */
    unsigned topic_ms;      /* time that an unknown topic is waited for; 0: for ever */
    unsigned statistics_ms; /* time between reports of lag */

    const dp_property *properties; /* given last, so they win over what the worker sets itself, except the few that
                                      its guarantees rest on (dp_worker_check says which) */
    size_t property_count;
    const char *const *secrets; /* texts that no log line or message may hold */
    size_t secret_count;
} dp_worker_options;

/* Why a run ended, as a sentence that says what to do. */
typedef struct dp_worker_error {
    char message[512];
} dp_worker_error;

/* Defaults for everything but the brokers, the group and the topics. */
void dp_worker_defaults(dp_worker_options *options);

/* Checks options and properties without reaching for a broker. DP_WORKER_STOPPED when all is well, else
 * DP_WORKER_CONFIGURATION or DP_WORKER_MEMORY with a message. */
dp_worker_status dp_worker_check(const dp_worker_options *options, dp_worker_error *error);

/* How far a worker shall stop; set from a signal handler or another thread, only ever upward. */
enum {
    DP_STOP_NO = 0,
    DP_STOP_DRAIN = 1, /* finish what was read, commit, leave the group, within drain_ms */
    DP_STOP_NOW = 2,   /* give up what is not finished and leave */
};

/* Runs until *stop is raised or something final happens. `processor` serves all threads; `observer` may be NULL. The
 * message is empty after DP_WORKER_STOPPED unless something is read again. Runs in the calling thread and in `threads`
 * more. */
dp_worker_status dp_worker_run(const dp_worker_options *options, const dp_processor *processor,
                               const dp_observer *observer, const atomic_int *stop, dp_worker_error *error);

/* Whether a Kafka client of a run of this process could not be ended and still has its threads. The process must then
 * end by _exit: functions that exit calls, such as those of OpenSSL, would take from these threads what they use. */
bool dp_worker_left_client(void);

#endif
