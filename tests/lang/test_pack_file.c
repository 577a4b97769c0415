/* Packs that must be refused: other files, other versions, cut short, damaged, hostile. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"
#include "lang/pack_format.h"
#include "tiny.h"

typedef struct fixture {
    char folder[TINY_PATH], path[TINY_PATH + 32];
    unsigned char *bytes; /* of a good pack */
    size_t size;
} fixture;

static fixture shared;

static int set_up(void **state) {
    fixture *f = &shared;
    tiny_make(f->folder);
    depeche_pack_close(tiny_open(f->folder));
    snprintf(f->path, sizeof f->path, "%.200s/damaged.pack", f->folder);
    f->bytes = tiny_read(tiny_path(f->folder, "base.pack"), &f->size);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    free(f->bytes);
    tiny_remove(f->folder);
    return 0;
}

/* A copy of the good pack, to damage; freed by the test. */
static unsigned char *copy(const fixture *f) {
    unsigned char *bytes = malloc(f->size);
    assert_non_null(bytes);
    return memcpy(bytes, f->bytes, f->size);
}

static dp_pack_header *header_of(unsigned char *bytes) {
    return (dp_pack_header *)(void *)bytes;
}

static dp_pack_section_entry *table_of(unsigned char *bytes) {
    return (dp_pack_section_entry *)(void *)(bytes + sizeof(dp_pack_header));
}

/* Makes the checksums of the sections and of the file right again. */
static void seal(unsigned char *bytes, size_t size) {
    dp_pack_header *header = header_of(bytes);
    for (uint32_t i = 0; i < header->section_count && i < DP_PACK_SECTIONS_MAX; i++) {
        dp_pack_section_entry *entry = &table_of(bytes)[i];
        if ((const unsigned char *)(entry + 1) > bytes + size) break;
        if (entry->offset > size || entry->size > size - entry->offset) continue;
        entry->checksum = XXH3_64bits(bytes + entry->offset, (size_t)entry->size);
    }
    size_t from = offsetof(dp_pack_header, engine);
    XXH128_hash_t sum = XXH3_128bits(bytes + from, size - from);
    header->checksum[0] = sum.low64;
    header->checksum[1] = sum.high64;
}

static dp_pack_section_entry *entry_of(unsigned char *bytes, const char *name) {
    for (uint32_t i = 0; i < header_of(bytes)->section_count; i++) {
        if (!strcmp(table_of(bytes)[i].name, name)) return &table_of(bytes)[i];
    }
    fail_msg("no section %s", name);
    return NULL;
}

static void *section_of(unsigned char *bytes, const char *name) {
    return bytes + entry_of(bytes, name)->offset;
}

static void assert_refused_file(const char *path, depeche_status status, const char *words) {
    depeche_pack *pack = (depeche_pack *)1;
    depeche_error error = {0};
    assert_int_equal(depeche_pack_open(path, &pack, &error), status);
    assert_int_equal(error.status, status);
    assert_null(pack);
    if (!strstr(error.message, words)) fail_msg("'%s' does not say '%s'", error.message, words);
    assert_non_null(strstr(error.message, path));
}

/* Writes the bytes to a file and asserts that they are refused with a message that has `words` in it. */
static void assert_refused(const fixture *f, const void *bytes, size_t size, depeche_status status, const char *words) {
    tiny_write(f->path, bytes, size);
    assert_refused_file(f->path, status, words);
}

static void test_a_good_pack_opens(void **state) {
    fixture *f = *state;
    depeche_pack *pack;
    depeche_error error;
    tiny_write(f->path, f->bytes, f->size);
    assert_int_equal(depeche_pack_open(f->path, &pack, &error), DEPECHE_OK);
    depeche_pack_close(pack);
    assert_int_equal(depeche_pack_open(f->path, &pack, NULL), DEPECHE_OK);
    depeche_pack_close(pack);
    depeche_pack_close(NULL);
}

static void test_what_is_no_pack_is_refused(void **state) {
    fixture *f = *state;
    char missing[TINY_PATH * 2];
    snprintf(missing, sizeof missing, "%s/missing.pack", f->folder);
    assert_refused_file(missing, DEPECHE_ERROR_IO, "cannot open");
    assert_refused_file(f->folder, DEPECHE_ERROR_IO, "not a file");
    assert_refused(f, "", 0, DEPECHE_ERROR_PACK_FORMAT, "the file is empty");
    assert_refused(f, "PK", 2, DEPECHE_ERROR_PACK_FORMAT, "not a language pack");
    assert_refused(f, "{\"id\": 1, \"text\": \"...\"}", 23, DEPECHE_ERROR_PACK_FORMAT, "not a language pack");
    assert_int_equal(depeche_pack_open(NULL, NULL, NULL), DEPECHE_ERROR_ARGUMENT);
}

static void test_another_format_is_refused_as_a_version(void **state) {
    fixture *f = *state;
    unsigned char *bytes = copy(f);
    header_of(bytes)->format = DP_PACK_FORMAT + 1;
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_VERSION, "build the pack again");
    header_of(bytes)->format = DP_PACK_FORMAT;
    header_of(bytes)->byte_order = 0x04030201;
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_VERSION, "little-endian");
    free(bytes);
}

static void test_another_engine_is_refused_as_a_version(void **state) {
    fixture *f = *state;
    unsigned char *bytes = copy(f);
    memset(header_of(bytes)->engine, 0, sizeof header_of(bytes)->engine);
    memcpy(header_of(bytes)->engine, "9.9.9", 5);
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_VERSION, "for depeche 9.9.9");
    free(bytes);
}

static void test_a_pack_cut_anywhere_is_refused(void **state) {
    fixture *f = *state;
    for (size_t size = 1; size < f->size; size += size < 2048 ? 1 : 97) {
        assert_refused(f, f->bytes, size, DEPECHE_ERROR_PACK_FORMAT, size < 8 ? "not a language pack" : "cut short");
    }
    assert_refused(f, f->bytes, f->size - 1, DEPECHE_ERROR_PACK_FORMAT, "cut short");
}

static void test_a_pack_with_more_at_its_end_is_refused(void **state) {
    fixture *f = *state;
    unsigned char *bytes = calloc(1, f->size + 16);
    assert_non_null(bytes);
    memcpy(bytes, f->bytes, f->size);
    assert_refused(f, bytes, f->size + 16, DEPECHE_ERROR_PACK_FORMAT, "too long");
    free(bytes);
}

static void test_a_flipped_bit_anywhere_is_refused(void **state) {
    fixture *f = *state;
    tiny_write(f->path, f->bytes, f->size);
    FILE *file = fopen(f->path, "r+b");
    assert_non_null(file);
    for (size_t i = 0; i < f->size; i++) {
        depeche_pack *pack = NULL;
        int changed = f->bytes[i] ^ (1 << i % 8);
        assert_int_equal(fseek(file, (long)i, SEEK_SET), 0);
        assert_int_equal(fputc(changed, file), changed);
        assert_int_equal(fflush(file), 0);
        depeche_status status = depeche_pack_open(f->path, &pack, NULL);
        if (status != DEPECHE_ERROR_PACK_FORMAT && status != DEPECHE_ERROR_PACK_VERSION) {
            fail_msg("byte %zu changed: status %d", i, (int)status);
        }
        assert_int_equal(fseek(file, (long)i, SEEK_SET), 0);
        assert_int_equal(fputc(f->bytes[i], file), f->bytes[i]);
    }
    fclose(file);
}

static void test_malformed_headers_are_refused(void **state) {
    fixture *f = *state;
    unsigned char *bytes = copy(f);
    memset(header_of(bytes)->language, 'x', sizeof header_of(bytes)->language);
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "header is malformed");
    memcpy(bytes, f->bytes, f->size);
    header_of(bytes)->content[39] = 'x';
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "header is malformed");
    memcpy(bytes, f->bytes, f->size);
    header_of(bytes)->section_count = 100000;
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "table of sections is cut short");
    free(bytes);
}

static void test_malformed_tables_are_refused(void **state) {
    fixture *f = *state;
    unsigned char *bytes = copy(f);
    table_of(bytes)[0].name[0] = 0;
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "name of a section is malformed");
    memcpy(bytes, f->bytes, f->size);
    table_of(bytes)[0].name[0] = 'z';
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "not in order");
    memcpy(bytes, f->bytes, f->size);
    table_of(bytes)[1].offset += 4;
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "outside of the file");
    memcpy(bytes, f->bytes, f->size);
    table_of(bytes)[1].size = UINT64_MAX;
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "outside of the file");
    memcpy(bytes, f->bytes, f->size);
    table_of(bytes)[3].offset = 0;
    seal(bytes, f->size);
    assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, "outside of the file");
    free(bytes);
}

static void test_missing_sections_are_named(void **state) {
    fixture *f = *state;
    static const char *const names[] = {"words.info", "lists.info",  "phrases.readings",
                                        "sets.info",  "cities.info", "tables.info"};
    for (size_t i = 0; i < 6; i++) {
        unsigned char *bytes = copy(f);
        dp_pack_section_entry *entry = entry_of(bytes, names[i]);
        entry->name[strlen(entry->name) - 1]++; /* keeps the order */
        seal(bytes, f->size);
        char words[64];
        snprintf(words, sizeof words, "%.*s: a section is missing", (int)strcspn(names[i], "."), names[i]);
        assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, words);
        free(bytes);
    }
}

/* One number of a section, the value that makes it wrong and the words that say so. */
typedef struct wrong {
    const char *section;
    size_t offset;
    uint32_t value;
    const char *words;
} wrong;

static void test_wrong_numbers_in_sections_are_refused(void **state) {
    fixture *f = *state;
    static const wrong wrongs[] = {
        {"words.info", 0, 7, "the unknown word has properties"},
        {"words.info", sizeof(dp_word) + offsetof(dp_word, lemma), UINT32_MAX, "a lemma is out of range"},
        {"words.links", sizeof(dp_pack_links), UINT32_MAX, "words.links: a number is out of range"},
        {"words.links", 0, 1, "words.links"},
        {"words.offsets", 4, UINT32_MAX, "words.offsets: an offset is out of range"},
        {"words.text", 0, 0xFFFFFFFF, "words.text: not UTF-8"},
        {"phrases.nodes", 8, UINT32_MAX, "a reading of a trie is out of range"},
        {"phrases.nodes", 12, 0, "too deep"},
        {"phrases.readings", 0, 0xFFFF, "a reading is out of range"},
        {"phrases.readings", 4, UINT32_MAX, "a reading is out of range"},
        {"lists.offsets", 4, UINT32_MAX, "lists.offsets: an offset is out of range"},
        {"lists.info", 4, UINT32_MAX, "lists.info: a list is out of range"},
        {"lists.kinds", 4, UINT32_MAX, "lists.kinds: a name is out of range"},
        {"lists.text", 0, 0xFFFFFFFF, "lists.text: not UTF-8"},
        {"sets.info", 0, UINT32_MAX, "sets.info: a set is out of range"},
        {"sets.members", 0, UINT32_MAX, "sets.members: a member is out of range"},
        {"sets.readings", 0, UINT32_MAX, "sets.readings: a set is out of range"},
        {"sets.text", 0, 0xFFFFFFFF, "sets.text: not UTF-8"},
        {"cities.info", 4, 0x7FC00000, "no place on Earth"}, /* not a number */
        {"cities.info", 4, 0x42F00000, "no place on Earth"}, /* 120 degrees north */
        {"cities.info", 16, 0, "no place on Earth"},
        {"cities.info", 20, UINT32_MAX, "cities.info: a name is out of range"},
        {"cities.order", 0, UINT32_MAX, "cities.order: a city is out of range"},
        {"cities.text", 0, 0xFFFFFFFF, "cities.text: not UTF-8"},
        {"tables.info", 0, UINT32_MAX, "tables.info: a table is out of range"},
        {"tables.offsets", 4, UINT32_MAX, "tables.offsets: an offset is out of range"},
        {"tables.order", 0, UINT32_MAX, "tables.order: a row is out of range"},
        {"tables.text", 0, 0xFFFFFFFF, "tables.text: not UTF-8"},
    };
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        unsigned char *bytes = copy(f);
        memcpy((unsigned char *)section_of(bytes, wrongs[i].section) + wrongs[i].offset, &wrongs[i].value, 4);
        seal(bytes, f->size);
        assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, wrongs[i].words);
        free(bytes);
    }
}

/* Fills the empty slots of a table of `size` bytes a slot with its first full one. */
static void fill_table(unsigned char *bytes, const char *name, size_t size, size_t key) {
    dp_pack_section_entry *entry = entry_of(bytes, name);
    unsigned char *slots = section_of(bytes, name), *full = NULL;
    size_t count = (size_t)entry->size / size;
    uint32_t zero = 0;
    for (size_t i = 0; i < count && !full; i++) {
        if (memcmp(slots + i * size + key, &zero, 4)) full = slots + i * size;
    }
    assert_non_null(full);
    for (size_t i = 0; i < count; i++) {
        if (!memcmp(slots + i * size + key, &zero, 4)) memcpy(slots + i * size, full, size);
    }
}

static void test_full_tables_are_refused(void **state) {
    fixture *f = *state;
    static const struct {
        const char *section;
        size_t size, key;
        const char *words;
    } tables[] = {
        {"words.slots", sizeof(dp_pack_word_slot), offsetof(dp_pack_word_slot, word), "words.slots: no slot is empty"},
        {"phrases.edges", sizeof(dp_pack_edge), offsetof(dp_pack_edge, node), "no slot of a trie is empty"},
        {"phrases.forms", sizeof(dp_pack_form_slot), offsetof(dp_pack_form_slot, node),
         "phrases.forms: no slot is empty"},
        {"sets.edges", sizeof(dp_pack_edge), offsetof(dp_pack_edge, node), "no slot of a trie is empty"},
        {"cities.slots", sizeof(dp_pack_name_slot), offsetof(dp_pack_name_slot, count),
         "cities.slots: a slot is wrong"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        unsigned char *bytes = copy(f);
        fill_table(bytes, tables[i].section, tables[i].size, tables[i].key);
        seal(bytes, f->size);
        assert_refused(f, bytes, f->size, DEPECHE_ERROR_PACK_FORMAT, tables[i].words);
        free(bytes);
    }
}

/* Uses everything of a pack that a text can reach. Nothing is asserted of the results: reading out of bounds is what
 * the sanitizers would report, and running forever what the test's time limit would. */
static size_t use(const depeche_pack *pack, dp_arena *arena) {
    dp_text text;
    dp_hits all;
    dp_hit hits[8];
    dp_city cities[4];
    uint32_t rows[4];
    size_t seen = 0;
    tiny_cut(pack, arena, "Marie Orange, ministre d'Auge, dit en face de l'ONU : parce qu'il fait savoir son avis.",
             &text);
    assert_int_equal(dp_pack_hits_all(pack, arena, &text, &all), 0);
    for (uint32_t i = 0; i < all.count; i++) {
        seen += dp_pack_field(pack, (dp_list)all.at[i].list, all.at[i].entry, 1).len;
        seen += dp_pack_kind_name(pack, (dp_list)all.at[i].list, all.at[i].kind).len;
    }
    for (uint32_t i = 0; i < text.token_count; i++) {
        const dp_word *word = dp_pack_word(pack, text.tokens[i].word);
        seen += dp_pack_word_form(pack, word->lemma).len;
        for (int set = 0; dp_pack_set_name(pack, set).len && set < 64; set++) {
            seen += dp_pack_in_set(pack, set, &text.tokens[i]) + dp_pack_set_match(pack, set, &text, i);
        }
    }
    for (int table = 0; table < 4; table++) {
        size_t count = dp_pack_table_find(pack, table, DP_STR("azur"), rows, 4);
        for (size_t i = 0; i < count; i++) seen += dp_pack_table_field(pack, table, rows[i], 1).len;
    }
    seen += dp_pack_lookup(pack, DP_STR("Orange"), hits, 8) + dp_pack_cities(pack, DP_STR("Orange"), cities, 4);
    return seen;
}

static void test_hostile_numbers_never_lead_out_of_the_file(void **state) {
    fixture *f = *state;
    static const uint32_t values[] = {UINT32_MAX, 0x80000000, 0x0000FFFF, 1, 0};
    unsigned char *bytes = copy(f);
    dp_arena arena;
    dp_arena_init(&arena);
    size_t opened = 0, refused = 0;
    for (size_t at = offsetof(dp_pack_header, section_count); at + 4 <= f->size; at += 4) {
        uint32_t value = values[at / 4 % 5];
        memcpy(bytes + at, &value, 4);
        seal(bytes, f->size);
        tiny_write(f->path, bytes, f->size);
        depeche_pack *pack = NULL;
        if (depeche_pack_open(f->path, &pack, NULL)) {
            refused++;
        } else {
            opened++;
            use(pack, &arena);
            dp_arena_reset(&arena);
        }
        depeche_pack_close(pack);
        memcpy(bytes, f->bytes, f->size);
    }
    assert_true(refused > 500);
    assert_true(opened > 500);
    dp_arena_close(&arena);
    free(bytes);
}

static void test_opening_reports_each_failed_allocation(void **state) {
    fixture *f = *state;
    tiny_write(f->path, f->bytes, f->size);
    unsigned long failures = 0;
    for (unsigned long number = 1;; number++) {
        depeche_pack *pack = NULL;
        depeche_error error = {0};
        dp_memory_fail_at(number);
        depeche_status status = depeche_pack_open(f->path, &pack, &error);
        dp_memory_fail_at(0);
        if (status == DEPECHE_OK) {
            depeche_pack_close(pack);
            break;
        }
        assert_int_equal(status, DEPECHE_ERROR_MEMORY);
        assert_null(pack);
        assert_string_equal(error.message, "out of memory");
        failures++;
    }
    assert_int_equal(failures, 2);
}

static void test_a_pack_is_found_in_the_folder_of_the_environment(void **state) {
    fixture *f = *state;
    char *before = getenv("DEPECHE_PACKS") ? strdup(getenv("DEPECHE_PACKS")) : NULL;
    tiny_write(tiny_path(f->folder, "xx.pack"), f->bytes, f->size);
    assert_int_equal(setenv("DEPECHE_PACKS", f->folder, 1), 0);
    depeche_pack *pack = NULL;
    depeche_error error = {0};
    assert_int_equal(depeche_pack_find("xx", &pack, &error), DEPECHE_OK);
    assert_string_equal(depeche_pack_language(pack), "xx");
    depeche_pack_close(pack);
    assert_int_equal(depeche_pack_find("yy", &pack, &error), DEPECHE_ERROR_IO);
    assert_null(pack);
    assert_non_null(strstr(error.message, "no language pack yy.pack"));
    assert_non_null(strstr(error.message, f->folder));
    /* A damaged pack is an error, not a reason to look further. */
    tiny_write(tiny_path(f->folder, "xx.pack"), f->bytes, f->size - 1);
    assert_int_equal(depeche_pack_find("xx", &pack, &error), DEPECHE_ERROR_PACK_FORMAT);
    static const char *const languages[] = {"", "../xx", "x/x", "xxxxxxxxxxxxxxxx"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(depeche_pack_find(languages[i], &pack, &error), DEPECHE_ERROR_ARGUMENT);
    }
    assert_int_equal(depeche_pack_find(NULL, &pack, &error), DEPECHE_ERROR_ARGUMENT);
    if (before) {
        setenv("DEPECHE_PACKS", before, 1);
    } else {
        unsetenv("DEPECHE_PACKS");
    }
    free(before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_pack_opens),
        cmocka_unit_test(test_what_is_no_pack_is_refused),
        cmocka_unit_test(test_another_format_is_refused_as_a_version),
        cmocka_unit_test(test_another_engine_is_refused_as_a_version),
        cmocka_unit_test(test_a_pack_cut_anywhere_is_refused),
        cmocka_unit_test(test_a_pack_with_more_at_its_end_is_refused),
        cmocka_unit_test(test_a_flipped_bit_anywhere_is_refused),
        cmocka_unit_test(test_malformed_headers_are_refused),
        cmocka_unit_test(test_malformed_tables_are_refused),
        cmocka_unit_test(test_missing_sections_are_named),
        cmocka_unit_test(test_wrong_numbers_in_sections_are_refused),
        cmocka_unit_test(test_full_tables_are_refused),
        cmocka_unit_test(test_hostile_numbers_never_lead_out_of_the_file),
        cmocka_unit_test(test_opening_reports_each_failed_allocation),
        cmocka_unit_test(test_a_pack_is_found_in_the_folder_of_the_environment),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
