/* The endpoints of a running worker under attack: they go on answering, and the worker goes on working. */
#include "unit.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "watched.h"

enum { ANSWER_MS = 60000, SLOW = 300, OPEN_MOST = 32 + 64 + 40, TEXT_MAX = 1 << 20 };

/* The address sanitizer keeps what is freed. */
#ifdef DP_INSTRUMENTED
enum { GROWTH_MOST = 1 << 30 };
#else
enum { GROWTH_MOST = 64 << 20 };
#endif

#define HEALTH "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
#define METRICS "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"

static watched w;

static void check_serving(const char *after) {
    const char *answer = watched_get(&w, "/healthz", ANSWER_MS);
    if (strncmp(answer, "HTTP/1.1 200 ", 13) != 0) fail_msg("after %s /healthz gave: %s", after, answer);
}

/* Sends as much as the endpoint takes. */
static void send_some(int client, const void *bytes, size_t length) {
    (void)!send(client, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A connection from the loopback address 127.0.0.`from`. */
static int connect_from(int from) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in own = {.sin_family = AF_INET},
                       port = {.sin_family = AF_INET, .sin_port = htons((uint16_t)w.port)};
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + (uint32_t)from);
    port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(client, (struct sockaddr *)&own, sizeof own), 0);
    assert_int_equal(connect(client, (struct sockaddr *)&port, sizeof port), 0);
    return client;
}

/* Reads until `until` has come so many times, there is silence for `quiet_ms`, or the end. Returns how often it came.
 */
static size_t read_all(int client, char *text, int quiet_ms, const char *until, size_t times) {
    size_t used = 0, seen = 0, from = 0;
    struct pollfd wait = {.fd = client, .events = POLLIN};
    while (seen < times && used + 1 < TEXT_MAX && poll(&wait, 1, quiet_ms) == 1) {
        ssize_t got = recv(client, text + used, TEXT_MAX - 1 - used, 0);
        if (got <= 0) break;
        used += (size_t)got;
        text[used] = '\0';
        for (const char *at; (at = strstr(text + from, until)); seen++) from = (size_t)(at - text) + strlen(until);
    }
    text[used] = '\0';
    return seen;
}

/* A figure of /metrics, which is what the worker's operator sees: the process hides itself from others of its user. */
static long figure(const char *name) {
    const char *at = strstr(watched_get(&w, "/metrics", ANSWER_MS), name);
    assert_non_null(at);
    return strtol(at + strlen(name), NULL, 10);
}

static long open_descriptors(void) {
    return figure("\nprocess_open_fds ");
}

static long memory(void) {
    return figure("\nprocess_resident_memory_bytes ");
}

/* Whether a socket of the machine listens so; `line` is how the kernel writes it. */
static bool listens(const char *table, const char *line) {
    char row[256];
    FILE *file = fopen(table, "r");
    bool found = false;
    while (file && fgets(row, sizeof row, file)) found = found || strstr(row, line);
    if (file) fclose(file);
    return found;
}

static void test_it_listens_on_loopback_alone(void **state) {
    (void)state;
    char line[32];
    snprintf(line, sizeof line, " 0100007F:%04X 00000000:0000 0A", w.port);
    assert_true(listens("/proc/net/tcp", line));
    snprintf(line, sizeof line, " 00000000:%04X ", w.port);
    assert_false(listens("/proc/net/tcp", line));
    snprintf(line, sizeof line, ":%04X 0000", w.port);
    assert_false(listens("/proc/net/tcp6", line));
}

/* Hundreds of requests that are never finished, from several addresses, with a byte now and then. */
static void test_slow_requests_shut_nobody_out(void **state) {
    (void)state;
    long opened = open_descriptors();
    long before = memory();
    int slow[SLOW];
    for (int i = 0; i < SLOW; i++) {
        slow[i] = connect_from(2 + i % 7);
        send_some(slow[i], "GET /metrics HTTP/1.1\r\nX-Slow: ", 31);
        if (i % 50 == 0) check_serving("slow requests");
    }
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < SLOW; i++) send_some(slow[i], "a", 1);
        check_serving("slow requests");
    }
    assert_true(open_descriptors() <= opened + OPEN_MOST);
    watched_enrich(&w, 1);
    assert_true(memory() - before < GROWTH_MOST);
    for (int i = 0; i < SLOW; i++) close(slow[i]);
    check_serving("slow requests");
}

static void test_one_address_does_not_shut_out_another(void **state) {
    (void)state;
    char *text = malloc(TEXT_MAX);
    assert_non_null(text);
    int kept = connect_from(20), flood[100];
    for (int i = 0; i < 100; i++) {
        flood[i] = connect_from(21);
        send_some(flood[i], "GET /", 5);
    }
    check_serving("a flood"); /* all before it were accepted */
    send_some(kept, HEALTH, strlen(HEALTH));
    assert_int_equal(read_all(kept, text, ANSWER_MS, "\r\n\r\nok\n", 1), 1);
    for (int i = 0; i < 100; i++) close(flood[i]);
    close(kept);
    free(text);
}

static const char *const malformed[] = {
    "\r\n\r\n",
    "\0\0\0\0\r\n\r\n",
    "GET\r\n\r\n",
    "GET /metrics\r\n\r\n",
    "GET  /metrics  HTTP/1.1\r\n\r\n",
    "GET /metrics HTTP/9.9\r\n\r\n",
    "GET /metrics HTTP/1.1 \r\nHost: x\r\n\r\n",
    "GET http://other/metrics HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT other:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "\x16\x03\x01\x02\x01\x01\xfc\x03\x03",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET /metrics HTTP/1.1\nHost: x\n\n",
    "GET /metrics HTTP/1.1\r\nHost x\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nHost: x\r\n folded: yes\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
    "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nabcde",
    "POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
    "POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "GET /%00%ff%zz%2e%2e/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /metrics?%s%n%x HTTP/1.1\r\nHost: %s%n\r\n\r\n",
    "GET /metrics HTTP/1.1\r\n: empty\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "GET /metrics HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n",
};

static void test_malformed_requests_are_survived(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        int client = watched_connect(&w);
        assert_true(client >= 0);
        size_t length = strlen(malformed[i]);
        send_some(client, malformed[i], length ? length : 8);
        shutdown(client, SHUT_WR);
        check_serving(malformed[i]);
        close(client);
    }
    unsigned seed = 1;
    for (int i = 0; i < 300; i++) {
        unsigned char noise[256];
        for (size_t k = 0; k < sizeof noise; k++)
            noise[k] = (unsigned char)((seed = seed * 1664525 + 1013904223) >> 24);
        int client = watched_connect(&w);
        assert_true(client >= 0);
        if (i % 2) memcpy(noise, METRICS, 23);
        send_some(client, noise, sizeof noise);
        close(client);
    }
    check_serving("noise");
}

/* A request that grows without end, in one of its parts. */
static void grow(const char *start, const char *piece, size_t most) {
    int client = watched_connect(&w);
    assert_true(client >= 0);
    send_some(client, start, strlen(start));
    size_t sent = 0;
    for (ssize_t got; sent < most; sent += (size_t)got) {
        got = send(client, piece, strlen(piece), MSG_NOSIGNAL);
        if (got <= 0) break;
    }
    if (sent >= most) fail_msg("%zu bytes were taken of %s", sent, start);
    close(client);
    check_serving(start);
}

static void test_requests_that_grow_are_cut_off(void **state) {
    (void)state;
    long before = memory();
    char piece[1025];
    memset(piece, 'a', sizeof piece - 1);
    piece[sizeof piece - 1] = '\0';
    grow("GET /metrics HTTP/1.1\r\nX-Long: ", piece, 16 << 20);
    grow("GET /", piece, 16 << 20);
    grow("", piece, 16 << 20);
    grow("GET /metrics HTTP/1.1\r\n", "X-Many: value\r\n", 16 << 20);
    assert_true(memory() - before < GROWTH_MOST);
}

static void test_pipelined_requests_are_all_answered(void **state) {
    (void)state;
    enum { REQUESTS = 200 };
    static char requests[REQUESTS * sizeof HEALTH];
    size_t length = 0;
    for (int i = 0; i < REQUESTS; i++, length += strlen(HEALTH)) memcpy(requests + length, HEALTH, strlen(HEALTH));
    char *text = malloc(TEXT_MAX);
    assert_non_null(text);
    int client = watched_connect(&w);
    assert_int_equal(send(client, requests, length, MSG_NOSIGNAL), length);
    assert_int_equal(read_all(client, text, ANSWER_MS, "\r\n\r\nok\n", REQUESTS), REQUESTS);
    close(client);
    free(text);
}

/* Who asks and never reads, who goes away at once, and very many who only come. */
static void test_rude_clients_are_survived(void **state) {
    (void)state;
    long opened = open_descriptors();
    long before = memory();
    int deaf[60];
    for (int i = 0; i < 60; i++) {
        deaf[i] = connect_from(30 + i % 4);
        for (int k = 0; k < 50; k++) send_some(deaf[i], METRICS, strlen(METRICS));
    }
    check_serving("deaf clients");
    for (int i = 0; i < 2000; i++) {
        int client = watched_connect(&w);
        assert_true(client >= 0);
        if (i % 2) send_some(client, METRICS, strlen(METRICS));
        const struct linger reset = {.l_onoff = i % 3 == 0};
        setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(client);
        if (i % 500 == 0) check_serving("clients that leave");
    }
    check_serving("clients that leave");
    assert_true(open_descriptors() <= opened + OPEN_MOST);
    assert_true(memory() - before < GROWTH_MOST);
    for (int i = 0; i < 60; i++) close(deaf[i]);
}

static void test_the_worker_has_not_noticed(void **state) {
    (void)state;
    watched_enrich(&w, 3);
    assert_non_null(strstr(watched_get(&w, "/metrics", ANSWER_MS), "\ndepeche_produced_messages_total "));
    watched_end(&w);
    assert_null(strstr(w.worker.errors, "\"level\":\"error\""));
}

static int start(void **state) {
    (void)state;
    watched_start(&w, "");
    return 0;
}

static int stop(void **state) {
    (void)state;
    watched_close(&w);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_listens_on_loopback_alone),
        cmocka_unit_test(test_slow_requests_shut_nobody_out),
        cmocka_unit_test(test_one_address_does_not_shut_out_another),
        cmocka_unit_test(test_malformed_requests_are_survived),
        cmocka_unit_test(test_requests_that_grow_are_cut_off),
        cmocka_unit_test(test_pipelined_requests_are_all_answered),
        cmocka_unit_test(test_rude_clients_are_survived),
        cmocka_unit_test(test_the_worker_has_not_noticed),
    };
    return cmocka_run_group_tests_name("endpoint", tests, start, stop);
}
