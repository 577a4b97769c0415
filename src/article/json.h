/*
 * json.h - reading JSON (RFC 8259) in place: values are slices of the message, so that whatever is carried through
 * keeps its bytes. A number keeps all its digits (a general JSON library makes it a double), a member its place.
 *
 * Nothing recurses; depth is bounded by the caller. Only dp_json_string takes memory.
 */
#ifndef DP_JSON_H
#define DP_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum { DP_JSON_DEPTH_MAX = 1024 }; /* the greatest limit that can be asked for */

typedef enum dp_json_kind {
    DP_JSON_NONE = 0, /* no value */
    DP_JSON_OBJECT,
    DP_JSON_ARRAY,
    DP_JSON_STRING,
    DP_JSON_NUMBER,
    DP_JSON_BOOLEAN,
    DP_JSON_NULL,
} dp_json_kind;

/* A value: its kind, and its bytes from the first to the last ("{" to "}", quotation marks included). */
typedef struct dp_json {
    dp_json_kind kind;
    dp_str raw;
} dp_json;

typedef enum dp_json_fault {
    DP_JSON_FAULT_SYNTAX = 0,
    DP_JSON_FAULT_DEPTH,     /* deeper than the limit */
    DP_JSON_FAULT_SURROGATE, /* a \u escape of half a surrogate pair: no character */
} dp_json_fault;

typedef struct dp_json_error {
    dp_json_fault fault;
    size_t at;        /* byte */
    const char *what; /* what was wrong there, such as "a string that does not end"; static */
} dp_json_error;

/* Checks that `bytes` (valid UTF-8) begins, after white space, with one value nested at most `depth_max` deep (an
 * object of plain values is 1 deep). Gives the value, and in *rest what follows it and its white space. False, with
 * *error filled, when it does not. Linear. */
bool dp_json_check_prefix(dp_str bytes, unsigned depth_max, dp_json *value, dp_str *rest, dp_json_error *error);

/* As dp_json_check_prefix, and nothing may follow. */
bool dp_json_check(dp_str bytes, unsigned depth_max, dp_json *value, dp_json_error *error);

/* Walks the members of an object or the elements of an array, which must have been checked. */
typedef struct dp_json_cursor {
    dp_json_kind kind;
    const char *at, *end;
} dp_json_cursor;

/* At the first member of `container`; a value that is no container has none. */
dp_json_cursor dp_json_enter(dp_json container);

/* Gives the next member; its name is of kind NONE in an array. False at the end. */
bool dp_json_next(dp_json_cursor *cursor, dp_json *name, dp_json *value);

/* The characters of a checked string, escapes resolved. Lies in the message itself when it has no escape, else in
 * `arena`. Returns 0, or -1 when memory is out. */
int dp_json_string(dp_arena *arena, dp_json string, dp_str *characters);

#endif
