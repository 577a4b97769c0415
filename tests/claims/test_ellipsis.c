/* Shares of those asked whose verb is not repeated. */
#include <stdio.h>

#include "base/array.h"
#include "claims/ellipsis.h"
#include "claims/reading.h"

/* A report of the verb at `head` whose source and content reach from the first to the last of two words. */
static dp_report report_of(reading *r, const dp_cues *cues, const char *head, const char *const source[2],
                           const char *const content[2]) {
    dp_report report = {.speaker = DEPECHE_NONE, .arguments = {.content_count = 1, .share = 1.0f}};
    uint32_t token = reading_token(r, head);
    for (uint32_t c = 0; c < cues->count; c++) {
        if (cues->at[c].head == token) report.cue = &cues->at[c];
    }
    assert_non_null(report.cue);
    report.arguments.source = (dp_range){reading_token(r, source[0]), reading_token(r, source[1]) + 1};
    report.arguments.contents[0] = (dp_range){reading_token(r, content[0]), reading_token(r, content[1]) + 1};
    return report;
}

typedef struct polled {
    const char *text, *head, *source[2], *content[2];
    const char *said[3]; /* "source: content" of each report, NULL for no more */
} polled;

static void check(const polled *p) {
    reading r;
    dp_cues cues;
    dp_reports reports = {0};
    reading_open(&r, p->text, 0);
    assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
    dp_report report = report_of(&r, &cues, p->head, p->source, p->content);
    assert_true(dp_array_push(r.scene.arena, &reports, report));
    assert_int_equal(dp_ellipses_add(&r.scene, &reports), 0);
    for (uint32_t i = 0; i < 3; i++) {
        if (!p->said[i]) {
            assert_int_equal(reports.count, i);
            break;
        }
        assert_true(i < reports.count);
        char said[128];
        snprintf(said, sizeof said, "%s: %s", reading_words(&r, reports.at[i].arguments.source),
                 reading_words(&r, reports.at[i].arguments.contents[0]));
        assert_string_equal(said, p->said[i]);
        assert_ptr_equal(reports.at[i].cue, report.cue);
    }
    reading_close(&r);
}

static void test_each_share_says_its_own(void **state) {
    (void)state;
    static const polled cases[] = {
        {"{PCT:22 %} estiment que le pont est sûr, {PCT:17 %} que la rue est vide et {PCT:9 %} des élus qu'il faut "
         "partir.",
         "estiment",
         {"22", "22"},
         {"le", "partir"},
         {"22: le pont est sûr", "17 %: la rue est vide", "9 % des élus: il faut partir"}},
        {"{PCT:22 %} estiment que le pont est sûr ; et {PCT:17 %} que la rue est vide.",
         "estiment",
         {"22", "22"},
         {"le", "sûr"},
         {"22: le pont est sûr", "17 %: la rue est vide", NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(&cases[i]);
}

static void test_the_last_share_ends_before_another_clause(void **state) {
    (void)state;
    static const polled p = {
        "{PCT:22 %} estiment que le pont est sûr, {PCT:17 %} que la rue est vide et {PCT:61 %} ne disent rien.",
        "estiment",
        {"22", "22"},
        {"le", "rien"},
        {"22: le pont est sûr", "17 %: la rue est vide", NULL}};
    check(&p);
}

static void test_shares_in_what_is_said_are_left(void **state) {
    (void)state;
    static const polled cases[] = {
        {"Le maire estime que {PCT:22 %} sont là, {PCT:17 %} que la rue attend.",
         "estime",
         {"maire", "maire"},
         {"22", "attend"},
         {"maire: 22 % sont là, 17 % que la rue attend", NULL, NULL}},
        {"{PCT:60 %} estiment que le pont est sûr, {PCT:5 %} de plus que l'an dernier.",
         "estiment",
         {"60", "60"},
         {"le", "dernier"},
         {"60: le pont est sûr, 5 % de plus que l'an dernier", NULL, NULL}},
        {"{PCT:22 %} estiment que le pont, {PCT:17 %} du total, est sûr.",
         "estiment",
         {"22", "22"},
         {"le", "sûr"},
         {"22: le pont, 17 % du total, est sûr", NULL, NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check(&cases[i]);
}

static void test_shares_are_bounded(void **state) {
    (void)state;
    enum { SHARES = 40, ROOM = 2048, BOUND = 16 };
    char text[ROOM] = "{PCT:22 %} estiment que le pont attend";
    for (int i = 0; i < SHARES; i++) strcat(text, ", {PCT:7 %} que la rue attend");
    reading r;
    dp_cues cues;
    dp_reports reports = {0};
    reading_open(&r, text, 0);
    assert_int_equal(dp_cues_find(&r.scene, &cues), 0);
    uint32_t bridge = reading_token(&r, "pont");
    dp_report report = {.speaker = DEPECHE_NONE, .arguments = {.content_count = 1}};
    report.cue = &cues.at[0];
    report.arguments.source = (dp_range){0, 2};
    report.arguments.contents[0] = (dp_range){bridge - 1, bridge + 2};
    assert_true(dp_array_push(r.scene.arena, &reports, report));
    assert_int_equal(dp_ellipses_add(&r.scene, &reports), 0);
    assert_in_range(reports.count, 2, BOUND);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_share_says_its_own),
        cmocka_unit_test(test_the_last_share_ends_before_another_clause),
        cmocka_unit_test(test_shares_in_what_is_said_are_left),
        cmocka_unit_test(test_shares_are_bounded),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
