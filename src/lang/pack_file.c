/* Opening and closing packs, and their sections. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "base/memory.h"
#include "lang/pack_private.h"

/* ------------------------------------------------------------------------------------------- verification */

static bool is_padded_string(const char *string, size_t size) {
    size_t length = strnlen(string, size);
    if (length == 0 || length == size) return false;
    for (size_t i = length; i < size; i++) {
        if (string[i]) return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (string[i] < 0x21 || string[i] > 0x7E) return false;
    }
    return true;
}

static depeche_status damaged(depeche_error *error, const char *path, const char *what) {
    return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT, "%s: damaged language pack (%s); build or install it again",
                        path, what);
}

/* What of the header and size can be told before the checksum. */
static depeche_status check_header(const depeche_pack *pack, const char *path, depeche_error *error) {
    const dp_pack_header *header = pack->header;
    if (pack->size < sizeof header->magic || memcmp(header->magic, DP_PACK_MAGIC, sizeof header->magic)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT,
                            "%s: not a language pack; give a file made by depeche-packc", path);
    }
    if (pack->size < sizeof *header) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT,
                            "%s: the language pack is cut short after %zu bytes; build or install it again", path,
                            pack->size);
    }
    if (header->byte_order != DP_PACK_BYTE_ORDER) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_VERSION,
                            "%s: the language pack is little-endian, this machine is not; packs cannot be read here",
                            path);
    }
    if (header->format != DP_PACK_FORMAT) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_VERSION,
                            "%s: language pack of format %u, this depeche reads format %u; build the pack again with "
                            "this version of depeche",
                            path, (unsigned)header->format, (unsigned)DP_PACK_FORMAT);
    }
    if (header->file_size != pack->size) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT,
                            "%s: the language pack is %s: %zu bytes instead of %llu; build or install it again", path,
                            pack->size < header->file_size ? "cut short" : "too long", pack->size,
                            (unsigned long long)header->file_size);
    }
    return DEPECHE_OK;
}

static depeche_status check_sum(const depeche_pack *pack, const char *path, depeche_error *error) {
    size_t from = offsetof(dp_pack_header, engine);
    XXH128_hash_t sum = XXH3_128bits(pack->bytes + from, pack->size - from);
    if (sum.low64 != pack->header->checksum[0] || sum.high64 != pack->header->checksum[1]) {
        return damaged(error, path, "its checksum is wrong");
    }
    return DEPECHE_OK;
}

static depeche_status check_names(const depeche_pack *pack, const char *path, depeche_error *error) {
    const dp_pack_header *header = pack->header;
    if (!is_padded_string(header->engine, sizeof header->engine) ||
        !is_padded_string(header->language, sizeof header->language) ||
        !is_padded_string(header->content, sizeof header->content) || header->reserved != 0) {
        return damaged(error, path, "a field of its header is malformed");
    }
    if (strcmp(header->engine, DEPECHE_VERSION)) {
        return dp_error_set(error, DEPECHE_ERROR_PACK_VERSION,
                            "%s: language pack for depeche %s, this is depeche %s; build the pack again or install the "
                            "one of this version",
                            path, header->engine, DEPECHE_VERSION);
    }
    return DEPECHE_OK;
}

static depeche_status check_table(const depeche_pack *pack, const char *path, depeche_error *error) {
    uint32_t count = pack->header->section_count;
    uint64_t end = sizeof(dp_pack_header) + (uint64_t)count * sizeof(dp_pack_section_entry);
    if (count > DP_PACK_SECTIONS_MAX || end > pack->size) {
        return damaged(error, path, "its table of sections is cut short");
    }
    for (uint32_t i = 0; i < count; i++) {
        const dp_pack_section_entry *entry = &pack->table[i];
        if (!is_padded_string(entry->name, sizeof entry->name) || entry->reserved != 0) {
            return damaged(error, path, "the name of a section is malformed");
        }
        if (i && strcmp(pack->table[i - 1].name, entry->name) >= 0) {
            return damaged(error, path, "its sections are not in order");
        }
        if (entry->offset % DP_PACK_ALIGNMENT || entry->offset < end || entry->offset > pack->size ||
            entry->size > pack->size - entry->offset) {
            return damaged(error, path, "a section lies outside of the file");
        }
        if (XXH3_64bits(pack->bytes + entry->offset, (size_t)entry->size) != entry->checksum) {
            return damaged(error, path, "the checksum of a section is wrong");
        }
        end = entry->offset + entry->size;
    }
    return DEPECHE_OK;
}

/* ------------------------------------------------------------------------------------------------ opening */

/* Maps the file; *pack gets its bytes and size. */
static depeche_status map_file(depeche_pack *pack, const char *path, depeche_error *error) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status)) {
        dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot open the language pack: %s", path, strerror(errno));
        if (file >= 0) close(file);
        return DEPECHE_ERROR_IO;
    }
    depeche_status result = DEPECHE_OK;
    if (!S_ISREG(status.st_mode)) {
        result = dp_error_set(error, DEPECHE_ERROR_IO, "%s: not a file; give the path of a language pack", path);
    } else if (status.st_size == 0) {
        result = dp_error_set(error, DEPECHE_ERROR_PACK_FORMAT,
                              "%s: not a language pack: the file is empty; build or install it again", path);
    } else {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes == MAP_FAILED) {
            result =
                dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot map the language pack: %s", path, strerror(errno));
        } else {
            pack->bytes = bytes;
            pack->size = (size_t)status.st_size;
        }
    }
    close(file);
    return result;
}

/* Fills the token rules with the members of the sets that they are named after. */
static int load_rules(depeche_pack *pack) {
    dp_token_rules *rules = &pack->rules;
    const struct {
        const char *set;
        const dp_str **strings;
        size_t *count;
    } parts[] = {{"tokens.abbreviations", &rules->abbreviations, &rules->abbreviation_count},
                 {"tokens.elisions", &rules->elisions, &rules->elision_count},
                 {"tokens.clitics", &rules->clitics, &rules->clitic_count},
                 {"tokens.whole", &rules->whole, &rules->whole_count},
                 {"tokens.tails", &rules->tails, &rules->tail_count},
                 {"tokens.finals", &rules->finals, &rules->final_count},
                 {"tokens.starters", &rules->starters, &rules->starter_count},
                 {"tokens.glued", &rules->glued, &rules->glued_count}};
    enum { PARTS = sizeof parts / sizeof *parts };
    size_t count = 0;
    for (size_t i = 0; i < PARTS; i++) count += dp_pack_set_size(pack, dp_pack_set(pack, parts[i].set));
    dp_str *next = pack->rule_strings = dp_calloc(count, sizeof *next);
    if (!next) return -1;
    for (size_t i = 0; i < PARTS; i++) {
        int set = dp_pack_set(pack, parts[i].set);
        *parts[i].strings = next;
        *parts[i].count = dp_pack_set_size(pack, set);
        for (uint32_t member = 0; member < *parts[i].count; member++) *next++ = dp_pack_set_member(pack, set, member);
    }
    return 0;
}

static depeche_status load(depeche_pack *pack, const char *path, depeche_error *error) {
    depeche_status status = map_file(pack, path, error);
    if (status) return status;
    pack->header = (const dp_pack_header *)(const void *)pack->bytes;
    if ((status = check_header(pack, path, error)) || (status = check_sum(pack, path, error)) ||
        (status = check_names(pack, path, error))) {
        return status;
    }
    pack->table = (const dp_pack_section_entry *)(const void *)(pack->bytes + sizeof *pack->header);
    if ((status = check_table(pack, path, error))) return status;
    const char *wrong = dp_pack_verify(pack);
    if (wrong) return damaged(error, path, wrong);
    if (load_rules(pack)) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    return DEPECHE_OK;
}

depeche_status depeche_pack_open(const char *path, depeche_pack **pack, depeche_error *error) {
    if (!pack || !path)
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "no path or no place for the pack was given");
    *pack = NULL;
    depeche_pack *opened = dp_calloc(1, sizeof *opened);
    if (!opened) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    depeche_status status = load(opened, path, error);
    if (status) {
        depeche_pack_close(opened);
        return status;
    }
    *pack = opened;
    return DEPECHE_OK;
}

void depeche_pack_close(depeche_pack *pack) {
    if (!pack) return;
    if (pack->bytes) munmap((void *)(uintptr_t)pack->bytes, pack->size);
    dp_free(pack->rule_strings);
    dp_free(pack);
}

/* ------------------------------------------------------------------------------------------------ finding */

/* Whether this process runs from the build tree that the library was built in. */
static bool in_build_tree(void) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    size_t root = strlen(DEPECHE_BUILD_ROOT);
    return length > (ssize_t)root && !memcmp(path, DEPECHE_BUILD_ROOT, root) && path[root] == '/';
}

/* A language is a folder-safe word: letters, digits and hyphens. */
static bool is_language(const char *language) {
    size_t length = strlen(language);
    if (length == 0 || length > 15) return false;
    for (size_t i = 0; i < length; i++) {
        char c = language[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!good) return false;
    }
    return true;
}

depeche_status depeche_pack_find(const char *language, depeche_pack **pack, depeche_error *error) {
    if (!pack || !language) return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "no language was given");
    *pack = NULL;
    if (!is_language(language)) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "'%.40s' is not a language code such as \"fr\"", language);
    }
    const char *folders[] = {getenv("DEPECHE_PACKS"), in_build_tree() ? DEPECHE_BUILD_PACKS : NULL,
                             DEPECHE_INSTALLED_PACKS};
    for (size_t i = 0; i < 3; i++) {
        char path[4096];
        if (!folders[i] || !*folders[i]) continue;
        int length = snprintf(path, sizeof path, "%s/%s.pack", folders[i], language);
        if (length < 0 || (size_t)length >= sizeof path || access(path, F_OK)) continue;
        return depeche_pack_open(path, pack, error);
    }
    return dp_error_set(
        error, DEPECHE_ERROR_IO,
        "no language pack %s.pack in $DEPECHE_PACKS (%.80s) nor in %.80s; set DEPECHE_PACKS to the folder "
        "that holds it",
        language, folders[0] && *folders[0] ? folders[0] : "not set", DEPECHE_INSTALLED_PACKS);
}

/* ---------------------------------------------------------------------------------------------- accessors */

const char *depeche_pack_language(const depeche_pack *pack) {
    return pack->header->language;
}

const char *depeche_pack_version(const depeche_pack *pack) {
    return pack->header->content;
}

dp_str dp_pack_section(const depeche_pack *pack, const char *name) {
    for (uint32_t i = 0; i < pack->header->section_count; i++) {
        const dp_pack_section_entry *entry = &pack->table[i];
        if (!strcmp(entry->name, name)) return (dp_str){(const char *)pack->bytes + entry->offset, (size_t)entry->size};
    }
    return (dp_str){NULL, 0};
}

const dp_token_rules *dp_pack_token_rules(const depeche_pack *pack) {
    return &pack->rules;
}
