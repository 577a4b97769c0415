#include "lang/compiler/source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "text/utf8.h"

/* The number of the line that an offset is in. */
static uint32_t line_of(dp_str text, size_t offset) {
    uint32_t line = 1;
    for (size_t i = 0; i < offset; i++) line += text.at[i] == '\n';
    return line;
}

static depeche_status read_all(FILE *file, dp_arena *arena, dp_source *source, depeche_error *error) {
    struct stat status;
    if (fstat(fileno(file), &status) || !S_ISREG(status.st_mode)) {
        return dp_error_set(error, DEPECHE_ERROR_IO, "%s: not a file", source->path);
    }
    size_t size = (size_t)status.st_size;
    char *bytes = dp_arena_alloc(arena, size + 1);
    if (!bytes) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    if (fread(bytes, 1, size, file) != size) {
        return dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot read: %s", source->path,
                            ferror(file) ? strerror(errno) : "the file became shorter");
    }
    source->text = (dp_str){bytes, size};
    size_t good = dp_utf8_check(source->text);
    if (good < size) {
        return dp_error_set(error, DEPECHE_ERROR_TEXT, "%s:%u: not valid UTF-8", source->path,
                            (unsigned)line_of(source->text, good));
    }
    const char *carriage = memchr(bytes, '\r', size);
    if (carriage) {
        return dp_error_set(error, DEPECHE_ERROR_TEXT, "%s:%u: a carriage return; end lines with a line feed alone",
                            source->path, (unsigned)line_of(source->text, (size_t)(carriage - bytes)));
    }
    return DEPECHE_OK;
}

depeche_status dp_source_read(dp_arena *arena, const char *folder, const char *name, dp_source *source,
                              depeche_error *error) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = dp_arena_alloc(arena, size);
    if (!path) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
    snprintf(path, size, "%s/%s", folder, name);
    *source = (dp_source){.path = path};
    FILE *file = fopen(path, "rb");
    if (!file) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
    depeche_status result = read_all(file, arena, source, error);
    fclose(file);
    return result;
}

bool dp_source_next(dp_source *source, dp_str *line) {
    while (source->next < source->text.len) {
        const char *start = source->text.at + source->next;
        size_t left = source->text.len - source->next;
        const char *end = memchr(start, '\n', left);
        *line = (dp_str){start, end ? (size_t)(end - start) : left};
        source->next += line->len + (end != NULL);
        source->line++;
        if (line->len > 0 && line->at[0] != '#') return true;
    }
    return false;
}

depeche_status dp_source_fields(const dp_source *source, dp_str line, dp_str *fields, unsigned count,
                                depeche_error *error) {
    unsigned found = 0;
    const char *at = line.at, *end = line.at + line.len;
    for (;;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab ? tab : end;
        if (found < count) fields[found] = (dp_str){at, (size_t)(stop - at)};
        found++;
        if (!tab) break;
        at = tab + 1;
    }
    if (found != count) return dp_source_fail(source, error, "%u columns instead of %u", found, count);
    return DEPECHE_OK;
}

depeche_status dp_source_in_order(const dp_source *source, dp_str line, dp_str *last, depeche_error *error) {
    int order = last->at ? dp_str_compare(*last, line) : -1;
    *last = line;
    if (order == 0) return dp_source_fail(source, error, "the line stands twice");
    if (order > 0) return dp_source_fail(source, error, "out of order; sort the lines in byte order (LC_ALL=C sort)");
    return DEPECHE_OK;
}

depeche_status dp_source_number(const dp_source *source, dp_str field, uint32_t most, uint32_t *number,
                                depeche_error *error) {
    uint64_t value = 0;
    bool good = field.len > 0 && field.len < 12;
    for (size_t i = 0; good && i < field.len; i++) {
        good = field.at[i] >= '0' && field.at[i] <= '9';
        value = value * 10 + (uint64_t)(field.at[i] - '0');
    }
    if (!good || value > most) {
        return dp_source_fail(source, error, "'%.*s' is not a number from 0 to %u",
                              (int)(field.len < 40 ? field.len : 40), field.at, (unsigned)most);
    }
    *number = (uint32_t)value;
    return DEPECHE_OK;
}

bool dp_source_value(dp_str *rest, dp_str *value) {
    while (rest->len > 0) {
        const char *bar = memchr(rest->at, '|', rest->len);
        *value = (dp_str){rest->at, bar ? (size_t)(bar - rest->at) : rest->len};
        size_t taken = value->len + (bar != NULL);
        *rest = (dp_str){rest->at + taken, rest->len - taken};
        if (value->len > 0 && !dp_str_equal(*value, DP_STR("-"))) return true;
    }
    return false;
}

depeche_status dp_source_fail(const dp_source *source, depeche_error *error, const char *format, ...) {
    char what[192];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "%s:%u: %s", source->path, (unsigned)source->line, what);
}
