#include "unit.h"

#include "secured.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 120000, STEP_MS = 20, OUTPUT_MAX = 1 << 20 };

const char *secured_address(const char *listener) {
    static char addresses[8][64];
    static int next;
    char *address = addresses[next++ % 8];
    char path[512];
    snprintf(path, sizeof path, SECURED_FOLDER "/%s", listener);
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    if (!fgets(address, 64, file)) address[0] = '\0';
    fclose(file);
    address[strcspn(address, "\n")] = '\0';
    return address[0] ? address : NULL;
}

bool secured_use_newer(void) {
    if (access(NEWER_FOLDER "/librdkafka.so.1", R_OK) != 0) return false;
    return setenv("LD_LIBRARY_PATH", NEWER_FOLDER, 1) == 0;
}

void secured_use_own(void) {
    unsetenv("LD_LIBRARY_PATH");
}

const char *secured_shell(const char *command) {
    static char output[OUTPUT_MAX], whole[4096];
    snprintf(whole, sizeof whole, "unset LD_LIBRARY_PATH; PATH=%s:$PATH; C=%s; %s", SCRIPTS,
             SECURED_FOLDER "/credentials", command);
    FILE *pipe = popen(whole, "r");
    assert_non_null(pipe);
    output[fread(output, 1, sizeof output - 1, pipe)] = '\0';
    if (pclose(pipe) != 0) fail_msg("failed: %s\n%s", command, output);
    return output;
}

void secured_restart_broker(void) {
    secured_shell(BROKER_SCRIPT " restart " SECURED_FOLDER);
}

/* ---------------------------------------------------------------------------------------------------- runs */

static void write_configuration(const secured_run *run, const char *brokers, const char *properties) {
    FILE *file = fopen(run->path, "w");
    assert_non_null(file);
    fprintf(file,
            "brokers=%s\ngroup=%s\ninput.topic=%s-in\noutput.topic=%s-out\ndead.letter.topic=%s-dead\n"
            "http.port=0\nthreads=1\n",
            brokers, run->name, run->name, run->name, run->name);
    for (const char *at = properties; *at; at++) {
        if (strncmp(at, "$C", 2) == 0) {
            fputs(SECURED_FOLDER "/credentials", file);
            at++;
        } else {
            fputc(*at, file);
        }
    }
    assert_int_equal(fclose(file), 0);
}

static void become(const secured_run *run, const char *command) {
    char log[128];
    snprintf(log, sizeof log, "%s.log", run->path);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no worker behind */
    int output = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl(DEPECHE_PROGRAM, "depeche", command, "-c", run->path, (char *)NULL);
    _exit(127);
}

void secured_start(secured_run *run, const char *command, const char *name, const char *brokers,
                   const char *properties) {
    *run = (secured_run){.name = name};
    snprintf(run->path, sizeof run->path, "/tmp/depeche-secured-XXXXXX");
    int descriptor = mkstemp(run->path);
    assert_true(descriptor >= 0);
    close(descriptor);
    write_configuration(run, brokers, properties);
    run->process = fork();
    assert_true(run->process >= 0);
    if (run->process == 0) become(run, command);
}

static void read_log(secured_run *run) {
    char log[128];
    snprintf(log, sizeof log, "%s.log", run->path);
    run->said = calloc(1, OUTPUT_MAX);
    assert_non_null(run->said);
    FILE *file = fopen(log, "r");
    assert_non_null(file);
    run->said[fread(run->said, 1, OUTPUT_MAX - 1, file)] = '\0';
    fclose(file);
    unlink(log);
}

void secured_end(secured_run *run, int signal) {
    int status = 0, waited = 0;
    if (signal) kill(run->process, signal);
    while (waitpid(run->process, &status, WNOHANG) == 0 && waited < PATIENCE_MS) {
        nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000}, NULL);
        waited += STEP_MS;
    }
    if (waited >= PATIENCE_MS) {
        kill(run->process, SIGKILL);
        waitpid(run->process, &status, 0);
    }
    run->code = waited >= PATIENCE_MS ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    read_log(run);
}

void secured_assert_said(const secured_run *run, const char *part) {
    if (!strstr(run->said, part)) fail_msg("%s: \"%s\" is not in: %s", run->name, part, run->said);
}

void secured_assert_not_said(const secured_run *run, const char *part) {
    if (strstr(run->said, part)) fail_msg("%s: \"%s\" is in: %s", run->name, part, run->said);
}

void secured_close(secured_run *run) {
    unlink(run->path);
    free(run->said);
    run->said = NULL;
}
