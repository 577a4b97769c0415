/* The compiler of packs: the same bytes each time, errors with file and line, links, failed allocations. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "lang/compiler/compile.h"
#include "lang/compiler/link.h"
#include "lang/compiler/show.h"
#include "lang/pack_format.h"
#include "tiny.h"

static int set_up(void **state) {
    static char folder[TINY_PATH];
    tiny_make(folder);
    *state = folder;
    return 0;
}

static int tear_down(void **state) {
    tiny_remove(*state);
    return 0;
}

static void compile_as(const char *folder, const char *name, dp_compiled *compiled) {
    depeche_error error = {0};
    if (dp_compile(folder, tiny_path(folder, name), compiled, &error)) fail_msg("%s", error.message);
}

static void assert_same_files(const char *left, const char *right, bool same) {
    size_t left_size, right_size;
    unsigned char *a = tiny_read(left, &left_size), *b = tiny_read(right, &right_size);
    assert_int_equal(left_size == right_size && !memcmp(a, b, left_size), same);
    free(a);
    free(b);
}

static void test_two_compilations_are_equal_to_the_bit(void **state) {
    const char *folder = *state;
    compile_as(folder, "one.pack", NULL);
    compile_as(folder, "two.pack", NULL);
    assert_same_files(tiny_path(folder, "one.pack"), tiny_path(folder, "two.pack"), true);
}

static void test_any_changed_input_changes_the_content_version(void **state) {
    const char *folder = *state;
    compile_as(folder, "one.pack", NULL);
    depeche_pack *before, *after;
    assert_int_equal(depeche_pack_open(tiny_path(folder, "one.pack"), &before, NULL), DEPECHE_OK);
    static const char *const changes[][2] = {{"sets/because.txt", "# How.\ncar\nparce qu'\nparce que\n"},
                                             {"words/frequency.tsv", "de\t5000001\t\n"},
                                             {"gazetteer/cities.tsv", "1\tOrange\t-\tFR\t44\t4\t30009\n"}};
    for (size_t i = 0; i < 3; i++) {
        tiny_put(folder, changes[i][0], changes[i][1]);
        after = tiny_open(folder);
        assert_string_not_equal(depeche_pack_version(before), depeche_pack_version(after));
        depeche_pack_close(before);
        before = after;
    }
    depeche_pack_close(before);
}

static void test_what_was_compiled_is_counted(void **state) {
    const char *folder = *state;
    dp_compiled compiled = {0};
    compile_as(folder, "one.pack", &compiled);
    assert_int_equal(compiled.sets, 10);
    assert_int_equal(compiled.entries, 22);
    assert_int_equal(compiled.cues_without_forms, 2); /* inconnaître, donner */
    assert_int_equal(compiled.most_hits, 4);
    assert_true(compiled.words > 50 && compiled.phrases > 40 && compiled.nodes > 40);
}

static void test_tables_that_are_absent_give_empty_sections(void **state) {
    const char *folder = *state;
    static const char *const tables[] = {"words/classes.tsv", "words/frequency.tsv", "words/morphology.tsv",
                                         "gazetteer/cities.tsv"};
    for (size_t i = 0; i < 4; i++) tiny_put(folder, tables[i], NULL);
    depeche_pack *pack = tiny_open(folder);
    dp_city city;
    dp_hit hits[8];
    assert_int_equal(dp_pack_cities(pack, DP_STR("Orange"), &city, 1), 0);
    assert_int_equal(dp_pack_lookup(pack, DP_STR("dire"), hits, 8), 2);
    assert_int_equal(dp_pack_word(pack, dp_pack_word_find(pack, DP_STR("dire")))->pos, 0);
    depeche_pack_close(pack);
}

static void test_a_language_of_nothing_is_a_pack(void **state) {
    const char *folder = *state;
    tiny_put(folder, "pack.manifest", "language xx\n");
    depeche_pack *pack = tiny_open(folder);
    dp_arena arena;
    dp_text text;
    dp_hits all;
    dp_arena_init(&arena);
    tiny_cut(pack, &arena, "Marie Orange dit non.", &text);
    assert_int_equal(dp_pack_hits_all(pack, &arena, &text, &all), 0);
    assert_int_equal(all.count, 0);
    assert_int_equal(dp_pack_word_count(pack), 1);
    assert_int_equal(dp_pack_set(pack, "prepositions"), -1);
    dp_arena_close(&arena);
    depeche_pack_close(pack);
}

typedef struct bad_input {
    const char *name, *content, *words;
} bad_input;

static void test_errors_name_file_and_line(void **state) {
    const char *folder = *state;
    static const bad_input inputs[] = {
        {"pack.manifest", "# none\n", "pack.manifest:1: 'language TAG' is missing"},
        {"pack.manifest", "language a/b\n", "pack.manifest:1: a language is letters"},
        {"pack.manifest", "language xx\nlanguage yy\n", "pack.manifest:2: said twice"},
        {"pack.manifest", "language\n", "pack.manifest:1: a word is missing"},
        {"pack.manifest", "language xx yy\n", "pack.manifest:1: too many words"},
        {"pack.manifest", "langue xx\n", "pack.manifest:1: unknown statement 'langue'"},
        {"pack.manifest", "list star a.tsv columns=1 forms=0\n", "pack.manifest:1: no list is named 'star'"},
        {"pack.manifest", "list person a.tsv columns=2\n", "forms=N,N must be said"},
        {"pack.manifest", "list person a.tsv forms=0 columns=2\n", "column 0 of a file of 0 columns"},
        {"pack.manifest", "list person a.tsv columns=2 forms=0,2\n", "column 2 of a file of 2 columns"},
        {"pack.manifest", "list person a.tsv columns=99 forms=0\n", "'99' is not a number from 0 to 16"},
        {"pack.manifest", "list person a.tsv columns=2 forms=x\n", "'x' is not a number"},
        {"pack.manifest", "list person a.tsv columns=2 forms=0 colour=1\n", "unknown option 'colour'"},
        {"pack.manifest", "table a a.tsv columns=2\n", "keys=N,N must be said"},
        {"pack.manifest", "table b b.tsv columns=1 keys=0\ntable a a.tsv columns=1 keys=0\n",
         "pack.manifest:2: tables must be in the order of their names"},
        {"pack.manifest", "last de\n", "pack.manifest:1: a form is missing"},
        {"pack.manifest", "language xx\nlist person no.tsv columns=1 forms=0\n", "no.tsv: cannot open"},
        {"pack.manifest", "language xx\nsets no\n", "no: cannot open"},
        {"pack.manifest", "language xx\nlist person sets columns=1 forms=0\n", "sets: not a file"},
        {"lexicon/persons.tsv", "# c\nA\tm\t-\nB\tm\n", "persons.tsv:3: 2 columns instead of 3"},
        {"lexicon/persons.tsv", "A\tm\t-\t-\n", "persons.tsv:1: 4 columns instead of 3"},
        {"lexicon/persons.tsv", "B\tm\t-\nA\tm\t-\n", "persons.tsv:2: out of order"},
        {"lexicon/persons.tsv", "A\tm\t-\nA\tm\t-\n", "persons.tsv:2: the line stands twice"},
        {"lexicon/persons.tsv", "-\tm\t-\n", "persons.tsv:1: the line has no form"},
        {"lexicon/persons.tsv", "A\xFF\tm\t-\n", "persons.tsv:1: not valid UTF-8"},
        {"lexicon/persons.tsv", "A\tm\t-\r\n", "persons.tsv:1: a carriage return"},
        {"lexicon/persons.tsv", "a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a\tm\t-\n",
         "persons.tsv:1: a form of 33 words"},
        {"lexicon/cues.tsv", "dire\tadverb\tsay\n", "cues.tsv:1: 'adverb' is no part of a cue"},
        {"sets/because.txt", "car\nbien\n", "because.txt:2: out of order"},
        {"sets/because.txt", "Car\n", "because.txt:1: write the form in lower case"},
        {"sets/because.txt", "parce qu’\n", "because.txt:1: write the form in lower case"},
        {"words/classes.tsv", "a\t1\t2\t3\n", "classes.tsv:1: 4 columns instead of 5"},
        {"words/classes.tsv", "a\t1\t2\t3\t65536\n", "classes.tsv:1: '65536' is not a number from 0 to 65535"},
        {"words/classes.tsv", "\t1\t2\t3\t4\n", "classes.tsv:1: a form is empty"},
        {"words/frequency.tsv", "a\t-1\t\n", "frequency.tsv:1: '-1' is not a number"},
        {"words/frequency.tsv", "a\t1\t101\n", "frequency.tsv:1: '101' is not a number from 0 to 100"},
        {"words/morphology.tsv", "a\ta\tx\t\n", "morphology.tsv:1: the letter 'x' means nothing"},
        {"words/morphology.tsv", "a\ta\tn\tx\n", "morphology.tsv:1: the letter 'x' means nothing"},
        {"words/morphology.tsv", "a\t\tn\tm\n", "morphology.tsv:1: a form is empty"},
        {"gazetteer/cities.tsv", "1\tA\t-\tFR\t90.5\t0\t1\n",
         "cities.tsv:1: '90.5' is not a number of degrees up to 90"},
        {"gazetteer/cities.tsv", "1\tA\t-\tFR\t1.2.3\t0\t1\n", "cities.tsv:1: '1.2.3' is not a number of degrees"},
        {"gazetteer/cities.tsv", "1\tA\t-\tFR\t\t0\t1\n", "cities.tsv:1: '' is not a number of degrees"},
        {"gazetteer/cities.tsv", "1\tA\t-\tFrance\t1\t0\t1\n", "cities.tsv:1: 'France' is not a country code"},
        {"gazetteer/cities.tsv", "1\t\t-\tFR\t1\t0\t1\n", "cities.tsv:1: a name is empty"},
        {"gazetteer/cities.tsv", "x\tA\t-\tFR\t1\t0\t1\n", "cities.tsv:1: 'x' is not a number"},
    };
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        size_t size;
        unsigned char *good = tiny_read(tiny_path(folder, inputs[i].name), &size);
        tiny_put(folder, inputs[i].name, inputs[i].content);
        depeche_error error = {0};
        assert_int_not_equal(dp_compile(folder, tiny_path(folder, "bad.pack"), NULL, &error), DEPECHE_OK);
        if (!strstr(error.message, inputs[i].words)) fail_msg("'%s' does not say '%s'", error.message, inputs[i].words);
        assert_int_not_equal(access(tiny_path(folder, "bad.pack"), F_OK), 0);
        tiny_write(tiny_path(folder, inputs[i].name), good, size);
        free(good);
    }
}

static void test_a_folder_without_manifest_is_refused(void **state) {
    const char *folder = *state;
    depeche_error error = {0};
    tiny_put(folder, "pack.manifest", NULL);
    assert_int_equal(dp_compile(folder, tiny_path(folder, "bad.pack"), NULL, &error), DEPECHE_ERROR_IO);
    assert_non_null(strstr(error.message, "pack.manifest: cannot open"));
}

static void test_a_pack_that_cannot_be_written_is_an_error(void **state) {
    const char *folder = *state;
    depeche_error error = {0};
    assert_int_equal(dp_compile(folder, tiny_path(folder, "no/folder.pack"), NULL, &error), DEPECHE_ERROR_IO);
    assert_non_null(strstr(error.message, "cannot create"));
    assert_int_equal(mkdir(tiny_path(folder, "taken.pack"), 0700), 0);
    assert_int_equal(dp_compile(folder, tiny_path(folder, "taken.pack"), NULL, &error), DEPECHE_ERROR_IO);
    assert_non_null(strstr(error.message, "cannot write"));
    assert_int_not_equal(access(tiny_path(folder, "taken.pack.tmp"), F_OK), 0);
}

static void test_each_failed_allocation_is_reported(void **state) {
    const char *folder = *state;
    unsigned long failures = 0;
    for (unsigned long number = 1;; number++) {
        depeche_error error = {0};
        dp_memory_fail_at(number);
        depeche_status status = dp_compile(folder, tiny_path(folder, "one.pack"), NULL, &error);
        dp_memory_fail_at(0);
        if (status == DEPECHE_OK) break;
        assert_int_equal(status, DEPECHE_ERROR_MEMORY);
        assert_string_equal(error.message, "out of memory");
        failures++;
    }
    assert_true(failures > 3);
}

static void test_a_readings_limit_is_kept(void **state) {
    const char *folder = *state;
    static char lines[DP_HITS_MAX * 16 + 64];
    size_t used = 0;
    for (unsigned i = 0; i <= DP_HITS_MAX; i++) {
        used += (size_t)snprintf(lines + used, sizeof lines - used, "A%03u\tm\tle\n", i);
    }
    tiny_put(folder, "lexicon/persons.tsv", lines);
    depeche_error error = {0};
    assert_int_equal(dp_compile(folder, tiny_path(folder, "bad.pack"), NULL, &error), DEPECHE_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "DP_HITS_MAX"));
}

/* --------------------------------------------------------------------------------------------------- link */

static depeche_status link_parts(const char *folder, const char *name, const char *first, const char *second,
                                 depeche_error *error) {
    char parts[2][TINY_PATH * 3];
    const char *pointers[2] = {parts[0], parts[1]};
    const char *given[2] = {first, second};
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        if (!given[i]) continue;
        const char *equals = strchr(given[i], '=');
        if (equals) {
            snprintf(parts[count], sizeof parts[0], "%.*s=%s/%s", (int)(equals - given[i]), given[i], folder,
                     equals + 1);
        } else {
            snprintf(parts[count], sizeof parts[0], "%s", given[i]);
        }
        count++;
    }
    return dp_link(tiny_path(folder, "base.pack"), pointers, count, tiny_path(folder, name), error);
}

static void test_linked_sections_are_read_back(void **state) {
    const char *folder = *state;
    depeche_pack *base = tiny_open(folder), *pack;
    tiny_put(folder, "tagger.bin", "weights");
    tiny_put(folder, "empty.bin", "");
    depeche_error error = {0};
    if (link_parts(folder, "xx.pack", "model.tagger=tagger.bin", "model.empty=empty.bin", &error)) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(depeche_pack_open(tiny_path(folder, "xx.pack"), &pack, &error), DEPECHE_OK);
    dp_str model = dp_pack_section(pack, "model.tagger");
    assert_int_equal(model.len, 7);
    assert_memory_equal(model.at, "weights", 7);
    assert_int_equal((uintptr_t)model.at % 16, 0);
    assert_non_null(dp_pack_section(pack, "model.empty").at);
    assert_int_equal(dp_pack_section(pack, "model.empty").len, 0);
    assert_int_equal(dp_pack_word_count(pack), dp_pack_word_count(base));
    assert_string_not_equal(depeche_pack_version(pack), depeche_pack_version(base));
    depeche_pack_close(pack);
    depeche_pack_close(base);
}

static void test_two_links_are_equal_to_the_bit_and_a_model_changes_the_content(void **state) {
    const char *folder = *state;
    depeche_pack_close(tiny_open(folder));
    depeche_error error;
    tiny_put(folder, "a.bin", "a");
    assert_int_equal(link_parts(folder, "one.pack", "model.a=a.bin", NULL, &error), DEPECHE_OK);
    assert_int_equal(link_parts(folder, "two.pack", "model.a=a.bin", NULL, &error), DEPECHE_OK);
    assert_same_files(tiny_path(folder, "one.pack"), tiny_path(folder, "two.pack"), true);
    tiny_put(folder, "a.bin", "b");
    assert_int_equal(link_parts(folder, "two.pack", "model.a=a.bin", NULL, &error), DEPECHE_OK);
    assert_same_files(tiny_path(folder, "one.pack"), tiny_path(folder, "two.pack"), false);
}

static void test_a_linked_section_can_be_replaced(void **state) {
    const char *folder = *state;
    depeche_pack_close(tiny_open(folder));
    depeche_error error;
    tiny_put(folder, "a.bin", "old");
    tiny_put(folder, "b.bin", "newer");
    assert_int_equal(link_parts(folder, "base.pack", "model.a=a.bin", NULL, &error), DEPECHE_OK);
    assert_int_equal(link_parts(folder, "xx.pack", "model.a=b.bin", NULL, &error), DEPECHE_OK);
    depeche_pack *pack;
    assert_int_equal(depeche_pack_open(tiny_path(folder, "xx.pack"), &pack, &error), DEPECHE_OK);
    assert_int_equal(dp_pack_section(pack, "model.a").len, 5);
    depeche_pack_close(pack);
}

static void test_bad_links_are_refused(void **state) {
    const char *folder = *state;
    depeche_pack_close(tiny_open(folder));
    tiny_put(folder, "a.bin", "a");
    static const struct {
        const char *first, *second, *words;
    } bad[] = {
        {"model.a", NULL, "is not of the form section=file"},
        {"=a.bin", NULL, "is not of the form section=file"},
        {"model.a=missing.bin", NULL, "cannot open"},
        {"model.a=sets", NULL, "not a file"},
        {"words.info=a.bin", NULL, "belongs to the base pack"},
        {"model.a=a.bin", "model.a=a.bin", "given twice"},
        {"model.a.name.that.is.far.too.long=a.bin", NULL, "cannot name a section"},
        {"model a=a.bin", NULL, "cannot name a section"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        depeche_error error = {0};
        assert_int_not_equal(link_parts(folder, "bad.pack", bad[i].first, bad[i].second, &error), DEPECHE_OK);
        if (!strstr(error.message, bad[i].words)) fail_msg("'%s' does not say '%s'", error.message, bad[i].words);
        assert_int_not_equal(access(tiny_path(folder, "bad.pack"), F_OK), 0);
    }
    depeche_error error = {0};
    tiny_put(folder, "base.pack", "no pack");
    assert_int_equal(link_parts(folder, "bad.pack", "model.a=a.bin", NULL, &error), DEPECHE_ERROR_PACK_FORMAT);
}

static void test_links_report_each_failed_allocation(void **state) {
    const char *folder = *state;
    depeche_pack_close(tiny_open(folder));
    tiny_put(folder, "a.bin", "a");
    unsigned long failures = 0;
    for (unsigned long number = 1;; number++) {
        depeche_error error = {0};
        dp_memory_fail_at(number);
        depeche_status status = link_parts(folder, "xx.pack", "model.a=a.bin", NULL, &error);
        dp_memory_fail_at(0);
        if (status == DEPECHE_OK) break;
        assert_int_equal(status, DEPECHE_ERROR_MEMORY);
        failures++;
    }
    assert_true(failures >= 3);
}

/* --------------------------------------------------------------------------------------------------- show */

/* What a function of show.h prints, as a string that the test frees. */
static char *shown(const char *folder, const depeche_pack *pack, const char *form) {
    FILE *file = fopen(tiny_path(folder, "shown.txt"), "wb");
    assert_non_null(file);
    if (form) {
        dp_show_form(pack, form, file);
    } else {
        dp_show_pack(pack, file);
    }
    fclose(file);
    size_t size;
    char *text = (char *)tiny_read(tiny_path(folder, "shown.txt"), &size);
    text[size] = 0;
    return text;
}

static void test_a_pack_and_its_forms_are_shown(void **state) {
    const char *folder = *state;
    depeche_pack *pack = tiny_open(folder);
    char *text = shown(folder, pack, NULL);
    assert_non_null(strstr(text, "language  xx"));
    assert_non_null(strstr(text, "words.info"));
    assert_non_null(strstr(text, "place: city region valley"));
    free(text);
    text = shown(folder, pack, "Orange");
    assert_non_null(strstr(text, "classes 64 256 1024, cluster 512"));
    assert_non_null(strstr(text, "place 1, column 0, kind 'city', 1 tokens, exact: Orange\tcity"));
    assert_non_null(strstr(text, "city 2 Orange, US"));
    assert_non_null(strstr(text, "60 % with a capital"));
    assert_non_null(strstr(text, "colours 1: OR\torange\t-"));
    free(text);
    text = shown(folder, pack, "parce qu'");
    assert_string_equal(text, "set because\n");
    free(text);
    text = shown(folder, pack, "\xFF");
    assert_string_equal(text, "");
    free(text);
    depeche_pack_close(pack);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_two_compilations_are_equal_to_the_bit),
        TEST(test_any_changed_input_changes_the_content_version),
        TEST(test_what_was_compiled_is_counted),
        TEST(test_tables_that_are_absent_give_empty_sections),
        TEST(test_a_language_of_nothing_is_a_pack),
        TEST(test_errors_name_file_and_line),
        TEST(test_a_folder_without_manifest_is_refused),
        TEST(test_a_pack_that_cannot_be_written_is_an_error),
        TEST(test_each_failed_allocation_is_reported),
        TEST(test_a_readings_limit_is_kept),
        TEST(test_linked_sections_are_read_back),
        TEST(test_two_links_are_equal_to_the_bit_and_a_model_changes_the_content),
        TEST(test_a_linked_section_can_be_replaced),
        TEST(test_bad_links_are_refused),
        TEST(test_links_report_each_failed_allocation),
        TEST(test_a_pack_and_its_forms_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
