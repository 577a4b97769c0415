/*
 * gate.h - bounds what a worker holds in memory: messages and bytes from reading to acknowledgement.
 *
 * The gate closes when either bound is reached and opens again when no more than half of both is held, so that a full
 * worker does not stop and start at every message. One thread's.
 */
#ifndef DP_GATE_H
#define DP_GATE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dp_gate {
    size_t messages, bytes;         /* held now */
    size_t messages_max, bytes_max; /* at which it closes */
    bool closed;
} dp_gate;

void dp_gate_init(dp_gate *gate, size_t messages_max, size_t bytes_max);

/* A message of `bytes` comes in; more bytes are held for a message that is in; a message leaves. Each returns true
 * when the gate opened or closed by it. A message that is larger than the bound is let in alone. */
bool dp_gate_enter(dp_gate *gate, size_t bytes);
bool dp_gate_grow(dp_gate *gate, size_t bytes);
bool dp_gate_leave(dp_gate *gate, size_t bytes);

#endif
