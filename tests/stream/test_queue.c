/* Queues and the pool of analysis threads. */
#include "unit.h"

#include <string.h>

#include "base/memory.h"
#include "kit.h"
#include "stream/clock.h"

static dp_item *item_new(struct dp_partition *partition, uint64_t number) {
    dp_item *item = dp_calloc(1, sizeof *item);
    assert_non_null(item);
    item->partition = partition;
    item->number = number;
    return item;
}

static void test_queue_is_first_in_first_out(void **state) {
    (void)state;
    dp_queue queue;
    assert_int_equal(dp_queue_init(&queue), 0);
    assert_true(dp_queue_push(&queue, item_new(NULL, 0)));
    for (uint64_t i = 1; i < 100; i++) assert_false(dp_queue_push(&queue, item_new(NULL, i)));
    assert_int_equal(dp_queue_count(&queue), 100);
    for (uint64_t i = 0; i < 50; i++) {
        dp_item *item = dp_queue_take(&queue);
        assert_int_equal(item->number, i);
        dp_item_free(item);
    }
    dp_item *item = dp_queue_take_all(&queue);
    for (uint64_t i = 50; i < 100; i++) {
        dp_item *next = item->next;
        assert_int_equal(item->number, i);
        dp_item_free(item);
        item = next;
    }
    assert_null(item);
    assert_int_equal(dp_queue_count(&queue), 0);
    assert_null(dp_queue_take_all(&queue));
    dp_queue_destroy(&queue);
}

static void test_items_of_one_partition_are_taken_out(void **state) {
    (void)state;
    struct dp_partition *a = (struct dp_partition *)&a, *b = (struct dp_partition *)&b;
    dp_queue queue;
    assert_int_equal(dp_queue_init(&queue), 0);
    for (uint64_t i = 0; i < 30; i++) dp_queue_push(&queue, item_new(i % 3 == 0 ? a : b, i));
    dp_item *item = dp_queue_take_partition(&queue, a);
    uint64_t expected = 0;
    while (item) {
        dp_item *next = item->next;
        assert_int_equal(item->number, expected);
        expected += 3;
        dp_item_free(item);
        item = next;
    }
    assert_int_equal(expected, 30);
    assert_int_equal(dp_queue_count(&queue), 20);
    dp_queue_push(&queue, item_new(a, 99)); /* the end of the list is where it should be */
    for (item = dp_queue_take_all(&queue); item;) {
        dp_item *next = item->next;
        if (!next) assert_int_equal(item->number, 99);
        dp_item_free(item);
        item = next;
    }
    dp_queue_destroy(&queue);
}

static void test_closed_queue_gives_nothing_and_keeps_what_it_has(void **state) {
    (void)state;
    dp_queue queue;
    assert_int_equal(dp_queue_init(&queue), 0);
    dp_queue_push(&queue, item_new(NULL, 1));
    dp_queue_close(&queue);
    assert_null(dp_queue_take(&queue));
    dp_item *item = dp_queue_take_all(&queue);
    assert_int_equal(item->number, 1);
    dp_item_free(item);
    dp_queue_destroy(&queue);
}

/* A message such as librdkafka would give; it is not destroyed by it. */
static rd_kafka_message_t *message_of(const char *value) {
    static rd_kafka_message_t messages[4096];
    static size_t used;
    rd_kafka_message_t *message = &messages[used++ % 4096];
    *message = (rd_kafka_message_t){.payload = (void *)(uintptr_t)value, .len = value ? strlen(value) : 0};
    return message;
}

static void forget(dp_item *item) {
    item->message = NULL;
    dp_item_free(item);
}

static void test_pool_processes_everything_once(void **state) {
    (void)state;
    enum { COUNT = 4000 };
    dp_waker waker;
    dp_pool pool;
    const char *failed;
    assert_int_equal(dp_waker_open(&waker), 0);
    assert_int_equal(dp_pool_open(&pool, &kit_processor, &waker, 4, &failed), 0);
    static unsigned char seen[COUNT];
    int64_t deadline = dp_clock_ms() + 30000;
    for (uint64_t i = 0; i < COUNT; i++) {
        dp_item *item = dp_item_new(message_of("abc"), NULL, i);
        assert_non_null(item);
        dp_queue_push(&pool.work, item);
    }
    size_t done = 0;
    while (done < COUNT && dp_clock_ms() < deadline) {
        dp_item *item = dp_queue_take_all(&pool.results);
        if (!item) dp_waker_wait(&waker, 100);
        while (item) {
            dp_item *next = item->next;
            assert_int_equal(item->verdict, DP_VERDICT_OUTPUT);
            assert_int_equal(item->output_length, 5);
            assert_memory_equal(item->output, "[abc]", 5);
            assert_memory_equal(item->output + 5, "key-of-abc", item->key_length);
            assert_true(item->taken_us >= item->read_us && item->done_us >= item->taken_us);
            seen[item->number]++;
            done++;
            forget(item);
            item = next;
        }
    }
    assert_int_equal(done, COUNT);
    for (size_t i = 0; i < COUNT; i++) assert_int_equal(seen[i], 1);
    dp_pool_stop(&pool);
    dp_pool_close(&pool);
    dp_waker_close(&waker);
}

static void test_verdicts_become_forms(void **state) {
    (void)state;
    void *processor = kit_processor.open(NULL);
    dp_item *item = dp_item_new(message_of("bad one"), NULL, 0);
    dp_item_process(item, &kit_processor, processor);
    assert_int_equal(item->form, DP_FORM_DEAD_LETTER);
    assert_string_equal(item->reason, "bad_value");
    assert_null(item->output);
    forget(item);
    item = dp_item_new(message_of("fail"), NULL, 0);
    dp_item_process(item, &kit_processor, processor);
    assert_int_equal(item->verdict, DP_VERDICT_FAIL);
    forget(item);
    item = dp_item_new(message_of(NULL), NULL, 0); /* a tombstone is not shown to the processor */
    dp_item_process(item, &kit_processor, processor);
    assert_int_equal(item->verdict, DP_VERDICT_OUTPUT);
    assert_int_equal(item->form, DP_FORM_OUTPUT);
    assert_null(item->output);
    forget(item);
    kit_processor.close(processor);
}

static void test_output_that_finds_no_memory_is_a_failure_not_a_loss(void **state) {
    (void)state;
    void *processor = kit_processor.open(NULL);
    dp_item *item = dp_item_new(message_of("abc"), NULL, 0);
    dp_memory_fail_at(2); /* the first is the processor's own */
    dp_item_process(item, &kit_processor, processor);
    dp_memory_fail_at(0);
    assert_int_equal(item->verdict, DP_VERDICT_FAIL);
    assert_non_null(strstr(item->detail, "no memory for an output of 5 bytes"));
    forget(item);
    dp_memory_fail_at(1);
    assert_null(dp_item_new(message_of("abc"), NULL, 0));
    dp_memory_fail_at(0);
    kit_processor.close(processor);
}

static void *open_nothing(void *shared) {
    (void)shared;
    return NULL;
}

static void test_pool_whose_processor_does_not_open_says_so(void **state) {
    (void)state;
    dp_processor closed = kit_processor;
    closed.open = open_nothing;
    dp_waker waker;
    dp_pool pool;
    const char *failed = NULL;
    assert_int_equal(dp_waker_open(&waker), 0);
    assert_int_equal(dp_pool_open(&pool, &closed, &waker, 2, &failed), -1);
    assert_string_equal(failed, "memory for the analysis");
    dp_waker_close(&waker);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_queue_is_first_in_first_out),
        cmocka_unit_test(test_items_of_one_partition_are_taken_out),
        cmocka_unit_test(test_closed_queue_gives_nothing_and_keeps_what_it_has),
        cmocka_unit_test(test_pool_processes_everything_once),
        cmocka_unit_test(test_verdicts_become_forms),
        cmocka_unit_test(test_output_that_finds_no_memory_is_a_failure_not_a_loss),
        cmocka_unit_test(test_pool_whose_processor_does_not_open_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
