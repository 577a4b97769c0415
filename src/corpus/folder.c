#include "corpus/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

static depeche_status read_stream(dp_arena *arena, FILE *file, const char *path, dp_str *bytes, depeche_error *error) {
    if (fseek(file, 0, SEEK_END)) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: %s", path, strerror(errno));
    long size = ftell(file);
    if (size < 0) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: %s", path, strerror(errno));
    if (size > DP_FILE_MAX) return dp_error_set(error, DEPECHE_ERROR_TOO_LARGE, "%s is larger than 256 MiB", path);
    rewind(file);
    char *at = dp_arena_alloc(arena, (size_t)size + 1);
    if (!at) return dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", path);
    *bytes = (dp_str){at, fread(at, 1, (size_t)size, file)};
    if (ferror(file)) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: %s", path, strerror(errno));
    return DEPECHE_OK;
}

depeche_status dp_file_read(dp_arena *arena, const char *path, dp_str *bytes, depeche_error *error) {
    FILE *file = fopen(path, "rb");
    if (!file) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: %s", path, strerror(errno));
    depeche_status status = read_stream(arena, file, path, bytes, error);
    fclose(file);
    return status;
}

static const char *join(dp_arena *arena, const char *folder, const char *name) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = dp_arena_alloc(arena, size);
    if (path) snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

depeche_status dp_folder_list(dp_arena *arena, const char *folder, const char *ending, dp_folder *list,
                              depeche_error *error) {
    DIR *directory = opendir(folder);
    if (!directory) return dp_error_set(error, DEPECHE_ERROR_IO, "%s: %s", folder, strerror(errno));
    dp_array(const char *) paths = {0};
    dp_str suffix = {ending, strlen(ending)};
    depeche_status status = DEPECHE_OK;
    for (const struct dirent *entry = readdir(directory); entry && !status; entry = readdir(directory)) {
        if (!dp_str_ends((dp_str){entry->d_name, strlen(entry->d_name)}, suffix)) continue;
        const char *path = join(arena, folder, entry->d_name);
        if (!path || !dp_array_push(arena, &paths, path)) {
            status = dp_error_set(error, DEPECHE_ERROR_MEMORY, "%s: out of memory", folder);
        }
    }
    closedir(directory);
    if (status) return status;
    if (paths.count) qsort(paths.at, paths.count, sizeof *paths.at, compare_paths);
    *list = (dp_folder){paths.at, paths.count};
    return DEPECHE_OK;
}
