/* What errors of credentials, certificates and protocols mean, what is advised, and that no secret is told with them.
 */
#include "unit.h"

#include <string.h>

#include "stream/denial.h"
#include "stream/secrets.h"

static const struct {
    rd_kafka_resp_err_t error;
    const char *reason;
    dp_denial denial;
} told[] = {
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, "SASL authentication error: Authentication failed", DP_DENIAL_CREDENTIALS},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, "no", DP_DENIAL_CREDENTIALS},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, "SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism",
     DP_DENIAL_MECHANISM},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, "", DP_DENIAL_MECHANISM},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, "Failed to acquire SASL OAUTHBEARER token: no answer", DP_DENIAL_TOKEN},
    {RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: certificate verify failed", DP_DENIAL_BROKER_CERTIFICATE},
    {RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: tlsv1 alert protocol version: SSL alert number 70", DP_DENIAL_TLS},
    {RD_KAFKA_RESP_ERR__TRANSPORT, "Receive failed: sslv3 alert bad certificate: SSL alert number 42 (after 5ms)",
     DP_DENIAL_CLIENT_CERTIFICATE},
    {RD_KAFKA_RESP_ERR__TRANSPORT, "Receive failed: SSL alert number 116", DP_DENIAL_CLIENT_CERTIFICATE},
    /* A broker that restarts, a network that fails: none of these ends a worker. */
    {RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: unexpected eof while reading", DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR__SSL, "SSL alert number 80", DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR__TRANSPORT, "SSL alert number ", DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR__TRANSPORT, "Connect to ipv4#127.0.0.1:9092 failed: Connection refused", DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION,
     "SASL PLAIN mechanism handshake failed: Local: Broker transport failure: broker's supported mechanisms: (n/a)",
     DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, "1/1 brokers are down", DP_DENIAL_NONE},
    {RD_KAFKA_RESP_ERR_NOT_COORDINATOR, "certificate verify failed", DP_DENIAL_NONE},
};

static void test_errors_are_told_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (dp_denial_of(told[i].error, told[i].reason) != told[i].denial) fail_msg("%s", told[i].reason);
        assert_true(dp_denial_final(told[i].denial) ==
                    (told[i].denial != DP_DENIAL_NONE && told[i].denial != DP_DENIAL_TOKEN));
    }
}

static void check_advice(dp_denial denial, const char *mechanism, int certificate, const char *part) {
    const dp_property properties[] = {{"security.protocol", "SASL_SSL"}, {"consumer.sasl.mechanism", mechanism}};
    const dp_worker_options options = {.properties = properties, .property_count = 2};
    char advice[DP_DENIAL_ADVICE];
    dp_denial_advice(denial, &options, certificate, advice);
    if (!strstr(advice, part)) fail_msg("\"%s\" is not in: %s", part, advice);
    assert_true(strlen(advice) < DP_DENIAL_ADVICE - 1); /* not cut short */
}

static void test_advice_says_what_to_do(void **state) {
    (void)state;
    check_advice(DP_DENIAL_CREDENTIALS, "PLAIN", 0, "kafka.sasl.password");
    check_advice(DP_DENIAL_CREDENTIALS, "OAUTHBEARER", 0, "check the token");
    check_advice(DP_DENIAL_CREDENTIALS, "SCRAM-SHA-512", 0,
                 rd_kafka_version() < 0x02060100 ? "librdkafka before 2.6.1" : "kafka.sasl.password");
    check_advice(DP_DENIAL_MECHANISM, "PLAIN", 0, "kafka.sasl.mechanism");
    check_advice(DP_DENIAL_CLIENT_CERTIFICATE, "", 0, "kafka.ssl.certificate.location");
    check_advice(DP_DENIAL_TLS, "", 0, "kafka.ssl.cipher.suites");
    check_advice(DP_DENIAL_TOKEN, "", 0, "oauth.token.file");
    check_advice(DP_DENIAL_NONE, "", 0, "kafka.security.protocol=SASL_SSL");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 9, "not valid yet");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 10, "expired");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 20, "kafka.ssl.ca.location");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 23, "revoked");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 62, "another host name");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 64, "another host name");
    check_advice(DP_DENIAL_BROKER_CERTIFICATE, "", 1, "kafka.ssl.ca.location and the host names");
}

static void test_noting_a_certificate_changes_no_verdict(void **state) {
    (void)state;
    char text[200] = "";
    atomic_int certificate = 0;
    assert_int_equal(dp_denial_note_certificate(0, text, sizeof text, &certificate), 1);
    assert_int_equal(certificate, 0);
    assert_int_equal(dp_denial_note_certificate(10, text, sizeof text, &certificate), 0);
    assert_int_equal(certificate, 10);
    assert_non_null(strstr(text, "expired"));
}

static const char *hidden(const char *text, size_t size) {
    static const char *const secrets[] = {"hunter", "hunter22", "abc", ""};
    static const dp_worker_options options = {.secrets = secrets, .secret_count = 4};
    static char shown[128];
    dp_secrets_hide(&options, text, shown, size);
    return shown;
}

static void test_secrets_are_hidden(void **state) {
    (void)state;
    assert_string_equal(hidden("nothing here, abc", 128), "nothing here, abc");
    assert_string_equal(hidden("hunter", 128), "(hidden)");
    assert_string_equal(hidden("a hunter22 and hunter, hunte", 128), "a (hidden) and (hidden), hunte");
    assert_string_equal(hidden("hunterhunter22hunter2", 128), "(hidden)(hidden)(hidden)2");
    assert_string_equal(hidden("config beginning at: rest of hunter", 128), "config beginning at: (hidden)");
    assert_string_equal(hidden("config beginning at: ", 128), "config beginning at: ");
    assert_string_equal(hidden("", 128), "");
    assert_string_equal(hidden("cut short", 4), "cut");
    assert_string_equal(hidden("at hunter22", 6), "at (h");
    assert_string_equal(hidden("hunter", 1), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors_are_told_apart),
        cmocka_unit_test(test_advice_says_what_to_do),
        cmocka_unit_test(test_noting_a_certificate_changes_no_verdict),
        cmocka_unit_test(test_secrets_are_hidden),
    };
    return cmocka_run_group_tests_name("stream denial", tests, NULL, NULL);
}
