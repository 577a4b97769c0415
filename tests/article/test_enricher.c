#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "article/documents.h"
#include "article/enricher.h"
#include "base/memory.h"

/* Written for this test. */
#define STORY                                                                                          \
    "La ministre des Transports, Jeanne Morvan, a annoncé jeudi à Brest que la ligne rouvrirait en " \
    "2027. « Les travaux coûteront environ 41,5 millions d’"                                       \
    "euros », a-t-elle pré"                                                                          \
    "cisé. Selon l’association Rail Ouest, le chantier aurait déjà trois mois de "                \
    "retard."

/* Chains of reports, an interview, titles and pronouns, ranges of days, amounts: every stage has work. */
#define CHAINS                                                                                                               \
    "(AFP) - Le président Paul Morel rencontrera du 3 au 5 octobre la chancelière Ilse Brandt à Genève, a indiqué "     \
    "mardi l’Élysée, citant un communiqué de l’ONU. Selon Le Courrier, M. Morel aurait promis que « rien ne sera "   \
    "signé avant lundi ».\\n\\nMme Brandt, qui dirige le pays depuis 2021, a démenti : « Nous n’avons rien demandé. " \
    "» "                                                                                                                    \
    "Elle a ajouté que « le prix, 3,2 milliards d’euros, soit 12 % du budget, est « absurde » ». « Qu’ils "        \
    "viennent », a-t-elle lancé, avant d’accuser la Cour des comptes de retards.\\n\\nLe Monde : Que ferez-vous ? "      \
    "Ilse Brandt : Une vingtaine de kilomètres à pied, pendant deux heures, à 18h30.\\n\\nD’après le ministre des "    \
    "Finances, le rapport souligne que les deux mille cinq cents emplois seraient supprimés. Le syndicat CGT "              \
    "(Confédération générale du travail) dénonce « une honte ». Pour la CGT, c’est non. « On verra bien »\\n\\n"  \
    "– « Non », répond-il, sans que l’élue ne confirme. Victoire 3-1 à Washington, près de Lyon et d’Alger."

static const char *const messages[] = {
    "{\"id\":\"r-1\",\"title\":\"Une ligne va rouvrir\",\"text\":\"" STORY
    "\",\"published_at\":\"2025-09-04T08:00:00+02:00\",\"source\":\"L'Agence\",\"language\":\"fr\",\"rank\":1.0}",
    STORY,
    "{\"uri\":\"urn:x:1\",\"versioncreated\":\"2025-09-04T08:00:00Z\",\"headline\":\"Une ligne va rouvrir\","
    "\"body_xhtml\":\"<p>" STORY "</p><p>" STORY "</p>\"}",
    "{\"uri\":\"urn:x:3\",\"versionCreated\":\"2025-09-04T08:00:00Z\",\"language\":\"fr\",\"headlines\":[{\"value\":"
    "\"Une "
    "ligne\"}],\"bodies\":[{\"role\":\"main\",\"contentType\":\"text/html\",\"value\":\"<h2>Rail</h2><p>" STORY
    "</p>\"}]}",
    "{\"text\":\"The minister said on Thursday that the line would open again in 2027.\",\"language\":\"en\"}",
    "{\"text\":\"" STORY "\",\"published_at\":\"jeudi\",\"language\":\"?\",\"entities\":[],\"id\":7}",
    "{\"title\":\"Genève : Morel et Brandt se verront\",\"text\":\"" CHAINS
    "\",\"published_at\":\"2025-09-09T08:00:00Z\",\"source\":\"AFP\"}",
    "<!doctype html><html><head><title>x</title></head><body><p>" STORY "</p></body></html>",
};
enum { MESSAGES = sizeof messages / sizeof *messages };

static depeche_pack *pack;

static int set_up(void **state) {
    (void)state;
    depeche_error error = {0};
    if (depeche_pack_find("fr", &pack, &error) == DEPECHE_OK) return 0;
    fprintf(stderr, "%s\n", error.message);
    return -1;
}

static int tear_down(void **state) {
    (void)state;
    depeche_pack_close(pack);
    return 0;
}

static dp_enricher *open_enricher(void) {
    dp_enricher_options options = dp_enricher_defaults();
    return dp_enricher_open((const depeche_pack *const[]){pack}, 1, &options);
}

static dp_str message_of(size_t number) {
    return (dp_str){messages[number], strlen(messages[number])};
}

static bool holds(dp_str string, const char *what) {
    size_t length = strlen(what);
    for (size_t i = 0; i + length <= string.len; i++) {
        if (memcmp(string.at + i, what, length) == 0) return true;
    }
    return false;
}

static void test_every_form_becomes_a_document(void **state) {
    (void)state;
    dp_enricher *enricher = open_enricher();
    assert_non_null(enricher);
    for (size_t i = 0; i < MESSAGES; i++) {
        dp_enriched enriched;
        dp_enricher_process(enricher, message_of(i), &enriched);
        assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
        assert_non_null(enriched.analysis);
        assert_non_null(enriched.article);
        assert_true(enriched.id.len > 0);
        assert_true(depeche_document_sentence_count(enriched.analysis) > 0);
        assert_false(holds(enriched.document, "\n"));
        test_document_keep(enriched.document);
    }
    dp_enricher_close(enricher);
}

static void test_languages_without_a_pack_go_through_unanalysed(void **state) {
    (void)state;
    dp_enricher *enricher = open_enricher();
    dp_enriched enriched;
    dp_enricher_process(enricher, message_of(4), &enriched);
    assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
    assert_true(holds(enriched.document, "\"status\":\"unsupported_language\""));
    assert_true(holds(enriched.document, "\"language\":\"en\""));
    assert_int_equal(depeche_document_entity_count(enriched.analysis), 0);
    dp_enricher_process(enricher, DP_STR("{\"text\":\"x\"}"), &enriched);
    assert_true(holds(enriched.document, "\"status\":\"unknown_language\""));
    assert_true(holds(enriched.document, "\"language\":\"und\""));
    test_document_keep(enriched.document);
    dp_enricher_close(enricher);
}

static void test_rejected_message_tells_why_and_leaves_no_document(void **state) {
    (void)state;
    dp_enricher *enricher = open_enricher();
    dp_enriched enriched;
    dp_enricher_process(enricher, DP_STR("{\"text\":"), &enriched);
    assert_int_equal(enriched.outcome, DP_OUTCOME_REJECTED);
    assert_int_equal(enriched.rejection.reason, DP_REASON_INVALID_JSON);
    assert_int_equal(enriched.document.len, 0);
    assert_null(enriched.analysis);
    dp_enricher_close(enricher);
}

static void test_document_beyond_the_limit_is_rejected(void **state) {
    (void)state;
    dp_enricher_options options = dp_enricher_defaults();
    options.document_max = 500;
    dp_enricher *enricher = dp_enricher_open((const depeche_pack *const[]){pack}, 1, &options);
    dp_enriched enriched;
    dp_enricher_process(enricher, message_of(0), &enriched);
    assert_int_equal(enriched.outcome, DP_OUTCOME_REJECTED);
    assert_string_equal(dp_reason_word(enriched.rejection.reason), "document_too_large");
    assert_int_equal(enriched.document.len, 0);
    dp_enricher_process(enricher, DP_STR("{\"text\":\"x\"}"), &enriched);
    assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
    dp_enricher_close(enricher);
}

static void test_enriched_article_is_enriched_to_itself(void **state) {
    (void)state;
    dp_enricher *enricher = open_enricher(), *again = open_enricher();
    for (size_t i = 0; i < 2; i++) {
        dp_enriched first, second;
        dp_enricher_process(enricher, message_of(i), &first);
        dp_enricher_process(again, first.document, &second);
        assert_true(dp_str_equal(first.document, second.document));
    }
    dp_enricher_close(enricher);
    dp_enricher_close(again);
}

static void test_the_same_message_gives_the_same_bytes(void **state) {
    (void)state;
    dp_enricher *one = open_enricher(), *other = open_enricher();
    for (size_t i = 0; i < MESSAGES; i++) {
        dp_enriched a, b;
        dp_enricher_process(one, message_of(i), &a);
        /* The other comes from another article, in another locale where the machine has one. */
        dp_enricher_process(other, message_of((i + 3) % MESSAGES), &b);
        setlocale(LC_ALL, "fr_FR.UTF-8");
        dp_enricher_process(other, message_of(i), &b);
        setlocale(LC_ALL, "C");
        assert_true(dp_str_equal(a.document, b.document));
    }
    dp_enricher_close(one);
    dp_enricher_close(other);
}

static void test_times_are_told_for_every_stage(void **state) {
    (void)state;
    size_t count = 0;
    while (dp_enricher_stages()[count]) count++;
    assert_int_equal(count, DP_ENRICHER_STAGES);
    dp_enricher_options options = dp_enricher_defaults();
    options.times = true;
    dp_enricher *enricher = dp_enricher_open((const depeche_pack *const[]){pack}, 1, &options);
    dp_enriched enriched;
    dp_enricher_process(enricher, message_of(0), &enriched);
    assert_true(holds(enriched.document, "\"times_us\":{\"decode\":"));
    assert_false(holds(enriched.document, "\"encode\":"));
    test_document_keep(enriched.document);
    dp_enricher_close(enricher);
}

static void test_warm_enricher_takes_no_memory(void **state) {
    (void)state;
    dp_enricher *enricher = open_enricher();
    dp_enriched enriched;
    for (size_t i = 0; i < 2; i++) dp_enricher_process(enricher, message_of(0), &enriched);
    dp_memory_fail_at(1);
    dp_enricher_process(enricher, message_of(0), &enriched);
    dp_memory_fail_at(0);
    assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
    dp_enricher_close(enricher);
}

static void test_no_enricher_without_memory(void **state) {
    (void)state;
    dp_enricher *enricher = NULL;
    unsigned long number = 1;
    for (; !enricher && number < 20; number++) {
        dp_memory_fail_at(number);
        enricher = open_enricher();
        dp_memory_fail_at(0);
    }
    assert_int_equal(number, 5); /* the enricher, the analyzer and its packs, and then it opens */
    dp_enricher_close(enricher);
}

/* A document that is owned. */
static dp_str copy_document(dp_str document) {
    char *copy = dp_malloc(document.len + 1);
    assert_non_null(copy);
    memcpy(copy, document.at, document.len);
    return (dp_str){copy, document.len};
}

/* With a cold enricher each time, and every piece of an arena counted, so that every allocation of every stage fails
 * once. `arrange` says whether the later ones do too. */
static void fail_every_allocation(size_t message, void (*arrange)(unsigned long)) {
    dp_enricher *whole = open_enricher();
    dp_enriched enriched;
    dp_enricher_process(whole, message_of(message), &enriched);
    assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
    dp_str right = copy_document(enriched.document);
    dp_memory_count_pieces(true);
    bool failed = true;
    unsigned long number = 1;
    for (; failed; number++) {
        dp_enricher *enricher = open_enricher();
        arrange(number);
        dp_enricher_process(enricher, message_of(message), &enriched);
        failed = dp_memory_failed();
        arrange(0);
        /* Told, or made good: never a poorer document. */
        if (enriched.outcome == DP_OUTCOME_DOCUMENT) {
            assert_true(dp_str_equal(enriched.document, right));
        } else {
            assert_true(failed);
            assert_int_equal(enriched.outcome, DP_OUTCOME_FAILED);
            assert_int_equal(enriched.document.len, 0);
        }
        if (number % 50 == 0) {
            dp_enricher_process(enricher, message_of(message), &enriched);
            assert_int_equal(enriched.outcome, DP_OUTCOME_DOCUMENT);
            assert_true(dp_str_equal(enriched.document, right));
        }
        dp_enricher_close(enricher);
    }
    dp_memory_count_pieces(false);
    assert_true(number > 10);
    dp_enricher_close(whole);
    dp_free((char *)(uintptr_t)right.at);
}

static void test_every_failed_allocation_fails_the_message_and_no_more(void **state) {
    (void)state;
    for (size_t i = 0; i < MESSAGES; i++) fail_every_allocation(i, dp_memory_fail_at);
}

static void test_one_failed_allocation_never_makes_a_poorer_document(void **state) {
    (void)state;
    for (size_t i = 0; i < MESSAGES; i++) fail_every_allocation(i, dp_memory_fail_once);
}

/* ---------------------------------------------------------------------------------------- random messages */

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

enum { RANDOM_MAX = 4096 };

/* A message with a few changes: bytes overwritten, cut out, doubled, or a piece of another put in. */
static size_t mutate(uint32_t *seed, char *out) {
    static const char *const pieces[] = {"\"",    "{",    "}",        "[",    "\\u0000", "\\ud800",   "« ", " »",
                                         "<p>",   "</p>", "&eacute;", "\xFF", "\xC2",    "\n",        "’",  "null",
                                         "1e999", ",",    ":",        "“",    "- ",      "il a dit ", "😀",  "selon "};
    dp_str base = message_of(next_random(seed) % MESSAGES);
    size_t len = base.len < RANDOM_MAX / 2 ? base.len : RANDOM_MAX / 2;
    memcpy(out, base.at, len);
    for (uint32_t changes = next_random(seed) % 6; changes > 0 && len > 0; changes--) {
        size_t at = next_random(seed) % len, span = next_random(seed) % 12;
        if (span > len - at) span = len - at;
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
        size_t piece_len = strlen(piece);
        if (next_random(seed) % 3 == 0) piece_len = 0;
        if (next_random(seed) % 3 == 0) span = 0;
        if (len - span + piece_len > RANDOM_MAX) continue;
        memmove(out + at + piece_len, out + at + span, len - at - span);
        memcpy(out + at, piece, piece_len);
        len = len - span + piece_len;
    }
    return len;
}

static size_t random_bytes(uint32_t *seed, char *out) {
    size_t len = next_random(seed) % 300;
    for (size_t i = 0; i < len; i++) out[i] = (char)next_random(seed);
    if (len && next_random(seed) % 2) out[0] = '{';
    return len;
}

static void test_any_message_gives_a_document_or_a_reason(void **state) {
    (void)state;
    enum { ROUNDS = 4000, KEPT_EVERY = 20 };
    dp_enricher *enricher = open_enricher();
    uint32_t seed = 20250904, documents = 0, rejected = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        char buffer[RANDOM_MAX];
        size_t len = round % 8 == 0 ? random_bytes(&seed, buffer) : mutate(&seed, buffer);
        char *exact = malloc(len ? len : 1); /* so that a sanitizer sees what is read after it */
        assert_non_null(exact);
        memcpy(exact, buffer, len);
        dp_enriched enriched;
        dp_enricher_process(enricher, (dp_str){exact, len}, &enriched);
        if (enriched.outcome == DP_OUTCOME_DOCUMENT) {
            if (documents++ % KEPT_EVERY == 0) test_document_keep(enriched.document);
        } else {
            assert_int_equal(enriched.outcome, DP_OUTCOME_REJECTED);
            assert_int_not_equal(enriched.rejection.reason, DP_REASON_NONE);
            rejected++;
        }
        free(exact);
    }
    assert_true(documents > ROUNDS / 10);
    assert_true(rejected > ROUNDS / 10);
    dp_enricher_close(enricher);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_form_becomes_a_document),
        cmocka_unit_test(test_languages_without_a_pack_go_through_unanalysed),
        cmocka_unit_test(test_rejected_message_tells_why_and_leaves_no_document),
        cmocka_unit_test(test_document_beyond_the_limit_is_rejected),
        cmocka_unit_test(test_enriched_article_is_enriched_to_itself),
        cmocka_unit_test(test_the_same_message_gives_the_same_bytes),
        cmocka_unit_test(test_times_are_told_for_every_stage),
        cmocka_unit_test(test_warm_enricher_takes_no_memory),
        cmocka_unit_test(test_no_enricher_without_memory),
        cmocka_unit_test(test_every_failed_allocation_fails_the_message_and_no_more),
        cmocka_unit_test(test_one_failed_allocation_never_makes_a_poorer_document),
        cmocka_unit_test(test_any_message_gives_a_document_or_a_reason),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
