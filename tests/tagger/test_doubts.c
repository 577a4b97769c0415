#include "unit.h"

#include "tagger/doubts.h"

static void test_doubtful_names_go_and_the_others_keep_their_order(void **state) {
    (void)state;
    dp_tagged tagged[] = {
        {{0, 1}, DP_TAG_PER, 0.44F},  {{1, 2}, DP_TAG_ORG, 0.46F},  {{2, 3}, DP_TAG_MISC, 0.34F},
        {{3, 4}, DP_TAG_EVT, 0.32F},  {{4, 5}, DP_TAG_DATE, 0.01F}, {{5, 6}, DP_TAG_LOC, 1.0F},
        {{6, 7}, DP_TAG_GRP, 0.449F},
    };
    dp_tags tags = {.at = tagged, .count = sizeof tagged / sizeof *tagged};
    dp_doubts_drop(&tags);
    assert_int_equal(tags.count, 4);
    assert_int_equal(tags.at[0].tag, DP_TAG_ORG);
    assert_int_equal(tags.at[1].tag, DP_TAG_MISC);
    assert_int_equal(tags.at[2].tag, DP_TAG_DATE);
    assert_int_equal(tags.at[3].tag, DP_TAG_LOC);
}

static void test_no_tags_are_no_trouble(void **state) {
    (void)state;
    dp_tags tags = {0};
    dp_doubts_drop(&tags);
    assert_int_equal(tags.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doubtful_names_go_and_the_others_keep_their_order),
        cmocka_unit_test(test_no_tags_are_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
