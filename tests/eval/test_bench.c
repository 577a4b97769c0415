/* `depeche bench`, and what it measures with. */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cli/program.h"
#include "cli/bench_curve.h"
#include "cli/bench_run.h"

static void assert_contains(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static double number(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_number(value)) fail_msg("there is no %s", name);
    return json_number_value(value);
}

static void test_samples_give_figures_of_every_stage(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "bench", "--seconds", "1", "--threads", "2", "--json", NULL);
    if (p.code) fail_msg("code %d: %s", p.code, p.errors);
    json_t *all = json_loads(p.output, 0, NULL);
    assert_non_null(all);
    const json_t *runs = json_object_get(all, "runs");
    assert_int_equal(json_array_size(runs), 2);
    for (size_t i = 0; i < 2; i++) {
        const json_t *run = json_array_get(runs, i);
        assert_true(number(run, "threads") == (double)i + 1);
        assert_true(number(run, "articles") >= 1);
        assert_true(number(run, "mb_per_cpu_second") > 0);
        assert_true(number(run, "memory_end") > 0);
        const json_t *stages = json_object_get(run, "stages");
        for (const char *const *stage = dp_enricher_stages(); *stage; stage++) {
            const json_t *figures = json_object_get(stages, *stage);
            assert_true(number(figures, "p99_ms") >= number(figures, "p50_ms"));
        }
        assert_true(number(json_object_get(stages, "all"), "p50_ms") > 0);
    }
    json_decref(all);
    program_close(&p);
}

static void test_table_tells_files_and_standard_input(void **state) {
    (void)state;
    char path[64];
    program_file(path,
                 "{\"id\":\"1\",\"text\":\"Le ministre a dit oui.\",\"language\":\"fr\"}\n"
                 "{\"id\":\"2\",\"text\":\"La maire a dit non.\",\"language\":\"fr\"}\n");
    program p;
    program_run(&p, "{\"text\":\"Le maire est parti.\",\"language\":\"fr\"}", "bench", path, "-", "--seconds", "1",
                "--threads", "1", NULL);
    assert_int_equal(p.code, 0);
    assert_contains(p.output, "3 different articles");
    assert_contains(p.output, "1 thread: ");
    assert_contains(p.output, "tagger ");
    assert_contains(p.output, "memory: ");
    assert_null(strstr(p.output, "threads:"));
    program_close(&p);
    unlink(path);
}

static void test_nothing_to_measure_is_a_failure(void **state) {
    (void)state;
    program p;
    program_run(&p, NULL, "bench", "/nonexistent", NULL);
    assert_int_equal(p.code, 1);
    assert_contains(p.errors, "/nonexistent: ");
    program_close(&p);
    program_run(&p, "{broken\n", "bench", "-", "--seconds", "1", NULL);
    assert_int_equal(p.code, 1);
    assert_contains(p.errors, "none of the articles can be analysed");
    program_close(&p);
    program_run(&p, "", "bench", "-", NULL);
    assert_int_equal(p.code, 1);
    assert_contains(p.errors, "there is no article");
    program_close(&p);
}

static void test_quantiles_are_near_the_times(void **state) {
    (void)state;
    static dp_bench_times times;
    /* 1 to 63 microseconds are exact; the bucket of 1000 is from 992 to 1007, that of 5 seconds within 1/64. */
    times.buckets[10] = 50;
    times.buckets[4 * DP_BENCH_STEPS + (1000 >> 4)] = 49;
    times.buckets[0] = 1;
    times.count = 100;
    assert_true(dp_bench_quantile(&times, .01) <= 0.0);
    assert_true(dp_bench_quantile(&times, .5) >= 10.0 && dp_bench_quantile(&times, .5) <= 10.0);
    double high = dp_bench_quantile(&times, .99);
    if (high < 984 || high > 1016) fail_msg("%f", high);
}

/* Time for each byte does not grow: from 10 kB to 100 kB at most fivefold, where caches and a busy machine have a
 * share; a quadratic stage would need ten times as long. */
static void test_hard_texts_take_linear_time(void **state) {
    (void)state;
    depeche_error error;
    dp_packs packs = {.count = 1};
    if (depeche_pack_find("fr", &packs.at[0], &error)) fail_msg("%s", error.message);
    dp_str text = DP_STR("Le ministre Jean Dupont a dit jeudi à Paris : « Nous avons 12 écoles. » Il pleut.\n");
    for (size_t kind = 0; kind < DP_CURVE_KINDS; kind++) {
        dp_curve_point small, large;
        assert_int_equal(dp_curve_measure(&packs, text, kind, 10000, &small), 0);
        assert_int_equal(dp_curve_measure(&packs, text, kind, 100000, &large), 0);
        assert_true(small.bytes <= 10100 && small.bytes >= 9900);
        assert_true(large.bytes <= 100100 && large.bytes >= 99900);
        double growth = ((double)large.us + 1) / (double)large.bytes / (((double)small.us + 1) / (double)small.bytes);
        if (growth > 5 && large.us > 20000) fail_msg("%s: %.1f times as long a byte", dp_curve_kinds[kind], growth);
    }
    dp_packs_close(&packs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples_give_figures_of_every_stage),
        cmocka_unit_test(test_table_tells_files_and_standard_input),
        cmocka_unit_test(test_nothing_to_measure_is_a_failure),
        cmocka_unit_test(test_quantiles_are_near_the_times),
        cmocka_unit_test(test_hard_texts_take_linear_time),
    };
    return cmocka_run_group_tests_name("depeche bench", tests, NULL, NULL);
}
