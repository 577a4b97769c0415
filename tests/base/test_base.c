#include "unit.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/str.h"

static void test_arena_pieces_are_aligned_and_apart(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    unsigned char *pieces[1000];
    for (size_t i = 0; i < 1000; i++) {
        pieces[i] = dp_arena_alloc(&arena, i);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 0xff), i);
    }
    for (size_t i = 0; i < 1000; i++) {
        for (size_t j = 0; j < i; j++) assert_int_equal(pieces[i][j], i & 0xff);
    }
    dp_arena_close(&arena);
}

static void test_warm_arena_takes_nothing(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    assert_non_null(dp_arena_alloc(&arena, 100000));
    assert_non_null(dp_arena_alloc(&arena, 3000000));
    dp_arena_reset(&arena);
    dp_memory_fail_at(1);
    assert_non_null(dp_arena_alloc(&arena, 100000));
    assert_non_null(dp_arena_alloc(&arena, 3000000));
    dp_memory_fail_at(0);
    dp_arena_close(&arena);
}

static void test_arena_gives_back_what_exceeds_its_retention(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    arena.retained = 1 << 20;
    assert_non_null(dp_arena_alloc(&arena, 100));
    assert_non_null(dp_arena_alloc(&arena, 8 << 20));
    dp_arena_reset(&arena);
    assert_true(dp_arena_held(&arena) <= arena.retained);
    assert_true(dp_arena_held(&arena) > 0);
    dp_arena_close(&arena);
}

static void test_arena_survives_failed_allocation(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_memory_fail_at(1);
    assert_null(dp_arena_alloc(&arena, 10));
    dp_memory_fail_at(0);
    assert_non_null(dp_arena_alloc(&arena, 10));
    assert_null(dp_arena_alloc(&arena, SIZE_MAX - 3));
    assert_null(dp_arena_calloc(&arena, SIZE_MAX / 2, 3));
    dp_arena_close(&arena);
}

static void test_pieces_of_an_arena_fail_in_turn(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    assert_non_null(dp_arena_alloc(&arena, 8));
    dp_memory_fail_once(2);
    assert_non_null(dp_arena_alloc(&arena, 8));
    assert_non_null(dp_arena_alloc(&arena, 8)); /* not counted: the block was there */
    dp_memory_count_pieces(true);
    dp_memory_fail_once(2);
    assert_non_null(dp_arena_alloc(&arena, 8));
    assert_false(dp_memory_failed());
    assert_null(dp_arena_alloc(&arena, 8));
    assert_true(dp_memory_failed());
    assert_non_null(dp_arena_alloc(&arena, 8)); /* that one alone */
    dp_memory_fail_at(1);
    assert_null(dp_arena_alloc(&arena, 8));
    assert_null(dp_arena_alloc(&arena, 8));
    dp_memory_fail_at(0);
    dp_memory_count_pieces(false);
    assert_non_null(dp_arena_alloc(&arena, 8));
    dp_arena_close(&arena);
}

static void test_rewound_arena_gives_the_same_pieces_again(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_arena_place empty = dp_arena_mark(&arena);
    assert_non_null(dp_arena_alloc(&arena, 100));
    dp_arena_place place = dp_arena_mark(&arena);
    void *first = dp_arena_alloc(&arena, 1000);
    void *large = dp_arena_alloc(&arena, 3000000);
    assert_non_null(large);
    size_t held = dp_arena_held(&arena);
    for (int i = 0; i < 100; i++) {
        dp_arena_rewind(&arena, place);
        assert_ptr_equal(dp_arena_alloc(&arena, 1000), first);
        assert_ptr_equal(dp_arena_alloc(&arena, 3000000), large);
    }
    dp_arena_rewind(&arena, empty);
    assert_non_null(dp_arena_alloc(&arena, 100));
    assert_int_equal(dp_arena_held(&arena), held);
    dp_arena_close(&arena);
}

static void test_array_grows_and_keeps_its_elements(void **state) {
    (void)state;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_array(uint32_t) numbers = {0};
    for (uint32_t i = 0; i < 10000; i++) assert_true(dp_array_push(&arena, &numbers, i * 7));
    assert_int_equal(numbers.count, 10000);
    for (uint32_t i = 0; i < 10000; i++) assert_int_equal(numbers.at[i], i * 7);
    dp_arena_close(&arena);
}

static void test_str_order_and_affixes(void **state) {
    (void)state;
    assert_true(dp_str_compare(DP_STR("a"), DP_STR("b")) < 0);
    assert_true(dp_str_compare(DP_STR("ab"), DP_STR("a")) > 0);
    assert_int_equal(dp_str_compare(DP_STR(""), (dp_str){0}), 0);
    assert_true(dp_str_starts(DP_STR("dépêche"), DP_STR("dép")));
    assert_false(dp_str_starts(DP_STR("d"), DP_STR("dép")));
    assert_true(dp_str_ends(DP_STR("dépêche"), DP_STR("che")));
    assert_true(dp_str_equal(DP_STR(""), (dp_str){0}));
    assert_int_equal(dp_str_hash(DP_STR("a")), dp_str_hash((dp_str){"ab", 1}));
    assert_int_not_equal(dp_str_hash(DP_STR("a")), dp_str_hash(DP_STR("b")));
    assert_int_not_equal(dp_hash_mix(1, 2), dp_hash_mix(2, 1));
}

static void test_error_is_cut_to_its_room(void **state) {
    (void)state;
    depeche_error error;
    char longer[400];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(dp_error_set(&error, DEPECHE_ERROR_IO, "%s", longer), DEPECHE_ERROR_IO);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    assert_int_equal(dp_error_set(NULL, DEPECHE_ERROR_TEXT, "nobody reads this"), DEPECHE_ERROR_TEXT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_pieces_are_aligned_and_apart),
        cmocka_unit_test(test_warm_arena_takes_nothing),
        cmocka_unit_test(test_arena_gives_back_what_exceeds_its_retention),
        cmocka_unit_test(test_arena_survives_failed_allocation),
        cmocka_unit_test(test_pieces_of_an_arena_fail_in_turn),
        cmocka_unit_test(test_rewound_arena_gives_the_same_pieces_again),
        cmocka_unit_test(test_array_grows_and_keeps_its_elements),
        cmocka_unit_test(test_str_order_and_affixes),
        cmocka_unit_test(test_error_is_cut_to_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
