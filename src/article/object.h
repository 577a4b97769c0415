/*
 * object.h - the members of a message's object, found by name.
 */
#ifndef DP_OBJECT_H
#define DP_OBJECT_H

#include "article/json.h"

typedef struct dp_member {
    dp_str name;     /* escapes resolved */
    dp_str raw_name; /* as in the message, quotation marks included */
    dp_json value;
    bool used; /* the output says it elsewhere: it is not carried through */
} dp_member;

typedef struct dp_object {
    dp_member *members; /* in the order of the message */
    uint32_t count;
    uint32_t *slots; /* hash table of member numbers plus one; 0 is free */
    uint32_t slot_mask;
} dp_object;

typedef enum dp_object_result {
    DP_OBJECT_OK = 0,
    DP_OBJECT_DUPLICATE, /* two members have one name */
    DP_OBJECT_MEMORY,
} dp_object_result;

/* Reads the members of a checked JSON object. Linear. */
dp_object_result dp_object_read(dp_arena *arena, dp_json json, dp_object *object);

/* The member of that name, or NULL. A member whose value is null counts as none. */
dp_member *dp_object_find(const dp_object *object, dp_str name);

/* As dp_object_find, only of that kind. */
dp_member *dp_object_find_kind(const dp_object *object, dp_str name, dp_json_kind kind);

#endif
