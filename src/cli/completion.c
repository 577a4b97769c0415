/*
 * completion.c - `depeche completion bash|zsh|fish`.
 */
#include "cli/completion.h"

#include <stdio.h>

#include "cli/commands.h"

static dp_exit run(const dp_arguments *arguments) {
    static const struct {
        const char *shell;
        void (*add)(dp_buffer *script);
    } shells[] = {{"bash", dp_completion_bash}, {"zsh", dp_completion_zsh}, {"fish", dp_completion_fish}};
    const char *shell = arguments->operand_count == 1 ? arguments->operands[0] : "";
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(shell, shells[i].shell) != 0) continue;
        dp_buffer script = {0};
        shells[i].add(&script);
        dp_exit result = script.failed ? DP_EXIT_FAILURE : DP_EXIT_OK;
        fwrite(script.at, 1, script.len, stdout);
        dp_buffer_close(&script);
        return result;
    }
    fprintf(stderr, "depeche completion: name one shell: bash, zsh or fish\n");
    return DP_EXIT_USAGE;
}

const dp_command dp_command_completion = {
    .name = "completion",
    .summary = "write the completion script of a shell",
    .operands = "bash|zsh|fish",
    .operand_kind = DP_ARGUMENT_CHOICE,
    .operand_choices = "bash|zsh|fish",
    .notes =
        "For this session of bash: source <(depeche completion bash)\n"
        "Installed packages bring the scripts along.\n",
    .run = run,
};
