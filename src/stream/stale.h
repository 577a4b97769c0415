/*
 * stale.h - committed offsets of what is gone: of a topic that was deleted and created again, or whose end was cut off.
 *
 * librdkafka commits by itself no offset that is lower than one committed before. A stale one would stay, and once the
 * new topic had grown beyond it, the next worker would begin there and skip what lies before.
 */
#ifndef DP_STALE_H
#define DP_STALE_H

#include "stream/context.h"

/* At least once: what has waited long to be committed is compared with what the group has, and committed by name where
 * that is stale. To be called often; asks the brokers rarely, and waits for them little. */
void dp_stale_check(dp_worker *worker, int64_t now);

#endif
