/* Every fuzzing target on the bytes that are kept for it: seeds, and what once broke it; whole, cut short and changed.
 */
#include "unit.h"

#include <dirent.h>
#include <string.h>

#include "fuzz/target.h"

typedef struct target {
    const char *name;
    fuzz_target *run;
    unsigned changes; /* changed copies of each file to try: fewer where a run takes long */
} target;

static const target targets[] = {
    {"analysis", fuzz_analysis, 40},   {"gold", fuzz_gold, 1000},
    {"html", fuzz_html, 400},          {"json", fuzz_json, 1000},
    {"memory", fuzz_memory, 20},       {"message", fuzz_message, 20},
    {"model", fuzz_model, 400},        {"ninjs", fuzz_ninjs, 1000},
    {"pack", fuzz_pack, 40},           {"properties", fuzz_properties, 100},
    {"standoff", fuzz_standoff, 1000}, {"text", fuzz_text, 400},
};

enum { SIZE_MAX_FILE = 1 << 20, PATH = 1024 };

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Cuts, changes or doubles a few bytes: what a fuzzer does, only always the same. */
static size_t change(char *bytes, size_t size, uint32_t *state) {
    for (uint32_t left = 1 + next_random(state) % 4; left && size > 1; left--) {
        size_t at = next_random(state) % size;
        switch (next_random(state) % 4) {
            case 0:
                bytes[at] = (char)next_random(state);
                break;
            case 1:
                bytes[at] = (char)(bytes[at] ^ 1 << next_random(state) % 8);
                break;
            case 2:
                memmove(bytes + at, bytes + at + 1, size - at - 1);
                size--;
                break;
            default:
                memcpy(bytes + at, bytes, at < size - at ? at : size - at);
        }
    }
    return next_random(state) % 4 ? size : next_random(state) % size;
}

static size_t read_file(const char *path, char *bytes) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, SIZE_MAX_FILE, file);
    assert_true(feof(file));
    fclose(file);
    return size;
}

static void run_file(const target *t, const char *path) {
    char *bytes = malloc(SIZE_MAX_FILE), *changed = malloc(SIZE_MAX_FILE);
    assert_non_null(bytes);
    assert_non_null(changed);
    size_t size = read_file(path, bytes);
    t->run((dp_str){bytes, size});
    uint32_t state = (uint32_t)size;
    for (unsigned i = 0; size && i < t->changes; i++) {
        memcpy(changed, bytes, size);
        t->run((dp_str){changed, change(changed, size, &state)});
    }
    free(changed);
    free(bytes);
}

/* Runs the files of tests/fuzz/KIND/NAME; gives how many. */
static unsigned run_folder(const target *t, const char *kind) {
    char folder[PATH], path[PATH + 256];
    snprintf(folder, sizeof folder, "%s/tests/fuzz/%s/%s", getenv("DEPECHE_SOURCE"), kind, t->name);
    DIR *listing = opendir(folder);
    if (!listing) return 0;
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        fprintf(stderr, "%s\n", path); /* the last one named is the one that broke it */
        run_file(t, path);
        count++;
    }
    closedir(listing);
    return count;
}

static void test_promises_hold_on_all_that_is_kept(void **state) {
    const target *t = *state;
    t->run((dp_str){"", 0});
    unsigned seeds = run_folder(t, "seeds");
    run_folder(t, "regressions");
    assert_true(seeds > 0);
}

int main(void) {
    enum { COUNT = sizeof targets / sizeof *targets };
    struct CMUnitTest tests[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        tests[i] = (struct CMUnitTest)cmocka_unit_test_prestate(test_promises_hold_on_all_that_is_kept,
                                                                (void *)(uintptr_t)&targets[i]);
        tests[i].name = targets[i].name;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
