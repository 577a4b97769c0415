#include "lang/compiler/compile.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "lang/compiler/cities.h"
#include "lang/compiler/lists.h"
#include "lang/compiler/sets.h"
#include "lang/compiler/tables.h"

typedef struct dp_compilation {
    dp_arena arena;
    const char *folder;
    depeche_error *error;
    dp_manifest manifest;
    dp_vocabulary vocabulary;
    dp_morphology morphology;
    dp_sets sets;
    dp_lists lists;
    dp_tables tables;
    dp_phrases phrases, set_phrases;
    dp_trie trie, set_trie;
    dp_writer writer;
    uint64_t content[2]; /* hash of all inputs so far */
    dp_compiled counts;
} dp_compilation;

static depeche_status out_of_memory(dp_compilation *compilation) {
    return dp_error_set(compilation->error, DEPECHE_ERROR_MEMORY, "out of memory");
}

/* Takes a file into the hash of the content: its name, then its bytes. */
static void count_in(dp_compilation *compilation, const char *name, dp_str text) {
    XXH128_hash_t hash = XXH3_128bits_withSeed(name, strlen(name) + 1, compilation->content[0]);
    hash = XXH3_128bits_withSeed(text.at, text.len, hash.low64 ^ dp_hash_mix(hash.high64, compilation->content[1]));
    compilation->content[0] = hash.low64;
    compilation->content[1] = hash.high64;
}

static depeche_status read_source(dp_compilation *compilation, const char *name, dp_source *source) {
    depeche_status status = dp_source_read(&compilation->arena, compilation->folder, name, source, compilation->error);
    if (!status) count_in(compilation, name, source->text);
    return status;
}

static bool is_there(dp_compilation *compilation, const char *name) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/%s", compilation->folder, name);
    return length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0;
}

/* As read_source, for a table that may be absent: *there says whether it is. */
static depeche_status read_optional(dp_compilation *compilation, const char *name, dp_source *source, bool *there) {
    *there = name && is_there(compilation, name);
    return *there ? read_source(compilation, name, source) : DEPECHE_OK;
}

/* --------------------------------------------------------------------------------------------------- sets */

static int compare_names(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The names of the sets, sorted: those of their files without the ending, which would come before a longer name. */
static depeche_status list_sets(dp_compilation *compilation, char ***names, uint32_t *count) {
    dp_array(char *) found = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", compilation->folder, compilation->manifest.sets);
    DIR *folder = opendir(path);
    if (!folder) {
        return dp_error_set(compilation->error, DEPECHE_ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
    }
    bool full = false;
    for (struct dirent *file; !full && (file = readdir(folder));) {
        size_t length = strlen(file->d_name);
        if (file->d_name[0] == '.' || length < 5 || strcmp(file->d_name + length - 4, ".txt")) continue;
        char *name = dp_arena_calloc(&compilation->arena, length - 3, 1);
        if (name) memcpy(name, file->d_name, length - 4);
        full = !name || !dp_array_push(&compilation->arena, &found, name);
    }
    closedir(folder);
    if (full) return out_of_memory(compilation);
    if (found.count) qsort(found.at, found.count, sizeof *found.at, compare_names);
    *names = found.at;
    *count = found.count;
    return DEPECHE_OK;
}

static depeche_status read_sets(dp_compilation *compilation) {
    if (!compilation->manifest.sets) return DEPECHE_OK;
    char **names = NULL;
    uint32_t count = 0;
    depeche_status status = list_sets(compilation, &names, &count);
    for (uint32_t i = 0; !status && i < count; i++) {
        char name[512];
        dp_source source;
        snprintf(name, sizeof name, "%s/%s.txt", compilation->manifest.sets, names[i]);
        status = read_source(compilation, name, &source);
        dp_str set = {names[i], strlen(names[i])};
        if (!status) status = dp_sets_read(&compilation->sets, set, &source, compilation->error);
    }
    compilation->counts.sets = count;
    return status;
}

/* -------------------------------------------------------------------------------------------------- words */

static depeche_status read_words(dp_compilation *compilation) {
    const dp_manifest *manifest = &compilation->manifest;
    dp_source source;
    bool there;
    depeche_status status = read_optional(compilation, manifest->classes, &source, &there);
    if (!status && there) status = dp_classes_read(&compilation->vocabulary, &source, compilation->error);
    if (!status) status = read_optional(compilation, manifest->frequency, &source, &there);
    if (!status && there) status = dp_frequency_read(&compilation->vocabulary, &source, compilation->error);
    if (!status) status = read_optional(compilation, manifest->morphology, &source, &there);
    if (!status && there) status = dp_morphology_read(&compilation->morphology, &source, compilation->error);
    return status;
}

/* ------------------------------------------------------------------------------------------------ phrases */

static depeche_status read_lists(dp_compilation *compilation) {
    depeche_status status = DEPECHE_OK;
    for (uint32_t i = 0; !status && i < compilation->manifest.lists.count; i++) {
        const dp_manifest_list *list = &compilation->manifest.lists.at[i];
        dp_source source;
        status = read_source(compilation, list->file, &source);
        if (!status) status = dp_lists_read(&compilation->lists, list, &source, compilation->error);
    }
    return status;
}

static depeche_status read_tables(dp_compilation *compilation) {
    depeche_status status = DEPECHE_OK;
    for (uint32_t i = 0; !status && i < compilation->manifest.tables.count; i++) {
        const dp_manifest_table *table = &compilation->manifest.tables.at[i];
        dp_source source = {0};
        bool there;
        status = read_optional(compilation, table->file, &source, &there);
        if (!status) status = dp_tables_read(&compilation->tables, table, &source, compilation->error);
    }
    return status;
}

static depeche_status cut_forms(dp_compilation *compilation) {
    dp_token_rules rules = dp_sets_rules(&compilation->sets);
    depeche_status status = dp_sets_cut(&compilation->sets, &rules, &compilation->vocabulary, &compilation->set_phrases,
                                        compilation->error);
    if (status) return status;
    dp_inflection inflection = {.arena = &compilation->arena,
                                .morphology = &compilation->morphology,
                                .vocabulary = &compilation->vocabulary,
                                .manifest = &compilation->manifest};
    status = dp_lists_cut(&compilation->lists, &rules, &inflection, &compilation->phrases, compilation->error);
    compilation->counts.cues_without_forms = inflection.without_forms;
    return status;
}

/* Writes final numbers in the place of words. Phrases of one entry share their words, each of which must be written
 * once: so they are copied. */
static depeche_status number_phrases(dp_compilation *compilation, dp_phrases *phrases) {
    for (uint32_t i = 0; i < phrases->phrases.count; i++) {
        dp_phrase *phrase = &phrases->phrases.at[i];
        uint32_t *words = dp_arena_alloc(&compilation->arena, phrase->count * sizeof *words);
        if (!words) return out_of_memory(compilation);
        for (uint32_t w = 0; w < phrase->count; w++) words[w] = compilation->vocabulary.numbers[phrase->words[w]];
        phrase->words = words;
    }
    return DEPECHE_OK;
}

static depeche_status build_tries(dp_compilation *compilation) {
    if (dp_vocabulary_number(&compilation->vocabulary)) return out_of_memory(compilation);
    depeche_status status = number_phrases(compilation, &compilation->phrases);
    if (!status) status = number_phrases(compilation, &compilation->set_phrases);
    if (!status) status = dp_phrases_build(&compilation->phrases, &compilation->trie, compilation->error);
    if (!status) status = dp_phrases_build(&compilation->set_phrases, &compilation->set_trie, compilation->error);
    if (!status && compilation->trie.most_readings > DP_HITS_MAX) {
        return dp_error_set(compilation->error, DEPECHE_ERROR_ARGUMENT,
                            "%u entries begin with the same words; at most %d (DP_HITS_MAX)",
                            (unsigned)compilation->trie.most_readings, (int)DP_HITS_MAX);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ writing */

static int compare_form_slots(const void *left, const void *right) {
    const dp_pack_form_slot *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* The table of whole forms: one slot for each form and node. */
static int write_forms(dp_trie *trie, dp_writer *writer) {
    dp_pack_form_slot *forms = trie->forms.at;
    uint32_t count = 0;
    if (trie->forms.count) qsort(forms, trie->forms.count, sizeof *forms, compare_form_slots);
    for (uint32_t i = 0; i < trie->forms.count; i++) {
        if (!count || compare_form_slots(&forms[count - 1], &forms[i])) forms[count++] = forms[i];
    }
    uint32_t slots_count = dp_writer_slots(count);
    dp_pack_form_slot *slots = dp_writer_add(writer, "phrases.forms", slots_count, sizeof *slots);
    if (!slots) return -1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)forms[i].hash & (slots_count - 1);
        while (slots[at].node) at = (at + 1) & (slots_count - 1);
        slots[at] = forms[i];
    }
    return 0;
}

static int write_set_readings(const dp_trie *trie, dp_writer *writer) {
    uint32_t *numbers = dp_writer_add(writer, "sets.readings", trie->readings.count, sizeof *numbers);
    if (!numbers) return -1;
    for (uint32_t i = 0; i < trie->readings.count; i++) numbers[i] = trie->readings.at[i].entry;
    return 0;
}

static int write_sections(dp_compilation *compilation) {
    dp_writer *writer = &compilation->writer;
    dp_trie *trie = &compilation->trie, *set_trie = &compilation->set_trie;
    dp_pack_links *links = dp_writer_add(writer, "words.links", compilation->vocabulary.forms.count, sizeof *links);
    if (!links) return -1;
    for (uint32_t i = 0; i < trie->edges.count; i++) {
        if (!trie->edges.at[i].node) links[trie->edges.at[i].word].phrase = trie->edges.at[i].child;
    }
    for (uint32_t i = 0; i < set_trie->edges.count; i++) {
        if (!set_trie->edges.at[i].node) links[set_trie->edges.at[i].word].set_phrase = set_trie->edges.at[i].child;
    }
    dp_str readings = {(const char *)trie->readings.at, trie->readings.count * sizeof *trie->readings.at};
    bool failed = dp_vocabulary_write(&compilation->vocabulary, writer) ||
                  dp_sets_write(&compilation->sets, &compilation->vocabulary, writer, links) ||
                  dp_trie_write(trie, writer, "phrases.nodes", "phrases.edges") || write_forms(trie, writer) ||
                  dp_writer_borrow(writer, "phrases.readings", readings) ||
                  dp_trie_write(set_trie, writer, "sets.nodes", "sets.edges") || write_set_readings(set_trie, writer) ||
                  dp_lists_write(&compilation->lists, writer) || dp_tables_write(&compilation->tables, writer);
    return failed ? -1 : 0;
}

static depeche_status write_pack(dp_compilation *compilation, const char *path) {
    dp_source source;
    bool there;
    depeche_status status = read_optional(compilation, compilation->manifest.cities, &source, &there);
    if (!status) status = dp_cities_write(there ? &source : NULL, &compilation->writer, compilation->error);
    if (status) return status;
    if (write_sections(compilation)) return out_of_memory(compilation);
    char content[33];
    snprintf(content, sizeof content, "%016llx%016llx", (unsigned long long)compilation->content[1],
             (unsigned long long)compilation->content[0]);
    return dp_writer_save(&compilation->writer, path, compilation->manifest.language, content, compilation->error);
}

static depeche_status compile(dp_compilation *compilation, const char *path) {
    dp_source source;
    depeche_status status =
        dp_manifest_read(&compilation->arena, compilation->folder, &source, &compilation->manifest, compilation->error);
    if (status) return status;
    count_in(compilation, "pack.manifest", source.text);
    if (dp_vocabulary_init(&compilation->vocabulary, &compilation->arena)) return out_of_memory(compilation);
    if ((status = read_sets(compilation)) || (status = read_words(compilation)) || (status = read_lists(compilation)) ||
        (status = read_tables(compilation)) || (status = cut_forms(compilation)) ||
        (status = build_tries(compilation))) {
        return status;
    }
    return write_pack(compilation, path);
}

depeche_status dp_compile(const char *folder, const char *path, dp_compiled *compiled, depeche_error *error) {
    dp_compilation compilation = {.folder = folder, .error = error, .content = {DP_PACK_FORMAT, 0}};
    dp_arena *arena = &compilation.arena;
    dp_arena_init(arena);
    compilation.morphology = (dp_morphology){.arena = arena, .vocabulary = &compilation.vocabulary};
    compilation.sets.arena = compilation.lists.arena = arena;
    compilation.tables.arena = compilation.tables.index.arena = arena;
    compilation.phrases.arena = compilation.set_phrases.arena = arena;
    compilation.writer.arena = arena;
    depeche_status status = compile(&compilation, path);
    if (!status && compiled) {
        *compiled = compilation.counts;
        compiled->words = compilation.vocabulary.forms.count - 1;
        for (unsigned i = 0; i < DP_LIST_COUNT; i++) compiled->entries += compilation.lists.lists[i].lines.count;
        compiled->phrases = compilation.phrases.phrases.count;
        compiled->nodes = compilation.trie.nodes.count - 1;
        compiled->most_hits = compilation.trie.most_readings;
    }
    dp_arena_close(arena);
    return status;
}
