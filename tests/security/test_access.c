/* Every way to prove who one is lets a worker in, and articles through; a broker that restarts ends no worker. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit.h"
#include "secured.h"

enum { ARTICLES = 20 };

#define CA "kafka.ssl.ca.location=$C/ca.pem\n"
#define SASL "kafka.security.protocol=SASL_SSL\n" CA
#define SCRIBE SASL "kafka.sasl.username=scribe\nkafka.sasl.password=@file:$C/password\n"
#define BEARER SASL "kafka.sasl.mechanism=OAUTHBEARER\n"

enum { SYSTEMS = 1, NEWERS = 2, BOTH = 3 }; /* with which librdkafka */

static const struct {
    const char *name, *listener;
    int which;
    const char *properties;
} ways[] = {
    {"tls", "tls", BOTH, "kafka.security.protocol=SSL\n" CA},
    {"mutual-tls", "mtls", BOTH,
     "kafka.security.protocol=SSL\n" CA "kafka.ssl.certificate.location=$C/client.pem\n"
     "kafka.ssl.key.location=$C/client.key\ndelivery=exactly-once\ntransaction.time=100ms\n"},
    {"scram-256", "scram", NEWERS, SCRIBE "kafka.sasl.mechanism=SCRAM-SHA-256\n"},
    {"scram-512", "scram", NEWERS, SCRIBE "kafka.sasl.mechanism=SCRAM-SHA-512\n"},
    {"unsecured-tokens", "oauth", SYSTEMS,
     BEARER "kafka.enable.sasl.oauthbearer.unsecure.jwt=true\nkafka.sasl.oauthbearer.config=principal=scribe\n"},
    {"token-file", "jwks", BOTH, BEARER "oauth.token.file=$C/good.jwt\n"},
    {"oidc", "jwks", NEWERS,
     BEARER "kafka.sasl.oauthbearer.method=oidc\nkafka.sasl.oauthbearer.client.id=depeche\n"
            "kafka.sasl.oauthbearer.client.secret=right-secret\n"
            "kafka.sasl.oauthbearer.token.endpoint.url=http://127.0.0.1:@PORT/token\n"},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* The ways' names and one more for renewed tokens, with the number of this run: its topics and groups. */
static char names[WAYS][48], renewed[48];

static pid_t issuer;
static char issuer_port[8];

/* The properties with the issuer's port in them; lent until the next. */
static const char *with_port(const char *properties) {
    static char text[1024];
    const char *at = strstr(properties, "@PORT");
    if (!at) return properties;
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - properties), properties, issuer_port, at + 5);
    return text;
}

/* Sends `count` articles with the ids ROUND-NUMBER to NAME-in. */
static void produce(const char *name, int round, int count) {
    char topic[64], value[160];
    snprintf(topic, sizeof topic, "%.50s-in", name);
    rd_kafka_t *producer = kit_producer(secured_address("bootstrap"), NULL);
    for (int i = 0; i < count; i++) {
        int length =
            snprintf(value, sizeof value, "{\"id\":\"%d-%d\",\"text\":\"Le ministre Jean Dupont arrive.\"}", round, i);
        kit_send(producer, topic, 0, "k", value, length, NULL, 0);
    }
    assert_int_equal(rd_kafka_flush(producer, 30000), 0);
    rd_kafka_destroy(producer);
}

/* Of `rounds` rounds with `each` articles all outputs are there, in order, each once. */
static void check_outputs(const char *name, int rounds, int each) {
    char topic[64], id[32];
    size_t count = (size_t)(rounds * each);
    snprintf(topic, sizeof topic, "%.50s-out", name);
    kit_records records = kit_read(secured_address("bootstrap"), topic, count, 300, 60000);
    if (records.count != count) fail_msg("%s: %zu outputs of %zu", name, records.count, count);
    for (int i = 0; i < rounds * each; i++) {
        snprintf(id, sizeof id, "\"id\":\"%d-%d\"", i / each, i % each);
        char *value = strndup(records.at[i]->payload, records.at[i]->len);
        if (!strstr(value, id)) fail_msg("%s: no %s in %s", name, id, value);
        free(value);
    }
    kit_records_free(&records);
}

static void make_topics(const char *name) {
    static const char *const whats[] = {"in", "out", "dead"};
    for (int i = 0; i < 3; i++) {
        char topic[64];
        snprintf(topic, sizeof topic, "%.50s-%s", name, whats[i]);
        kit_topic(secured_address("bootstrap"), topic, 1, NULL);
    }
}

/* Starts a worker for each way that this librdkafka knows, and sends articles through them `done` times already. */
static void pass_through(int which, int done, bool restart) {
    secured_run runs[WAYS];
    int rounds = done;
    for (int way = 0; way < WAYS; way++) {
        if (!(ways[way].which & which)) continue;
        char address[64];
        snprintf(address, sizeof address, "%s", secured_address(ways[way].listener));
        secured_start(&runs[way], "run", names[way], address, with_port(ways[way].properties));
    }
    for (int part = 0; part < (restart ? 2 : 1); part++) {
        if (part) secured_restart_broker();
        for (int way = 0; way < WAYS; way++) {
            if (ways[way].which & which) produce(names[way], ways[way].which == BOTH ? rounds : part, ARTICLES);
        }
        rounds++;
        for (int way = 0; way < WAYS; way++) {
            if (!(ways[way].which & which)) continue;
            check_outputs(names[way], ways[way].which == BOTH ? rounds : part + 1, ARTICLES);
        }
    }
    for (int way = 0; way < WAYS; way++) {
        if (!(ways[way].which & which)) continue;
        secured_end(&runs[way], SIGTERM);
        if (runs[way].code != 0) fail_msg("%s: code %d: %s", names[way], runs[way].code, runs[way].said);
        secured_assert_not_said(&runs[way], "right-");
        secured_close(&runs[way]);
    }
}

static void test_all_ways_let_articles_through_and_outlive_the_broker(void **state) {
    (void)state;
    secured_use_own();
    pass_through(SYSTEMS, 0, true);
}

static void test_a_newer_librdkafka_knows_scram_and_oidc(void **state) {
    (void)state;
    if (!secured_use_newer()) skip();
    pass_through(NEWERS, 2, false);
    secured_use_own();
}

/* Tokens that last for seconds, each replaced in time by who keeps the file fresh. */
static void test_tokens_are_renewed_while_the_worker_runs(void **state) {
    (void)state;
    enum { SECONDS = 12 };
    secured_run run;
    secured_shell(
        "(for i in $(seq 300); do token.sh $C 8 >$C/short.new && mv $C/short.new $C/short.jwt && touch $C/renewed; "
        "sleep 1;"
        " done >/dev/null 2>&1 & echo $! >$C/renewer.pid)");
    secured_shell("for i in $(seq 300); do [ -e $C/renewed ] && break; sleep 0.1; done");
    secured_start(&run, "run", renewed, secured_address("jwks"), BEARER "oauth.token.file=$C/short.jwt\n");
    for (int second = 0; second < SECONDS; second++) {
        produce(renewed, second, 1);
        kit_sleep(1000);
    }
    check_outputs(renewed, SECONDS, 1);
    secured_end(&run, SIGTERM);
    if (run.code != 0) fail_msg("code %d: %s", run.code, run.said);
    secured_close(&run);
}

/* With SCRAM from Debian's librdkafka: what a person must know is in the message. */
static void test_scram_that_cannot_work_says_why(void **state) {
    (void)state;
    secured_run run;
    bool broken = rd_kafka_version() < 0x02060100;
    if (!broken) skip();
    secured_start(&run, "run", "scram-256", secured_address("scram"), ways[2].properties);
    secured_end(&run, 0);
    assert_int_equal(run.code, 4);
    secured_assert_said(&run, "with SCRAM from librdkafka before 2.6.1");
    secured_close(&run);
}

static int start_all(void **state) {
    (void)state;
    secured_shell("printf right-password >$C/password && token.sh $C 3600 >$C/good.jwt");
    secured_shell(
        "rm -f $C/port; (exec python3 $(command -v token.sh | xargs dirname)/issuer.py $C/good.jwt $C/port"
        " >/dev/null 2>&1 & echo $! >$C/issuer.pid)");
    issuer = (pid_t)atoi(secured_shell("cat $C/issuer.pid"));
    snprintf(issuer_port, sizeof issuer_port, "%s",
             secured_shell("for i in $(seq 300); do [ -s $C/port ] && break; sleep 0.1; done; cat $C/port"));
    for (int way = 0; way < WAYS; way++) {
        snprintf(names[way], sizeof names[way], "%s-%ld", ways[way].name, (long)getpid());
        make_topics(names[way]);
    }
    snprintf(renewed, sizeof renewed, "renewed-%ld", (long)getpid());
    make_topics(renewed);
    return 0;
}

static int stop_all(void **state) {
    (void)state;
    secured_shell("if [ -e $C/renewer.pid ]; then kill $(cat $C/renewer.pid); rm $C/renewer.pid; fi");
    return issuer > 1 ? kill(issuer, SIGTERM) : 0;
}

int main(void) {
    if (!secured_address("bootstrap")) return SECURED_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_ways_let_articles_through_and_outlive_the_broker),
        cmocka_unit_test(test_a_newer_librdkafka_knows_scram_and_oidc),
        cmocka_unit_test(test_tokens_are_renewed_while_the_worker_runs),
        cmocka_unit_test(test_scram_that_cannot_work_says_why),
    };
    return cmocka_run_group_tests_name("secured access", tests, start_all, stop_all);
}
