#include "french.h"

#include "base/memory.h"
#include "tagger/repeats.h"

/* What is tagged after one tag, given by its first and last token, was looked for again in a text: the slices joined
 * with |. */
static void repeats(const char *string, dp_tagged tagged, char *slices, size_t room) {
    dp_arena arena;
    dp_text text;
    dp_hits hits;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    assert_int_equal(dp_pack_hits_all(french_pack, &arena, &text, &hits), 0);
    dp_tags tags = {.at = &tagged, .count = 1};
    assert_int_equal(dp_repeats_add(&hits, &arena, &text, &tags), 0);
    size_t length = 0;
    for (uint32_t i = 0; i < tags.count; i++) {
        dp_str slice = dp_text_range(&text, tags.at[i].tokens);
        assert_int_equal(tags.at[i].tag, tagged.tag);
        assert_true(length + slice.len + 2 < room);
        if (i) slices[length++] = '|';
        memcpy(slices + length, slice.at, slice.len);
        length += slice.len;
    }
    slices[length] = '\0';
    dp_arena_close(&arena);
}

static void test_other_names_of_a_tagged_event_are_tagged(void **state) {
    (void)state;
    char slices[128];
    repeats("Le grand débat national commence. Un grand débat !", (dp_tagged){{1, 4}, DP_TAG_EVT, 1.0F}, slices,
            sizeof slices);
    assert_string_equal(slices, "grand débat national|grand débat");
    repeats("Un grand débat, puis le grand débat national", (dp_tagged){{6, 9}, DP_TAG_EVT, 1.0F}, slices,
            sizeof slices);
    assert_string_equal(slices, "grand débat|grand débat national");
}

static void test_events_of_the_same_series_are_tagged(void **state) {
    (void)state;
    char slices[128];
    repeats("La bataille d'Alger, puis la bataille de Verdun et une bataille de boules.",
            (dp_tagged){{1, 4}, DP_TAG_EVT, 1.0F}, slices, sizeof slices);
    assert_string_equal(slices, "bataille d'Alger|bataille de Verdun");
}

static void test_other_things_and_single_words_stay(void **state) {
    (void)state;
    char slices[128];
    repeats("Le grand débat national commence. Un grand repas !", (dp_tagged){{1, 4}, DP_TAG_EVT, 1.0F}, slices,
            sizeof slices);
    assert_string_equal(slices, "grand débat national");
    repeats("Le grand débat national commence. Un grand débat !", (dp_tagged){{1, 4}, DP_TAG_ORG, 1.0F}, slices,
            sizeof slices);
    assert_string_equal(slices, "grand débat national");
}

/* The tags of a text are these slices, each with its tag, after those given were looked through. */
static void check_tags(const char *string, dp_tagged *tagged, uint32_t count, const char *const slices[],
                       const dp_tag wanted[], uint32_t wanted_count) {
    dp_arena arena;
    dp_text text;
    dp_hits hits;
    dp_arena_init(&arena);
    french_cut(&arena, string, &text);
    assert_int_equal(dp_pack_hits_all(french_pack, &arena, &text, &hits), 0);
    dp_tags tags = {.at = tagged, .count = count};
    assert_int_equal(dp_repeats_add(&hits, &arena, &text, &tags), 0);
    assert_int_equal(tags.count, wanted_count);
    for (uint32_t i = 0; i < tags.count; i++) {
        dp_str slice = dp_text_range(&text, tags.at[i].tokens);
        assert_int_equal(tags.at[i].tag, wanted[i]);
        assert_int_equal(slice.len, strlen(slices[i]));
        assert_memory_equal(slice.at, slices[i], slice.len);
    }
    dp_arena_close(&arena);
}

static void test_events_with_a_number_are_tagged_wherever_they_stand(void **state) {
    (void)state;
    dp_tagged date[] = {{{3, 5}, DP_TAG_DATE, 1.0F}};
    check_tags("Les attentats du 13 novembre, puis l'acte 8.", date, 1,
               (const char *const[]){"attentats du 13 novembre", "acte 8"}, (const dp_tag[]){DP_TAG_EVT, DP_TAG_EVT},
               2);
    check_tags("Un acte de courage, un acte 8.", NULL, 0, (const char *const[]){"acte 8"}, (const dp_tag[]){DP_TAG_EVT},
               1);
}

static void test_tags_that_an_event_with_a_number_does_not_hold_stay(void **state) {
    (void)state;
    dp_tagged place[] = {{{3, 5}, DP_TAG_LOC, 1.0F}}, longer[] = {{{3, 6}, DP_TAG_DATE, 1.0F}};
    check_tags("Les attentats du 13 novembre à Paris", place, 1, (const char *const[]){"13 novembre"},
               (const dp_tag[]){DP_TAG_LOC}, 1);
    check_tags("Les attentats du 13 novembre dernier", longer, 1, (const char *const[]){"13 novembre dernier"},
               (const dp_tag[]){DP_TAG_DATE}, 1);
}

static void test_failed_allocation_is_reported(void **state) {
    (void)state;
    dp_arena arena;
    dp_text text;
    dp_hits hits;
    dp_arena_init(&arena);
    french_cut(&arena, "Le grand débat national commence. Un grand débat !", &text);
    assert_int_equal(dp_pack_hits_all(french_pack, &arena, &text, &hits), 0);
    dp_tagged tagged = {{1, 4}, DP_TAG_EVT, 1.0F};
    dp_tags tags = {.at = &tagged, .count = 1};
    dp_arena empty;
    dp_arena_init(&empty);
    dp_memory_fail_at(1);
    int code = dp_repeats_add(&hits, &empty, &text, &tags);
    dp_memory_fail_at(0);
    assert_int_equal(code, -1);
    assert_int_equal(tags.count, 1);
    dp_arena_close(&empty);
    dp_arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_names_of_a_tagged_event_are_tagged),
        cmocka_unit_test(test_events_of_the_same_series_are_tagged),
        cmocka_unit_test(test_other_things_and_single_words_stay),
        cmocka_unit_test(test_events_with_a_number_are_tagged_wherever_they_stand),
        cmocka_unit_test(test_tags_that_an_event_with_a_number_does_not_hold_stay),
        cmocka_unit_test(test_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
