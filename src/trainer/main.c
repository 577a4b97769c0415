#include <stdio.h>
#include <string.h>

#include "trainer/commands.h"

static const dp_command COMMANDS[] = {
    {"claims", "trains the models of the claim stage", dp_train_claims_command},
    {"predict", "analyses annotated documents and writes what it found", dp_train_predict_command},
    {"tagger", "trains the tagger of entities and values", dp_train_tagger_command},
    {"score", "prints the figures of a tagger model on annotated documents", dp_train_score_command},
};

enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

static int usage(FILE *file, int code) {
    fprintf(file,
            "usage: depeche-train COMMAND BASE.pack CORPUS_FOLDER [options]\n\n"
            "Trains the models of a language pack from annotated documents.\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++) fprintf(file, "  %-10s %s\n", COMMANDS[i].name, COMMANDS[i].help);
    fprintf(file, "\ndepeche-train COMMAND --help shows the options of a command.\n");
    return code;
}

int main(int argc, char **argv) {
    if (argc < 2) return usage(stderr, 2);
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) return usage(stdout, 0);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (!strcmp(argv[1], COMMANDS[i].name)) return COMMANDS[i].run(argc - 1, argv + 1);
    }
    fprintf(stderr, "depeche-train: there is no command %s\n", argv[1]);
    return usage(stderr, 2);
}
