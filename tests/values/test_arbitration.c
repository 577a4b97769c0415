#include "unit.h"

#include "values/arbitration.h"

enum { ROOM = 8 };

static dp_candidate candidate(uint32_t first, uint32_t end, dp_tag tag, dp_sureness sureness) {
    return (dp_candidate){.value = {.tokens = {first, end}, .tag = tag}, .sureness = sureness};
}

static dp_tagged tagged(uint32_t first, uint32_t end, dp_tag tag, float confidence) {
    return (dp_tagged){.tokens = {first, end}, .tag = tag, .confidence = confidence};
}

/* The candidates that hold, of one against one finding of the tagger. */
static uint32_t held(dp_candidate one, dp_tagged other) {
    dp_candidate at[ROOM] = {one};
    dp_candidates candidates = {.at = at, .count = 1, .capacity = ROOM};
    dp_tagged found[ROOM] = {other};
    dp_tags tags = {.at = found, .count = 1};
    dp_arbitrate_rules(&candidates, &tags);
    return candidates.count;
}

static void test_names_block_what_rules_find_inside_them(void **state) {
    (void)state;
    assert_int_equal(held(candidate(2, 4, DP_TAG_DATE, DP_SURE), tagged(1, 5, DP_TAG_ORG, 0.9F)), 0);
    assert_int_equal(held(candidate(2, 4, DP_TAG_DATE, DP_SURE), tagged(4, 5, DP_TAG_ORG, 0.9F)), 1);
}

static void test_counted_groups_are_amounts(void **state) {
    (void)state;
    assert_int_equal(held(candidate(2, 4, DP_TAG_QTY, DP_SURE), tagged(3, 4, DP_TAG_GRP, 0.9F)), 1);
    assert_int_equal(held(candidate(2, 4, DP_TAG_QTY, DP_SURE), tagged(2, 4, DP_TAG_GRP, 0.9F)), 0);
}

static void test_doubt_counts_only_where_the_tagger_finds_the_same(void **state) {
    (void)state;
    assert_int_equal(held(candidate(2, 4, DP_TAG_DATE, DP_DOUBTFUL), tagged(2, 4, DP_TAG_DATE, 0.6F)), 1);
    assert_int_equal(held(candidate(2, 4, DP_TAG_DATE, DP_DOUBTFUL), tagged(2, 5, DP_TAG_DATE, 0.9F)), 0);
    assert_int_equal(held(candidate(2, 4, DP_TAG_DATE, DP_DOUBTFUL), tagged(6, 7, DP_TAG_DATE, 0.9F)), 0);
}

static void test_likely_yields_to_a_firm_finding_of_another_kind(void **state) {
    (void)state;
    assert_int_equal(held(candidate(2, 4, DP_TAG_QTY, DP_LIKELY), tagged(2, 4, DP_TAG_DATE, 0.95F)), 0);
    assert_int_equal(held(candidate(2, 4, DP_TAG_QTY, DP_LIKELY), tagged(2, 4, DP_TAG_DATE, 0.55F)), 1);
    assert_int_equal(held(candidate(2, 4, DP_TAG_QTY, DP_SURE), tagged(2, 4, DP_TAG_DATE, 0.95F)), 1);
}

static void test_of_overlapping_candidates_the_surer_then_the_longer_holds(void **state) {
    (void)state;
    dp_candidate at[ROOM] = {candidate(0, 2, DP_TAG_QTY, DP_LIKELY), candidate(1, 3, DP_TAG_DATE, DP_SURE),
                             candidate(5, 6, DP_TAG_QTY, DP_SURE), candidate(5, 8, DP_TAG_DATE, DP_SURE)};
    dp_candidates candidates = {.at = at, .count = 4, .capacity = ROOM};
    dp_tags none = {0};
    dp_arbitrate_rules(&candidates, &none);
    assert_int_equal(candidates.count, 2);
    assert_int_equal(at[0].value.tokens.first, 1);
    assert_int_equal(at[1].value.tokens.end, 8);
}

static void test_findings_of_the_tagger_count_beside_what_holds(void **state) {
    (void)state;
    dp_candidate at[ROOM] = {candidate(2, 4, DP_TAG_DATE, DP_SURE)};
    dp_candidates candidates = {.at = at, .count = 1, .capacity = ROOM};
    const dp_tagged found[] = {tagged(0, 1, DP_TAG_QTY, 0.9F), tagged(3, 5, DP_TAG_DATE, 0.9F),
                               tagged(6, 7, DP_TAG_PER, 0.9F), tagged(8, 9, DP_TAG_QTY, 0.2F),
                               tagged(9, 10, DP_TAG_MONEY, 0.7F)};
    const bool expected[] = {true, false, false, false, true};
    uint32_t place = 0;
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        assert_int_equal(dp_arbitrate_tag(&candidates, &found[i], &place), expected[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_block_what_rules_find_inside_them),
        cmocka_unit_test(test_counted_groups_are_amounts),
        cmocka_unit_test(test_doubt_counts_only_where_the_tagger_finds_the_same),
        cmocka_unit_test(test_likely_yields_to_a_firm_finding_of_another_kind),
        cmocka_unit_test(test_of_overlapping_candidates_the_surer_then_the_longer_holds),
        cmocka_unit_test(test_findings_of_the_tagger_count_beside_what_holds),
    };
    return cmocka_run_group_tests_name("values: arbitration", tests, NULL, NULL);
}
