#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Allocations left before they fail; 0 when none shall fail. */
static _Thread_local unsigned long countdown;
static _Thread_local bool once, failed, pieces;

static void count_down(unsigned long number, bool only) {
    countdown = number;
    once = only;
    failed = false;
}

void dp_memory_fail_at(unsigned long number) {
    count_down(number, false);
}

void dp_memory_fail_once(unsigned long number) {
    count_down(number, true);
}

bool dp_memory_failed(void) {
    return failed;
}

void dp_memory_count_pieces(bool on) {
    pieces = on;
}

static bool must_fail(void) {
    if (failed && !once) return true;
    if (countdown == 0 || --countdown != 0) return false;
    failed = true;
    return true;
}

bool dp_memory_refuses_piece(void) {
    return pieces && must_fail();
}

void *dp_malloc(size_t size) {
    return must_fail() ? NULL : malloc(size ? size : 1);
}

void *dp_calloc(size_t count, size_t size) {
    return must_fail() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *dp_realloc(void *block, size_t size) {
    return must_fail() ? NULL : realloc(block, size ? size : 1);
}

char *dp_strdup(const char *string) {
    size_t size = strlen(string) + 1;
    char *copy = dp_malloc(size);
    return copy ? memcpy(copy, string, size) : NULL;
}

void dp_free(void *block) {
    free(block);
}
