/*
 * tiny.h - a language of a few words in a temporary folder, for the tests of packs.
 */
#ifndef DP_TINY_H
#define DP_TINY_H

#include "base/arena.h"
#include "lang/pack.h"

enum { TINY_PATH = 256 };

/* Makes a new temporary folder with the files of the tiny language. */
void tiny_make(char folder[TINY_PATH]);

/* Replaces (or adds) one file of the folder; NULL removes it. */
void tiny_put(const char *folder, const char *name, const char *content);

/* Removes the folder and all in it. */
void tiny_remove(const char *folder);

/* folder/name in a static buffer of its own per call, four at a time. */
const char *tiny_path(const char *folder, const char *name);

/* Compiles the folder into folder/base.pack and opens it; the test fails when either does. */
depeche_pack *tiny_open(const char *folder);

/* Cuts a text with the pack's rules and assigns its words. */
void tiny_cut(const depeche_pack *pack, dp_arena *arena, const char *bytes, dp_text *text);

/* The number of the token whose lower form is `lower`; the test fails when there is none. */
uint32_t tiny_token(const dp_text *text, const char *lower);

/* The whole of a file; the test frees it with free(). */
unsigned char *tiny_read(const char *path, size_t *size);
void tiny_write(const char *path, const void *bytes, size_t size);

#endif
