#include "lang/compiler/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/error.h"

void *dp_writer_add(dp_writer *writer, const char *name, size_t count, size_t size) {
    void *bytes = dp_arena_calloc(writer->arena, count, size);
    if (!bytes) return NULL;
    dp_writer_section section = {name, bytes, count * size};
    return dp_array_push(writer->arena, &writer->sections, section) ? bytes : NULL;
}

int dp_writer_borrow(dp_writer *writer, const char *name, dp_str bytes) {
    dp_writer_section section = {name, bytes.at, bytes.len};
    return dp_array_push(writer->arena, &writer->sections, section) ? 0 : -1;
}

uint32_t dp_writer_slots(uint32_t count) {
    uint32_t slots = 2;
    while (slots / 3 * 2 < count + 1 && slots < UINT32_C(1) << 31) slots *= 2;
    return slots;
}

static int compare_sections(const void *left, const void *right) {
    return strcmp(((const dp_writer_section *)left)->name, ((const dp_writer_section *)right)->name);
}

static depeche_status check_names(const dp_writer *writer, depeche_error *error) {
    if (writer->sections.count > DP_PACK_SECTIONS_MAX) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "more than %d sections", (int)DP_PACK_SECTIONS_MAX);
    }
    for (uint32_t i = 0; i < writer->sections.count; i++) {
        const char *name = writer->sections.at[i].name;
        size_t length = strlen(name);
        bool good = length > 0 && length <= DP_PACK_NAME_MAX;
        for (size_t c = 0; good && c < length; c++) good = name[c] > 0x20 && name[c] < 0x7F;
        if (!good) {
            return dp_error_set(error, DEPECHE_ERROR_ARGUMENT,
                                "'%.40s' cannot name a section: 1 to %d ASCII characters", name, (int)DP_PACK_NAME_MAX);
        }
        if (i && !strcmp(writer->sections.at[i - 1].name, name)) {
            return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "the section %s is given twice", name);
        }
    }
    return DEPECHE_OK;
}

static size_t aligned(size_t size) {
    return (size + DP_PACK_ALIGNMENT - 1) / DP_PACK_ALIGNMENT * DP_PACK_ALIGNMENT;
}

/* Lays the whole file out in memory; gives its bytes, NULL when memory is out. */
static unsigned char *lay_out(const dp_writer *writer, const char *language, const char *content, size_t *size) {
    uint32_t count = writer->sections.count;
    size_t total = sizeof(dp_pack_header) + count * sizeof(dp_pack_section_entry);
    for (uint32_t i = 0; i < count; i++) total = aligned(total) + writer->sections.at[i].size;
    unsigned char *bytes = dp_arena_calloc(writer->arena, total, 1);
    if (!bytes) return NULL;
    dp_pack_section_entry *table = (dp_pack_section_entry *)(void *)(bytes + sizeof(dp_pack_header));
    size_t offset = sizeof(dp_pack_header) + count * sizeof *table;
    for (uint32_t i = 0; i < count; i++) {
        const dp_writer_section *section = &writer->sections.at[i];
        offset = aligned(offset);
        if (section->size) memcpy(bytes + offset, section->bytes, section->size);
        memcpy(table[i].name, section->name, strlen(section->name));
        table[i].offset = offset;
        table[i].size = section->size;
        table[i].checksum = XXH3_64bits(bytes + offset, section->size);
        offset += section->size;
    }
    dp_pack_header *header = (dp_pack_header *)(void *)bytes;
    *header = (dp_pack_header){
        .format = DP_PACK_FORMAT, .byte_order = DP_PACK_BYTE_ORDER, .file_size = total, .section_count = count};
    memcpy(header->magic, DP_PACK_MAGIC, sizeof header->magic);
    snprintf(header->engine, sizeof header->engine, "%s", DEPECHE_VERSION);
    snprintf(header->language, sizeof header->language, "%s", language);
    snprintf(header->content, sizeof header->content, "%s", content);
    size_t from = offsetof(dp_pack_header, engine);
    XXH128_hash_t sum = XXH3_128bits(bytes + from, total - from);
    header->checksum[0] = sum.low64;
    header->checksum[1] = sum.high64;
    *size = total;
    return bytes;
}

static depeche_status write_file(const char *path, const char *temporary, const unsigned char *bytes, size_t size,
                                 depeche_error *error) {
    FILE *file = fopen(temporary, "wb");
    if (!file) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot create: %s", temporary, strerror(errno));
    bool good = fwrite(bytes, 1, size, file) == size;
    good = fclose(file) == 0 && good;
    if (!good || rename(temporary, path)) {
        dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot write: %s", path, strerror(errno));
        unlink(temporary);
        return DEPECHE_ERROR_IO;
    }
    return DEPECHE_OK;
}

depeche_status dp_writer_save(dp_writer *writer, const char *path, const char *language, const char *content,
                              depeche_error *error) {
    qsort(writer->sections.at, writer->sections.count, sizeof *writer->sections.at, compare_sections);
    depeche_status status = check_names(writer, error);
    if (status) return status;
    size_t size, length = strlen(path) + 5;
    unsigned char *bytes = lay_out(writer, language, content, &size);
    char *temporary = dp_arena_alloc(writer->arena, length);
    if (!bytes || !temporary) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    snprintf(temporary, length, "%s.tmp", path);
    return write_file(path, temporary, bytes, size, error);
}
