/* A secret that a worker knows is in nothing that it shows: logs of every level, metrics, listings, command line. */
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "watched.h"

/* In every secret of these tests. */
#define MARK "m-0-"

static char secret_path[64];

static void assert_without(const char *where, const char *text, size_t length) {
    for (size_t i = 0; i + strlen(MARK) <= length; i++) {
        if (memcmp(text + i, MARK, strlen(MARK)) == 0) {
            fail_msg("%s holds a secret: %.*s", where, (int)(length - i < 80 ? length - i : 80), text + i);
        }
    }
}

/* Secrets given in every way, for properties of every kind. */
static const char *settings(void) {
    static char text[2048];
    snprintf(text, sizeof text,
             "log.level=debug\nkafka.debug=all\n"
             "kafka.sasl.username=scribe\n"
             "kafka.sasl.password=" MARK
             "in-the-file\n"
             "kafka.ssl.key.password=@file:%s\n"
             "kafka.ssl.keystore.password=@env:SECRET_OF_TEST\n"
             "kafka.consumer.sasl.oauthbearer.config=principal=" MARK
             "principal\n"
             "kafka.client.rack=http://user:" MARK "in-an-address@127.0.0.1/\n",
             secret_path);
    return text;
}

static void check_endpoints(const watched *w) {
    static const char *const paths[] = {"/metrics", "/healthz", "/readyz", "/", "/debug"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *answer = watched_get(w, paths[i], 30000);
        assert_int_equal(strncmp(answer, "HTTP/1.1 ", 9), 0);
        assert_without(paths[i], answer, strlen(answer));
    }
}

static void test_a_run_shows_no_secret(void **state) {
    (void)state;
    watched w;
    watched_start(&w, settings());
    watched_enrich(&w, 2);
    check_endpoints(&w);
    size_t length;
    const char *line = watched_proc(&w, "cmdline", &length);
    assert_true(length > 0);
    assert_without("the command line", line, length);
    watched_end(&w);
    assert_non_null(strstr(w.worker.errors, "\"level\":\"debug\""));
    assert_non_null(strstr(w.worker.errors, "sasl.password = [redacted]")); /* librdkafka told its configuration */
    assert_without("the log", w.worker.errors, w.worker.errors_size);
    assert_without("standard output", w.worker.output, w.worker.output_size);
    watched_close(&w);
}

static void test_listings_show_no_secret(void **state) {
    (void)state;
    char path[64];
    program p;
    program_file(path, settings());
    program_run(&p, NULL, "check-config", "--offline", "-c", path, NULL);
    assert_non_null(strstr(p.output, "kafka.sasl.password"));
    assert_non_null(strstr(p.output, "(hidden)"));
    assert_non_null(strstr(p.output, "@env:SECRET_OF_TEST"));
    assert_without("check-config", p.output, p.output_size);
    assert_without("check-config", p.errors, p.errors_size);
    program_close(&p);
    program_run(&p, NULL, "check-config", "--timeout", "1s", "-b", "127.0.0.1:1", "-c", path, NULL);
    assert_int_equal(p.code, 4);
    assert_without("check-config", p.output, p.output_size);
    assert_without("check-config", p.errors, p.errors_size);
    program_close(&p);
    unlink(path);
}

/* Every user of the machine sees flags. */
static void test_secrets_as_flags_are_refused(void **state) {
    (void)state;
    static const char *const flags[][2] = {{"-X", "sasl.password=" MARK "flag"},
                                           {"-X", "producer.ssl.key.password=" MARK "flag"},
                                           {"-X", "sasl.oauthbearer.token.endpoint.url=http://u:" MARK "flag@host/"},
                                           {"-s", "kafka.ssl.key.pem=" MARK "flag"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        program p;
        program_run(&p, NULL, "run", flags[i][0], flags[i][1], NULL);
        assert_int_equal(p.code, 3);
        assert_non_null(strstr(p.errors, "every user of this machine sees the flags"));
        assert_without("the message", p.errors, p.errors_size);
        program_close(&p);
    }
}

/* Wrong settings are shown in messages, but not when they came from where secrets are kept. */
static void test_messages_about_wrong_settings_show_no_secret(void **state) {
    (void)state;
    static const char *const wrong[] = {"http.port=@env:SECRET_OF_TEST", "kafka.no.such.password=" MARK "x",
                                        "kafka.security.protocol=@env:SECRET_OF_TEST",
                                        "kafka.sasl.oauthbearer.method=@env:SECRET_OF_TEST"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char path[64];
        program p;
        program_file(path, wrong[i]);
        program_run(&p, NULL, "check-config", "--offline", "-c", path, NULL);
        assert_int_equal(p.code, 3);
        assert_without(wrong[i], p.errors, p.errors_size);
        assert_without(wrong[i], p.output, p.output_size);
        program_close(&p);
        unlink(path);
    }
}

#ifndef DP_INSTRUMENTED
static void test_a_worker_hides_and_closes_itself_in(void **state) {
    (void)state;
    watched w;
    watched_start(&w, "sandbox=required\n");
    watched_enrich(&w, 1);
    const char *status = watched_proc(&w, "status", NULL);
    assert_non_null(strstr(status, "\nNoNewPrivs:\t1\n"));
    assert_non_null(strstr(status, "\nSeccomp:\t2\n"));
    assert_non_null(strstr(watched_proc(&w, "limits", NULL), "Max core file size        0                    0"));
    const char *metrics = watched_get(&w, "/metrics", 30000);
    static const char *const kept[] = {"\nprocess_open_fds ", "\nprocess_max_fds ", "\nprocess_resident_memory_bytes ",
                                       "\nprocess_start_time_seconds ", "\nprocess_cpu_seconds_total "};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) assert_non_null(strstr(metrics, kept[i]));
    assert_int_equal(kill(w.worker.process, SIGSEGV), 0); /* no core, which would hold secrets */
    int code;
    assert_int_equal(waitpid(w.worker.process, &code, 0), w.worker.process);
    assert_true(WIFSIGNALED(code));
    assert_false(WCOREDUMP(code));
    watched_close(&w);

    watched_start(&w, "sandbox=off\n");
    assert_non_null(strstr(watched_proc(&w, "status", NULL), "\nSeccomp:\t0\n"));
    watched_end(&w);
    watched_close(&w);
}

static void test_kerberos_may_start_its_programs(void **state) {
    (void)state;
    watched w;
    watched_start(&w, "kafka.security.protocol=sasl_plaintext\nkafka.sasl.mechanism=GSSAPI\n");
    assert_non_null(strstr(w.worker.errors, "no sandbox: Kerberos starts programs"));
    assert_non_null(strstr(watched_proc(&w, "status", NULL), "\nSeccomp:\t0\n"));
    assert_int_equal(kill(w.worker.process, SIGKILL), 0);
    assert_int_equal(waitpid(w.worker.process, NULL, 0), w.worker.process);
    watched_close(&w);
}
#endif

static int make_secrets(void **state) {
    (void)state;
    program_file(secret_path, MARK "in-another-file\n");
    return setenv("SECRET_OF_TEST", MARK "in-the-environment", 1);
}

static int remove_secrets(void **state) {
    (void)state;
    return unlink(secret_path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_run_shows_no_secret),
        cmocka_unit_test(test_listings_show_no_secret),
        cmocka_unit_test(test_secrets_as_flags_are_refused),
        cmocka_unit_test(test_messages_about_wrong_settings_show_no_secret),
#ifndef DP_INSTRUMENTED
        cmocka_unit_test(test_a_worker_hides_and_closes_itself_in),
        cmocka_unit_test(test_kerberos_may_start_its_programs),
#endif
    };
    return cmocka_run_group_tests_name("secrets", tests, make_secrets, remove_secrets);
}
