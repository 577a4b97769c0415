#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/folder.h"
#include "trainer/commands.h"
#include "trainer/measure.h"

static int complain(const char *message) {
    fprintf(stderr, "depeche-train: %s\n", message);
    return 1;
}

static int score(const depeche_pack *pack, char **argv, const char *system_path, dp_arena *arena) {
    depeche_error error;
    dp_documents documents;
    dp_str model;
    if (dp_file_read(arena, argv[2], &model, &error)) return complain(error.message);
    if (dp_documents_read(pack, arena, argv[3], &documents, &error)) return complain(error.message);
    FILE *system = system_path ? fopen(system_path, "w") : NULL;
    if (system_path && !system) return complain("the system file cannot be written");
    dp_figures figures = {0};
    int result = dp_measure(&documents, NULL, model, DP_FAMILIES_ALL, system, &figures);
    if (system && fclose(system)) result = -1;
    if (result) return complain("the model cannot be read, or memory is out");
    dp_figures_print(&figures, stdout);
    return 0;
}

int dp_train_score_command(int argc, char **argv) {
    bool with_system = argc == 6 && !strcmp(argv[4], "--system");
    if (argc != 4 && !with_system) {
        fprintf(stderr,
                "usage: depeche-train score BASE.pack MODEL FOLDER [--system FILE]\n\n"
                "Prints the figures of a tagger model on annotated documents; with --system also writes what it\n"
                "finds as stand-off JSON lines.\n");
        return 2;
    }
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(argv[1], &pack, &error)) return complain(error.message);
    dp_arena arena;
    dp_arena_init(&arena);
    int code = score(pack, argv, with_system ? argv[5] : NULL, &arena);
    dp_arena_close(&arena);
    depeche_pack_close(pack);
    return code;
}
