/* What the options make of librdkafka's configuration, and which are refused. */
#include "unit.h"

#include <string.h>

#include "stream/errors.h"
#include "stream/settings.h"

static const char *const INPUTS[] = {"in", NULL};

static dp_worker_options options_new(void) {
    dp_worker_options options;
    dp_worker_defaults(&options);
    options.brokers = "127.0.0.1:9092";
    options.group = "g";
    options.input_topics = INPUTS;
    options.output_topic = "out";
    options.dead_letter_topic = "dead";
    return options;
}

static void assert_setting(const dp_worker_options *options, dp_client client, const char *name, const char *value) {
    dp_worker_status status;
    dp_worker_error error;
    rd_kafka_conf_t *conf = dp_settings_make(options, client, &status, &error);
    assert_non_null(conf);
    char got[256];
    size_t size = sizeof got;
    assert_int_equal(rd_kafka_conf_get(conf, name, got, &size), RD_KAFKA_CONF_OK);
    assert_string_equal(got, value);
    rd_kafka_conf_destroy(conf);
}

static void assert_refused(const dp_worker_options *options, const char *part) {
    dp_worker_error error;
    assert_int_equal(dp_worker_check(options, &error), DP_WORKER_CONFIGURATION);
    if (!strstr(error.message, part)) fail_msg("%s: no %s", error.message, part);
}

static void test_guarantees_are_set(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    assert_setting(&options, DP_CLIENT_CONSUMER, "enable.auto.offset.store", "false");
    assert_setting(&options, DP_CLIENT_CONSUMER, "enable.auto.commit", "true"); /* of what is stored only */
    assert_setting(&options, DP_CLIENT_CONSUMER, "partition.assignment.strategy", "cooperative-sticky");
    assert_setting(&options, DP_CLIENT_CONSUMER, "auto.offset.reset", "smallest"); /* = earliest */
    assert_setting(&options, DP_CLIENT_PRODUCER, "enable.idempotence", "true");
    assert_setting(&options, DP_CLIENT_PRODUCER, "acks", "-1");
    assert_setting(&options, DP_CLIENT_PRODUCER, "partitioner", "murmur2_random");
    assert_setting(&options, DP_CLIENT_PRODUCER, "message.timeout.ms", "0");
}

static void test_exactly_once_sets_transactions(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    options.transactional_id = "my-id";
    assert_setting(&options, DP_CLIENT_CONSUMER, "enable.auto.commit", "false");
    assert_setting(&options, DP_CLIENT_CONSUMER, "isolation.level", "read_committed");
    assert_setting(&options, DP_CLIENT_PRODUCER, "transactional.id", "my-id");
    const dp_property dirty = {"isolation.level", "read_uncommitted"};
    options.properties = &dirty;
    options.property_count = 1;
    assert_refused(&options, "isolation.level");
}

/* The coordinator ends a transaction whose time is over and fences its worker. */
static void test_transactions_end_before_the_brokers_lose_patience(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    assert_setting(&options, DP_CLIENT_PRODUCER, "transaction.timeout.ms", "30500");
    options.transaction_ms = 600000;
    assert_setting(&options, DP_CLIENT_PRODUCER, "transaction.timeout.ms", "630000");
    const dp_property hasty = {"transaction.timeout.ms", "60000"};
    options.properties = &hasty;
    options.property_count = 1;
    assert_refused(&options, "transaction.timeout.ms");
    options.transaction_ms = 1000;
    assert_setting(&options, DP_CLIENT_PRODUCER, "transaction.timeout.ms", "60000");
}

static void test_transactional_id_is_stable_with_an_instance(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    options.instance = "w1";
    char id[256], again[256];
    dp_settings_transactional_id(&options, id);
    dp_settings_transactional_id(&options, again);
    assert_string_equal(id, again);
    assert_memory_equal(id, "g-", 2);
    assert_string_equal(id + strlen(id) - 3, "-w1");
    options.instance = "w2";
    dp_settings_transactional_id(&options, again);
    assert_string_not_equal(id, again);
    static char endless[2000];
    memset(endless, 'x', sizeof endless - 1);
    options.group = options.instance = endless;
    dp_settings_transactional_id(&options, id);
    assert_true(strlen(id) < 256);
}

static void test_properties_go_to_the_client_that_they_name(void **state) {
    (void)state;
    static const dp_property properties[] = {{"client.id", "mine"},
                                             {"consumer.fetch.min.bytes", "7"},
                                             {"producer.linger.ms", "99"},
                                             {"partition.assignment.strategy", "range"},
                                             {"auto.offset.reset", "latest"}};
    dp_worker_options options = options_new();
    options.properties = properties;
    options.property_count = 5;
    assert_setting(&options, DP_CLIENT_CONSUMER, "client.id", "mine");
    assert_setting(&options, DP_CLIENT_PRODUCER, "client.id", "mine");
    assert_setting(&options, DP_CLIENT_CONSUMER, "fetch.min.bytes", "7");
    assert_setting(&options, DP_CLIENT_PRODUCER, "fetch.min.bytes", "1");
    assert_setting(&options, DP_CLIENT_PRODUCER, "linger.ms", "99");
    assert_setting(&options, DP_CLIENT_CONSUMER, "linger.ms", "5");
    assert_setting(&options, DP_CLIENT_CONSUMER, "partition.assignment.strategy", "range");
    assert_setting(&options, DP_CLIENT_CONSUMER, "auto.offset.reset", "largest"); /* = latest */
}

static void test_properties_that_guarantees_rest_on_are_refused(void **state) {
    (void)state;
    static const char *const names[] = {"enable.auto.commit",     "enable.auto.offset.store",
                                        "enable.idempotence",     "acks",
                                        "request.required.acks",  "consumer.enable.auto.commit",
                                        "producer.acks",          "group.id",
                                        "group.instance.id",      "transactional.id",
                                        "bootstrap.servers",      "delivery.report.only.error",
                                        "auto.commit.interval.ms"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dp_property property = {names[i], "1"};
        dp_worker_options options = options_new();
        options.properties = &property;
        options.property_count = 1;
        assert_refused(&options, "cannot be set");
    }
}

static void test_unknown_property_and_wrong_value_are_named(void **state) {
    (void)state;
    const dp_property unknown = {"no.such.thing", "1"}, wrong = {"linger.ms", "soon"};
    dp_worker_options options = options_new();
    options.property_count = 1;
    options.properties = &unknown;
    assert_refused(&options, "no.such.thing");
    options.properties = &wrong;
    assert_refused(&options, "linger.ms");
}

static void test_missing_options_are_named(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    options.brokers = "";
    assert_refused(&options, "No brokers");
    options = options_new();
    options.group = NULL;
    assert_refused(&options, "No group");
    options = options_new();
    options.input_topics = INPUTS + 1;
    assert_refused(&options, "No input topic");
    options = options_new();
    options.output_topic = NULL;
    assert_refused(&options, "No output topic");
    options = options_new();
    options.dead_letter_topic = "";
    assert_refused(&options, "No dead-letter topic");
}

static void test_topic_that_is_read_and_written_is_refused(void **state) {
    (void)state;
    dp_worker_options options = options_new();
    options.output_topic = "in";
    assert_refused(&options, "round for ever");
    options = options_new();
    options.dead_letter_topic = "in";
    assert_refused(&options, "round for ever");
}

static void test_batches_are_only_ever_made_smaller(void **state) {
    (void)state;
    char got[24];
    size_t size = sizeof got;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    dp_settings_limit_batch(conf, 5000000);
    assert_int_equal(rd_kafka_conf_get(conf, "batch.size", got, &size), RD_KAFKA_CONF_OK);
    assert_string_equal(got, "1000000");
    dp_settings_limit_batch(conf, 1234);
    size = sizeof got;
    assert_int_equal(rd_kafka_conf_get(conf, "batch.size", got, &size), RD_KAFKA_CONF_OK);
    assert_string_equal(got, "1234");
    rd_kafka_conf_destroy(conf);
}

static void test_errors_have_the_status_that_tells_what_to_do(void **state) {
    (void)state;
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR__AUTHENTICATION), DP_WORKER_AUTHENTICATION);
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED), DP_WORKER_AUTHENTICATION);
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED), DP_WORKER_AUTHORIZATION);
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR__FENCED), DP_WORKER_FENCED);
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR__TRANSPORT), DP_WORKER_STOPPED);
    assert_int_equal(dp_error_status(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION), DP_WORKER_STOPPED);
    assert_true(dp_error_refuses(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE));
    assert_false(dp_error_refuses(RD_KAFKA_RESP_ERR__MSG_TIMED_OUT));
    assert_true(dp_error_unknown_topic(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION));
    assert_true(dp_error_connection(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN));
    assert_non_null(strstr(dp_error_advice(DP_WORKER_AUTHENTICATION), "kafka.sasl"));
}

static void test_every_status_counter_and_gauge_has_a_name_of_its_own(void **state) {
    (void)state;
    for (int i = 0; i <= DP_WORKER_FATAL; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(dp_worker_status_name((dp_worker_status)i),
                                    dp_worker_status_name((dp_worker_status)j));
        }
    }
    for (int i = 0; i < DP_COUNTER_COUNT; i++) assert_string_not_equal(dp_counter_name((dp_counter)i), "unknown");
    for (int i = 0; i < DP_GAUGE_COUNT; i++) assert_string_not_equal(dp_gauge_name((dp_gauge)i), "unknown");
    assert_string_equal(dp_worker_status_name((dp_worker_status)99), "unknown");
    assert_string_equal(dp_counter_name(DP_COUNTER_COUNT), "unknown");
    assert_string_equal(dp_gauge_name(DP_GAUGE_COUNT), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guarantees_are_set),
        cmocka_unit_test(test_exactly_once_sets_transactions),
        cmocka_unit_test(test_transactions_end_before_the_brokers_lose_patience),
        cmocka_unit_test(test_transactional_id_is_stable_with_an_instance),
        cmocka_unit_test(test_properties_go_to_the_client_that_they_name),
        cmocka_unit_test(test_properties_that_guarantees_rest_on_are_refused),
        cmocka_unit_test(test_unknown_property_and_wrong_value_are_named),
        cmocka_unit_test(test_missing_options_are_named),
        cmocka_unit_test(test_topic_that_is_read_and_written_is_refused),
        cmocka_unit_test(test_batches_are_only_ever_made_smaller),
        cmocka_unit_test(test_errors_have_the_status_that_tells_what_to_do),
        cmocka_unit_test(test_every_status_counter_and_gauge_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
