/*
 * commands.h - each command is defined in the file of its name.
 */
#ifndef DP_CLI_COMMANDS_H
#define DP_CLI_COMMANDS_H

#include "cli/command.h"

extern const dp_command dp_command_worker; /* run */
extern const dp_command dp_command_demo;
extern const dp_command dp_command_analyze;
extern const dp_command dp_command_eval;
extern const dp_command dp_command_bench;
extern const dp_command dp_command_check_config;
extern const dp_command dp_command_settings;
extern const dp_command dp_command_completion;
extern const dp_command dp_command_help_of; /* help */
extern const dp_command dp_command_version;

#endif
