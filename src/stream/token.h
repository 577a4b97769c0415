/*
 * token.h - tokens for SASL/OAUTHBEARER that something else on the machine keeps fresh in a file.
 *
 * librdkafka asks for a new token before the old one is over; each time the file is read again.
 */
#ifndef DP_TOKEN_H
#define DP_TOKEN_H

#include <librdkafka/rdkafka.h>

#include "stream/worker.h"

/* What a JSON Web Token says of itself. */
typedef struct dp_token {
    char *text;          /* the token, terminated; dp_free */
    char principal[256]; /* its subject; "depeche" when it names none */
    int64_t expires_ms;  /* since 1970 */
} dp_token;

/* Reads a token. Returns 0, or -1 with why in `reason` of `size` bytes, without anything of the token. */
int dp_token_read(const char *path, dp_token *token, char *reason, size_t size);

/* Where OAUTHBEARER is asked for: sees to it that there is a source of tokens, and makes options->token_file that
 * source when it is given. Returns false with a message when there is none. */
bool dp_token_configure(rd_kafka_conf_t *conf, const dp_worker_options *options, dp_worker_error *error);

/* For a client just made: tokens are fetched in librdkafka's background, however long the worker is busy. */
void dp_token_start(rd_kafka_t *client, const dp_worker_options *options);

#endif
