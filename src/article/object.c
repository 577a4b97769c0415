#include "article/object.h"

#include "base/array.h"

static uint32_t *slot_of(const dp_object *object, dp_str name) {
    uint32_t slot = (uint32_t)dp_str_hash(name) & object->slot_mask;
    while (object->slots[slot] && !dp_str_equal(object->members[object->slots[slot] - 1].name, name)) {
        slot = (slot + 1) & object->slot_mask;
    }
    return &object->slots[slot];
}

static dp_object_result index_members(dp_arena *arena, dp_object *object) {
    uint32_t size = 16;
    while (size < object->count * UINT64_C(2)) {
        if (size > UINT32_MAX / 2) return DP_OBJECT_MEMORY;
        size *= 2;
    }
    object->slots = dp_arena_calloc(arena, size, sizeof *object->slots);
    if (!object->slots) return DP_OBJECT_MEMORY;
    object->slot_mask = size - 1;
    for (uint32_t i = 0; i < object->count; i++) {
        uint32_t *slot = slot_of(object, object->members[i].name);
        if (*slot) return DP_OBJECT_DUPLICATE;
        *slot = i + 1;
    }
    return DP_OBJECT_OK;
}

dp_object_result dp_object_read(dp_arena *arena, dp_json json, dp_object *object) {
    dp_array(dp_member) members = {0};
    dp_json_cursor cursor = dp_json_enter(json);
    dp_json name, value;
    while (dp_json_next(&cursor, &name, &value)) {
        dp_member member = {.raw_name = name.raw, .value = value};
        if (dp_json_string(arena, name, &member.name)) return DP_OBJECT_MEMORY;
        if (!dp_array_push(arena, &members, member)) return DP_OBJECT_MEMORY;
    }
    *object = (dp_object){.members = members.at, .count = members.count};
    return index_members(arena, object);
}

dp_member *dp_object_find(const dp_object *object, dp_str name) {
    uint32_t number = *slot_of(object, name);
    dp_member *member = number ? &object->members[number - 1] : NULL;
    return member && member->value.kind != DP_JSON_NULL ? member : NULL;
}

dp_member *dp_object_find_kind(const dp_object *object, dp_str name, dp_json_kind kind) {
    dp_member *member = dp_object_find(object, name);
    return member && member->value.kind == kind ? member : NULL;
}
