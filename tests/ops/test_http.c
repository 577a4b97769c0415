#include "unit.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "ops/http.h"

enum { CONNECTIONS = 4, ANSWER_MAX = 65536 };

static bool well = true;

static bool check_well(void *context, dp_buffer *reason) {
    (void)context;
    if (!well) dp_buffer_add_text(reason, "no broker can be reached");
    return well;
}

static dp_metrics *metrics;

static dp_http *start(unsigned timeout_s) {
    char reason[256] = "";
    dp_http *http = dp_http_start(&(dp_http_options){.address = "127.0.0.1",
                                                     .connections = CONNECTIONS,
                                                     .timeout_s = timeout_s,
                                                     .metrics = metrics,
                                                     .healthy = check_well,
                                                     .ready = check_well},
                                  reason, sizeof reason);
    if (!http) fail_msg("%s", reason);
    assert_true(dp_http_port(http) > 0);
    return http;
}

static int connect_to(const dp_http *http) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(dp_http_port(http))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    return client;
}

static void send_text(int client, const char *text) {
    size_t length = strlen(text);
    assert_int_equal(send(client, text, length, MSG_NOSIGNAL), length);
}

/* Reads until the server closes or is silent for `patience_ms`; gives the bytes read, -1 when it stayed silent. */
static ssize_t read_answer(int client, char *answer, int patience_ms) {
    size_t used = 0;
    for (;;) {
        struct pollfd wait = {.fd = client, .events = POLLIN};
        int ready = poll(&wait, 1, patience_ms);
        if (ready == 0) return used ? (ssize_t)used : -1;
        ssize_t got = recv(client, answer + used, ANSWER_MAX - 1 - used, 0);
        if (got <= 0) break;
        used += (size_t)got;
        answer[used] = '\0';
    }
    answer[used] = '\0';
    return (ssize_t)used;
}

/* Sends a whole request and gives the whole answer; the caller frees it. */
static char *ask(const dp_http *http, const char *request) {
    int client = connect_to(http);
    send_text(client, request);
    char *answer = calloc(1, ANSWER_MAX);
    assert_non_null(answer);
    assert_true(read_answer(client, answer, 5000) >= 0);
    close(client);
    return answer;
}

static void check_answer(const dp_http *http, const char *request, const char *start_with, const char *contains) {
    char *answer = ask(http, request);
    if (strncmp(answer, start_with, strlen(start_with)) != 0 || !strstr(answer, contains)) {
        fail_msg("%s gave %s", request, answer);
    }
    free(answer);
}

#define CLOSING " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void test_metrics_are_served_in_prometheus_format(void **state) {
    (void)state;
    dp_http *http = start(5);
    check_answer(http, "GET /metrics" CLOSING, "HTTP/1.1 200 ", "\r\n\r\n# HELP depeche_x_total X.\n");
    check_answer(http, "GET /metrics" CLOSING, "HTTP/1.1 200 ", "Content-Type: text/plain; version=0.0.4");
    dp_http_stop(http);
}

static void test_health_and_readiness_say_why_not(void **state) {
    (void)state;
    dp_http *http = start(5);
    check_answer(http, "GET /healthz" CLOSING, "HTTP/1.1 200 ", "\r\n\r\nok\n");
    check_answer(http, "GET /readyz" CLOSING, "HTTP/1.1 200 ", "\r\n\r\nok\n");
    well = false;
    check_answer(http, "GET /healthz" CLOSING, "HTTP/1.1 503 ", "\r\n\r\nno broker can be reached\n");
    check_answer(http, "GET /readyz" CLOSING, "HTTP/1.1 503 ", "no broker can be reached\n");
    well = true;
    dp_http_stop(http);
}

static void test_head_has_headers_only(void **state) {
    (void)state;
    dp_http *http = start(5);
    char *answer = ask(http, "HEAD /metrics" CLOSING);
    assert_int_equal(strncmp(answer, "HTTP/1.1 200 ", 13), 0);
    assert_string_equal(strstr(answer, "\r\n\r\n"), "\r\n\r\n");
    free(answer);
    dp_http_stop(http);
}

static void test_other_paths_and_methods_are_refused(void **state) {
    (void)state;
    dp_http *http = start(5);
    check_answer(http, "GET /" CLOSING, "HTTP/1.1 404 ", "/healthz");
    check_answer(http, "GET /metrics/../etc/passwd" CLOSING, "HTTP/1.1 404 ", "not found");
    check_answer(http, "DELETE /metrics" CLOSING, "HTTP/1.1 405 ", "Allow: GET, HEAD");
    check_answer(http, "BREW /metrics" CLOSING, "HTTP/1.1 405 ", "only GET and HEAD");
    check_answer(http, "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd",
                 "HTTP/1.1 405 ", "only GET and HEAD");
    dp_http_stop(http);
}

static void check_still_serving(const dp_http *http) {
    check_answer(http, "GET /healthz" CLOSING, "HTTP/1.1 200 ", "ok\n");
}

static void test_malformed_requests_are_survived(void **state) {
    (void)state;
    static const char *const requests[] = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET /metrics HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x01\x01\xfc\x03\x03",
        "GET /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /%00%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n: empty\r\n\r\n",
    };
    dp_http *http = start(5);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        int client = connect_to(http);
        send_text(client, requests[i]);
        shutdown(client, SHUT_WR);
        char *answer = calloc(1, ANSWER_MAX);
        assert_non_null(answer);
        read_answer(client, answer, 200);
        free(answer);
        close(client);
        check_still_serving(http);
    }
    dp_http_stop(http);
}

static void test_endless_headers_are_cut_off(void **state) {
    (void)state;
    dp_http *http = start(5);
    int client = connect_to(http);
    send_text(client, "GET /metrics HTTP/1.1\r\n");
    char header[1024];
    memset(header, 'a', sizeof header);
    memcpy(header, "X-", 2);
    memcpy(header + sizeof header - 3, ":\r\n", 3);
    size_t sent = 0;
    while (sent < (1 << 24)) {
        ssize_t more = send(client, header, sizeof header, MSG_NOSIGNAL);
        if (more <= 0) break;
        sent += (size_t)more;
    }
    assert_true(sent < (1 << 24));
    close(client);
    check_still_serving(http);
    dp_http_stop(http);
}

static void test_silent_clients_are_closed(void **state) {
    (void)state;
    dp_http *http = start(1);
    int client = connect_to(http);
    send_text(client, "GET /met");
    char *answer = calloc(1, ANSWER_MAX);
    assert_non_null(answer);
    time_t before = time(NULL);
    assert_true(read_answer(client, answer, 10000) >= 0);
    assert_true(time(NULL) - before < 8);
    free(answer);
    close(client);
    check_still_serving(http);
    dp_http_stop(http);
}

static void test_slow_clients_cannot_shut_others_out(void **state) {
    (void)state;
    dp_http *http = start(600);
    int slow[3 * CONNECTIONS];
    for (int i = 0; i < 3 * CONNECTIONS; i++) {
        slow[i] = connect_to(http);
        send_text(slow[i], "GET /metrics HTTP/1.1\r\nX-Slow: ");
    }
    for (int i = 0; i < 10; i++) check_still_serving(http);
    char *answer = calloc(1, ANSWER_MAX);
    assert_non_null(answer);
    assert_true(read_answer(slow[0], answer, 5000) >= 0); /* the oldest was closed */
    free(answer);
    for (int i = 0; i < 3 * CONNECTIONS; i++) close(slow[i]);
    dp_http_stop(http);
}

static void test_abrupt_clients_are_survived(void **state) {
    (void)state;
    dp_http *http = start(5);
    for (int i = 0; i < 200; i++) {
        int client = connect_to(http);
        send_text(client, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        struct linger reset = {.l_onoff = 1};
        assert_int_equal(setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), 0);
        close(client);
    }
    check_still_serving(http);
    dp_http_stop(http);
}

static void test_failures_to_start_say_why(void **state) {
    (void)state;
    char reason[256];
    dp_http_options options = {.address = "localhost", .connections = 1, .timeout_s = 1, .metrics = metrics};
    assert_null(dp_http_start(&options, reason, sizeof reason));
    assert_string_equal(reason, "localhost is not an IPv4 or IPv6 address");
    dp_http *http = start(1);
    options.address = "127.0.0.1";
    options.port = dp_http_port(http);
    assert_null(dp_http_start(&options, reason, sizeof reason));
    assert_non_null(strstr(reason, "Address already in use"));
    dp_http_stop(http);
    dp_http_stop(NULL);
    for (unsigned long at = 1; at <= 2; at++) {
        dp_memory_fail_at(at);
        assert_null(dp_http_start(&options, reason, sizeof reason));
        dp_memory_fail_at(0);
        assert_string_equal(reason, "memory is out");
    }
}

static int make_metrics(void **state) {
    (void)state;
    metrics = dp_metrics_new();
    dp_series_add(dp_metric_series(dp_metrics_counter(metrics, "depeche_x_total", "X."), NULL, 0), 1);
    return 0;
}

static int close_metrics(void **state) {
    (void)state;
    dp_metrics_close(metrics);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metrics_are_served_in_prometheus_format),
        cmocka_unit_test(test_health_and_readiness_say_why_not),
        cmocka_unit_test(test_head_has_headers_only),
        cmocka_unit_test(test_other_paths_and_methods_are_refused),
        cmocka_unit_test(test_malformed_requests_are_survived),
        cmocka_unit_test(test_endless_headers_are_cut_off),
        cmocka_unit_test(test_silent_clients_are_closed),
        cmocka_unit_test(test_slow_clients_cannot_shut_others_out),
        cmocka_unit_test(test_abrupt_clients_are_survived),
        cmocka_unit_test(test_failures_to_start_say_why),
    };
    return cmocka_run_group_tests_name("ops http", tests, make_metrics, close_metrics);
}
