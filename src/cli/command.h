/*
 * command.h - the declared subcommands and their options: the one source of parsing, help and completion.
 *
 * A new command is a file that defines a dp_command, and a line in the table of commands.c.
 */
#ifndef DP_COMMAND_H
#define DP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exit.h"
#include "ops/buffer.h"

/* What the argument of an option is, for completion. */
typedef enum dp_argument_kind {
    DP_ARGUMENT_NONE = 0, /* the option takes none */
    DP_ARGUMENT_TEXT,
    DP_ARGUMENT_FILE,
    DP_ARGUMENT_FOLDER,
    DP_ARGUMENT_CHOICE,  /* one of `choices` */
    DP_ARGUMENT_SETTING, /* NAME=VALUE of a setting */
    DP_ARGUMENT_COMMAND, /* name of a command */
} dp_argument_kind;

typedef struct dp_option {
    char flag;        /* short form, or 0 */
    const char *name; /* long form without dashes, or NULL */
    dp_argument_kind kind;
    const char *argument; /* what help calls the argument: "FILE" */
    const char *choices;  /* of CHOICE: words separated by | */
    const char *help;     /* a phrase; help folds it at its column */
} dp_option;

/* An option that was given. Options are told apart by their declaration. */
typedef struct dp_given {
    const dp_option *option;
    const char *value; /* NULL without an argument */
} dp_given;

/* The parsed arguments of a command. */
typedef struct dp_arguments {
    dp_given *given; /* in the order of the command line */
    size_t given_count;
    char *const *operands; /* what is no option */
    size_t operand_count;
} dp_arguments;

typedef struct dp_command {
    const char *name;
    const char *summary;  /* a phrase for the list of commands */
    const char *operands; /* what usage calls the operands: "[FILE...]"; NULL for none */
    dp_argument_kind operand_kind;
    const char *operand_choices;    /* of CHOICE */
    const dp_option *const *groups; /* NULL-terminated list of option lists, each ended by an option with help NULL */
    const char *notes;              /* lines for the end of the help; NULL for none */
    dp_exit (*run)(const dp_arguments *arguments);
} dp_command;

/* All commands, NULL-terminated, in the order of the help. */
extern const dp_command *const dp_commands[];

/* The command of a name; NULL when there is none. */
const dp_command *dp_command_find(const char *name);

/* Says on standard error that there is no such command, with the nearest one. */
void dp_command_unknown(const char *name);

/* The last value given for the option with this long name; NULL when it was not given (an option without argument gives
 * ""). */
const char *dp_arguments_value(const dp_arguments *arguments, const char *name);

/* Parses argv (without the command's name; argv[0] is ignored) and runs the command; --help and -h show its help. */
dp_exit dp_command_run(const dp_command *command, int argc, char **argv);

/* The help of a command, at most 24 lines of 80 columns. */
void dp_command_help(const dp_command *command, dp_buffer *text);

/* The help of depeche as a whole. */
void dp_command_overview(dp_buffer *text);

#endif
