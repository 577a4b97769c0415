/*
 * settings.h - librdkafka's configuration of the two clients, made from the worker's options.
 */
#ifndef DP_CLIENT_SETTINGS_H
#define DP_CLIENT_SETTINGS_H

#include <librdkafka/rdkafka.h>

#include "stream/worker.h"

typedef enum dp_client {
    DP_CLIENT_CONSUMER = 0,
    DP_CLIENT_PRODUCER,
} dp_client;

/* The configuration of one client: the worker's defaults, then the user's properties, then what the guarantees rest
 * on. The caller's, to destroy or to hand to rd_kafka_new. NULL with a message when an option is wrong; *status says
 * whether it is that or memory. */
rd_kafka_conf_t *dp_settings_make(const dp_worker_options *options, dp_client client, dp_worker_status *status,
                                  dp_worker_error *error);

/* Lowers batch.size to `bytes`, where it is larger. */
void dp_settings_limit_batch(rd_kafka_conf_t *conf, size_t bytes);

/* The transactional.id: the option, or one from the group, the host and the instance or process. Always fits. */
void dp_settings_transactional_id(const dp_worker_options *options, char id[256]);

#endif
