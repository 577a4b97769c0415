#include "unit.h"

#include "watched.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cli/demo_client.h"

enum { TEXT_MAX = 1 << 20, PATIENCE_S = 100 };

static const char *const topics[] = {"articles.raw", "articles.enriched", "articles.dead-letter"};

void watched_start(watched *w, const char *settings) {
    static char content[8192];
    *w = (watched){.cluster = dp_embedded_open(1), .port = program_free_port()};
    assert_non_null(w->cluster);
    for (size_t i = 0; i < 3; i++) assert_int_equal(dp_embedded_topic(w->cluster, topics[i], 1), 0);
    snprintf(content, sizeof content, "brokers=%s\nhttp.port=%u\nthreads=1\nstatistics.interval=200ms\n%s",
             dp_embedded_brokers(w->cluster), w->port, settings);
    program_file(w->config, content);
    const char *arguments[] = {"run", "-c", w->config, NULL};
    program_start(&w->worker, arguments);
    snprintf(w->pid_path, sizeof w->pid_path, "/proc/%ld", (long)w->worker.process);
    program_wait_for(&w->worker, "\"event\":\"starting\"");
}

void watched_enrich(watched *w, int articles) {
    char reason[256];
    for (int i = 0; i < articles; i++) {
        const dp_str article = DP_STR("{\"text\":\"Le ministre Jean Dupont a annonc\\u00e9 deux mesures.\"}");
        assert_int_equal(
            dp_demo_produce(dp_embedded_brokers(w->cluster), topics[0], &article, 1, reason, sizeof reason), 0);
    }
    dp_demo_reader *reader =
        dp_demo_reader_open(dp_embedded_brokers(w->cluster), topics + 1, 2, 1, reason, sizeof reason);
    assert_non_null(reader);
    int arrived = 0;
    for (time_t start = time(NULL); arrived < articles && time(NULL) - start < PATIENCE_S;) {
        dp_demo_message message;
        program_drain(&w->worker);
        arrived += dp_demo_reader_next(reader, "depeche.dlq.reason", 100, &message);
    }
    dp_demo_reader_close(reader);
    assert_true(arrived >= articles);
}

int watched_connect(const watched *w) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(client >= 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)w->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) return client;
    close(client);
    return -1;
}

const char *watched_get(const watched *w, const char *path, int timeout_ms) {
    static char answer[TEXT_MAX];
    char request[128];
    answer[0] = '\0';
    int client = watched_connect(w);
    if (client < 0) return answer;
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    size_t used = 0;
    if (send(client, request, (size_t)length, MSG_NOSIGNAL) == length) {
        struct pollfd wait = {.fd = client, .events = POLLIN};
        ssize_t got;
        while (used + 1 < sizeof answer && poll(&wait, 1, timeout_ms) == 1 &&
               (got = recv(client, answer + used, sizeof answer - 1 - used, 0)) > 0) {
            used += (size_t)got;
        }
    }
    answer[used] = '\0';
    close(client);
    return answer;
}

const char *watched_proc(const watched *w, const char *name, size_t *length) {
    static char content[TEXT_MAX];
    char path[96];
    snprintf(path, sizeof path, "%s/%s", w->pid_path, name);
    FILE *file = fopen(path, "rb");
    size_t got = file ? fread(content, 1, sizeof content - 1, file) : 0;
    if (file) fclose(file);
    content[got] = '\0';
    if (length) *length = got;
    return content;
}

void watched_end(watched *w) {
    assert_int_equal(kill(w->worker.process, SIGTERM), 0);
    program_finish(&w->worker, NULL);
    if (w->worker.code != 0) fail_msg("code %d: %s", w->worker.code, w->worker.errors);
}

void watched_close(watched *w) {
    program_close(&w->worker);
    dp_embedded_close(w->cluster);
    unlink(w->config);
}
