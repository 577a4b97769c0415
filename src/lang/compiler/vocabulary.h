/*
 * vocabulary.h - all words of a pack while it is made, numbered in the order of their arrival, and at the end anew.
 */
#ifndef DP_VOCABULARY_H
#define DP_VOCABULARY_H

#include "base/array.h"
#include "lang/compiler/writer.h"
#include "lang/pack_format.h"

typedef struct dp_vocabulary {
    dp_arena *arena;
    dp_array(dp_str) forms;  /* word 0 is the unknown word, with an empty form */
    dp_array(dp_word) words; /* parallel to forms */
    uint32_t *slots;         /* open addressing, a power of two; 0 = empty */
    uint32_t slot_count;
    uint32_t *numbers; /* after dp_vocabulary_number: the final number of each word */
    uint32_t *order;   /* and the word of each final number */
} dp_vocabulary;

/* An empty vocabulary in `arena`. Returns 0, or -1 when memory is out. */
int dp_vocabulary_init(dp_vocabulary *vocabulary, dp_arena *arena);

/* The number of a form (lower case), which is added when it is new; `form` must live as long as the vocabulary unless
 * it is known. 0 when memory is out. */
uint32_t dp_vocabulary_add(dp_vocabulary *vocabulary, dp_str form);

/* As dp_vocabulary_add, with a copy of the form when it is new. */
uint32_t dp_vocabulary_add_copy(dp_vocabulary *vocabulary, dp_str form);

/* Gives all words their final numbers: by falling frequency, then byte order. Nothing may be added afterwards. Returns
 * 0, or -1 when memory is out. */
int dp_vocabulary_number(dp_vocabulary *vocabulary);

/* Adds the sections words.* but words.links to a pack. Returns 0, or -1 when memory is out. */
int dp_vocabulary_write(const dp_vocabulary *vocabulary, dp_writer *writer);

#endif
