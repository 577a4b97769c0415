/*
 * secrets.h - keeps secrets out of what librdkafka has to say.
 *
 * librdkafka hides its passwords itself, but not what stands in an address or in sasl.oauthbearer.config.
 */
#ifndef DP_SECRETS_H
#define DP_SECRETS_H

#include "stream/worker.h"

/* Copies `text`, cut short where it is too long, with each of options->secrets in it replaced. */
void dp_secrets_hide(const dp_worker_options *options, const char *text, char *shown, size_t size);

#endif
