/* `depeche run` of the built program against the embedded broker. */
#include "unit.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/demo_client.h"
#include "program.h"
#include "stream/embedded.h"

enum { PARTITIONS = 2, ARTICLES = 50 };

static const char *const topics[] = {"articles.raw", "articles.enriched", "articles.dead-letter"};

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static dp_embedded *open_cluster(void) {
    dp_embedded *cluster = dp_embedded_open(1);
    assert_non_null(cluster);
    for (size_t i = 0; i < 3; i++) assert_int_equal(dp_embedded_topic(cluster, topics[i], PARTITIONS), 0);
    return cluster;
}

static int connect_to(unsigned port) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    return client;
}

/* The whole answer to a GET; lent until the next. */
static const char *get(unsigned port, const char *path) {
    static char answer[1 << 18];
    char request[128];
    int client = connect_to(port);
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    assert_int_equal(send(client, request, (size_t)length, MSG_NOSIGNAL), length);
    size_t used = 0;
    for (ssize_t got; (got = recv(client, answer + used, sizeof answer - 1 - used, 0)) > 0;) used += (size_t)got;
    answer[used] = '\0';
    close(client);
    return answer;
}

static void start_run(program *p, const dp_embedded *cluster, unsigned port, const char *more) {
    char http[32];
    snprintf(http, sizeof http, "http.port=%u", port);
    const char *arguments[] = {"run", "-b", dp_embedded_brokers(cluster), "-s", http, "-t",
                               "2",   "-s", "statistics.interval=200ms",  "-s", more, NULL};
    program_start(p, arguments);
}

static void produce(const dp_embedded *cluster) {
    static char texts[ARTICLES][160];
    dp_str articles[ARTICLES + 1];
    for (int i = 0; i < ARTICLES; i++) {
        int length =
            snprintf(texts[i], sizeof texts[i],
                     "{\"id\":\"n-%d\",\"text\":\"Le ministre Jean Dupont a annoncé %d mesures à Paris.\"}", i, i + 2);
        articles[i] = (dp_str){texts[i], (size_t)length};
    }
    articles[ARTICLES] = DP_STR("{\"text\": secret-article-text");
    char reason[256];
    assert_int_equal(
        dp_demo_produce(dp_embedded_brokers(cluster), topics[0], articles, ARTICLES + 1, reason, sizeof reason), 0);
}

static void wait_for_outputs(const dp_embedded *cluster) {
    char reason[256];
    dp_demo_reader *reader =
        dp_demo_reader_open(dp_embedded_brokers(cluster), topics + 1, 2, PARTITIONS, reason, sizeof reason);
    assert_non_null(reader);
    int arrived = 0;
    for (int patience = 0; arrived < ARTICLES + 1 && patience < 600; patience++) {
        dp_demo_message message;
        arrived += dp_demo_reader_next(reader, "depeche.dlq.reason", 100, &message);
    }
    dp_demo_reader_close(reader);
    assert_int_equal(arrived, ARTICLES + 1);
}

/* Every metric that the dashboard asks for is among those that are served. */
static void check_dashboard(const char *metrics) {
    char path[1024], name[128];
    static char dashboard[1 << 17];
    snprintf(path, sizeof path, "%s/deploy/grafana/depeche.json", getenv("DEPECHE_SOURCE"));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    dashboard[fread(dashboard, 1, sizeof dashboard - 1, file)] = '\0';
    fclose(file);
    int asked = 0;
    for (const char *at = dashboard; (at = strstr(at, "depeche_")); asked++) {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        snprintf(name, sizeof name, "\n%.*s", (int)length, at);
        assert_contains(metrics, name);
        at += length;
    }
    assert_true(asked > 10);
}

static void test_a_worker_is_watched_and_drains(void **state) {
    (void)state;
    dp_embedded *cluster = open_cluster();
    unsigned port = program_free_port();
    program p;
    start_run(&p, cluster, port, "log.level=debug");
    program_wait_for(&p, "\"event\":\"starting\"");
    assert_contains(get(port, "/healthz"), "HTTP/1.1 200 ");
    assert_contains(get(port, "/readyz"), "HTTP/1.1 503 ");
    produce(cluster);
    wait_for_outputs(cluster);
    usleep(500000);
    assert_contains(get(port, "/readyz"), "HTTP/1.1 200 ");
    const char *metrics = get(port, "/metrics");
    assert_contains(metrics, "\ndepeche_consumed_messages_total 51\n");
    assert_contains(metrics, "\ndepeche_produced_messages_total 50\n");
    assert_contains(metrics, "\ndepeche_dead_letters_total{reason=\"invalid_json\"} 1\n");
    assert_contains(metrics, "\ndepeche_assigned_partitions 2\n");
    assert_contains(metrics, "\ndepeche_ready 1\n");
    assert_contains(metrics, "depeche_stage_duration_seconds_count{stage=\"decode\"} ");
    assert_contains(metrics, "depeche_lag_messages{topic=\"articles.raw\",partition=\"0\"} 0\n");
    check_dashboard(metrics);
    assert_int_equal(kill(p.process, SIGTERM), 0);
    program_finish(&p, NULL);
    if (p.code != 0) fail_msg("exit code %d: %s", p.code, p.errors);
    assert_contains(p.errors, "\"status\":\"stopped\"");
    assert_null(strstr(p.errors, "secret-article-text"));
    assert_null(strstr(p.errors, "Dupont"));
    assert_string_equal(p.output, "");
    for (const char *line = p.errors; *line; line = strchr(line, '\n') + 1) {
        assert_int_equal(strncmp(line, "{\"ts\":\"", 7), 0);
        assert_non_null(strchr(line, '\n'));
    }
    program_close(&p);
    dp_embedded_close(cluster);
}

static void test_a_port_in_use_gives_code_3(void **state) {
    (void)state;
    dp_embedded *cluster = open_cluster();
    const char *brokers = dp_embedded_brokers(cluster);
    unsigned taken = (unsigned)strtoul(strrchr(brokers, ':') + 1, NULL, 10);
    program p;
    start_run(&p, cluster, taken, "log.format=text");
    program_finish(&p, NULL);
    assert_int_equal(p.code, 3);
    assert_contains(p.errors, "Address already in use; give another http.address or http.port, or 0 for none");
    program_close(&p);
    dp_embedded_close(cluster);
}

/* Starts a worker that can open no more than so many descriptors. */
static void start_limited(program *p, const dp_embedded *cluster, unsigned port, const char *files) {
    setenv("LD_PRELOAD", PRELOAD, 1);
    setenv("LSAN_OPTIONS", "detect_leaks=0", 1); /* a search for leaks needs descriptors of its own */
    setenv("FAULT_FILES", files, 1);
    start_run(p, cluster, port, "http.connections=1000");
    unsetenv("FAULT_FILES");
    unsetenv("LSAN_OPTIONS");
    unsetenv("LD_PRELOAD");
}

static void test_clients_that_take_all_descriptors_hold_up_no_worker(void **state) {
    (void)state;
    enum { CLIENTS = 100 };
    int clients[CLIENTS];
    dp_embedded *cluster = open_cluster();
    unsigned port = program_free_port();
    program p;
    start_limited(&p, cluster, port, "64");
    program_wait_for(&p, "\"event\":\"partitions_assigned\"");
    for (int i = 0; i < CLIENTS; i++) clients[i] = connect_to(port);
    produce(cluster);
    wait_for_outputs(cluster);
    for (int i = 0; i < CLIENTS; i++) close(clients[i]);
    assert_contains(get(port, "/healthz"), "HTTP/1.1 200 ");
    assert_int_equal(kill(p.process, SIGTERM), 0);
    program_finish(&p, NULL);
    if (p.code != 0) fail_msg("exit code %d: %s", p.code, p.errors);
    program_close(&p);
    dp_embedded_close(cluster);
}

static void test_too_few_descriptors_to_begin_with_are_told(void **state) {
    (void)state;
    static const char *const files[] = {"3", "4", "6", "8"};
    dp_embedded *cluster = open_cluster();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        program p;
        start_limited(&p, cluster, program_free_port(), files[i]);
        program_finish(&p, NULL);
        if ((p.code != 1 && p.code != 3) || !*p.errors) fail_msg("%s: code %d: %s", files[i], p.code, p.errors);
        program_close(&p);
    }
    dp_embedded_close(cluster);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_worker_is_watched_and_drains),
        cmocka_unit_test(test_a_port_in_use_gives_code_3),
        cmocka_unit_test(test_clients_that_take_all_descriptors_hold_up_no_worker),
        cmocka_unit_test(test_too_few_descriptors_to_begin_with_are_told),
    };
    cmocka_set_test_filter(getenv("DEPECHE_TEST_ONLY"));
    return cmocka_run_group_tests_name("cli run", tests, NULL, NULL);
}
