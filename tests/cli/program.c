#include "unit.h"

#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 32, CHUNK = 65536, PATIENCE_S = 120 };

static void redirect(int from, int to) {
    if (dup2(from, to) < 0) _exit(126);
}

/* With $DEPECHE_TEST_WRAPPER, words of the shell, the program runs through that. */
static void become(char **argv) {
    static char *wrapped[ARGUMENTS_MAX + 3] = {"sh", "-c", "exec $DEPECHE_TEST_WRAPPER \"$0\" \"$@\"", DEPECHE_PROGRAM};
    if (!getenv("DEPECHE_TEST_WRAPPER")) execv(DEPECHE_PROGRAM, argv);
    for (int i = 1; argv[i]; i++) wrapped[i + 3] = argv[i];
    execv("/bin/sh", wrapped);
}

static void open_pipe(int ends[2]) {
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFD, FD_CLOEXEC) | fcntl(ends[1], F_SETFD, FD_CLOEXEC), 0);
}

void program_start(program *p, const char *const *arguments) {
    char *argv[ARGUMENTS_MAX] = {(char *)(uintptr_t) "depeche"};
    for (int i = 0; arguments[i]; i++) {
        assert_true(i + 2 < ARGUMENTS_MAX);
        argv[i + 1] = (char *)(uintptr_t)arguments[i];
    }
    int in[2], out[2], err[2];
    open_pipe(in);
    open_pipe(out);
    open_pipe(err);
    signal(SIGPIPE, SIG_IGN);
    *p = (program){.in = in[1], .out = out[0], .err = err[0]};
    p->process = fork();
    assert_true(p->process >= 0);
    if (p->process == 0) {
        redirect(in[0], STDIN_FILENO);
        redirect(out[1], STDOUT_FILENO);
        redirect(err[1], STDERR_FILENO);
        signal(SIGPIPE, SIG_DFL);
        become(argv);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    close(err[1]);
    p->output = calloc(1, 1);
    p->errors = calloc(1, 1);
    assert_true(p->output && p->errors);
}

/* Reads once from a pipe that is ready; closes it at its end. */
static void read_some(int *descriptor, char **text, size_t *size) {
    char chunk[CHUNK];
    ssize_t got = read(*descriptor, chunk, sizeof chunk);
    if (got <= 0) {
        close(*descriptor);
        *descriptor = -1;
        return;
    }
    *text = realloc(*text, *size + (size_t)got + 1);
    assert_non_null(*text);
    memcpy(*text + *size, chunk, (size_t)got);
    *size += (size_t)got;
    (*text)[*size] = '\0';
}

/* Waits for the pipes and reads what is there; writes more of the input where there is some. Returns poll's result. */
static int pump(program *p, const char **input, int patience_ms) {
    struct pollfd wait[3] = {{p->out, POLLIN, 0}, {p->err, POLLIN, 0}, {*input ? p->in : -1, POLLOUT, 0}};
    int ready = poll(wait, 3, patience_ms);
    if (wait[0].revents) read_some(&p->out, &p->output, &p->output_size);
    if (wait[1].revents) read_some(&p->err, &p->errors, &p->errors_size);
    if (wait[2].revents) {
        ssize_t written = write(p->in, *input, strlen(*input));
        if (written > 0) *input += written;
        if (written < 0 || **input == '\0') *input = NULL;
    }
    return ready;
}

void program_drain(program *p) {
    const char *input = NULL;
    while ((p->out >= 0 || p->err >= 0) && pump(p, &input, 0) > 0) continue;
}

static void check_patience(const program *p, time_t start) {
    if (time(NULL) - start < PATIENCE_S) return;
    kill(p->process, SIGKILL);
    fail_msg("depeche did not end in time; it wrote: %s", p->errors);
}

void program_finish(program *p, const char *input) {
    time_t start = time(NULL);
    while (input && *input && p->in >= 0) {
        pump(p, &input, 1000);
        check_patience(p, start);
    }
    close(p->in);
    p->in = -1;
    input = NULL;
    while (p->out >= 0 || p->err >= 0) {
        pump(p, &input, 1000);
        check_patience(p, start);
    }
    int status;
    assert_int_equal(waitpid(p->process, &status, 0), p->process);
    p->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void program_wait_for(program *p, const char *text) {
    time_t start = time(NULL);
    const char *input = NULL;
    while (!strstr(p->errors, text)) {
        if (p->err < 0) fail_msg("depeche ended before \"%s\": %s", text, p->errors);
        pump(p, &input, 1000);
        check_patience(p, start);
    }
}

void program_close(program *p) {
    free(p->output);
    free(p->errors);
    if (p->in >= 0) close(p->in);
    *p = (program){.in = -1};
}

void program_run(program *p, const char *input, ...) {
    const char *arguments[ARGUMENTS_MAX];
    va_list list;
    va_start(list, input);
    int count = 0;
    do {
        assert_true(count < ARGUMENTS_MAX);
        arguments[count] = va_arg(list, const char *);
    } while (arguments[count++]);
    va_end(list);
    program_start(p, arguments);
    program_finish(p, input);
}

void program_file(char *path, const char *content) {
    snprintf(path, 64, "/tmp/depeche-test-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, content, strlen(content)), strlen(content));
    close(descriptor);
}

unsigned program_free_port(void) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    close(listener);
    return ntohs(address.sin_port);
}
