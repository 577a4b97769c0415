/*
 * help.c - `depeche help [COMMAND]`.
 */
#include <stdio.h>

#include "cli/commands.h"

static dp_exit run(const dp_arguments *arguments) {
    dp_buffer text = {0};
    if (arguments->operand_count == 0) {
        dp_command_overview(&text);
    } else {
        const dp_command *command = dp_command_find(arguments->operands[0]);
        if (!command) {
            dp_command_unknown(arguments->operands[0]);
            return DP_EXIT_USAGE;
        }
        dp_command_help(command, &text);
    }
    fwrite(text.at, 1, text.len, stdout);
    dp_buffer_close(&text);
    return DP_EXIT_OK;
}

const dp_command dp_command_help_of = {
    .name = "help",
    .summary = "show the commands, or the options of one",
    .operands = "[COMMAND]",
    .operand_kind = DP_ARGUMENT_COMMAND,
    .run = run,
};
