#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "text/phrase.h"

static void assert_phrase(const char *string, const char *expected) {
    dp_arena arena;
    dp_str phrase;
    dp_arena_init(&arena);
    assert_int_equal(dp_phrase(&arena, (dp_str){string, strlen(string)}, &phrase), 0);
    assert_int_equal(phrase.len, strlen(expected));
    assert_memory_equal(phrase.at, expected, phrase.len);
    dp_arena_close(&arena);
}

static void test_white_space_of_any_kind_is_one_space(void **state) {
    (void)state;
    assert_phrase("Emmanuel\u00A0Macron", "Emmanuel Macron");
    assert_phrase("Jean\u202F\n Valjean", "Jean Valjean");
    assert_phrase("la  ministre\tde l\u2019Écologie", "la ministre de l\u2019Écologie");
    assert_phrase("", "");
}

static void test_what_needs_no_change_is_not_copied(void **state) {
    (void)state;
    const char *name = "Éva Joly";
    dp_arena arena;
    dp_str phrase;
    dp_arena_init(&arena);
    assert_int_equal(dp_phrase(&arena, (dp_str){name, strlen(name)}, &phrase), 0);
    assert_ptr_equal(phrase.at, name);
    dp_arena_close(&arena);
}

static void test_memory_that_is_out_is_reported(void **state) {
    (void)state;
    dp_arena arena;
    dp_str phrase;
    dp_arena_init(&arena);
    dp_memory_fail_at(1);
    assert_int_equal(dp_phrase(&arena, DP_STR("a\u00A0b"), &phrase), -1);
    dp_memory_fail_at(0);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_white_space_of_any_kind_is_one_space),
        cmocka_unit_test(test_what_needs_no_change_is_not_copied),
        cmocka_unit_test(test_memory_that_is_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
