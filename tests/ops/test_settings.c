#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "ops/quantity.h"
#include "ops/settings.h"

static dp_str str(const char *text) {
    return (dp_str){text, strlen(text)};
}

static int set(dp_settings *settings, const char *name, const char *value) {
    return dp_settings_set(settings, str(name), str(value), DP_ORIGIN_FLAG, "flag --set");
}

/* Writes a temporary file, whose path stays in `path` of 64 bytes. */
static void write_file(char *path, const char *content) {
    snprintf(path, 64, "/tmp/depeche-test-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, content, strlen(content)), strlen(content));
    close(descriptor);
}

static void test_defaults_are_allowed_values(void **state) {
    (void)state;
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        int64_t number;
        assert_non_null(setting->name);
        assert_non_null(setting->initial);
        assert_true(dp_setting_check(setting, str(setting->initial), &number));
    }
}

static void test_table_is_complete_and_unambiguous(void **state) {
    (void)state;
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        size_t length = strlen(setting->description);
        assert_true(length > 10 && setting->description[length - 1] == '.');
        assert_int_equal(strspn(setting->name, "abcdefghijklmnopqrstuvwxyz."), strlen(setting->name));
        assert_int_equal(dp_setting_find(str(setting->name)), id);
        assert_int_equal(setting->type == DP_TYPE_CHOICE, setting->choices != NULL);
        for (int other = 0; other < id; other++) {
            assert_true(setting->flag == 0 || dp_setting_of((dp_setting_id)other)->flag != setting->flag);
        }
    }
}

static void test_defaults_are_read_as_numbers(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    assert_string_equal(dp_settings_text(settings, DP_SETTING_INPUT_TOPIC), "articles.raw");
    assert_int_equal(dp_settings_number(settings, DP_SETTING_DRAIN_TIMEOUT), 20000000);
    assert_int_equal(dp_settings_number(settings, DP_SETTING_ARTICLE_MAX_SIZE), 10485760);
    assert_int_equal(dp_settings_number(settings, DP_SETTING_LOG_LEVEL), 1);
    assert_string_equal(dp_settings_place(settings, DP_SETTING_GROUP), "default");
    assert_int_equal(dp_settings_problem_count(settings), 0);
    dp_settings_close(settings);
}

static void test_flags_win_over_environment_over_file_in_any_order(void **state) {
    (void)state;
    char path[64];
    write_file(path, "group=file\nthreads=1\nkafka.linger.ms=1\nlog.level=error\n");
    char *environment[] = {"DEPECHE_GROUP=environment", "DEPECHE_THREADS=2",
                           "DEPECHE_KAFKA_LINGER_MS=2", "PATH=/bin",
                           "DEPECHE_CONFIG=ignored",    NULL};
    for (int order = 0; order < 2; order++) {
        dp_settings *settings = dp_settings_new();
        if (order == 0) assert_int_equal(dp_settings_load_file(settings, path), 0);
        assert_int_equal(set(settings, "group", "flag"), 0);
        assert_int_equal(dp_settings_load_environment(settings, environment), 0);
        if (order == 1) assert_int_equal(dp_settings_load_file(settings, path), 0);
        assert_string_equal(dp_settings_text(settings, DP_SETTING_GROUP), "flag");
        assert_string_equal(dp_settings_place(settings, DP_SETTING_GROUP), "flag --set");
        assert_int_equal(dp_settings_number(settings, DP_SETTING_THREADS), 2);
        assert_string_equal(dp_settings_place(settings, DP_SETTING_THREADS), "environment variable DEPECHE_THREADS");
        assert_int_equal(dp_settings_number(settings, DP_SETTING_LOG_LEVEL), 3);
        char place[80];
        snprintf(place, sizeof place, "%s:4", path);
        assert_string_equal(dp_settings_place(settings, DP_SETTING_LOG_LEVEL), place);
        assert_int_equal(dp_settings_kafka_count(settings), 1);
        assert_string_equal(dp_settings_kafka(settings, 0).value, "2");
        assert_int_equal(dp_settings_warning_count(settings), 0);
        dp_settings_close(settings);
    }
    unlink(path);
}

typedef struct bad_value {
    const char *name, *value, *message;
} bad_value;

static void test_bad_values_are_refused_with_what_is_allowed(void **state) {
    (void)state;
    static const bad_value cases[] = {
        {"threads", "many", "flag --set: threads: \"many\" is not allowed; it takes an integer (0 to 256)"},
        {"threads", "257", "(0 to 256)"},
        {"threads", "-1", "(0 to 256)"},
        {"threads", "", "(0 to 256)"},
        {"threads", "1.5", "(0 to 256)"},
        {"threads", "99999999999999999999", "(0 to 256)"},
        {"http.port", "65536", "(0 to 65535)"},
        {"http.timeout", "10", "it takes a duration (1s to 10m, such as 500ms, 30s or 5m)"},
        {"http.timeout", "0", "it takes a duration"},
        {"http.timeout", "11m", "it takes a duration"},
        {"drain.timeout", "-5s", "it takes a duration (0 to 1h"},
        {"article.max.size", "1B", "it takes a size (1KiB to 64MiB, such as 512kB or 10MiB)"},
        {"article.max.size", "1TB", "it takes a size"},
        {"article.max.size", "10 megabytes", "it takes a size"},
        {"delivery", "at-most-once", "it takes a choice (at-least-once or exactly-once)"},
        {"delivery", "Exactly-Once", "it takes a choice"},
        {"delivery", "", "it takes a choice"},
        {"delivery", "at-least-once|exactly-once", "it takes a choice"},
        {"log.level", "trace", "(debug, info, warning or error)"},
        {"log.format", "xml", "(json or text)"},
        {"brokers", "", "flag --set: brokers must not be empty"},
        {"input.topic", "", "input.topic must not be empty"},
        {"inptu.topic", "x", "unknown setting \"inptu.topic\"; did you mean \"input.topic\"?"},
        {"input-topic", "x", "did you mean \"input.topic\"?"},
        {"Threads", "1", "did you mean \"threads\"?"},
        {"sasl.password", "x", "properties of librdkafka are written kafka.PROPERTY"},
        {"", "x", "unknown setting \"\""},
        {"kafka.", "x", "unknown setting \"kafka.\""},
        {"kafka.sasl.password", "hunter2", "is a secret"},
        {"kafka.producer.ssl.key.password", "hunter2", "is a secret"},
        {"group", "@file:/nonexistent/file", "group: @file:/nonexistent/file: No such file or directory"},
        {"group", "@file:", "No such file or directory"},
        {"group", "@file:/tmp", "Is a directory"},
        {"group", "@env:DEPECHE_TEST_ABSENT", "no such environment variable"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_settings *settings = dp_settings_new();
        assert_int_equal(set(settings, cases[i].name, cases[i].value), -1);
        assert_int_equal(dp_settings_problem_count(settings), 1);
        const char *problem = dp_settings_problem(settings, 0);
        if (!strstr(problem, cases[i].message)) {
            fail_msg("%s=%s: \"%s\" lacks \"%s\"", cases[i].name, cases[i].value, problem, cases[i].message);
        }
        assert_null(strstr(problem, "hunter2"));
        assert_int_equal(dp_settings_kafka_count(settings), 0);
        dp_settings_close(settings);
    }
}

static void test_zero_bytes_are_refused(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    assert_int_equal(dp_settings_set(settings, DP_STR("group"), DP_STR("a\0b"), DP_ORIGIN_FILE, "f:1"), -1);
    assert_int_equal(dp_settings_set(settings, DP_STR("kafka.debug"), DP_STR("a\0b"), DP_ORIGIN_FILE, "f:2"), -1);
    assert_int_equal(dp_settings_set(settings, DP_STR("kafka.\0"), DP_STR("a"), DP_ORIGIN_FILE, "f:3"), -1);
    assert_int_equal(dp_settings_problem_count(settings), 3);
    dp_settings_close(settings);
}

static void test_a_file_reports_all_its_problems_with_lines(void **state) {
    (void)state;
    char path[64], expected[128];
    write_file(path, "# mine\nthreads = many\n\ngruop = x\nlog.level = info\nkafka.x = \\uZZZZ\n");
    dp_settings *settings = dp_settings_new();
    assert_int_equal(dp_settings_load_file(settings, path), -1);
    assert_int_equal(dp_settings_problem_count(settings), 3);
    snprintf(expected, sizeof expected, "%s:2: threads: \"many\"", path);
    assert_non_null(strstr(dp_settings_problem(settings, 0), expected));
    snprintf(expected, sizeof expected, "%s:4: unknown setting \"gruop\"; did you mean \"group\"?", path);
    assert_string_equal(dp_settings_problem(settings, 1), expected);
    snprintf(expected, sizeof expected, "%s:6: \\u must be followed", path);
    assert_non_null(strstr(dp_settings_problem(settings, 2), expected));
    dp_settings_close(settings);
    unlink(path);
}

static void test_a_missing_file_is_a_problem(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    assert_int_equal(dp_settings_load_file(settings, "/nonexistent/worker.properties"), -1);
    assert_string_equal(dp_settings_problem(settings, 0),
                        "/nonexistent/worker.properties: cannot read the configuration: No such file or directory");
    dp_settings_close(settings);
}

static void test_unknown_variables_are_only_warned_of(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    char *environment[] = {"DEPECHE_PORT_9464_TCP=tcp://10.0.0.1:9464", "DEPECHE_THREAD=3", "DEPECHE_=x", "noequals",
                           NULL};
    assert_int_equal(dp_settings_load_environment(settings, environment), 0);
    assert_int_equal(dp_settings_problem_count(settings), 0);
    assert_int_equal(dp_settings_warning_count(settings), 2);
    assert_non_null(
        strstr(dp_settings_warning(settings, 1), "DEPECHE_THREAD names no setting; the nearest is threads"));
    char *wrong[] = {"DEPECHE_THREADS=x", NULL};
    assert_int_equal(dp_settings_load_environment(settings, wrong), -1);
    assert_non_null(strstr(dp_settings_problem(settings, 0), "environment variable DEPECHE_THREADS: threads: \"x\""));
    dp_settings_close(settings);
}

static void test_variables_are_named_after_settings(void **state) {
    (void)state;
    char variable[64];
    dp_setting_variable(dp_setting_of(DP_SETTING_DEAD_LETTER_TOPIC), variable);
    assert_string_equal(variable, "DEPECHE_DEAD_LETTER_TOPIC");
    for (int id = 0; id < DP_SETTING_COUNT; id++) {
        const dp_setting *setting = dp_setting_of((dp_setting_id)id);
        char pair[128];
        dp_setting_variable(setting, variable);
        snprintf(pair, sizeof pair, "%s=%s", variable, setting->initial);
        char *environment[] = {pair, NULL};
        dp_settings *settings = dp_settings_new();
        assert_int_equal(dp_settings_load_environment(settings, environment), 0);
        assert_int_equal(strncmp(dp_settings_place(settings, (dp_setting_id)id), "environment variable", 20), 0);
        dp_settings_close(settings);
    }
}

static void test_kafka_properties_are_handed_through_in_order(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    assert_int_equal(set(settings, "kafka.producer.linger.ms", "20"), 0);
    assert_int_equal(set(settings, "kafka.security.protocol", "SASL_SSL"), 0);
    assert_int_equal(set(settings, "kafka.consumer.fetch.min.bytes", "1"), 0);
    assert_int_equal(set(settings, "kafka.security.protocol", "SSL"), 0);
    assert_int_equal(dp_settings_kafka_count(settings), 3);
    assert_string_equal(dp_settings_kafka(settings, 0).name, "consumer.fetch.min.bytes");
    assert_string_equal(dp_settings_kafka(settings, 1).name, "producer.linger.ms");
    dp_kafka_property last = dp_settings_kafka(settings, 2);
    assert_string_equal(last.name, "security.protocol");
    assert_string_equal(last.value, "SSL");
    assert_string_equal(last.setting, "kafka.security.protocol");
    dp_settings_close(settings);
}

static void test_librdkafkas_names_of_declared_settings_are_understood(void **state) {
    (void)state;
    dp_settings *settings = dp_settings_new();
    assert_int_equal(set(settings, "kafka.bootstrap.servers", "broker:1"), 0);
    assert_int_equal(set(settings, "kafka.group.id", "g"), 0);
    assert_string_equal(dp_settings_text(settings, DP_SETTING_BROKERS), "broker:1");
    assert_string_equal(dp_settings_text(settings, DP_SETTING_GROUP), "g");
    assert_int_equal(dp_settings_kafka_count(settings), 0);
    dp_settings_close(settings);
}

static void test_secrets_are_read_and_never_shown(void **state) {
    (void)state;
    char path[64], secret_path[64], content[256];
    write_file(secret_path, "from-file\r\n");
    snprintf(content, sizeof content,
             "kafka.sasl.password=plain\nkafka.ssl.key.password=@file:%s\nkafka.sasl.username=@env:DEPECHE_TEST_USER\n",
             secret_path);
    write_file(path, content);
    setenv("DEPECHE_TEST_USER", "reader", 1);
    dp_settings *settings = dp_settings_new();
    assert_int_equal(dp_settings_load_file(settings, path), 0);
    dp_kafka_property password = dp_settings_kafka(settings, 0), user = dp_settings_kafka(settings, 1),
                      key = dp_settings_kafka(settings, 2);
    assert_string_equal(password.value, "plain");
    assert_string_equal(password.shown, "(hidden)");
    assert_string_equal(user.value, "reader");
    assert_string_equal(user.shown, "@env:DEPECHE_TEST_USER");
    assert_string_equal(key.value, "from-file");
    assert_int_equal(strncmp(key.shown, "@file:/", 7), 0);
    char reference[80];
    snprintf(reference, sizeof reference, "@file:%s", secret_path);
    assert_int_equal(set(settings, "kafka.sasl.password", reference), 0);
    assert_string_equal(dp_settings_kafka(settings, 0).value, "from-file");
    dp_settings_close(settings);
    unsetenv("DEPECHE_TEST_USER");
    unlink(path);
    unlink(secret_path);
}

static void test_what_is_referred_to_is_not_shown_when_it_is_wrong(void **state) {
    (void)state;
    char path[64], reference[80];
    write_file(path, "sesame\n");
    snprintf(reference, sizeof reference, "@file:%s", path);
    dp_settings *settings = dp_settings_new();
    assert_int_equal(set(settings, "threads", reference), -1);
    assert_null(strstr(dp_settings_problem(settings, 0), "sesame"));
    assert_non_null(strstr(dp_settings_problem(settings, 0), "(hidden)"));
    dp_settings_close(settings);
    unlink(path);
}

static void test_secret_properties_are_recognised(void **state) {
    (void)state;
    static const char *const secret[] = {"kafka.sasl.password",
                                         "kafka.ssl.key.password",
                                         "kafka.ssl.key.pem",
                                         "kafka.ssl.keystore.password",
                                         "kafka.sasl.oauthbearer.client.secret",
                                         "kafka.sasl.oauthbearer.config",
                                         "kafka.sasl.pasword",
                                         "kafka.SASL.Password",
                                         "kafka.ssl.key.Passphrase",
                                         "kafka.sasl.jaas.config",
                                         "kafka.basic.auth.credentials",
                                         "kafka.consumer.sasl.oauthbearer.Token"};
    static const char *const open[] = {"kafka.sasl.username", "kafka.ssl.key.location", "kafka.ssl.ca.pem",
                                       "kafka.sasl.oauthbearer.token.endpoint.url", "kafka.client.id"};
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++) assert_true(dp_settings_is_secret(str(secret[i])));
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) assert_false(dp_settings_is_secret(str(open[i])));
}

static void test_memory_failure_leaves_settings_usable(void **state) {
    (void)state;
    unsigned long at = 1;
    for (dp_settings *settings = NULL; !settings; at++) {
        dp_memory_fail_at(at);
        settings = dp_settings_new();
        dp_memory_fail_at(0);
        dp_settings_close(settings);
    }
    assert_true(at > 3 * DP_SETTING_COUNT);
    dp_settings *settings = dp_settings_new();
    for (at = 1; at < 12; at++) {
        dp_memory_fail_at(at);
        int result = set(settings, "group", "other");
        int kafka = set(settings, "kafka.linger.ms", "1");
        dp_memory_fail_at(0);
        assert_true(result == 0 || strcmp(dp_settings_text(settings, DP_SETTING_GROUP), "depeche") == 0 || at > 3);
        assert_true(kafka == 0 || kafka == -1);
    }
    assert_int_equal(set(settings, "group", "last"), 0);
    assert_string_equal(dp_settings_text(settings, DP_SETTING_GROUP), "last");
    dp_settings_close(settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults_are_allowed_values),
        cmocka_unit_test(test_table_is_complete_and_unambiguous),
        cmocka_unit_test(test_defaults_are_read_as_numbers),
        cmocka_unit_test(test_flags_win_over_environment_over_file_in_any_order),
        cmocka_unit_test(test_bad_values_are_refused_with_what_is_allowed),
        cmocka_unit_test(test_zero_bytes_are_refused),
        cmocka_unit_test(test_a_file_reports_all_its_problems_with_lines),
        cmocka_unit_test(test_a_missing_file_is_a_problem),
        cmocka_unit_test(test_unknown_variables_are_only_warned_of),
        cmocka_unit_test(test_variables_are_named_after_settings),
        cmocka_unit_test(test_kafka_properties_are_handed_through_in_order),
        cmocka_unit_test(test_librdkafkas_names_of_declared_settings_are_understood),
        cmocka_unit_test(test_secrets_are_read_and_never_shown),
        cmocka_unit_test(test_what_is_referred_to_is_not_shown_when_it_is_wrong),
        cmocka_unit_test(test_secret_properties_are_recognised),
        cmocka_unit_test(test_memory_failure_leaves_settings_usable),
    };
    return cmocka_run_group_tests_name("ops settings", tests, NULL, NULL);
}
