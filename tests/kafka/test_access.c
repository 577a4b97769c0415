/* Credentials, rights, and what the inspection of a configuration says about them. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit.h"
#include "real.h"
#include "stream/inspect.h"

static const char *brokers, *guarded;

static const dp_property WRONG[] = {{"security.protocol", "SASL_PLAINTEXT"},
                                    {"sasl.mechanism", "PLAIN"},
                                    {"sasl.username", "reader"},
                                    {"sasl.password", "m-0-wrong-password"}};
static const dp_property RIGHT[] = {{"security.protocol", "SASL_PLAINTEXT"},
                                    {"sasl.mechanism", "PLAIN"},
                                    {"sasl.username", "reader"},
                                    {"sasl.password", "right-password"}};

static void use(dp_worker_options *options, const dp_property *properties) {
    options->properties = properties;
    options->property_count = 4;
}

static void test_wrong_password_is_final_at_once_and_not_logged(void **state) {
    (void)state;
    kit_worker worker;
    kit_worker_init(&worker, guarded, "g", "in", "out", "dead");
    use(&worker.options, WRONG);
    int64_t before = (int64_t)time(NULL);
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_AUTHENTICATION);
    assert_true((int64_t)time(NULL) - before < 10); /* connect_ms is 20 s */
    assert_non_null(strstr(worker.error.message, "check the credentials"));
    assert_null(strstr(worker.error.message, "m-0"));
    assert_false(worker.leaked);
}

static void test_no_password_where_one_is_asked_for_does_not_connect(void **state) {
    (void)state;
    kit_worker worker;
    kit_worker_init(&worker, guarded, "g", "in", "out", "dead");
    worker.options.connect_ms = 2000;
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_UNREACHABLE);
}

static void test_missing_rights_are_final(void **state) {
    (void)state;
    real_topics names = real_topics_new("rights", 1);
    kit_worker worker;
    kit_worker_init(&worker, guarded, names.group, names.in, names.out, names.dead);
    use(&worker.options, RIGHT);
    kit_worker_start(&worker);
    assert_int_equal(kit_worker_join(&worker), DP_WORKER_AUTHORIZATION);
    assert_non_null(strstr(worker.error.message, "give this user the right"));
    /* Which refusal comes first, that of a topic, of the group or of a number for the producer, is the broker's
     * affair. */
    bool named = strstr(worker.error.message, names.out) || strstr(worker.error.message, names.in) ||
                 strstr(worker.error.message, names.dead) || strstr(worker.error.message, names.group);
    if (!named) fail_msg("no name in: %s", worker.error.message);
}

/* What an inspection said, one line a finding: LEVEL subject. */
typedef struct findings {
    char text[4096];
    size_t errors;
} findings;

static void note(void *context, const dp_finding *finding) {
    findings *noted = context;
    size_t used = strlen(noted->text);
    snprintf(noted->text + used, sizeof noted->text - used, "%d %s: %s (%s)\n", finding->level, finding->subject,
             finding->message, finding->advice);
    noted->errors += finding->level == DP_FINDING_ERROR;
    if (finding->level == DP_FINDING_ERROR) assert_string_not_equal(finding->advice, "");
}

static findings inspect(const dp_worker_options *options, dp_worker_status expected) {
    findings noted = {.text = ""};
    dp_worker_status status = dp_inspect(options, 10000, note, &noted);
    if (status != expected) print_message("%s", noted.text);
    assert_int_equal(status, expected);
    assert_true((status == DP_WORKER_STOPPED) == (noted.errors == 0));
    return noted;
}

static void assert_found(const findings *noted, const char *part) {
    if (!strstr(noted->text, part)) fail_msg("no \"%s\" in\n%s", part, noted->text);
}

static void test_inspection_finds_what_is_there(void **state) {
    (void)state;
    real_topics names = real_topics_new("inspect", 3);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, names.dead);
    worker.options.delivery = DP_DELIVERY_EXACTLY_ONCE;
    findings noted = inspect(&worker.options, DP_WORKER_STOPPED);
    assert_found(&noted, "0 brokers: 1 broker answered");
    assert_found(&noted, "The input topic is there, with 3 partitions");
    assert_found(&noted, "The output topic is there, with 3 partitions");
    assert_found(&noted, "The dead-letter topic is there, with 1 partition ");
    assert_found(&noted, "it has committed nothing yet");
    assert_found(&noted, "0 transactions: Transactions may be begun");
}

static void test_inspection_says_what_is_missing(void **state) {
    (void)state;
    real_topics names = real_topics_new("lacking", 3);
    kit_worker worker;
    kit_worker_init(&worker, brokers, names.group, "no-such-input", names.out, names.dead);
    findings noted = inspect(&worker.options, DP_WORKER_UNKNOWN_TOPIC);
    assert_found(&noted, "2 topic no-such-input: The input topic cannot be used");
    assert_found(&noted, "create it or correct the name");

    kit_worker_init(&worker, brokers, names.group, names.in, names.dead, names.out);
    worker.options.partitioning = DP_PARTITIONING_INPUT;
    noted = inspect(&worker.options, DP_WORKER_CONFIGURATION);
    assert_found(&noted, "The output topic has 1 partitions, an input topic 3");

    char compacted[80];
    snprintf(compacted, sizeof compacted, "%s-compacted", names.dead);
    kit_topic(brokers, compacted, 1, "cleanup.policy", "compact", NULL);
    kit_worker_init(&worker, brokers, names.group, names.in, names.out, compacted);
    noted = inspect(&worker.options, DP_WORKER_STOPPED);
    assert_found(&noted, "1 dead letters: The dead-letter topic is compacted");
}

static void test_inspection_tells_wrong_credentials_from_no_answer(void **state) {
    (void)state;
    real_topics names = real_topics_new("refused", 1);
    kit_worker worker;
    kit_worker_init(&worker, guarded, names.group, names.in, names.out, names.dead);
    use(&worker.options, WRONG);
    findings noted = inspect(&worker.options, DP_WORKER_AUTHENTICATION);
    assert_found(&noted, "2 brokers: No broker of");
    assert_found(&noted, "check the credentials");
    assert_null(strstr(noted.text, "m-0"));

    use(&worker.options, RIGHT);
    noted = inspect(&worker.options, DP_WORKER_AUTHORIZATION);
    assert_found(&noted, "0 brokers: 1 broker answered");
    assert_found(&noted, "The input topic cannot be used: Broker: Topic authorization failed");

    kit_worker_init(&worker, "127.0.0.1:1", "g", "in", "out", "dead");
    findings silent = {.text = ""};
    assert_int_equal(dp_inspect(&worker.options, 1500, note, &silent), DP_WORKER_UNREACHABLE);
    assert_found(&silent, "check the addresses");

    const dp_property nonsense[] = {{"no.such", "1"}};
    worker.options.properties = nonsense;
    worker.options.property_count = 1;
    findings wrong = {.text = ""};
    assert_int_equal(dp_inspect(&worker.options, 1500, note, &wrong), DP_WORKER_CONFIGURATION);
    assert_found(&wrong, "2 configuration: The property no.such cannot be set");
}

static void grant(rd_kafka_ResourceType_t what, const char *name, rd_kafka_AclOperation_t right) {
    char reason[256];
    rd_kafka_t *admin = kit_producer(brokers, NULL);
    rd_kafka_AclBinding_t *binding =
        rd_kafka_AclBinding_new(what, name, RD_KAFKA_RESOURCE_PATTERN_LITERAL, "User:reader", "*", right,
                                RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW, reason, sizeof reason);
    if (!binding) fail_msg("%s", reason);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(admin);
    rd_kafka_CreateAcls(admin, &binding, 1, NULL, queue);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, 20000);
    assert_non_null(event);
    assert_int_equal(rd_kafka_event_error(event), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    rd_kafka_AclBinding_destroy(binding);
    rd_kafka_destroy(admin);
}

/* The list of deploy/security.md; what is not on it is not needed. */
static void test_the_rights_of_the_manual_are_enough(void **state) {
    (void)state;
    real_topics names = real_topics_new("least", 1);
    grant(RD_KAFKA_RESOURCE_TOPIC, names.in, RD_KAFKA_ACL_OPERATION_READ);
    grant(RD_KAFKA_RESOURCE_TOPIC, names.out, RD_KAFKA_ACL_OPERATION_WRITE);
    grant(RD_KAFKA_RESOURCE_TOPIC, names.dead, RD_KAFKA_ACL_OPERATION_WRITE);
    grant(RD_KAFKA_RESOURCE_GROUP, names.group, RD_KAFKA_ACL_OPERATION_READ);
    kit_worker worker;
    kit_worker_init(&worker, guarded, names.group, names.in, names.out, names.dead);
    use(&worker.options, RIGHT);
    inspect(&worker.options, DP_WORKER_STOPPED);
    kit_worker_start(&worker);
    kit_send_many(brokers, names.in, "m", 20, 1);
    kit_records out = kit_read(brokers, names.out, 20, 300, 60000);
    assert_int_equal(out.count, 20);
    kit_records_free(&out);
    assert_int_equal(kit_worker_stop(&worker, DP_STOP_DRAIN), DP_WORKER_STOPPED);
    assert_int_equal(kit_committed(brokers, names.group, names.in), 20);
}

int main(void) {
    brokers = real_brokers();
    guarded = real_guarded_brokers();
    if (!brokers || !guarded) return REAL_SKIPPED;
    const struct CMUnitTest tests[] = {
        KIT_TEST(test_wrong_password_is_final_at_once_and_not_logged),
        KIT_TEST(test_no_password_where_one_is_asked_for_does_not_connect),
        KIT_TEST(test_missing_rights_are_final),
        KIT_TEST(test_inspection_finds_what_is_there),
        KIT_TEST(test_inspection_says_what_is_missing),
        KIT_TEST(test_inspection_tells_wrong_credentials_from_no_answer),
        KIT_TEST(test_the_rights_of_the_manual_are_enough),
    };
    cmocka_set_test_filter(getenv("KIT_ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
