#include "unit.h"

#include "values/lexis.h"
#include "values/reading.h"

typedef struct scene {
    dp_arena arena;
    dp_text text;
    dp_lexis lexis;
} scene;

static void open_scene(scene *s, dp_str bytes) {
    dp_arena_init(&s->arena);
    assert_int_equal(reading_cut(&s->arena, bytes, &s->text), 0);
    dp_lexis_open(&s->lexis, reading_pack(), &s->text);
}

static void test_the_pack_has_every_set_and_kind(void **state) {
    (void)state;
    scene s;
    open_scene(&s, DP_STR("Oui."));
    for (unsigned i = 0; i < DP_LEXIS_SET_COUNT; i++) assert_true(s.lexis.sets[i] >= 0);
    const uint16_t *kinds = (const uint16_t *)&s.lexis.kinds;
    for (unsigned i = 0; i < sizeof s.lexis.kinds / sizeof *kinds; i++) assert_int_not_equal(kinds[i], UINT16_MAX);
    dp_arena_close(&s.arena);
}

static void test_phrases_match_forward_and_backward_within_bounds(void **state) {
    (void)state;
    scene s;
    open_scene(&s, DP_STR("au soir pour cent au bas mot dix"));
    assert_int_equal(dp_lexis_match(&s.lexis, DP_SET_DAY_PIECES_LATE, 0, 8), 2);
    assert_int_equal(dp_lexis_match(&s.lexis, DP_SET_DAY_PIECES_LATE, 0, 1), 0);
    assert_int_equal(dp_lexis_match(&s.lexis, DP_SET_PERCENT, 2, 8), 2);
    assert_int_equal(dp_lexis_match_before(&s.lexis, DP_SET_MORE, 7, 0), 3);
    assert_int_equal(dp_lexis_match_before(&s.lexis, DP_SET_MORE, 7, 5), 0);
    assert_int_equal(dp_lexis_match_before(&s.lexis, DP_SET_MORE, 0, 0), 0);
    dp_arena_close(&s.arena);
}

static void test_integers_are_figures_alone(void **state) {
    (void)state;
    scene s;
    open_scene(&s, DP_STR("12 3,5 4G 1234567890 042 dix"));
    uint32_t value;
    assert_true(dp_lexis_integer(&s.lexis, 0, 6, &value));
    assert_int_equal(value, 12);
    for (uint32_t t = 1; t <= 3; t++) assert_false(dp_lexis_integer(&s.lexis, t, 6, &value));
    assert_true(dp_lexis_integer(&s.lexis, 4, 6, &value));
    assert_int_equal(value, 42);
    assert_false(dp_lexis_integer(&s.lexis, 5, 6, &value));
    assert_false(dp_lexis_integer(&s.lexis, 4, 4, &value));
    dp_arena_close(&s.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_pack_has_every_set_and_kind),
        cmocka_unit_test(test_phrases_match_forward_and_backward_within_bounds),
        cmocka_unit_test(test_integers_are_figures_alone),
    };
    return cmocka_run_group_tests_name("values: lexis", tests, reading_open, reading_close);
}
