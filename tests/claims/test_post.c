/* Messages of social networks that pages embed. */
#include "claims/post.h"
#include "claims/reading.h"

typedef struct copies {
    dp_coverage coverage;
    dp_reports reports;
} copies;

static void find(reading *r, const char *marked, copies *found) {
    *found = (copies){0};
    reading_open(r, marked, 0);
    assert_int_equal(dp_coverage_init(&r->scene, &found->coverage), 0);
    assert_int_equal(dp_posts_find(&r->scene, &found->coverage, &found->reports), 0);
}

static const char *content_of(reading *r, const dp_report *report) {
    assert_int_equal(report->arguments.content_count, 1);
    return reading_words(r, report->arguments.contents[0]);
}

static void test_a_message_and_its_repetition_are_found(void **state) {
    (void)state;
    reading r;
    copies found;
    find(&r,
         "Le maire est là. Le pont est fermé. Rien ne passe pic.twitter.com/a1— Ville de Valmer ?? (@valmer) "
         "3 février 2019 Le pont est fermé. Rien ne passe pic.twitter.com/a1 La foule attend.",
         &found);
    assert_int_equal(found.reports.count, 2);
    const dp_report *first = &found.reports.at[0], *second = &found.reports.at[1];
    assert_string_equal(content_of(&r, first), "Le pont est fermé. Rien ne passe");
    assert_string_equal(reading_words(&r, first->author), "Ville de Valmer");
    assert_string_equal(reading_words(&r, first->cue->tokens), "—");
    assert_string_equal(reading_words(&r, first->arguments.source), "Ville de Valmer");
    assert_string_equal(content_of(&r, second), "Le pont est fermé. Rien ne passe");
    assert_string_equal(reading_words(&r, second->author), "Ville de Valmer");
    assert_null(second->cue);
    assert_true(second->arguments.contents[0].first > first->cue->head);
    reading_close(&r);
}

static void test_a_message_that_is_not_repeated_begins_its_paragraph(void **state) {
    (void)state;
    reading r;
    copies found;
    find(&r, "Le maire est là.\nLe pont est fermé. Rien ne passe.— Ville de Valmer (@valmer) 3 février 2019\nLa foule",
         &found);
    assert_int_equal(found.reports.count, 1);
    assert_string_equal(content_of(&r, &found.reports.at[0]), "Le pont est fermé. Rien ne passe");
    reading_close(&r);
}

static void test_what_is_no_signature_is_left(void **state) {
    (void)state;
    static const char *const texts[] = {
        "Le pont est fermé — la ville (@valmer) le regrette beaucoup et cherche une solution.",
        "Le pont est fermé (@valmer) 3 février 2019",
        "La mairie a fermé le pont — une première depuis 2010, précise la ville de Valmer (@valmer).",
        "Le pont — fermé par la ville (@valmer) en 2019 — rouvre lundi.",
        "Le pont est fermé— (@valmer) 3 février 2019",
        "Le pont est fermé— Ville de Valmer @valmer 3 février 2019",
        "— Ville de Valmer (@valmer) 3 février 2019",
        "(@valmer) 3 février 2019",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        reading r;
        copies found;
        find(&r, texts[i], &found);
        assert_int_equal(found.reports.count, 0);
        reading_close(&r);
    }
}

static void test_who_signs_a_message_said_it(void **state) {
    (void)state;
    reading r;
    reading_open(&r,
                 "{PER:Odile Ferrand} est arrivée. Le pont est fermé pic.twitter.com/a1— {ORG:Valmer Infos} (@valmer) "
                 "3 février 2019 Le pont est fermé pic.twitter.com/a1 Rien ne passe pic.twitter.com/b2— lapin75 "
                 "(@lapin75) 4 février 2019 Rien ne passe pic.twitter.com/b2",
                 0);
    reading_find(&r);
    static const struct {
        const char *content, *speaker;
        bool signature;
    } wanted[] = {{"Le pont est fermé", "Valmer Infos", true},
                  {"Le pont est fermé", "Valmer Infos", false},
                  {"Rien ne passe", "lapin75", true},
                  {"Rien ne passe", "lapin75", false}};
    uint32_t seen = 0;
    for (uint32_t i = 0; i < r.claims.count; i++) {
        const dp_claim *claim = &r.claims.at[i];
        if (claim->kind == DEPECHE_CLAIM_STATEMENT) continue;
        assert_true(seen < sizeof wanted / sizeof *wanted);
        assert_string_equal(reading_words(&r, claim->contents[0]), wanted[seen].content);
        assert_int_equal(claim->kind, DEPECHE_CLAIM_DIRECT);
        assert_int_equal(claim->cue_count, wanted[seen].signature);
        assert_int_equal(claim->source.first < claim->source.end, wanted[seen].signature);
        assert_int_equal(claim->speaker_name.len, strlen(wanted[seen].speaker));
        assert_memory_equal(claim->speaker_name.at, wanted[seen].speaker, claim->speaker_name.len);
        seen++;
    }
    assert_int_equal(seen, sizeof wanted / sizeof *wanted);
    reading_close(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_message_and_its_repetition_are_found),
        cmocka_unit_test(test_a_message_that_is_not_repeated_begins_its_paragraph),
        cmocka_unit_test(test_what_is_no_signature_is_left),
        cmocka_unit_test(test_who_signs_a_message_said_it),
    };
    return cmocka_run_group_tests(tests, french_open_pack, french_close_pack);
}
