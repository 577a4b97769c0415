/* Tokens for OAUTHBEARER: any file is read or refused, and nothing of it is told. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "stream/token.h"

static char path[] = "/tmp/depeche-token-XXXXXX";

static void write_file(const char *content, size_t length) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *content) {
    write_file(content, strlen(content));
}

/* {"sub":"scribe","exp":1900000000.5} */
#define CLAIMS "eyJzdWIiOiJzY3JpYmUiLCJleHAiOjE5MDAwMDAwMDAuNX0"

static void test_a_token_says_who_and_until_when(void **state) {
    (void)state;
    static const char *const texts[] = {"h." CLAIMS ".s", "h." CLAIMS ".", " \r\n h." CLAIMS ".sig\r\n\n"};
    for (size_t i = 0; i < 3; i++) {
        dp_token token;
        char reason[256];
        write_text(texts[i]);
        assert_int_equal(dp_token_read(path, &token, reason, sizeof reason), 0);
        assert_string_equal(token.principal, "scribe");
        assert_true(token.expires_ms == INT64_C(1900000000500));
        assert_int_equal(strncmp(token.text, "h." CLAIMS ".", strlen("h." CLAIMS ".")), 0);
        assert_null(strpbrk(token.text, " \r\n"));
        dp_free(token.text);
    }
}

static void check_refused(const char *part) {
    dp_token token;
    char reason[256] = "";
    assert_int_equal(dp_token_read(path, &token, reason, sizeof reason), -1);
    if (!strstr(reason, part)) fail_msg("\"%s\" is not in: %s", part, reason);
    assert_null(strstr(reason, "s3cret"));
}

static void test_what_is_no_token_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"",           "s3cret",      ".",       "..",       "a.b",     "a.b.c.d",
                                        "a.s3cret.c", "a.e30\xff.c", "a.W10.c", "a.e30=.c", "a.IiI.c", "a.bnVsbA.c"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_text(texts[i]);
        check_refused(path);
    }
    write_text("a.e30.c"); /* {} */
    check_refused("does not say when it expires");
    write_text("a.eyJleHAiOiJ4In0.c"); /* {"exp":"x"} */
    check_refused("does not say when it expires");
    write_text("a.eyJleHAiOi0xfQ.c"); /* {"exp":-1} */
    check_refused("does not say when it expires");
    write_text("a.eyJleHAiOjFlOTl9.c"); /* {"exp":1e99} */
    check_refused("does not say when it expires");
    write_file("h\0." CLAIMS ".s", sizeof "h\0." CLAIMS ".s" - 1);
    check_refused("no JSON Web Token");
}

static void test_files_that_are_none_are_refused(void **state) {
    (void)state;
    dp_token token;
    char reason[256];
    assert_int_equal(dp_token_read("/no/such/file", &token, reason, sizeof reason), -1);
    assert_string_equal(reason, "/no/such/file: No such file or directory");
    assert_int_equal(dp_token_read("/", &token, reason, sizeof reason), -1);
    char *large = calloc(1, 70000);
    assert_non_null(large);
    memset(large, 'a', 70000);
    write_file(large, 70000);
    free(large);
    check_refused("too long");
}

static void test_memory_that_is_out_is_told(void **state) {
    (void)state;
    write_text("h." CLAIMS ".s");
    for (unsigned long at = 1; at <= 2; at++) {
        dp_token token;
        char reason[256];
        dp_memory_fail_at(at);
        assert_int_equal(dp_token_read(path, &token, reason, sizeof reason), -1);
        dp_memory_fail_at(0);
    }
}

static rd_kafka_conf_t *configure(const char *mechanism, const char *name, const char *file, bool *well,
                                  dp_worker_error *error) {
    char reason[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    assert_int_equal(rd_kafka_conf_set(conf, "sasl.mechanism", mechanism, reason, sizeof reason), 0);
    if (name) assert_int_equal(rd_kafka_conf_set(conf, name, "true", reason, sizeof reason), 0);
    error->message[0] = '\0';
    *well = dp_token_configure(conf, &(dp_worker_options){.token_file = file}, error);
    return conf;
}

static void test_oauthbearer_needs_a_source_of_tokens(void **state) {
    (void)state;
    static const struct {
        const char *mechanism, *name, *file;
        bool well;
    } cases[] = {{"OAUTHBEARER", NULL, NULL, false},
                 {"OAUTHBEARER", "enable.sasl.oauthbearer.unsecure.jwt", NULL, true},
                 {"OAUTHBEARER", NULL, "/any", true},
                 {"PLAIN", NULL, NULL, true},
                 {"PLAIN", NULL, "/any", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool well;
        dp_worker_error error;
        rd_kafka_conf_destroy(configure(cases[i].mechanism, cases[i].name, cases[i].file, &well, &error));
        assert_true(well == cases[i].well);
        assert_true(well == (error.message[0] == '\0'));
    }
}

static int make_file(void **state) {
    (void)state;
    int descriptor = mkstemp(path);
    return descriptor < 0 ? -1 : close(descriptor);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_token_says_who_and_until_when),      cmocka_unit_test(test_what_is_no_token_is_refused),
        cmocka_unit_test(test_files_that_are_none_are_refused),      cmocka_unit_test(test_memory_that_is_out_is_told),
        cmocka_unit_test(test_oauthbearer_needs_a_source_of_tokens),
    };
    return cmocka_run_group_tests_name("stream token", tests, make_file, remove_file);
}
