#include "unit.h"

#include <pthread.h>
#include <stdio.h>

#include "article/enricher.h"

enum { THREADS = 4, ARTICLES = 40, ROUNDS = 3 };

static depeche_pack *pack;
static char messages[ARTICLES][512];

static int set_up(void **state) {
    (void)state;
    static const char *const names[] = {"Jeanne Morvan", "Paul Lemoine", "l’association Rail Ouest",
                                        "le maire de Brest"};
    static const char *const cues[] = {"a annoncé que", "dément que", "estime que", "promet que"};
    depeche_error error = {0};
    if (depeche_pack_find("fr", &pack, &error) != DEPECHE_OK) {
        fprintf(stderr, "%s\n", error.message);
        return -1;
    }
    for (int i = 0; i < ARTICLES; i++) {
        snprintf(messages[i], sizeof messages[i],
                 "{\"id\":%d,\"language\":\"fr\",\"text\":\"Jeudi, %s %s la ligne rouvrirait en %d. « Le chantier "
                 "coûtera %d "
                 "millions d’euros », a-t-il ajouté.\"}",
                 i, names[i % 4], cues[i / 4 % 4], 2020 + i, i);
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    depeche_pack_close(pack);
    return 0;
}

/* What one thread made: the hash of each document. */
typedef struct worker {
    pthread_t thread;
    int first;
    uint64_t hashes[ARTICLES];
    int failures;
} worker;

/* Every thread takes the articles in another order. */
static void *work(void *argument) {
    worker *w = argument;
    dp_enricher_options options = dp_enricher_defaults();
    dp_enricher *enricher = dp_enricher_open((const depeche_pack *const[]){pack}, 1, &options);
    if (!enricher) {
        w->failures++;
        return NULL;
    }
    for (int i = 0; i < ARTICLES * ROUNDS; i++) {
        int number = (w->first + i * 7) % ARTICLES;
        dp_enriched enriched;
        dp_enricher_process(enricher, (dp_str){messages[number], strlen(messages[number])}, &enriched);
        uint64_t hash = dp_str_hash(enriched.document);
        bool same = w->hashes[number] == 0 || w->hashes[number] == hash;
        w->failures += enriched.outcome != DP_OUTCOME_DOCUMENT || !same;
        w->hashes[number] = hash;
    }
    dp_enricher_close(enricher);
    return NULL;
}

static void test_threads_share_a_pack_and_agree(void **state) {
    (void)state;
    static worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i].first = i * 11;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].failures, 0);
        for (int k = 0; k < ARTICLES; k++) {
            assert_int_not_equal(workers[i].hashes[k], 0);
            assert_int_equal(workers[i].hashes[k], workers[0].hashes[k]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_threads_share_a_pack_and_agree)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
