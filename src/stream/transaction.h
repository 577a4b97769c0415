/*
 * transaction.h - exactly once: outputs, dead letters and the offsets of their inputs, committed together or not at
 * all.
 *
 * One transactional producer a worker (KIP-447): the offsets carry the consumer's membership, so a worker that the
 * group has replaced cannot commit. An abortable error aborts the transaction and has every partition read again from
 * its last committed offset.
 */
#ifndef DP_TRANSACTION_H
#define DP_TRANSACTION_H

#include "stream/context.h"

/* Registers the transactional.id, which fences older workers of the same id. Returns 0; -1 when the run has ended or
 * was told to stop. */
int dp_transaction_register(dp_worker *worker);

/* Opens a transaction if none is. False when nothing (more) can be sent in it. */
bool dp_transaction_begin(dp_worker *worker);

/* True when the open transaction must end now: its time or count is used up, or it is broken. */
bool dp_transaction_due(const dp_worker *worker);

/* Commits the open transaction; aborts it when it is broken or the commit fails, and has its messages read again. Waits
 * for the answer as long as it takes, but not when the worker must leave: then the transaction stays open. Nothing when
 * none is open. */
void dp_transaction_end(dp_worker *worker);

/* Aborts the open transaction before the worker leaves, however its run ended, so that nobody has to wait until the
 * transaction's time is over. Nothing is read again. One whose commit was begun is left to the brokers, which know how
 * it ended. */
void dp_transaction_give_up(dp_worker *worker);

#endif
