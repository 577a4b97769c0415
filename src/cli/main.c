/*
 * main.c - finds the command and runs it.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "stream/worker.h"

static void show_overview(FILE *to) {
    dp_buffer text = {0};
    dp_command_overview(&text);
    fwrite(text.at, 1, text.len, to);
    dp_buffer_close(&text);
}

/* Output that could not be written (a full disk, say) is a failure, not a success. */
static dp_exit finish(dp_exit result) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "depeche: cannot write to standard output\n");
        if (result == DP_EXIT_OK) return DP_EXIT_FAILURE;
    }
    return result;
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        show_overview(stderr);
        return DP_EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help";
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) name = "version";
    const dp_command *command = dp_command_find(name);
    if (!command) {
        dp_command_unknown(name);
        return DP_EXIT_USAGE;
    }
    dp_exit result = finish(dp_command_run(command, argc - 1, argv + 1));
    if (dp_worker_left_client()) _exit((int)result);
    return (int)result;
}
