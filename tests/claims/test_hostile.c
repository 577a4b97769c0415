/* Texts that nobody writes: memory and time stay in proportion. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "claims/reading.h"

/* Sanitized builds are many times slower: they get smaller texts. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SMALL = 500, CUES = 10000 };
#else
enum { SMALL = 4000, CUES = 250000 };
#endif

/* `count` copies of a string, as a new string to free. */
static char *repeated(const char *unit, size_t count) {
    size_t length = strlen(unit);
    char *text = malloc(length * count + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * length, unit, length);
    text[length * count] = '\0';
    return text;
}

/* Seconds of processor time that the claim stage takes. */
static double seconds(const char *unit, size_t count) {
    char *text = repeated(unit, count);
    reading r;
    reading_open(&r, text, 0);
    clock_t start = clock();
    reading_find(&r);
    double taken = (double)(clock() - start) / CLOCKS_PER_SEC;
    reading_close(&r);
    free(text);
    return taken;
}

/* Tokens of all contents of a quotation with a clause of saying in each of its sentences. */
static size_t quoted_tokens(size_t count) {
    char *text = repeated("Le pont est fermé, dit-il, la route suffit. ", count);
    size_t size = strlen(text) + 16, tokens = 0;
    char *quoted = malloc(size);
    assert_non_null(quoted);
    snprintf(quoted, size, "« %s »", text);
    reading r;
    reading_open(&r, quoted, 0);
    reading_find(&r);
    for (uint32_t c = 0; c < r.claims.count; c++) {
        const dp_claim *claim = &r.claims.at[c];
        for (uint32_t i = 0; i < claim->content_count; i++) {
            tokens += claim->contents[i].end - claim->contents[i].first;
        }
    }
    reading_close(&r);
    free(quoted);
    free(text);
    return tokens;
}

static void test_contents_within_one_quotation_grow_with_it(void **state) {
    (void)state;
    enum { UNITS = 400, TIMES = 8 };
    size_t small = quoted_tokens(UNITS), large = quoted_tokens((size_t)UNITS * TIMES);
    assert_true(small > 0);
    assert_true(large < small * TIMES * 2);
}

static void test_time_grows_with_the_text(void **state) {
    (void)state;
    static const char *const units[] = {
        "«",
        "« ",
        "»",
        "« a » ",
        "\"",
        "\" dit ",
        "dit ",
        "selon ",
        "dit-il, ",
        "que ",
        ": « ",
        "— ",
        "a— a (@a) 2 mai 2019 ",
        "a a— a (@a) ",
        "il dit que ",
        "« dit-il, ",
        "a dit, ",
        "et a dit ",
        "« a ? ",
        "« a. »\n",
        "« a\n",
        "à l'",
        "a, pour ",
        "« « a » b ",
        "selon lui, dit-il. ",
    };
    enum { TIMES = 8 };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double small = seconds(units[i], SMALL), large = seconds(units[i], SMALL * TIMES);
        /* Quadratic time would be 64 times as much. */
        if (large >= 0.02 + small * TIMES * 4) print_error("%s: %f, then %f\n", units[i], small, large);
        assert_true(large < 0.02 + small * TIMES * 4);
    }
}

static void test_one_sentence_of_nothing_but_cues(void **state) {
    (void)state;
    assert_true(seconds("dit que ", CUES) < 60.0);
}

static void test_capitals_and_noise_do_not_crash(void **state) {
    (void)state;
    static const char *const texts[] = {
        "LE MAIRE A DÉCLARÉ : « LE PONT EST FERMÉ »",
        "a-t-il a-t-il a-t-il",
        "« ",
        " »",
        "::::",
        "dit",
        "« dit »",
        "Selon",
        "Selon,",
        "a",
        "n'a pas",
        "« » « » « »",
        "?!?!?!",
        "\n\n\n«\n»\n",
        "Le maire a « dit » a « dit » a.",
        "a, b, dit",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        reading r;
        reading_open(&r, texts[i], 0);
        reading_find(&r);
        for (uint32_t c = 0; c < r.claims.count; c++) {
            const dp_claim *claim = &r.claims.at[c];
            assert_true(claim->content_count > 0);
            for (uint32_t k = 0; k < claim->content_count; k++) {
                assert_true(claim->contents[k].first < claim->contents[k].end);
                assert_true(claim->contents[k].end <= r.text.token_count);
            }
        }
        reading_close(&r);
    }
}

static void test_every_allocation_may_fail(void **state) {
    (void)state;
    enum { TRIES = 400 };
    bool succeeded = false, failed = false;
    for (unsigned long n = 1; n < TRIES && !succeeded; n++) {
        reading r;
        reading_open(&r,
                     "« Le pont est fermé », a dit {PER:Odile Ferrand}. Selon elle, il pleut. « Tant pis. » "
                     "{PCT:22 %} estiment que le pont tiendra, {PCT:17 %} qu'il tombera.\n"
                     "Le bac part. pic.twitter.com/a1b2— {PER:Luc Petit} (@lpetit) {DATE:3 février 2019}",
                     0);
        dp_arena arena;
        dp_arena_init(&arena);
        dp_claims_input input = {.text = &r.text,
                                 .quotations = &r.quotations,
                                 .tags = &r.tags,
                                 .values = &r.values,
                                 .entities = &r.entities,
                                 .narrator = {"", 0}};
        dp_memory_fail_at(n);
        int status = dp_claims_find(french_pack, &arena, &input, &r.claims);
        dp_memory_fail_at(0);
        assert_true(status == 0 || status == -1);
        succeeded = status == 0;
        failed |= status != 0;
        dp_arena_close(&arena);
        reading_close(&r);
    }
    assert_true(succeeded);
    assert_true(failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_grows_with_the_text),
        cmocka_unit_test(test_contents_within_one_quotation_grow_with_it),
        cmocka_unit_test(test_one_sentence_of_nothing_but_cues),
        cmocka_unit_test(test_capitals_and_noise_do_not_crash),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
