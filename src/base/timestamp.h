/*
 * timestamp.h - the day of an RFC 3339 timestamp.
 */
#ifndef DP_TIMESTAMP_H
#define DP_TIMESTAMP_H

#include <stdbool.h>

#include "base/str.h"

/* The calendar day that `stamp` says, in its own offset: "2025-09-04T23:30:00-04:00" is September 4. Reads RFC 3339,
 * and beside it what feeds often write: a date alone, a space for the T, no seconds, no offset, an offset without its
 * colon. Gives days since 1970-01-01; false when it is no such moment (February 30, hour 25). */
bool dp_timestamp_day(dp_str stamp, int64_t *days);

#endif
