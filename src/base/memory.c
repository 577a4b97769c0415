#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Allocations left before they fail; 0 when none shall fail. */
static _Thread_local unsigned long countdown;
static _Thread_local bool failing;

void dp_memory_fail_at(unsigned long number) {
    countdown = number;
    failing = false;
}

static bool must_fail(void) {
    if (failing) return true;
    if (countdown == 0) return false;
    failing = --countdown == 0;
    return failing;
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
