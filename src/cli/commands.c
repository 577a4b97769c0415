#include "cli/commands.h"

const dp_command *const dp_commands[] = {
    &dp_command_worker,
    &dp_command_demo,
    &dp_command_analyze,
    &dp_command_eval,
    &dp_command_bench,
    &dp_command_check_config,
    &dp_command_settings,
    &dp_command_completion,
    &dp_command_help_of,
    &dp_command_version,
    NULL,
};
