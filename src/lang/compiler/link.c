#include "lang/compiler/link.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"
#include "lang/compiler/writer.h"
#include "lang/pack_private.h"

typedef struct dp_part {
    const char *name;
    dp_str bytes;
} dp_part;

static depeche_status read_file(dp_arena *arena, const char *path, dp_str *bytes, depeche_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
    struct stat status;
    depeche_status result = DEPECHE_OK;
    if (fstat(fileno(file), &status) || !S_ISREG(status.st_mode)) {
        result = dp_error_set(error, DEPECHE_ERROR_IO, "%s: not a file", path);
    } else {
        char *read = dp_arena_alloc(arena, (size_t)status.st_size + 1);
        *bytes = (dp_str){read, (size_t)status.st_size};
        if (!read) {
            result = dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
        } else if (fread(read, 1, bytes->len, file) != bytes->len) {
            result = dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot read all of it", path);
        }
    }
    fclose(file);
    return result;
}

/* Whether a section is one that depeche-packc compile makes: only those of models may be replaced. */
static bool is_base(const char *name) {
    static const char *const groups[] = {"words.", "phrases.", "lists.", "sets.", "cities.", "tables."};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (!strncmp(name, groups[i], strlen(groups[i]))) return true;
    }
    return false;
}

static depeche_status read_part(dp_arena *arena, const char *argument, dp_part *part, depeche_error *error) {
    const char *equals = strchr(argument, '=');
    if (!equals || equals == argument) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "'%.80s' is not of the form section=file", argument);
    }
    size_t length = (size_t)(equals - argument);
    char *name = dp_arena_alloc(arena, length + 1);
    if (!name) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    memcpy(name, argument, length);
    name[length] = 0;
    part->name = name;
    if (is_base(name)) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT,
                            "the section %.40s belongs to the base pack; choose another name", name);
    }
    return read_file(arena, equals + 1, &part->bytes, error);
}

static bool is_replaced(const dp_part *parts, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(parts[i].name, name)) return true;
    }
    return false;
}

static depeche_status link_sections(const depeche_pack *base, dp_writer *writer, const dp_part *parts, size_t count,
                                    depeche_error *error) {
    for (uint32_t i = 0; i < base->header->section_count; i++) {
        const char *name = base->table[i].name;
        if (!is_replaced(parts, count, name) && dp_writer_borrow(writer, name, dp_pack_section(base, name))) {
            return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (dp_writer_borrow(writer, parts[i].name, parts[i].bytes)) {
            return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
        }
    }
    return DEPECHE_OK;
}

/* Hash of the base's content and of the parts, as 32 digits. */
static void hash_content(const depeche_pack *base, const dp_part *parts, size_t count, char content[33]) {
    const char *own = depeche_pack_version(base);
    XXH128_hash_t hash = XXH3_128bits(own, strlen(own));
    for (size_t i = 0; i < count; i++) {
        hash = XXH3_128bits_withSeed(parts[i].name, strlen(parts[i].name) + 1, hash.low64 ^ hash.high64);
        hash = XXH3_128bits_withSeed(parts[i].bytes.at, parts[i].bytes.len, hash.low64 ^ hash.high64);
    }
    snprintf(content, 33, "%016llx%016llx", (unsigned long long)hash.high64, (unsigned long long)hash.low64);
}

depeche_status dp_link(const char *base, const char *const *parts, size_t count, const char *path,
                       depeche_error *error) {
    depeche_pack *pack;
    depeche_status status = depeche_pack_open(base, &pack, error);
    if (status) return status;
    dp_arena arena;
    dp_arena_init(&arena);
    dp_writer writer = {.arena = &arena};
    dp_part *read = dp_arena_calloc(&arena, count, sizeof *read);
    if (!read) status = dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    for (size_t i = 0; !status && i < count; i++) status = read_part(&arena, parts[i], &read[i], error);
    if (!status) status = link_sections(pack, &writer, read, count, error);
    if (!status) {
        char content[33];
        hash_content(pack, read, count, content);
        status = dp_writer_save(&writer, path, depeche_pack_language(pack), content, error);
    }
    dp_arena_close(&arena);
    depeche_pack_close(pack);
    return status;
}
