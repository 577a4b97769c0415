/*
 * version.c - `depeche version`.
 */
#include <stdio.h>

#include "cli/commands.h"

static dp_exit run(const dp_arguments *arguments) {
    (void)arguments;
    printf("depeche %s\n", depeche_version());
    return DP_EXIT_OK;
}

const dp_command dp_command_version = {.name = "version", .summary = "show the version", .run = run};
