/*
 * denial.h - what stands between a worker and brokers that can be reached: credentials, certificates, protocols; and
 * what to do about it.
 */
#ifndef DP_DENIAL_H
#define DP_DENIAL_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "stream/worker.h"

typedef enum dp_denial {
    DP_DENIAL_NONE = 0,           /* nothing of the kind: the network, or a broker that restarts */
    DP_DENIAL_CREDENTIALS,        /* the user, password or token */
    DP_DENIAL_MECHANISM,          /* the brokers do not offer this SASL mechanism there */
    DP_DENIAL_BROKER_CERTIFICATE, /* the worker does not accept the broker's certificate */
    DP_DENIAL_CLIENT_CERTIFICATE, /* the broker does not accept the worker's certificate, or the lack of one */
    DP_DENIAL_TLS,                /* no version or cipher of TLS in common */
    DP_DENIAL_TOKEN,              /* the source of tokens has none; it may have one later */
} dp_denial;

/* What an error of librdkafka means; `reason` is its text. */
dp_denial dp_denial_of(rd_kafka_resp_err_t error, const char *reason);

/* Waiting does not help, for a worker that was never let in. */
bool dp_denial_final(dp_denial denial);

/* What happened: the beginning of a sentence. Static. */
const char *dp_denial_name(dp_denial denial);

/* What to do about it, for these options: the end of a sentence, in `advice` of 320 bytes. `certificate` is what
 * dp_denial_watch_certificates noted. */
enum { DP_DENIAL_ADVICE = 320 };
void dp_denial_advice(dp_denial denial, const dp_worker_options *options, int certificate,
                      char advice[DP_DENIAL_ADVICE]);

/* For brokers that did not answer: which protocol was tried, and what to check. */
void dp_denial_no_answer(const dp_worker_options *options, char advice[DP_DENIAL_ADVICE]);

/* To be called by a client's ssl_cert_verify_cb: notes why the broker's certificate is not accepted, which librdkafka's
 * errors do not tell. Changes no verdict. Runs in librdkafka's threads. Returns what the callback is to return. */
int dp_denial_note_certificate(int x509_error, char *text, size_t size, atomic_int *certificate);

/* Sets the callback, unless the configuration asks for no verification. */
typedef int dp_denial_verify(rd_kafka_t *client, const char *name, int32_t broker, int *x509_error, int depth,
                             const char *certificate, size_t length, char *text, size_t size, void *opaque);
void dp_denial_watch_certificates(rd_kafka_conf_t *conf, dp_denial_verify *verify);

#endif
