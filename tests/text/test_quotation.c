#include "unit.h"

#include "base/memory.h"
#include "rules.h"
#include "text/quotation.h"

typedef struct expected {
    const char *text;
    uint8_t depth;
    bool closed;
} expected;

static void assert_quotations(const char *string, const expected *wanted, uint32_t count) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_quotations found;
    assert_int_equal(dp_text_cut(&arena, &french, str_of(string), 0, &text), 0);
    assert_int_equal(dp_quotations_find(&arena, &text, &found), 0);
    assert_int_equal(found.count, count);
    for (uint32_t i = 0; i < count; i++) {
        dp_quotation quotation = found.at[i];
        dp_str slice = dp_text_range(&text, (dp_range){quotation.open, quotation.close + 1});
        assert_int_equal(slice.len, strlen(wanted[i].text));
        assert_memory_equal(slice.at, wanted[i].text, slice.len);
        assert_int_equal(quotation.depth, wanted[i].depth);
        assert_int_equal(quotation.closed, wanted[i].closed);
        if (quotation.depth > 1) {
            assert_true(quotation.parent < i);
            assert_int_equal(found.at[quotation.parent].depth, quotation.depth - 1);
        } else {
            assert_int_equal(quotation.parent, DEPECHE_NONE);
        }
    }
    dp_arena_close(&arena);
}

#define ASSERT_QUOTATIONS(string, ...)                              \
    do {                                                            \
        static const expected wanted[] = {__VA_ARGS__};             \
        assert_quotations(string, wanted, (uint32_t)COUNT(wanted)); \
    } while (0)

static void test_marks_of_a_shape_pair(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("Il dit « oui » et “non” puis <<si>>.", {"« oui »", 1, true}, {"“non”", 1, true},
                      {"<<si>>", 1, true});
    ASSERT_QUOTATIONS("Des „mots“ »autrement« ‹mis› ”là”", {"„mots“", 1, true}, {"»autrement«", 1, true},
                      {"‹mis›", 1, true}, {"”là”", 1, true});
}

static void test_straight_marks_go_by_place_and_turn(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("Un \"mot\", l'\"autre\" et (\"ceci\").", {"\"mot\"", 1, true}, {"\"autre\"", 1, true},
                      {"\"ceci\"", 1, true});
    ASSERT_QUOTATIONS("Voici \" un mot \" et \" deux \" .", {"\" un mot \"", 1, true}, {"\" deux \"", 1, true});
    ASSERT_QUOTATIONS("\"Un \"deux\" trois\"", {"\"Un \"deux\" trois\"", 1, true}, {"\"deux\"", 2, true});
    ASSERT_QUOTATIONS("Elle : \"Il a dit \"oui\", puis", {"\"Il a dit \"oui\"", 1, true}, {"\"oui\"", 2, true});
    ASSERT_QUOTATIONS("\"A \"b\" c «d» e", {"\"A \"b\" c «d» e", 1, false}, {"\"b\"", 2, true}, {"«d»", 2, true});
    ASSERT_QUOTATIONS("Des ''mots'' ici", {"''mots''", 1, true});
    ASSERT_QUOTATIONS("« un écran de 15\" plat »", {"« un écran de 15\" plat »", 1, true});
}

static void test_quotations_nest(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("« Il a dit “oui” et \"non\" »", {"« Il a dit “oui” et \"non\" »", 1, true}, {"“oui”", 2, true},
                      {"\"non\"", 2, true});
    ASSERT_QUOTATIONS("« L’« amour » fou »", {"« L’« amour » fou »", 1, true}, {"« amour »", 2, true});
}

static void test_unclosed_quotations_end_with_what_holds_them(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("« Un début, dit-il.", {"« Un début, dit-il.", 1, false});
    ASSERT_QUOTATIONS("« Un “début » fin", {"« Un “début »", 1, true}, {"“début", 2, false});
    ASSERT_QUOTATIONS("« A, dit-il. « B » fin.", {"« A, dit-il.", 1, false}, {"« B »", 1, true});
    ASSERT_QUOTATIONS("Un \"mot” mêlé", {"\"mot”", 1, true});
}

static void test_quotations_run_over_paragraphs(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("« Un.\n« Deux.\n« Trois. »", {"« Un.", 1, false}, {"« Deux.", 1, false},
                      {"« Trois. »", 1, true});
    ASSERT_QUOTATIONS("Il dit « Un.\nDeux », dit-il", {"« Un.", 1, false}, {"Deux »", 1, true});
    ASSERT_QUOTATIONS("« Un.\n» Deux »", {"« Un.", 1, false}, {"» Deux »", 1, true});
    assert_quotations("Un.\nDeux », dit-il", NULL, 0);
}

static void test_single_marks_count_only_in_clear_pairs(void **state) {
    (void)state;
    ASSERT_QUOTATIONS("Il a 'dit' l'eau et ‘s’amuse’ puis", {"'dit'", 1, true}, {"‘s’amuse’", 1, true});
    assert_quotations("les parents' et ‘rit ; 90' de jeu", NULL, 0);
    ASSERT_QUOTATIONS("‘un « mot »", {"« mot »", 1, true});
}

static void test_tokens_know_their_innermost_quotation(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_quotations found;
    assert_int_equal(dp_text_cut(&arena, &french, DP_STR("a « b “c” d » e"), 0, &text), 0);
    assert_int_equal(dp_quotations_find(&arena, &text, &found), 0);
    static const uint32_t of[] = {DEPECHE_NONE, 0, 0, 1, 1, 1, 0, 0, DEPECHE_NONE};
    assert_int_equal(text.token_count, COUNT(of));
    for (size_t i = 0; i < COUNT(of); i++) assert_int_equal(found.of_token[i], of[i]);
    dp_arena_close(&arena);
}

static void test_text_without_marks_has_none(void **state) {
    (void)state;
    assert_quotations("", NULL, 0);
    assert_quotations("Rien ici. L'eau d'hier.", NULL, 0);
}

static void test_nesting_beyond_the_limit_is_passed_over(void **state) {
    (void)state;
    char string[4 * 200 + 1];
    for (size_t i = 0; i < 200; i++) memcpy(string + 4 * i, i < 100 ? "«a " : "b» ", 4);
    string[sizeof string - 1] = '\0';
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_quotations found;
    assert_int_equal(dp_text_cut(&arena, &french, str_of(string), 0, &text), 0);
    assert_int_equal(dp_quotations_find(&arena, &text, &found), 0);
    assert_int_equal(found.count, DP_QUOTATION_DEPTH);
    dp_arena_close(&arena);
}

static void test_failed_allocation_is_reported(void **state) {
    (void)state;
    enum { PAIRS = 30000 };
    static char string[PAIRS * 3 + 1];
    for (size_t i = 0; i < PAIRS; i++) memcpy(string + 3 * i, "\"a\"", 3);
    dp_arena arena;
    dp_arena_init(&arena);
    dp_text text;
    dp_quotations found;
    assert_int_equal(dp_text_cut(&arena, &french, str_of(string), 0, &text), 0);
    unsigned long failures = 0;
    for (unsigned long at = 1;; at++) {
        dp_arena work;
        dp_arena_init(&work);
        dp_memory_fail_at(at);
        int result = dp_quotations_find(&work, &text, &found);
        dp_memory_fail_at(0);
        dp_arena_close(&work);
        if (result == 0) break;
        assert_int_equal(result, -1);
        failures++;
    }
    assert_true(failures > 2);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_of_a_shape_pair),
        cmocka_unit_test(test_straight_marks_go_by_place_and_turn),
        cmocka_unit_test(test_quotations_nest),
        cmocka_unit_test(test_unclosed_quotations_end_with_what_holds_them),
        cmocka_unit_test(test_quotations_run_over_paragraphs),
        cmocka_unit_test(test_single_marks_count_only_in_clear_pairs),
        cmocka_unit_test(test_tokens_know_their_innermost_quotation),
        cmocka_unit_test(test_text_without_marks_has_none),
        cmocka_unit_test(test_nesting_beyond_the_limit_is_passed_over),
        cmocka_unit_test(test_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
