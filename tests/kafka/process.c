#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit.h"

enum { ARGUMENTS_MAX = 40 };

static void become(char *const *arguments, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no worker behind */
    const char *log = getenv("KIT_PROCESS_LOG");
    int errors = open(log ? log : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(output, STDOUT_FILENO);
    if (errors >= 0) dup2(errors, STDERR_FILENO);
    execv(arguments[0], arguments);
    _exit(127);
}

process process_start(const char *first, ...) {
    static char program[] = STREAM_WORKER;
    char *arguments[ARGUMENTS_MAX] = {program, (char *)(uintptr_t)first};
    va_list rest;
    va_start(rest, first);
    for (int i = 2; i < ARGUMENTS_MAX - 1 && (arguments[i] = va_arg(rest, char *)); i++) continue;
    va_end(rest);
    int ends[2];
    if (pipe(ends)) abort();
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    process started = {.pid = fork(), .output = ends[0]};
    if (started.pid < 0) abort();
    if (started.pid == 0) become(arguments, ends[1]);
    close(ends[1]);
    return started;
}

void process_signal(const process *started, int number) {
    kill(started->pid, number);
}

int process_wait(process *started, int timeout_ms) {
    int status = 0, waited = 0;
    while (waitpid(started->pid, &status, WNOHANG) == 0) {
        if (waited >= timeout_ms) {
            kill(started->pid, SIGKILL);
            waitpid(started->pid, &status, 0);
            fprintf(stderr, "a worker did not end within %d ms\n", timeout_ms);
            break;
        }
        kit_sleep(20);
        waited += 20;
    }
    size_t length = 0;
    ssize_t got;
    while (length < sizeof started->said - 1 &&
           ((got = read(started->output, started->said + length, sizeof started->said - 1 - length)) > 0 ||
            (got < 0 && errno == EINTR))) {
        length += got > 0 ? (size_t)got : 0;
    }
    started->said[length] = '\0';
    close(started->output);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
