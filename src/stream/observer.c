#include "stream/observer.h"

const char *dp_counter_name(dp_counter counter) {
    static const char *const names[DP_COUNTER_COUNT] = {
        [DP_COUNTER_CONSUMED] = "consumed",
        [DP_COUNTER_CONSUMED_BYTES] = "consumed_bytes",
        [DP_COUNTER_PRODUCED] = "produced",
        [DP_COUNTER_PRODUCED_BYTES] = "produced_bytes",
        [DP_COUNTER_TOMBSTONES] = "tombstones",
        [DP_COUNTER_ABANDONED] = "abandoned",
        [DP_COUNTER_REPLAYED] = "replayed",
        [DP_COUNTER_COMMITS] = "commits",
        [DP_COUNTER_COMMIT_FAILURES] = "commit_failures",
        [DP_COUNTER_ABORTS] = "aborts",
        [DP_COUNTER_ASSIGNMENTS] = "assignments",
        [DP_COUNTER_REVOCATIONS] = "revocations",
        [DP_COUNTER_LOSSES] = "losses",
        [DP_COUNTER_PAUSES] = "pauses",
        [DP_COUNTER_ERRORS] = "errors",
    };
    return (unsigned)counter < DP_COUNTER_COUNT ? names[counter] : "unknown";
}

const char *dp_gauge_name(dp_gauge gauge) {
    static const char *const names[DP_GAUGE_COUNT] = {
        [DP_GAUGE_QUEUED] = "queued",
        [DP_GAUGE_IN_FLIGHT] = "in_flight",
        [DP_GAUGE_IN_FLIGHT_BYTES] = "in_flight_bytes",
        [DP_GAUGE_PARTITIONS] = "partitions",
        [DP_GAUGE_PAUSED] = "paused",
        [DP_GAUGE_CONNECTED] = "connected",
    };
    return (unsigned)gauge < DP_GAUGE_COUNT ? names[gauge] : "unknown";
}
