/*
 * table.h - what the build makes of languages/<code>.txt. Not for other folders.
 */
#ifndef DP_LANGUAGE_TABLE_H
#define DP_LANGUAGE_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    DP_SCRIPT_LANGUAGES = 64, /* of one script, at most */
    DP_ENDING_MAX = 8,        /* bytes of an ending */
};

/* The languages that are written in a script; bit i of a mask stands for codes[i]. */
typedef struct dp_script_languages {
    int32_t script; /* ICU's UScriptCode */
    uint32_t count;
    int32_t usual; /* the language to take when nothing tells them apart, or -1 */
    const char *codes[DP_SCRIPT_LANGUAGES];
} dp_script_languages;

/* A slot of the hash table of words: open addressing, linear probing, an empty slot has no languages. */
typedef struct dp_language_word {
    uint64_t hash; /* dp_str_hash of the lower-case word, or of a hyphen and an ending */
    uint64_t languages;
} dp_language_word;

typedef struct dp_language_letter {
    uint32_t code, script; /* script: number in dp_language_scripts */
    uint64_t languages;
} dp_language_letter;

extern const dp_script_languages dp_language_scripts[];
extern const size_t dp_language_script_count;
extern const dp_language_word dp_language_words[];
extern const size_t dp_language_word_mask;             /* slots less one; a power of two less one */
extern const dp_language_letter dp_language_letters[]; /* sorted by code point */
extern const size_t dp_language_letter_count;

#endif
