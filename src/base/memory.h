/*
 * memory.h - the one place where memory comes from the system, so that a test can make any allocation fail.
 */
#ifndef DP_MEMORY_H
#define DP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* As malloc, realloc and free. dp_realloc with a NULL block allocates. */
void *dp_malloc(size_t size);
void *dp_calloc(size_t count, size_t size);
void *dp_realloc(void *block, size_t size);
char *dp_strdup(const char *string);
void dp_free(void *block);

/* For tests: the `number`th allocation of this thread from now (1 is the next) and all later ones fail; 0 lets all
 * succeed again. */
void dp_memory_fail_at(unsigned long number);

/* For tests: that allocation alone fails, later ones succeed. */
void dp_memory_fail_once(unsigned long number);

/* For tests: whether an allocation of this thread has failed since one of the two was last called. */
bool dp_memory_failed(void);

/* For tests: while it is on, every piece that this thread takes from an arena counts as an allocation of its own. */
void dp_memory_count_pieces(bool on);

/* Asked by arenas for each piece: whether it must fail. */
bool dp_memory_refuses_piece(void);

#endif
