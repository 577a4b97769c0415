#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "values/reading.h"

static const dp_day PUBLISHED = {.days = 20335, .known = true}; /* 2025-09-04 */

/* Values of a text in which the tagger has found `tags`. */
static void find(dp_arena *arena, const char *bytes, const dp_tagged *found, uint32_t count, dp_text *text,
                 dp_values *values) {
    dp_tagged copy[4];
    assert_true(count <= 4);
    if (count) memcpy(copy, found, count * sizeof *copy);
    dp_tags tags = {.at = copy, .count = count};
    assert_int_equal(reading_cut(arena, (dp_str){bytes, strlen(bytes)}, text), 0);
    assert_int_equal(dp_values_find(reading_pack(), arena, text, &tags, PUBLISHED, values), 0);
}

static void assert_slice(const dp_text *text, const dp_value *value, const char *expected) {
    dp_str slice = dp_text_range(text, value->tokens);
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.at, expected, slice.len);
}

static void test_rules_and_tagger_complete_each_other(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    /* "28" alone is a doubtful amount; the tagger's "2 000" is cut short. */
    const dp_tagged found[] = {{.tokens = {3, 4}, .tag = DP_TAG_QTY, .confidence = 0.9F},
                               {.tokens = {5, 6}, .tag = DP_TAG_QTY, .confidence = 0.9F}};
    find(&arena, "Ils en ont 28 et 2 000 soldats.", found, 2, &text, &values);
    assert_int_equal(values.count, 2);
    assert_slice(&text, &values.at[0], "28");
    assert_true(values.at[0].number == 28.0);
    assert_slice(&text, &values.at[1], "2 000 soldats");
    dp_arena_close(&arena);
}

static void test_values_inside_names_are_none(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    const dp_tagged found[] = {{.tokens = {1, 5}, .tag = DP_TAG_ORG, .confidence = 0.9F}};
    find(&arena, "Le Mouvement du 3 mai parle.", found, 1, &text, &values);
    assert_int_equal(values.count, 0);
    find(&arena, "Le Mouvement du 3 mai parle.", NULL, 0, &text, &values);
    assert_int_equal(values.count, 1);
    dp_arena_close(&arena);
}

static void test_what_the_tagger_cannot_see_is_amended(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    const dp_tagged one = {.tokens = {2, 4}, .tag = DP_TAG_QTY, .confidence = 0.9F};
    find(&arena, "Il compte 1 mort.", &one, 1, &text, &values);
    assert_int_equal(values.count, 0);
    const dp_tagged no_date = {.tokens = {2, 3}, .tag = DP_TAG_DATE, .confidence = 0.9F};
    find(&arena, "Il compte 4612.", &no_date, 1, &text, &values);
    assert_int_equal(values.count, 1);
    assert_int_equal(values.at[0].tag, DP_TAG_QTY);
    const dp_tagged no_money = {.tokens = {2, 4}, .tag = DP_TAG_MONEY, .confidence = 0.8F};
    find(&arena, "Il compte 300 millions.", &no_money, 1, &text, &values);
    assert_int_equal(values.count, 1);
    assert_int_equal(values.at[0].tag, DP_TAG_QTY);
    find(&arena, "Il compte 300 millions. Il a 5 euros.", &no_money, 1, &text, &values);
    assert_int_equal(values.count, 2);
    assert_int_equal(values.at[0].tag, DP_TAG_MONEY);
    assert_memory_equal(values.at[0].unit.at, "EUR", 3);
    const dp_tagged counted = {.tokens = {12, 14}, .tag = DP_TAG_MONEY, .confidence = 0.8F};
    find(&arena, "Il a 5 euros. Il compte 300 millions de barils ou 280 millions.", &counted, 1, &text, &values);
    assert_int_equal(values.count, 3);
    assert_int_equal(values.at[2].tag, DP_TAG_QTY);
    const dp_tagged label = {.tokens = {4, 5}, .tag = DP_TAG_QTY, .confidence = 0.9F};
    find(&arena, "Il est au top 40 des ventes.", &label, 1, &text, &values);
    assert_int_equal(values.count, 0);
    const dp_tagged article = {.tokens = {2, 5}, .tag = DP_TAG_QTY, .confidence = 0.9F};
    find(&arena, "L'article 58-1 est cité.", &article, 1, &text, &values);
    assert_int_equal(values.count, 0);
    const dp_tagged money = {.tokens = {2, 4}, .tag = DP_TAG_MONEY, .confidence = 0.95F};
    find(&arena, "Il coûte 300 millions.", &money, 1, &text, &values);
    assert_int_equal(values.count, 1);
    assert_int_equal(values.at[0].tag, DP_TAG_MONEY);
    const dp_tagged habit = {.tokens = {1, 2}, .tag = DP_TAG_DATE, .confidence = 0.9F};
    find(&arena, "Chaque samedi, ils marchent.", &habit, 1, &text, &values);
    assert_int_equal(values.count, 0);
    dp_arena_close(&arena);
}

static void test_times_of_no_day_are_none(void **state) {
    (void)state;
    static const struct {
        const char *text;
        dp_range tokens;
    } cases[] = {
        {"Il dort le dimanche.", {3, 4}},
        {"Il est venu à la veille du vote.", {5, 6}},
        {"Il attend depuis un mois et demi.", {4, 7}},
        {"Ils ont des problèmes de fin de mois.", {5, 8}},
        {"Il a marché un 11e samedi de suite.", {5, 6}},
        {"Composez le 0800 30 300.", {2, 4}},
    };
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_text text;
        dp_values values;
        const dp_tagged date = {.tokens = cases[i].tokens, .tag = DP_TAG_DATE, .confidence = 0.99F};
        find(&arena, cases[i].text, &date, 1, &text, &values);
        assert_int_equal(values.count, 0);
        dp_arena_reset(&arena);
    }
    const dp_tagged past = {.tokens = {1, 2}, .tag = DP_TAG_DATE, .confidence = 0.99F};
    dp_text text;
    dp_values values;
    find(&arena, "Le dimanche, il est parti.", &past, 1, &text, &values);
    assert_int_equal(values.count, 1);
    dp_arena_close(&arena);
}

static void test_counts_end_before_words_that_nobody_counts(void **state) {
    (void)state;
    static const struct {
        const char *text, *slice;
        dp_range tokens;
    } cases[] = {
        {"Ils sont moins de douze aujourd'hui.", "douze", {4, 6}},
        {"Il a coupé la carte en deux d'un coup.", "deux", {6, 8}},
        {"Ils étaient vingt-six un an plus tôt.", "vingt-six", {2, 5}},
        {"Une soixantaine d'entre elles.", "soixantaine", {1, 4}},
        {"Ils ont retenu onze autres.", "onze autres", {3, 5}},
    };
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_text text;
        dp_values values;
        const dp_tagged count = {.tokens = cases[i].tokens, .tag = DP_TAG_QTY, .confidence = 0.99F};
        find(&arena, cases[i].text, &count, 1, &text, &values);
        assert_int_equal(values.count, 1);
        assert_slice(&text, &values.at[0], cases[i].slice);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

static void test_values_come_in_order_and_never_overlap(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    find(&arena,
         "Le 3 mai 2012 à 14 h 30, dix mille trois cents des 2 000 soldats de 18, 24 et 26 ans ont gagné 3-0 et 5 M€ "
         "dans la nuit du 3 au 4 juin, soit 3 % de 1 200 dollars, fin 2019 ou les 16 et 17 juin.",
         NULL, 0, &text, &values);
    assert_true(values.count > 10);
    for (uint32_t i = 0; i < values.count; i++) {
        assert_true(values.at[i].tokens.first < values.at[i].tokens.end);
        assert_true(i == 0 || values.at[i - 1].tokens.end <= values.at[i].tokens.first);
    }
    dp_arena_close(&arena);
}

static void test_hostile_texts_are_read_without_harm(void **state) {
    (void)state;
    static const char *const texts[] = {
        "",
        ".",
        "99/99/9999 00/00/0000 31/02/2019 1/1/1 2019-13-45 99h99 25h61",
        "le 0 mars, le 32 mai, le 31 février 2019, 9999, 0000, 2199-1000",
        "du du du 3 au au 4 au 5 au 6 juin juin juin 2019 2019",
        "nuit de nuit de nuit de lundi à mardi à mercredi fin fin fin début",
        "années années 1970 1970 années 99999999999",
        "1er 1er 1er premier mai premier",
        "un million de milliards de millions de dizaines de centaines de milliers",
        "et demi et demi trois et demi et demi",
        "€€€ $$$ %%% 5 5 5 % % %",
        "-5 --5 - 5 % -- (- 5 %",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 et 15 mai",
        "6-4 6-4 6-4 6-4 6-4 6-4 6-4 6-4",
        "12 à 13 à 14 à 15 à 16",
        "mi-9999 mi-abcd mi- mi-20199",
    };
    dp_arena arena;
    dp_arena_init(&arena);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dp_text text;
        dp_values values;
        find(&arena, texts[i], NULL, 0, &text, &values);
        for (uint32_t v = 0; v < values.count; v++) assert_true(values.at[v].tokens.end <= text.token_count);
        dp_arena_reset(&arena);
    }
    dp_arena_close(&arena);
}

/* Processor seconds for `count` copies of a piece. */
static double seconds_for(const char *piece, size_t count) {
    size_t length = strlen(piece);
    char *bytes = malloc(length * count);
    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++) memcpy(bytes + i * length, piece, length);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_values values;
    dp_tags none = {0};
    assert_int_equal(reading_cut(&arena, (dp_str){bytes, length * count}, &text), 0);
    clock_t start = clock();
    assert_int_equal(dp_values_find(reading_pack(), &arena, &text, &none, PUBLISHED, &values), 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    dp_arena_close(&arena);
    free(bytes);
    return seconds;
}

static void test_time_is_linear_in_long_sentences(void **state) {
    (void)state;
    static const char *const pieces[] = {"12 ",      "deux ", "mille ", "3, ", "3 et ",          "lundi ",
                                         "nuit de ", "3 au ", "5 % ",   "1-",  "un million de ", "2019-",
                                         "h "};
    const size_t few = 20000, many = 160000;
    const double slack = 3.0, floor = 0.05;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double small = seconds_for(pieces[i], few), large = seconds_for(pieces[i], many);
        if (large > floor) assert_true(large < small * (double)(many / few) * slack + floor);
    }
}

static void test_every_failing_allocation_is_reported(void **state) {
    (void)state;
    static const char bytes[] = "Mercredi à 14 heures, 2 000 soldats ont marché deux heures et demie pour 20 francs.";
    dp_arena cut;
    dp_arena_init(&cut);
    dp_text text;
    assert_int_equal(reading_cut(&cut, DP_STR(bytes), &text), 0);
    dp_tags none = {0};
    for (unsigned long number = 1;; number++) {
        dp_arena arena;
        dp_arena_init(&arena);
        dp_values values;
        dp_memory_fail_at(number);
        int code = dp_values_find(reading_pack(), &arena, &text, &none, PUBLISHED, &values);
        dp_memory_fail_at(0);
        dp_arena_close(&arena);
        if (code == 0) {
            assert_true(number > 1);
            break;
        }
        assert_int_equal(code, -1);
        assert_true(number < 100);
    }
    dp_arena_close(&cut);
}

static void test_a_warm_arena_takes_nothing(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    arena.retained = 1 << 20;
    dp_text text;
    dp_values values;
    static const char bytes[] = "Mercredi à 14 heures, 2 000 soldats ont marché deux heures et demie pour 20 francs.";
    find(&arena, bytes, NULL, 0, &text, &values);
    uint32_t count = values.count;
    dp_arena_reset(&arena);
    dp_memory_fail_at(1);
    find(&arena, bytes, NULL, 0, &text, &values);
    dp_memory_fail_at(0);
    assert_int_equal(values.count, count);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules_and_tagger_complete_each_other),
        cmocka_unit_test(test_values_inside_names_are_none),
        cmocka_unit_test(test_what_the_tagger_cannot_see_is_amended),
        cmocka_unit_test(test_times_of_no_day_are_none),
        cmocka_unit_test(test_counts_end_before_words_that_nobody_counts),
        cmocka_unit_test(test_values_come_in_order_and_never_overlap),
        cmocka_unit_test(test_hostile_texts_are_read_without_harm),
        cmocka_unit_test(test_time_is_linear_in_long_sentences),
        cmocka_unit_test(test_every_failing_allocation_is_reported),
        cmocka_unit_test(test_a_warm_arena_takes_nothing),
    };
    return cmocka_run_group_tests_name("values", tests, reading_open, reading_close);
}
