#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/folder.h"
#include "trainer/claims_train.h"
#include "trainer/commands.h"

enum { PATH_ROOM = 4096 };

static int complain(const char *message) {
    fprintf(stderr, "depeche-train: %s\n", message);
    return 1;
}

/* Adds every document of the corpus; 0 or an exit code. */
static int add_documents(dp_claims_trainer *trainer, dp_arena *arena, const char *corpus) {
    depeche_error error;
    dp_folder list;
    dp_arena scratch;
    if (dp_folder_list(arena, corpus, ".ann", &list, &error)) return complain(error.message);
    dp_arena_init(&scratch);
    int code = 0;
    for (uint32_t i = 0; i < list.count && !code; i++) {
        dp_gold gold;
        dp_arena_reset(&scratch);
        if (dp_gold_read(&scratch, list.paths[i], &gold, &error)) {
            code = complain(error.message);
        } else if (dp_claims_trainer_add(trainer, &scratch, &gold)) {
            code = complain("memory is out");
        }
    }
    dp_arena_close(&scratch);
    return code;
}

/* Trains one model and writes it to the folder, under the name of its section. */
static int write_model(dp_claims_trainer *trainer, unsigned number, const char *folder) {
    char path[PATH_ROOM];
    int length = snprintf(path, sizeof path, "%s/%s", folder, dp_claims_model_name(number));
    if (length < 0 || (size_t)length >= sizeof path) return complain("the path of the folder is too long");
    dp_model model;
    if (dp_claims_trainer_train(trainer, number, &model)) return complain("memory is out");
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(model.bytes, 1, model.size, file) == model.size;
    if (file && fclose(file)) written = false;
    dp_model_close(&model);
    if (!written) fprintf(stderr, "depeche-train: %s cannot be written\n", path);
    return written ? 0 : 1;
}

static int train(const depeche_pack *pack, const char *corpus, const char *folder) {
    dp_claims_trainer *trainer = dp_claims_trainer_new(pack);
    if (!trainer) return complain("memory is out");
    dp_arena arena;
    dp_arena_init(&arena);
    int code = add_documents(trainer, &arena, corpus);
    for (unsigned number = 0; number < DP_CLAIMS_MODELS && !code; number++) code = write_model(trainer, number, folder);
    dp_arena_close(&arena);
    dp_claims_trainer_close(trainer);
    return code;
}

int dp_train_claims_command(int argc, char **argv) {
    if (argc != 5 || strcmp(argv[3], "-o") != 0) {
        bool help = argc == 2 && !strcmp(argv[1], "--help");
        fprintf(help ? stdout : stderr,
                "usage: depeche-train claims BASE.pack CORPUS_FOLDER -o FOLDER\n\n"
                "Trains the models of the claim stage and writes them to FOLDER, one file a model, each named after\n"
                "its section of the pack.\n");
        return help ? 0 : 2;
    }
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(argv[1], &pack, &error)) return complain(error.message);
    int code = train(pack, argv[2], argv[4]);
    depeche_pack_close(pack);
    return code;
}
