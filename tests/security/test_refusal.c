/* What is wrong between a worker and a secured broker ends it: with a clear message, code 4 or 3, and within its time.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secured.h"
#include "stream/worker.h"

enum { TOGETHER = 5 }; /* so many at once */

#define CA "kafka.ssl.ca.location=$C/ca.pem\n"
#define TLS "kafka.security.protocol=SSL\n"
#define SASL "kafka.security.protocol=SASL_SSL\n" CA
#define SCRIBE SASL "kafka.sasl.username=scribe\n"
#define BEARER SASL "kafka.sasl.mechanism=OAUTHBEARER\n"
#define UNSECURED "kafka.enable.sasl.oauthbearer.unsecure.jwt=true\n"

/* Final at once, however long is waited for brokers: with no limit these would hang if they were not. */
#define FOR_EVER "connect.timeout=0\n"
/* What may be a broker or a source of tokens that restarts is waited for. */
#define A_WHILE "connect.timeout=3s\n"

#define SECRET "m-0-secret"

static const struct {
    const char *name, *listener, *properties;
    int code;
    const char *says;
} refusals[] = {
    {"wrong-password", "scram", SCRIBE "kafka.sasl.mechanism=SCRAM-SHA-256\nkafka.sasl.password=" SECRET "\n" FOR_EVER,
     4, "The brokers refuse this worker's credentials; check the credentials (kafka.sasl.username"},
    {"wrong-user", "scram",
     SASL "kafka.sasl.username=nobody\nkafka.sasl.mechanism=SCRAM-SHA-512\nkafka.sasl.password=" SECRET "\n" FOR_EVER,
     4, "The brokers refuse this worker's credentials; check the credentials (kafka.sasl.username"},
    {"wrong-mechanism", "scram", SCRIBE "kafka.sasl.mechanism=PLAIN\nkafka.sasl.password=" SECRET "\n" FOR_EVER, 4,
     "The brokers do not offer this SASL mechanism; check kafka.sasl.mechanism"},
    {"no-such-mechanism", "scram", SCRIBE "kafka.sasl.mechanism=NOSUCH\nkafka.sasl.password=" SECRET "\n" FOR_EVER, 3,
     "Unsupported SASL mechanism: NOSUCH"},
    {"sasl-without-sasl", "tls", SCRIBE "kafka.sasl.mechanism=PLAIN\nkafka.sasl.password=" SECRET "\n" FOR_EVER, 4,
     "the port are of the same listener"},
    {"wrong-authority", "tls", TLS "kafka.ssl.ca.location=$C/other-ca.pem\n" FOR_EVER, 4,
     "The broker's certificate is not accepted; it is not signed by an authority that this worker trusts"},
    {"wrong-host", "tls", TLS CA "kafka.broker.address.family=v4\n" FOR_EVER, 4,
     "The broker's certificate is not accepted; it is for another host name"},
    {"no-authority", "tls", TLS "kafka.ssl.ca.location=$C/no-such.pem\n" FOR_EVER, 3,
     "no-such.pem: No such file or directory"},
    {"no-certificate", "mtls", TLS CA FOR_EVER, 4, "check the client certificate: that it is given"},
    {"expired-certificate", "mtls",
     TLS CA "kafka.ssl.certificate.location=$C/expired.pem\nkafka.ssl.key.location=$C/expired.key\n" FOR_EVER, 4,
     "check the client certificate: that it is given, not expired"},
    {"foreign-certificate", "mtls",
     TLS CA "kafka.ssl.certificate.location=$C/foreign.pem\nkafka.ssl.key.location=$C/foreign.key\n" FOR_EVER, 4,
     "signed by an authority that the brokers trust"},
    {"plain-to-tls", "tls", A_WHILE, 4, "port is one for kafka.security.protocol=PLAINTEXT"},
    {"tls-to-plain", "bootstrap", TLS CA A_WHILE, 4, "port is one for kafka.security.protocol=SSL"},
    {"tls-to-sasl", "scram", TLS CA A_WHILE, 4, "port is one for kafka.security.protocol=SSL"},
    {"no-tokens", "oauth", BEARER FOR_EVER, 3, "needs a source of tokens: give oauth.token.file"},
    {"bad-tokens", "oauth", BEARER UNSECURED "kafka.sasl.oauthbearer.config=" SECRET "\n" A_WHILE, 4,
     "No token for the brokers could be had"},
    {"unsigned-token", "jwks", BEARER UNSECURED "kafka.sasl.oauthbearer.config=principal=scribe\n" FOR_EVER, 4,
     "The brokers refuse this worker's credentials; check the token"},
    {"forged-token", "jwks", BEARER "oauth.token.file=$C/forged.jwt\n" FOR_EVER, 4,
     "The brokers refuse this worker's credentials; check the token"},
    {"other-audience", "jwks", BEARER "oauth.token.file=$C/other.jwt\n" FOR_EVER, 4,
     "The brokers refuse this worker's credentials; check the token"},
    {"expired-token", "jwks", BEARER "oauth.token.file=$C/expired.jwt\n" A_WHILE, 4, "the token in it has expired"},
};
enum { REFUSALS = sizeof refusals / sizeof *refusals };

static void start(secured_run *run, int i, const char *command) {
    const char *brokers = secured_address(refusals[i].listener);
    char other_name[64];
    if (strcmp(refusals[i].name, "wrong-host") == 0) {
        snprintf(other_name, sizeof other_name, "localhost%s", strchr(brokers, ':'));
        brokers = other_name;
    }
    secured_start(run, command, refusals[i].name, brokers, refusals[i].properties);
}

static void check(const secured_run *run, int i) {
    if (run->code != refusals[i].code) fail_msg("%s: code %d: %s", run->name, run->code, run->said);
    secured_assert_said(run, refusals[i].says);
    secured_assert_said(run, refusals[i].code == 3 ? "\"status\":\"configuration\"" : "\"level\":\"error\"");
    secured_assert_not_said(run, SECRET);
}

static void check_all(void) {
    for (int first = 0; first < REFUSALS; first += TOGETHER) {
        secured_run runs[TOGETHER];
        int last = first + TOGETHER < REFUSALS ? first + TOGETHER : REFUSALS;
        for (int i = first; i < last; i++) start(&runs[i - first], i, "run");
        for (int i = first; i < last; i++) secured_end(&runs[i - first], 0);
        for (int i = first; i < last; i++) {
            check(&runs[i - first], i);
            secured_close(&runs[i - first]);
        }
    }
}

static void test_what_is_wrong_ends_the_worker(void **state) {
    (void)state;
    secured_use_own();
    check_all();
}

static void test_a_newer_librdkafka_is_understood_as_well(void **state) {
    (void)state;
    if (!secured_use_newer()) skip();
    check_all();
    secured_use_own();
}

/* The advice of check-config is that of the worker. */
static void test_check_config_says_the_same(void **state) {
    (void)state;
    static const char *const names[] = {"wrong-password", "wrong-host", "no-certificate", "unsigned-token"};
    secured_run runs[4];
    int found = 0;
    for (int i = 0; i < REFUSALS && found < 4; i++) {
        bool wanted = false;
        for (int n = 0; n < 4; n++) wanted = wanted || strcmp(names[n], refusals[i].name) == 0;
        if (wanted) start(&runs[found++], i, "check-config");
    }
    assert_int_equal(found, 4);
    static const char *const says[] = {"-> check the credentials", "-> it is for another host name",
                                       "-> check the client certificate", "-> check the token"};
    for (int n = 0; n < 4; n++) {
        secured_end(&runs[n], 0);
        if (runs[n].code != 4) fail_msg("%s: code %d: %s", runs[n].name, runs[n].code, runs[n].said);
        secured_assert_said(&runs[n], says[n]);
        secured_assert_not_said(&runs[n], SECRET);
        secured_close(&runs[n]);
    }
}

static int make_tokens(void **state) {
    (void)state;
    secured_shell(
        "token.sh $C -600 >$C/expired.jwt && token.sh $C 3600 other >$C/other.jwt &&"
        "token.sh $C 3600 | sed 's/[^.]*$/AAAA/' >$C/forged.jwt");
    return 0;
}

int main(void) {
    if (!secured_address("bootstrap")) return SECURED_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_wrong_ends_the_worker),
        cmocka_unit_test(test_a_newer_librdkafka_is_understood_as_well),
        cmocka_unit_test(test_check_config_says_the_same),
    };
    return cmocka_run_group_tests_name("secured refusal", tests, make_tokens, NULL);
}
