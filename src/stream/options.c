#include "stream/worker.h"

void dp_worker_defaults(dp_worker_options *options) {
    *options = (dp_worker_options){
        .version = "depeche",
        .queue_messages = 4096,
        .queue_bytes = (size_t)256 << 20,
        .commit_ms = 1000,
        .transaction_ms = 500,
        .transaction_messages = 10000,
        .drain_ms = 20000,
        .revoke_ms = 10000,
        .connect_ms = 60000,
        .topic_ms = 60000,
        .statistics_ms = 5000,
    };
}

const char *dp_worker_status_name(dp_worker_status status) {
    static const char *const names[] = {
        [DP_WORKER_STOPPED] = "stopped",
        [DP_WORKER_CUT_SHORT] = "cut_short",
        [DP_WORKER_CONFIGURATION] = "configuration",
        [DP_WORKER_UNREACHABLE] = "unreachable",
        [DP_WORKER_AUTHENTICATION] = "authentication",
        [DP_WORKER_AUTHORIZATION] = "authorization",
        [DP_WORKER_UNKNOWN_TOPIC] = "unknown_topic",
        [DP_WORKER_FENCED] = "fenced",
        [DP_WORKER_UNDELIVERABLE] = "undeliverable",
        [DP_WORKER_PROCESSOR] = "processor",
        [DP_WORKER_MEMORY] = "memory",
        [DP_WORKER_FATAL] = "fatal",
    };
    return (size_t)status < sizeof names / sizeof *names ? names[status] : "unknown";
}
