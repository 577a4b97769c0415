/*
 * program.h - runs the built depeche as its users do, and keeps what it wrote.
 */
#ifndef DP_TEST_PROGRAM_H
#define DP_TEST_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

typedef struct program {
    pid_t process;
    int in, out, err;      /* our ends of its pipes; -1 when closed */
    char *output, *errors; /* what it wrote so far, terminated */
    size_t output_size, errors_size;
    int code; /* its exit code; 128 and the signal's number when one ended it */
} program;

/* Starts depeche with a NULL-terminated list of arguments (without its own name). */
void program_start(program *p, const char *const *arguments);

/* Gives it `input` (NULL for none), reads all that it writes and waits for its end; fails the test after a minute. */
void program_finish(program *p, const char *input);

/* Reads its standard error until it holds `text`; fails the test when the program ends or half a minute passes first.
 */
void program_wait_for(program *p, const char *text);

/* Reads what it has written so far, so that it never waits for us; for tests that let it run on. */
void program_drain(program *p);

void program_close(program *p);

/* All of that: program_run(&p, "input", "analyze", "-", NULL). */
void program_run(program *p, const char *input, ...);

/* A port of the loopback interface that was free a moment ago. */
unsigned program_free_port(void);

/* Writes a temporary file; its path goes to `path` of 64 bytes. */
void program_file(char *path, const char *content);

#endif
