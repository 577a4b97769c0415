#include "unit.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "ops/metrics.h"

/* Moves past a metric or label name; NULL when there is none. */
static const char *skip_name(const char *at) {
    if (!isalpha((unsigned char)*at) && *at != '_' && *at != ':') return NULL;
    while (isalnum((unsigned char)*at) || *at == '_' || *at == ':') at++;
    return at;
}

/* Moves past {name="value",...}; NULL when it is malformed. */
static const char *skip_labels(const char *at) {
    if (*at != '{') return at;
    do {
        at = skip_name(at + 1);
        if (!at || at[0] != '=' || at[1] != '"') return NULL;
        for (at += 2; *at != '"'; at++) {
            if (*at == '\\') at++;
            if (*at == '\0' || *at == '\n') return NULL;
        }
        at++;
    } while (*at == ',');
    return *at == '}' ? at + 1 : NULL;
}

/* Checks the grammar of the whole text: every line is a comment or a sample, every sample belongs to the metric whose
 * TYPE line came last. Gives the number of samples. */
static size_t check_format(const char *text) {
    char metric[128] = "";
    size_t samples = 0;
    while (*text) {
        const char *end = strchr(text, '\n');
        assert_non_null(end);
        if (strncmp(text, "# TYPE ", 7) == 0) {
            const char *after = skip_name(text + 7);
            assert_non_null(after);
            snprintf(metric, sizeof metric, "%.*s", (int)(after - text - 7), text + 7);
            assert_true(strncmp(after, " counter\n", 9) == 0 || strncmp(after, " gauge\n", 7) == 0 ||
                        strncmp(after, " histogram\n", 11) == 0);
        } else if (*text != '#') {
            assert_int_equal(strncmp(text, metric, strlen(metric)), 0);
            const char *after = skip_name(text);
            assert_non_null(after);
            after = skip_labels(after);
            assert_non_null(after);
            assert_int_equal(*after, ' ');
            char *number_end;
            strtod(after + 1, &number_end);
            assert_ptr_equal(number_end, end);
            samples++;
        } else {
            assert_int_equal(strncmp(text, "# HELP ", 7), 0);
        }
        text = end + 1;
    }
    return samples;
}

static const char *render(dp_metrics *metrics, dp_buffer *text) {
    dp_buffer_clear(text);
    dp_metrics_render(metrics, text);
    const char *rendered = dp_buffer_text(text);
    assert_non_null(rendered);
    check_format(rendered);
    return rendered;
}

static void test_counters_and_gauges_are_shown_with_help_and_type(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    dp_metric *counter = dp_metrics_counter(metrics, "depeche_things_total", "Things.");
    dp_metric *gauge = dp_metrics_gauge(metrics, "depeche_depth", "Depth.");
    dp_series *things = dp_metric_series(counter, NULL, 0);
    dp_series *depth = dp_metric_series(gauge, &(dp_label){"side", "left"}, 1);
    dp_series_add(things, 2);
    dp_series_add(things, 40);
    dp_series_set(depth, -7);
    const char *shown = render(metrics, &text);
    assert_non_null(strstr(shown,
                           "# HELP depeche_things_total Things.\n# TYPE depeche_things_total counter\n"
                           "depeche_things_total 42\n"));
    assert_non_null(strstr(shown, "# TYPE depeche_depth gauge\ndepeche_depth{side=\"left\"} -7\n"));
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_histograms_are_cumulative_and_in_seconds(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    dp_metric *times = dp_metrics_histogram(metrics, "depeche_time_seconds", "Time.");
    dp_series *series = dp_metric_series(times, &(dp_label){"stage", "text"}, 1);
    static const uint64_t observed[] = {0, 100, 101, 1500000, UINT64_C(60000000)};
    for (size_t i = 0; i < 5; i++) dp_series_observe(series, observed[i]);
    const char *shown = render(metrics, &text);
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"0.0001\"} 2\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"0.00025\"} 3\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"1\"} 3\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"2.5\"} 4\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"30\"} 4\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_bucket{stage=\"text\",le=\"+Inf\"} 5\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_sum{stage=\"text\"} 61.500201\n"));
    assert_non_null(strstr(shown, "depeche_time_seconds_count{stage=\"text\"} 5\n"));
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_labels_are_escaped(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    dp_metric *gauge = dp_metrics_gauge(metrics, "depeche_odd", "Odd.");
    dp_label odd[] = {{"topic", "a\"b\\c\nd é"}, {"other", "\xFF"}};
    dp_series_set(dp_metric_series(gauge, odd, 2), 1);
    assert_non_null(
        strstr(render(metrics, &text), "depeche_odd{topic=\"a\\\"b\\\\c\\nd é\",other=\"(not UTF-8)\"} 1\n"));
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_same_labels_are_the_same_series(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_metric *gauge = dp_metrics_gauge(metrics, "depeche_lag", "Lag.");
    dp_label first[] = {{"topic", "t"}, {"partition", "0"}}, second[] = {{"topic", "t"}, {"partition", "1"}};
    assert_ptr_equal(dp_metric_series(gauge, first, 2), dp_metric_series(gauge, first, 2));
    assert_ptr_not_equal(dp_metric_series(gauge, first, 2), dp_metric_series(gauge, second, 2));
    dp_metrics_close(metrics);
}

static void test_hidden_series_come_back_when_set(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    dp_series *lag = dp_metric_series(dp_metrics_gauge(metrics, "depeche_lag", "Lag."), NULL, 0);
    dp_series_set(lag, 5);
    dp_series_hide(lag);
    assert_null(strstr(render(metrics, &text), "\ndepeche_lag 5"));
    dp_series_set(lag, 6);
    assert_non_null(strstr(render(metrics, &text), "\ndepeche_lag 6\n"));
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_process_metrics_are_there(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    const char *shown = render(metrics, &text);
    static const char *const names[] = {"\nprocess_cpu_seconds_total ", "\nprocess_resident_memory_bytes ",
                                        "\nprocess_open_fds ", "\nprocess_max_fds ", "\nprocess_start_time_seconds "};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *found = strstr(shown, names[i]);
        assert_non_null(found);
        assert_true(strtod(found + strlen(names[i]), NULL) >= 0);
    }
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_number_of_series_is_bounded(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_metric *gauge = dp_metrics_gauge(metrics, "depeche_many", "Many.");
    for (int i = 0; i < 10001; i++) {
        char value[16];
        snprintf(value, sizeof value, "%d", i);
        assert_int_equal(dp_metric_series(gauge, &(dp_label){"n", value}, 1) != NULL, i < 10000);
    }
    dp_metrics_close(metrics);
}

enum { THREADS = 4, ROUNDS = 20000 };

static void *add_and_observe(void *context) {
    dp_series **both = context;
    for (int i = 0; i < ROUNDS; i++) {
        dp_series_add(both[0], 1);
        dp_series_observe(both[1], (uint64_t)i);
    }
    return NULL;
}

static void test_threads_lose_no_counts(void **state) {
    (void)state;
    dp_metrics *metrics = dp_metrics_new();
    dp_buffer text = {0};
    dp_series *both[] = {dp_metric_series(dp_metrics_counter(metrics, "depeche_a_total", "A."), NULL, 0),
                         dp_metric_series(dp_metrics_histogram(metrics, "depeche_b_seconds", "B."), NULL, 0)};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(&threads[i], NULL, add_and_observe, both), 0);
    for (int i = 0; i < 20; i++) render(metrics, &text);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    const char *shown = render(metrics, &text);
    assert_non_null(strstr(shown, "depeche_a_total 80000\n"));
    assert_non_null(strstr(shown, "depeche_b_seconds_count 80000\n"));
    dp_buffer_close(&text);
    dp_metrics_close(metrics);
}

static void test_memory_failure_gives_series_that_do_nothing(void **state) {
    (void)state;
    dp_memory_fail_at(1);
    assert_null(dp_metrics_new());
    dp_memory_fail_at(0);
    dp_metrics *metrics = dp_metrics_new();
    dp_memory_fail_at(1);
    assert_null(dp_metrics_counter(metrics, "depeche_x_total", "X."));
    dp_memory_fail_at(0);
    dp_metric *counter = dp_metrics_counter(metrics, "depeche_x_total", "X.");
    for (unsigned long at = 1; at <= 3; at++) {
        dp_memory_fail_at(at);
        assert_null(dp_metric_series(counter, &(dp_label){"a", "b"}, 1));
        dp_memory_fail_at(0);
    }
    assert_null(dp_metric_series(NULL, NULL, 0));
    dp_series_add(NULL, 1);
    dp_series_set(NULL, 1);
    dp_series_hide(NULL);
    dp_series_observe(NULL, 1);
    assert_non_null(dp_metric_series(counter, &(dp_label){"a", "b"}, 1));
    dp_metrics_close(metrics);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counters_and_gauges_are_shown_with_help_and_type),
        cmocka_unit_test(test_histograms_are_cumulative_and_in_seconds),
        cmocka_unit_test(test_labels_are_escaped),
        cmocka_unit_test(test_same_labels_are_the_same_series),
        cmocka_unit_test(test_hidden_series_come_back_when_set),
        cmocka_unit_test(test_process_metrics_are_there),
        cmocka_unit_test(test_number_of_series_is_bounded),
        cmocka_unit_test(test_threads_lose_no_counts),
        cmocka_unit_test(test_memory_failure_gives_series_that_do_nothing),
    };
    return cmocka_run_group_tests_name("ops metrics", tests, NULL, NULL);
}
