#include "stream/errors.h"

dp_worker_status dp_error_status(rd_kafka_resp_err_t error) {
    switch ((int)error) {
        case RD_KAFKA_RESP_ERR__AUTHENTICATION:
        case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
        case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
        case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
            return DP_WORKER_AUTHENTICATION;
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
        case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            return DP_WORKER_AUTHORIZATION;
        case RD_KAFKA_RESP_ERR__FENCED:
        case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
        case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
        case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
        case RD_KAFKA_RESP_ERR_INVALID_TXN_STATE: /* the coordinator ended the transaction: its time was over */
            return DP_WORKER_FENCED;
        default:
            return DP_WORKER_STOPPED;
    }
}

bool dp_error_refuses(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || error == RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE ||
           error == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE || error == RD_KAFKA_RESP_ERR_INVALID_RECORD ||
           error == RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP;
}

bool dp_error_desynchronized(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER || error == RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID ||
           error == RD_KAFKA_RESP_ERR__INCONSISTENT || error == RD_KAFKA_RESP_ERR__GAPLESS_GUARANTEE;
}

bool dp_error_unknown_topic(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || error == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
           error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

bool dp_error_connection(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__RESOLVE ||
           error == RD_KAFKA_RESP_ERR__SSL || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
           error == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

const char *dp_error_advice(dp_worker_status status) {
    switch (status) {
        case DP_WORKER_AUTHENTICATION:
            return "check the credentials and the TLS settings (kafka.security.protocol, kafka.sasl.*, kafka.ssl.*)";
        case DP_WORKER_AUTHORIZATION:
            return "give this user the right to read the input topics, to write the output and dead-letter topics, to "
                   "use the group and, with exactly-once delivery, the transactional id";
        case DP_WORKER_FENCED:
            return "another worker has the same transactional.id or instance.id (give each worker its own), or this "
                   "one was away for longer than transaction.timeout.ms or, with an instance.id, session.timeout.ms "
                   "allows (start it again)";
        default:
            return "see the log";
    }
}
