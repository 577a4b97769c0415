/*
 * position.h - whether a message that was read is one that is to be read.
 *
 * When a broker has nothing at the offset asked for, librdkafka begins again where auto.offset.reset says, and believes
 * any broker: one that was held up still takes itself for the leader for a moment when it comes back, and has not got
 * the latest messages. Reading would begin again with the first message of the partition, and all that was done would
 * be doubled. So it is known for each partition which offset is next, and what lies before it is not taken; only when
 * the brokers insist that there is nothing else is reading begun again. (Since 2.1 librdkafka sends the leader's epoch
 * with each request, which such a broker refuses.)
 */
#ifndef DP_POSITION_H
#define DP_POSITION_H

#include "stream/context.h"

/* Whether a message at `offset` may be taken, of a partition that is not rewinding. If not, the partition is rewinding
 * from now on. The first message of each assignment has the group asked for its offsets, and waits for the answer. */
bool dp_position_take(dp_worker *worker, dp_partition *partition, int64_t offset);

#endif
