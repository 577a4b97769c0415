/* The pure parts that order and bounds rest on: sequencer, offsets, gate, partitions. Random orders have fixed seeds.
 */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "stream/gate.h"
#include "stream/partition.h"

static uint64_t random_state;

static uint32_t random_below(uint32_t bound) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 32) % bound;
}

static void shuffle(uint32_t *numbers, uint32_t count) {
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(i), kept = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = kept;
    }
}

static void test_sequencer_gives_things_back_in_the_order_they_entered(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        random_state = seed * 0x9E3779B97F4A7C15u;
        dp_sequencer sequencer;
        dp_sequencer_init(&sequencer);
        static int things[4000];
        uint32_t waiting[300], count = 0;
        size_t entered = 0, taken = 0;
        while (taken < 4000) {
            bool enter = entered < 4000 && count < 300 && (count == 0 || random_below(2));
            if (enter) {
                uint64_t number;
                assert_int_equal(dp_sequencer_enter(&sequencer, &number), 0);
                assert_int_equal(number, entered);
                waiting[count++] = (uint32_t)entered++;
            } else {
                uint32_t i = random_below(count);
                dp_sequencer_done(&sequencer, waiting[i], &things[waiting[i]]);
                waiting[i] = waiting[--count];
            }
            int *thing;
            while ((thing = dp_sequencer_peek(&sequencer))) {
                assert_ptr_equal(thing, &things[taken]);
                dp_sequencer_pop(&sequencer);
                taken++;
            }
        }
        assert_int_equal(dp_sequencer_count(&sequencer), 0);
        dp_sequencer_close(&sequencer);
    }
}

static void test_mark_is_the_first_offset_that_is_not_acknowledged(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        random_state = seed * 0x9E3779B97F4A7C15u;
        enum { COUNT = 700 };
        dp_offsets offsets;
        dp_offsets_init(&offsets);
        assert_int_equal(offsets.mark, -1);
        int64_t at[COUNT];
        uint32_t order[COUNT];
        bool acknowledged[COUNT] = {false};
        int64_t next = random_below(1000);
        for (uint32_t i = 0; i < COUNT; i++) {
            uint64_t number;
            next += 1 + (random_below(4) ? 0 : random_below(5)); /* gaps, as transaction markers leave them */
            at[i] = next;
            order[i] = i;
            assert_int_equal(dp_offsets_enter(&offsets, at[i], &number), 0);
            assert_int_equal(number, i);
        }
        assert_int_equal(offsets.mark, at[0]);
        shuffle(order, COUNT);
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t first = 0, before = 0;
            while (before < COUNT && acknowledged[before]) before++;
            acknowledged[order[i]] = true;
            bool moved = dp_offsets_acknowledge(&offsets, order[i]);
            while (first < COUNT && acknowledged[first]) first++;
            assert_int_equal(offsets.mark, first == 0 ? at[0] : at[first - 1] + 1);
            assert_int_equal(moved, first != before);
            assert_int_equal(dp_offsets_pending(&offsets), COUNT - first);
        }
        assert_int_equal(offsets.mark, at[COUNT - 1] + 1);
        dp_offsets_close(&offsets);
    }
}

static void test_memory_that_is_out_leaves_both_as_they_were(void **state) {
    (void)state;
    dp_sequencer sequencer;
    dp_offsets offsets;
    uint64_t number;
    dp_sequencer_init(&sequencer);
    dp_offsets_init(&offsets);
    for (int i = 0; i < 64; i++) {
        assert_int_equal(dp_sequencer_enter(&sequencer, &number), 0);
        assert_int_equal(dp_offsets_enter(&offsets, i, &number), 0);
    }
    dp_memory_fail_at(1);
    assert_int_equal(dp_sequencer_enter(&sequencer, &number), -1);
    assert_int_equal(dp_offsets_enter(&offsets, 64, &number), -1);
    dp_memory_fail_at(0);
    assert_int_equal(dp_sequencer_count(&sequencer), 64);
    assert_int_equal(dp_offsets_pending(&offsets), 64);
    for (uint64_t i = 64; i-- > 0;) dp_offsets_acknowledge(&offsets, i);
    assert_int_equal(offsets.mark, 64);
    dp_sequencer_close(&sequencer);
    dp_offsets_close(&offsets);
}

static void test_gate_closes_when_full_and_opens_at_half(void **state) {
    (void)state;
    dp_gate gate;
    dp_gate_init(&gate, 10, 1000);
    for (int i = 0; i < 9; i++) assert_false(dp_gate_enter(&gate, 1));
    assert_true(dp_gate_enter(&gate, 1));
    assert_true(gate.closed);
    for (int i = 0; i < 4; i++) assert_false(dp_gate_leave(&gate, 1));
    assert_true(dp_gate_leave(&gate, 1));
    assert_false(gate.closed);
}

static void test_gate_closes_for_bytes_and_lets_one_large_message_in(void **state) {
    (void)state;
    dp_gate gate;
    dp_gate_init(&gate, 10, 1000);
    assert_true(dp_gate_enter(&gate, 5000));
    assert_true(gate.closed);
    assert_true(dp_gate_leave(&gate, 5000));
    assert_false(gate.closed);
    assert_false(dp_gate_enter(&gate, 400));
    assert_true(dp_gate_grow(&gate, 700)); /* its output */
    assert_true(gate.closed);
    assert_true(dp_gate_leave(&gate, 1100));
    assert_int_equal(gate.bytes, 0);
    assert_int_equal(gate.messages, 0);
}

static void test_partitions_are_found_by_topic_and_number(void **state) {
    (void)state;
    dp_partitions partitions = {0};
    for (int32_t i = 0; i < 40; i++) {
        assert_non_null(dp_partitions_add(&partitions, "a", i));
        assert_non_null(dp_partitions_add(&partitions, "b", i));
    }
    assert_int_equal(partitions.count, 80);
    for (int32_t i = 0; i < 40; i++) {
        dp_partition *found = dp_partitions_find(&partitions, "b", i);
        assert_non_null(found);
        assert_string_equal(found->topic, "b");
        assert_int_equal(found->number, i);
    }
    assert_null(dp_partitions_find(&partitions, "a", 40));
    assert_null(dp_partitions_find(&partitions, "c", 1));
    dp_partitions_abandon(&partitions, dp_partitions_find(&partitions, "a", 7));
    assert_null(dp_partitions_find(&partitions, "a", 7));
    assert_non_null(dp_partitions_find(&partitions, "a", 39));
    dp_partitions_close(&partitions);
}

static void test_abandoned_partition_lives_until_its_last_item_returns(void **state) {
    (void)state;
    dp_partitions partitions = {0};
    dp_partition *partition = dp_partitions_add(&partitions, "a", 0);
    partition->items = 2;
    dp_partitions_abandon(&partitions, partition);
    assert_false(partition->owned);
    dp_partition_release(partition);
    assert_int_equal(partition->items, 1);
    dp_partition_release(partition); /* frees it: the sanitizer sees if not */
    assert_int_equal(partitions.count, 0);
    dp_partitions_close(&partitions);
}

static void test_replaced_partition_begins_again_and_remembers_refusals(void **state) {
    (void)state;
    dp_partitions partitions = {0};
    dp_partition *old = dp_partitions_add(&partitions, "a", 3);
    old->settled = 40;
    for (int64_t offset = 50; offset < 60; offset++) {
        const dp_refusal refusal = {offset, DP_FORM_DEAD_LETTER, true, "output_too_large"};
        assert_int_equal(dp_partition_refuse(old, refusal), 0);
    }
    dp_partition *fresh = dp_partitions_replace(&partitions, old, 40);
    assert_non_null(fresh);
    assert_ptr_equal(dp_partitions_find(&partitions, "a", 3), fresh);
    assert_true(fresh->rewinding);
    assert_int_equal(fresh->offsets.mark, 40);
    assert_int_equal(fresh->settled, 40);
    assert_null(dp_partition_refusal(fresh, 49));
    assert_int_equal(dp_partition_refusal(fresh, 55)->form, DP_FORM_DEAD_LETTER);
    /* What lies below the mark is forgotten with the next refusal. */
    fresh->offsets.mark = 58;
    const dp_refusal refusal = {58, DP_FORM_STRIPPED, true, "output_too_large"};
    assert_int_equal(dp_partition_refuse(fresh, refusal), 0);
    assert_null(dp_partition_refusal(fresh, 55));
    assert_int_equal(dp_partition_refusal(fresh, 58)->form, DP_FORM_STRIPPED);
    assert_non_null(dp_partition_refusal(fresh, 59));
    dp_partitions_close(&partitions);
}

static void test_partition_without_memory_changes_nothing(void **state) {
    (void)state;
    dp_partitions partitions = {0};
    dp_memory_fail_at(1);
    assert_null(dp_partitions_add(&partitions, "a", 0)); /* no table */
    for (unsigned long number = 2; number <= 3; number++) {
        dp_partitions_close(&partitions);
        dp_memory_fail_at(number);
        assert_null(dp_partitions_add(&partitions, "a", 0)); /* no partition, no name */
        dp_memory_fail_at(0);
        assert_int_equal(partitions.count, 0);
    }
    dp_partition *partition = dp_partitions_add(&partitions, "a", 0);
    assert_non_null(partition);
    for (unsigned long number = 1; number <= 2; number++) {
        dp_memory_fail_at(number);
        assert_null(dp_partitions_replace(&partitions, partition, 5));
        dp_memory_fail_at(0);
        assert_ptr_equal(dp_partitions_find(&partitions, "a", 0), partition);
        assert_true(partition->owned);
    }
    dp_partitions_close(&partitions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequencer_gives_things_back_in_the_order_they_entered),
        cmocka_unit_test(test_mark_is_the_first_offset_that_is_not_acknowledged),
        cmocka_unit_test(test_memory_that_is_out_leaves_both_as_they_were),
        cmocka_unit_test(test_gate_closes_when_full_and_opens_at_half),
        cmocka_unit_test(test_gate_closes_for_bytes_and_lets_one_large_message_in),
        cmocka_unit_test(test_partitions_are_found_by_topic_and_number),
        cmocka_unit_test(test_abandoned_partition_lives_until_its_last_item_returns),
        cmocka_unit_test(test_replaced_partition_begins_again_and_remembers_refusals),
        cmocka_unit_test(test_partition_without_memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
