#include "french.h"

#include "base/memory.h"
#include "tagger/repeats.h"

/* A text cut and looked up, with the tags it is given. */
typedef struct tagging {
    dp_arena arena;
    dp_text text;
    dp_hits hits;
    dp_tags tags;
} tagging;

static void start(tagging *t, const char *string, dp_tagged *tagged, uint32_t count) {
    dp_arena_init(&t->arena);
    french_cut(&t->arena, string, &t->text);
    assert_int_equal(dp_pack_hits_all(french_pack, &t->arena, &t->text, &t->hits), 0);
    t->tags = (dp_tags){.at = tagged, .count = count};
}

/* The tags of a text are these slices, each with its tag, after those given were looked through. */
static void check_tags(const char *string, dp_tagged *tagged, uint32_t count, const char *const slices[],
                       const dp_tag wanted[], uint32_t wanted_count) {
    tagging t;
    start(&t, string, tagged, count);
    assert_int_equal(dp_repeats_add(french_pack, &t.hits, &t.arena, &t.text, &t.tags), 0);
    assert_int_equal(t.tags.count, wanted_count);
    if (count == wanted_count && count && tagged[0].tag == wanted[0]) assert_ptr_equal(t.tags.at, tagged);
    for (uint32_t i = 0; i < t.tags.count; i++) {
        dp_str slice = dp_text_range(&t.text, t.tags.at[i].tokens);
        assert_int_equal(t.tags.at[i].tag, wanted[i]);
        assert_int_equal(slice.len, strlen(slices[i]));
        assert_memory_equal(slice.at, slices[i], slice.len);
    }
    dp_arena_close(&t.arena);
}

static const dp_tag EVENTS[] = {DP_TAG_EVT, DP_TAG_EVT};

static void test_other_names_of_a_tagged_event_are_tagged(void **state) {
    (void)state;
    dp_tagged first[] = {{{1, 4}, DP_TAG_EVT, 1.0F}}, second[] = {{{6, 9}, DP_TAG_EVT, 1.0F}};
    check_tags("Le grand débat national commence. Un grand débat !", first, 1,
               (const char *const[]){"grand débat national", "grand débat"}, EVENTS, 2);
    check_tags("Un grand débat, puis le grand débat national", second, 1,
               (const char *const[]){"grand débat", "grand débat national"}, EVENTS, 2);
}

static void test_events_of_the_same_series_are_tagged(void **state) {
    (void)state;
    dp_tagged event[] = {{{1, 4}, DP_TAG_EVT, 1.0F}};
    check_tags("La bataille d'Alger, puis la bataille de Verdun et une bataille de boules.", event, 1,
               (const char *const[]){"bataille d'Alger", "bataille de Verdun"}, EVENTS, 2);
}

static void test_groups_are_tagged_at_the_start_of_a_sentence(void **state) {
    (void)state;
    static const dp_tag groups[] = {DP_TAG_GRP, DP_TAG_GRP};
    dp_tagged group[] = {{{3, 5}, DP_TAG_GRP, 1.0F}};
    check_tags("Ils sont des Gilets jaunes. Gilets jaunes et gilets jaunes rient.", group, 1,
               (const char *const[]){"Gilets jaunes", "Gilets jaunes"}, groups, 2);
}

static void test_other_things_and_single_words_stay(void **state) {
    (void)state;
    dp_tagged event[] = {{{1, 4}, DP_TAG_EVT, 1.0F}}, body[] = {{{1, 4}, DP_TAG_ORG, 1.0F}};
    const char *const slices[] = {"grand débat national"};
    check_tags("Le grand débat national commence. Un grand repas !", event, 1, slices, EVENTS, 1);
    check_tags("Le grand débat national commence. Un grand débat !", body, 1, slices, (const dp_tag[]){DP_TAG_ORG}, 1);
}

static void test_events_with_a_number_are_tagged_wherever_they_stand(void **state) {
    (void)state;
    dp_tagged date[] = {{{3, 5}, DP_TAG_DATE, 1.0F}};
    check_tags("Les attentats du 13 novembre, puis l'acte 8.", date, 1,
               (const char *const[]){"attentats du 13 novembre", "acte 8"}, EVENTS, 2);
    check_tags("Un acte de courage, un acte 8.", NULL, 0, (const char *const[]){"acte 8"}, EVENTS, 1);
}

static void test_tags_that_an_event_with_a_number_does_not_hold_stay(void **state) {
    (void)state;
    dp_tagged place[] = {{{3, 5}, DP_TAG_LOC, 1.0F}}, longer[] = {{{3, 6}, DP_TAG_DATE, 1.0F}};
    check_tags("Les attentats du 13 novembre à Paris", place, 1, (const char *const[]){"13 novembre"},
               (const dp_tag[]){DP_TAG_LOC}, 1);
    check_tags("Les attentats du 13 novembre dernier", longer, 1, (const char *const[]){"13 novembre dernier"},
               (const dp_tag[]){DP_TAG_DATE}, 1);
}

static void test_groups_named_by_what_they_wear_are_tagged_wherever_they_have_a_capital(void **state) {
    (void)state;
    static const dp_tag group[] = {DP_TAG_GRP};
    dp_tagged longer[] = {{{0, 4}, DP_TAG_ORG, 1.0F}};
    check_tags("Gilets jaunes : la police se tait. Des gilets jaunes rient.", NULL, 0,
               (const char *const[]){"Gilets jaunes"}, group, 1);
    check_tags("Cols blancs et blouses blanches", NULL, 0, NULL, NULL, 0);
    check_tags("Gilets jaunes en colère", longer, 1, (const char *const[]){"Gilets jaunes en colère"},
               (const dp_tag[]){DP_TAG_ORG}, 1);
}

static void test_failed_allocation_is_reported(void **state) {
    (void)state;
    dp_tagged event[] = {{{1, 4}, DP_TAG_EVT, 1.0F}};
    tagging t;
    start(&t, "Le grand débat national commence. Un grand débat !", event, 1);
    dp_arena empty;
    dp_arena_init(&empty);
    dp_memory_fail_at(1);
    int code = dp_repeats_add(french_pack, &t.hits, &empty, &t.text, &t.tags);
    dp_memory_fail_at(0);
    assert_int_equal(code, -1);
    assert_int_equal(t.tags.count, 1);
    dp_arena_close(&empty);
    dp_arena_close(&t.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_other_names_of_a_tagged_event_are_tagged),
        cmocka_unit_test(test_events_of_the_same_series_are_tagged),
        cmocka_unit_test(test_groups_are_tagged_at_the_start_of_a_sentence),
        cmocka_unit_test(test_other_things_and_single_words_stay),
        cmocka_unit_test(test_events_with_a_number_are_tagged_wherever_they_stand),
        cmocka_unit_test(test_tags_that_an_event_with_a_number_does_not_hold_stay),
        cmocka_unit_test(test_groups_named_by_what_they_wear_are_tagged_wherever_they_have_a_capital),
        cmocka_unit_test(test_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
