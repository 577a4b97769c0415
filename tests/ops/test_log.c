#include "unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "ops/buffer.h"
#include "ops/input.h"
#include "ops/log.h"

/* A log into a temporary file, and what was written there. */
typedef struct logged {
    char path[64];
    int descriptor;
    dp_log *log;
    dp_buffer content;
} logged;

static void open_log(logged *l, dp_log_options options) {
    *l = (logged){0};
    snprintf(l->path, sizeof l->path, "/tmp/depeche-test-XXXXXX");
    l->descriptor = mkstemp(l->path);
    assert_true(l->descriptor >= 0);
    options.descriptor = l->descriptor;
    l->log = dp_log_open(&options);
    assert_non_null(l->log);
}

/* Closes the log and gives all that it wrote. */
static const char *close_log(logged *l) {
    dp_log_close(l->log);
    close(l->descriptor);
    assert_int_equal(dp_input_file(l->path, 1 << 24, &l->content), 0);
    unlink(l->path);
    return dp_buffer_text(&l->content);
}

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) count++;
    return count;
}

static void test_json_lines_have_time_level_event_message_and_fields(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.level = DP_LOG_DEBUG});
    dp_log_field fields[] = {{.key = "topic", .text = "a\"b"}, {.key = "partition", .number = -3}};
    dp_log_write(l.log, DP_LOG_WARNING, "lagging", "one\ntwo", fields, 2);
    const char *line = close_log(&l);
    /* {"ts":"2025-09-04T08:30:00.123456Z", */
    assert_int_equal(strncmp(line, "{\"ts\":\"20", 9), 0);
    assert_int_equal(line[17], 'T');
    assert_int_equal(line[33], 'Z');
    assert_string_equal(line + 34,
                        "\",\"level\":\"warning\",\"event\":\"lagging\",\"message\":\"one\\ntwo\","
                        "\"topic\":\"a\\\"b\",\"partition\":-3}\n");
    dp_buffer_close(&l.content);
}

static void test_text_lines_are_one_line_each(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.format = DP_LOG_TEXT});
    dp_log_field fields[] = {{.key = "topic", .text = "x\ny"}, {.key = "n", .number = 4}};
    dp_log_write(l.log, DP_LOG_INFO, "started", "up\nand running", fields, 2);
    const char *line = close_log(&l);
    assert_non_null(strstr(line, " info    up\\nand running [started topic=\"x\\ny\" n=4]\n"));
    assert_int_equal(count_of(line, "\n"), 1);
    dp_buffer_close(&l.content);
}

static void test_lower_levels_are_not_written(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.level = DP_LOG_WARNING});
    dp_log_write(l.log, DP_LOG_DEBUG, "a", "no", NULL, 0);
    dp_log_write(l.log, DP_LOG_INFO, "b", "no", NULL, 0);
    dp_log_write(l.log, DP_LOG_WARNING, "c", "yes", NULL, 0);
    dp_log_write(l.log, DP_LOG_ERROR, "d", "yes", NULL, 0);
    const char *text = close_log(&l);
    assert_int_equal(count_of(text, "yes"), 2);
    assert_int_equal(count_of(text, "no"), 0);
    dp_buffer_close(&l.content);
}

static void test_any_bytes_stay_valid_json(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){0});
    char bytes[256];
    for (int i = 1; i < 256; i++) bytes[i - 1] = (char)i;
    bytes[255] = '\0';
    dp_log_field fields[] = {{.key = "bytes", .text = bytes}};
    dp_log_write(l.log, DP_LOG_INFO, "bytes", bytes, fields, 1);
    const char *text = close_log(&l);
    assert_int_equal(count_of(text, "\n"), 1);
    assert_true(dp_buffer_is_utf8(dp_buffer_str(&l.content)));
    for (const char *at = text; *at != '\n'; at++) assert_true((unsigned char)*at >= 0x20);
    dp_buffer_close(&l.content);
}

static void test_long_values_are_cut_between_characters(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){0});
    char *value = malloc(100001);
    for (int i = 0; i < 50000; i++) memcpy(value + 2 * i, "é", 2);
    value[100000] = '\0';
    dp_log_field fields[20];
    for (int i = 0; i < 20; i++) fields[i] = (dp_log_field){.key = "k", .text = value};
    dp_log_write(l.log, DP_LOG_INFO, "long", value + 1, fields, 20);
    const char *text = close_log(&l);
    assert_true(strlen(text) < 16384);
    assert_true(dp_buffer_is_utf8(dp_buffer_str(&l.content)));
    assert_string_equal(text + strlen(text) - 3, "\"}\n");
    dp_buffer_close(&l.content);
    free(value);
}

static void test_repeated_events_are_limited_and_counted(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.burst = 5, .period_us = 3600 * INT64_C(1000000)});
    for (int i = 0; i < 100; i++) dp_log_write(l.log, DP_LOG_ERROR, "broker_down", "down", NULL, 0);
    dp_log_write(l.log, DP_LOG_INFO, "other", "still heard", NULL, 0);
    const char *text = close_log(&l);
    assert_int_equal(count_of(text, "\"message\":\"down\""), 5);
    assert_int_equal(count_of(text, "still heard"), 1);
    assert_int_equal(count_of(text, "\"left_out\":95"), 1);
    dp_buffer_close(&l.content);
}

static void test_a_new_period_says_what_was_left_out(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.burst = 2, .period_us = 20000});
    for (int i = 0; i < 10; i++) dp_log_write(l.log, DP_LOG_ERROR, "e", "m", NULL, 0);
    usleep(30000);
    dp_log_write(l.log, DP_LOG_ERROR, "e", "m", NULL, 0);
    const char *text = close_log(&l);
    assert_true(count_of(text, "\"message\":\"m\"") >= 3);
    assert_int_equal(count_of(text, "\"left_out\":"), 1);
    dp_buffer_close(&l.content);
}

static void test_many_kinds_of_events_are_survived(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){.burst = 1, .period_us = 1000000000});
    for (int i = 0; i < 200; i++) {
        char event[16];
        snprintf(event, sizeof event, "event_%d", i);
        dp_log_write(l.log, DP_LOG_INFO, event, "m", NULL, 0);
    }
    assert_int_equal(count_of(close_log(&l), "\n"), 200);
    dp_buffer_close(&l.content);
}

enum { THREADS = 4, LINES_EACH = 500 };

static void *write_lines(void *context) {
    char message[200];
    memset(message, 'x', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    for (int i = 0; i < LINES_EACH; i++) dp_log_write(context, DP_LOG_INFO, "thread", message, NULL, 0);
    return NULL;
}

static void test_lines_of_several_threads_never_mix(void **state) {
    (void)state;
    logged l;
    open_log(&l, (dp_log_options){0});
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, write_lines, l.log), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    const char *text = close_log(&l);
    assert_int_equal(count_of(text, "\n"), THREADS * LINES_EACH);
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        assert_int_equal(strncmp(line, "{\"ts\":\"", 7), 0);
        assert_int_equal(strchr(line, '\n')[-1], '}');
    }
    dp_buffer_close(&l.content);
}

static void test_a_full_pipe_does_not_stop_the_caller(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    char filler[4096] = {0};
    while (write(ends[1], filler, sizeof filler) > 0) continue;
    dp_log *log = dp_log_open(&(dp_log_options){.descriptor = ends[1]});
    dp_log_write(log, DP_LOG_INFO, "lost", "nobody reads", NULL, 0);
    dp_log_close(log);
    close(ends[0]);
    close(ends[1]);
    log = dp_log_open(&(dp_log_options){.descriptor = -1});
    dp_log_write(log, DP_LOG_INFO, "lost", "no descriptor", NULL, 0);
    dp_log_close(log);
}

static void test_memory_failure_loses_the_line_only(void **state) {
    (void)state;
    dp_memory_fail_at(1);
    assert_null(dp_log_open(&(dp_log_options){.descriptor = 2}));
    dp_memory_fail_at(0);
    logged l;
    open_log(&l, (dp_log_options){0});
    dp_memory_fail_at(1);
    dp_log_write(l.log, DP_LOG_INFO, "a", "lost", NULL, 0);
    dp_memory_fail_at(0);
    dp_log_write(l.log, DP_LOG_INFO, "b", "kept", NULL, 0);
    const char *text = close_log(&l);
    assert_int_equal(count_of(text, "\n"), 1);
    assert_non_null(strstr(text, "kept"));
    dp_buffer_close(&l.content);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_lines_have_time_level_event_message_and_fields),
        cmocka_unit_test(test_text_lines_are_one_line_each),
        cmocka_unit_test(test_lower_levels_are_not_written),
        cmocka_unit_test(test_any_bytes_stay_valid_json),
        cmocka_unit_test(test_long_values_are_cut_between_characters),
        cmocka_unit_test(test_repeated_events_are_limited_and_counted),
        cmocka_unit_test(test_a_new_period_says_what_was_left_out),
        cmocka_unit_test(test_many_kinds_of_events_are_survived),
        cmocka_unit_test(test_lines_of_several_threads_never_mix),
        cmocka_unit_test(test_a_full_pipe_does_not_stop_the_caller),
        cmocka_unit_test(test_memory_failure_loses_the_line_only),
    };
    return cmocka_run_group_tests_name("ops log", tests, NULL, NULL);
}
