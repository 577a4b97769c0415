#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "corpus/folder.h"
#include "eval/standoff.h"
#include "trainer/claims_train.h"
#include "trainer/commands.h"
#include "trainer/tasks.h"

enum { PATH_ROOM = 4096, THREADS = 2 /* models trained at once */ };

static int complain(const char *message) {
    fprintf(stderr, "depeche-train: %s\n", message);
    return 1;
}

/* Reads every document of the corpus; 0 or an exit code. */
static int read_documents(dp_arena *arena, const char *corpus, dp_exams *exams) {
    depeche_error error;
    dp_folder list;
    if (dp_folder_list(arena, corpus, ".ann", &list, &error)) return complain(error.message);
    for (uint32_t i = 0; i < list.count; i++) {
        dp_exam exam = {0};
        if (dp_gold_read(arena, list.paths[i], &exam.gold, &error)) return complain(error.message);
        if (!dp_array_push(arena, exams, exam)) return complain("memory is out");
    }
    return 0;
}

/* Puts what a tagger found in place of the annotated names and values, which stay where it found none; 0 or an exit
 * code. */
static int take_tags(dp_arena *arena, const char *path, dp_exams *exams) {
    depeche_error error;
    dp_str bytes;
    if (dp_file_read(arena, path, &bytes, &error)) return complain(error.message);
    dp_gold *found = dp_arena_calloc(arena, (size_t)exams->count + 1, sizeof *found);
    if (!found) return complain("memory is out");
    if (dp_standoff_read_system(arena, path, bytes, exams, found, &error)) return complain(error.message);
    for (uint32_t i = 0; i < exams->count; i++) {
        if (!found[i].entity_count) continue;
        exams->at[i].gold.entities = found[i].entities;
        exams->at[i].gold.entity_count = found[i].entity_count;
    }
    return 0;
}

/* Learns from every document, or from the reports proposed for it (`reports`); 0 or an exit code. */
static int learn_from_all(dp_claims_trainer *trainer, const dp_exams *exams, bool reports) {
    dp_arena scratch;
    dp_arena_init(&scratch);
    int code = 0;
    for (uint32_t i = 0; i < exams->count && !code; i++) {
        const dp_gold *gold = &exams->at[i].gold;
        dp_arena_reset(&scratch);
        int status = reports ? dp_claims_trainer_add_reports(trainer, &scratch, gold, i)
                             : dp_claims_trainer_add(trainer, &scratch, gold);
        if (status) code = complain("memory is out");
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

typedef struct claims_arguments {
    const char *pack, *corpus, *folder, *tags, *only;
} claims_arguments;

typedef struct claims_training {
    dp_claims_trainer *trainer;
    const claims_arguments *arguments;
} claims_training;

static int train_model(void *context, uint32_t number) {
    const claims_training *training = context;
    const char *only = training->arguments->only;
    if (only && strcmp(only, dp_claims_model_name(number))) return 0;
    return write_model(training->trainer, number, training->arguments->folder);
}

static int train_fold(void *context, uint32_t fold) {
    const claims_training *training = context;
    return dp_claims_trainer_train_fold(training->trainer, fold) ? complain("memory is out") : 0;
}

static int train(const depeche_pack *pack, const claims_arguments *arguments) {
    dp_claims_trainer *trainer = dp_claims_trainer_new(pack);
    if (!trainer) return complain("memory is out");
    dp_arena arena;
    dp_arena_init(&arena);
    dp_exams exams = {0};
    int code = read_documents(&arena, arguments->corpus, &exams);
    if (!code && arguments->tags) code = take_tags(&arena, arguments->tags, &exams);
    if (!code) code = learn_from_all(trainer, &exams, false);
    claims_training training = {trainer, arguments};
    if (!code && dp_claims_trainer_finish(trainer)) code = complain("memory is out");
    bool weighing = !arguments->only || !strcmp(arguments->only, "model.claims.report");
    if (!code && weighing && dp_tasks_run(train_fold, &training, DP_CLAIMS_FOLDS, THREADS)) code = 1;
    if (!code && weighing) code = learn_from_all(trainer, &exams, true);
    if (!code && dp_tasks_run(train_model, &training, DP_CLAIMS_MODELS, THREADS)) code = 1;
    dp_arena_close(&arena);
    dp_claims_trainer_close(trainer);
    return code;
}

static int usage(FILE *file, int code) {
    fprintf(file,
            "usage: depeche-train claims BASE.pack CORPUS_FOLDER -o FOLDER [--tags FILE] [--only MODEL]\n\n"
            "Trains the models of the claim stage and writes them to FOLDER, one file a model, each named after\n"
            "its section of the pack. With --tags they learn from names and values as a tagger found them (the\n"
            "stand-off JSON lines of `depeche-train tagger --jackknifed`), not as the annotators did. With --only "
            "nothing but\n"
            "the model of that name is trained.\n");
    return code;
}

int dp_train_claims_command(int argc, char **argv) {
    static const struct option options[] = {{"tags", required_argument, NULL, 't'},
                                            {"only", required_argument, NULL, 'y'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    claims_arguments arguments = {0};
    for (int option; (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
        if (option == 'h') return usage(stdout, 0);
        if (option == 'o') arguments.folder = optarg;
        if (option == 't') arguments.tags = optarg;
        if (option == 'y') arguments.only = optarg;
        if (option == '?') return usage(stderr, 2);
    }
    if (argc - optind != 2 || !arguments.folder) return usage(stderr, 2);
    arguments.pack = argv[optind];
    arguments.corpus = argv[optind + 1];
    depeche_pack *pack;
    depeche_error error;
    if (depeche_pack_open(arguments.pack, &pack, &error)) return complain(error.message);
    int code = train(pack, &arguments);
    depeche_pack_close(pack);
    return code;
}
