/*
 * commands.h - the subcommands of depeche-train: each trains one model of a language pack.
 */
#ifndef DP_TRAINER_COMMANDS_H
#define DP_TRAINER_COMMANDS_H

typedef struct dp_command {
    const char *name, *help;
    int (*run)(int argc, char **argv); /* argv[0] is the subcommand; gives the exit code */
} dp_command;

int dp_train_claims_command(int argc, char **argv);
int dp_train_tagger_command(int argc, char **argv);
int dp_train_predict_command(int argc, char **argv);
int dp_train_score_command(int argc, char **argv);

#endif
