#include "unit.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "trainer/measure.h"
#include "trainer/tagger_training.h"
#include "trainer/tasks.h"

static depeche_pack *pack;
static dp_arena arena;
static dp_documents documents;
static char folder[] = "/tmp/depeche-trainer-XXXXXX";

enum { DOCUMENTS = 6 };

static const char *const NAMES[DOCUMENTS] = {"Odile Ferrand", "Karim Benali", "Luc Morel",
                                             "Anne Petit",    "Jo Roy",       "Ali Sy"};
static const char *const TOWNS[DOCUMENTS] = {"Nantes", "Lyon", "Lille", "Bordeaux", "Rennes", "Metz"};

static void write_document(int number) {
    char path[128];
    snprintf(path, sizeof path, "%s/d%d.ann", folder, number);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "# id: d%d\n# date: 2024-03-14\n# source: test\n# language: fr\n\n## La maire de <LOC>%s</LOC> promet\n\n"
            "La maire, <PER>%s</PER>, a parlé <DATE>lundi</DATE> à <LOC>%s</LOC> avec l'<ORG>Insee</ORG>. "
            "Elle attend <QTY>12 personnes</QTY>.\n",
            number, TOWNS[number], NAMES[number], TOWNS[(number + 1) % DOCUMENTS]);
    assert_int_equal(fclose(file), 0);
}

static int open_all(void **state) {
    (void)state;
    depeche_error error = {0};
    if (!mkdtemp(folder)) return -1;
    for (int i = 0; i < DOCUMENTS; i++) write_document(i);
    if (depeche_pack_find("fr", &pack, &error)) return -1;
    dp_arena_init(&arena);
    return dp_documents_read(pack, &arena, folder, &documents, &error) ? -1 : 0;
}

static int close_all(void **state) {
    (void)state;
    for (int i = 0; i < DOCUMENTS; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/d%d.ann", folder, i);
        unlink(path);
    }
    rmdir(folder);
    dp_arena_close(&arena);
    depeche_pack_close(pack);
    return 0;
}

static void test_documents_have_the_labels_of_their_entities(void **state) {
    (void)state;
    assert_int_equal(documents.count, DOCUMENTS);
    for (uint32_t i = 0; i < documents.count; i++) {
        const dp_document *document = &documents.at[i];
        assert_int_equal(document->unaligned, 0);
        dp_tags tags;
        uint8_t *sureness = dp_arena_calloc(&arena, document->text.token_count, 1);
        assert_non_null(sureness);
        assert_int_equal(dp_tags_of_labels(&arena, document->labels, sureness, document->text.token_count, &tags), 0);
        assert_int_equal(tags.count, document->gold.entity_count);
        dp_figures figures = {0};
        dp_figures_add(&figures, document, &tags);
        for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
            assert_int_equal(figures.types[tag].right, figures.types[tag].gold);
            assert_int_equal(figures.types[tag].found, figures.types[tag].gold);
        }
        assert_int_equal(figures.types[DP_TAG_LOC].gold, 2);
    }
}

static void test_figures_count_what_is_wrong_and_what_is_missing(void **state) {
    (void)state;
    const dp_document *document = &documents.at[0];
    dp_tagged one = {{0, 1}, DP_TAG_ORG, 1.0f};
    dp_tags tags = {&one, 1};
    dp_figures figures = {0};
    dp_figures_add(&figures, document, &tags);
    assert_int_equal(figures.types[DP_TAG_ORG].found, 1);
    assert_int_equal(figures.types[DP_TAG_ORG].right, 0);
    assert_int_equal(figures.types[DP_TAG_ORG].gold, 1);
}

static dp_model train(uint32_t threads) {
    dp_tagger_options options = dp_tagger_defaults();
    options.first.epochs = options.second.epochs = 2;
    options.min_count = 1;
    options.threads = threads;
    dp_model model;
    assert_int_equal(dp_tagger_train(&documents, NULL, &options, &model), 0);
    return model;
}

static void test_model_does_not_depend_on_the_number_of_threads(void **state) {
    (void)state;
    dp_model one = train(1), three = train(3);
    assert_int_equal(one.size, three.size);
    assert_memory_equal(one.bytes, three.bytes, one.size);
    dp_model_close(&one);
    dp_model_close(&three);
}

static void test_model_tags_what_it_was_trained_on(void **state) {
    (void)state;
    dp_tagger_options options = dp_tagger_defaults();
    options.min_count = 1;
    options.first.epochs = options.second.epochs = 20;
    dp_model model;
    assert_int_equal(dp_tagger_train(&documents, NULL, &options, &model), 0);
    dp_figures figures = {0};
    assert_int_equal(dp_measure(&documents, NULL, dp_model_bytes(&model), DP_FAMILIES_ALL, NULL, &figures), 0);
    uint32_t right = 0, gold = 0;
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        right += figures.types[tag].right;
        gold += figures.types[tag].gold;
    }
    assert_true(right * 10 > gold * 9);
    bool passed_over[DOCUMENTS] = {true, true, true, true, true, true};
    dp_figures none = {0};
    assert_int_equal(dp_measure(&documents, passed_over, dp_model_bytes(&model), DP_FAMILIES_ALL, NULL, &none), 0);
    assert_int_equal(none.types[DP_TAG_LOC].gold, 0);
    dp_model_close(&model);
}

static void test_training_survives_failed_allocations(void **state) {
    (void)state;
    dp_tagger_options options = dp_tagger_defaults();
    options.first.epochs = options.second.epochs = 1;
    options.threads = 1;
    int result = -1;
    for (unsigned long number = 1; result; number += 1 + number / 4) {
        dp_model model;
        dp_memory_fail_at(number);
        result = dp_tagger_train(&documents, NULL, &options, &model);
        dp_memory_fail_at(0);
        if (!result) dp_model_close(&model);
        assert_true(number < 100000);
    }
}

static int count_task(void *context, uint32_t number) {
    atomic_uint *seen = context;
    atomic_fetch_add(&seen[number], 1);
    return number == 7 ? -1 : 0;
}

static void test_every_task_runs_once_and_failures_are_told(void **state) {
    (void)state;
    for (uint32_t threads = 0; threads < 20; threads += 3) {
        atomic_uint seen[10] = {0};
        assert_int_equal(dp_tasks_run(count_task, seen, 7, threads), 0);
        for (int i = 0; i < 10; i++) assert_int_equal(atomic_load(&seen[i]), i < 7);
        assert_int_equal(dp_tasks_run(count_task, seen, 10, threads), -1);
        for (int i = 0; i < 10; i++) assert_int_equal(atomic_load(&seen[i]), i < 7 ? 2 : 1);
    }
}

static void test_missing_folder_is_named(void **state) {
    (void)state;
    depeche_error error;
    dp_documents none;
    assert_int_equal(dp_documents_read(pack, &arena, "/no/such/folder", &none, &error), DEPECHE_ERROR_IO);
    assert_non_null(strstr(error.message, "/no/such/folder"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documents_have_the_labels_of_their_entities),
        cmocka_unit_test(test_figures_count_what_is_wrong_and_what_is_missing),
        cmocka_unit_test(test_model_does_not_depend_on_the_number_of_threads),
        cmocka_unit_test(test_model_tags_what_it_was_trained_on),
        cmocka_unit_test(test_training_survives_failed_allocations),
        cmocka_unit_test(test_every_task_runs_once_and_failures_are_told),
        cmocka_unit_test(test_missing_folder_is_named),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
