/* JSON read in place: accepted when another reader accepts it, walked without leaving the message; files split into
 * articles. */
#include <jansson.h>

#include "article/json.h"
#include "article/splitter.h"
#include "fuzz/target.h"
#include "text/utf8.h"

enum { DEPTH = 32 };

static void check_inside(dp_str outer, dp_str inner) {
    FUZZ_CHECK(inner.at >= outer.at && inner.len <= outer.len);
    FUZZ_CHECK((size_t)(inner.at - outer.at) <= outer.len - inner.len);
}

static void check_string(dp_arena *arena, dp_json string) {
    dp_str characters;
    FUZZ_CHECK(dp_json_string(arena, string, &characters) == 0);
    FUZZ_CHECK(dp_utf8_check(characters) == characters.len && characters.len + 2 <= string.raw.len);
}

static void walk(dp_arena *arena, dp_json value) {
    dp_json_cursor levels[DEPTH + 1] = {dp_json_enter(value)};
    unsigned depth = 0;
    dp_str outer = value.raw;
    for (;;) {
        dp_json name, member;
        if (!dp_json_next(&levels[depth], &name, &member)) {
            if (depth-- == 0) return;
            continue;
        }
        check_inside(outer, member.raw);
        FUZZ_CHECK((name.kind == DP_JSON_STRING) == (levels[depth].kind == DP_JSON_OBJECT));
        if (name.kind == DP_JSON_STRING) check_string(arena, name);
        if (member.kind == DP_JSON_STRING) check_string(arena, member);
        if (member.kind == DP_JSON_OBJECT || member.kind == DP_JSON_ARRAY) {
            FUZZ_CHECK(depth < DEPTH);
            levels[++depth] = dp_json_enter(member);
        }
    }
}

/* jansson refuses numbers that are too large for it and a zero byte in the name of a member, and takes one zero byte
 * after the value for the end. */
static void compare(dp_str bytes, bool ours, const dp_json_error *error) {
    json_error_t reason;
    json_t *theirs =
        json_loadb(bytes.at, bytes.len, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &reason);
    if (theirs) {
        FUZZ_CHECK(ours || memchr(bytes.at, 0, bytes.len) || error->fault == DP_JSON_FAULT_DEPTH);
    } else if (ours) {
        enum json_error_code code = json_error_code(&reason);
        FUZZ_CHECK(code == json_error_numeric_overflow || code == json_error_null_byte_in_key);
    }
    json_decref(theirs);
}

static void split(dp_str bytes) {
    dp_splitter splitter;
    dp_str article;
    size_t line, last = 1, end = 0;
    dp_splitter_open(&splitter, bytes, DEPTH);
    while (dp_splitter_next(&splitter, &article, &line)) {
        check_inside(bytes, article);
        FUZZ_CHECK(line >= last && (size_t)(article.at - bytes.at) >= end);
        end = (size_t)(article.at - bytes.at) + article.len;
        last = line;
    }
}

void fuzz_json(dp_str input) {
    dp_arena arena;
    dp_arena_init(&arena);
    dp_str any = fuzz_copy(input);
    split(any);
    dp_str valid = fuzz_copy(fuzz_valid(&arena, input)), rest;
    dp_json value;
    dp_json_error error = {0};
    bool whole = dp_json_check(valid, DEPTH, &value, &error);
    compare(valid, whole, &error);
    if (dp_json_check_prefix(valid, DEPTH, &value, &rest, &error)) {
        check_inside(valid, value.raw);
        FUZZ_CHECK(rest.len + value.raw.len <= valid.len && whole == (rest.len == 0));
        walk(&arena, value);
    } else {
        FUZZ_CHECK(!whole && error.what && error.at <= valid.len);
    }
    fuzz_free(valid);
    fuzz_free(any);
    dp_arena_close(&arena);
}
