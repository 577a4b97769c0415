/*
 * folder.h - reading files whole, and the annotated documents of a folder in a fixed order.
 */
#ifndef DP_FOLDER_H
#define DP_FOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

enum { DP_FILE_MAX = 1 << 28 };

/* The bytes of a file, in `arena`. Errors: IO, TOO_LARGE (over DP_FILE_MAX), MEMORY. */
depeche_status dp_file_read(dp_arena *arena, const char *path, dp_str *bytes, depeche_error *error);

typedef struct dp_folder {
    const char **paths; /* sorted bytewise; each in the arena */
    uint32_t count;
} dp_folder;

/* The files of `folder` (not of folders in it) whose names end in `ending`. Errors: IO, MEMORY. */
depeche_status dp_folder_list(dp_arena *arena, const char *folder, const char *ending, dp_folder *list,
                              depeche_error *error);

#endif
