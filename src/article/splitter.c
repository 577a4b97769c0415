#include "article/splitter.h"

#include "article/json.h"

static dp_str skip_space(dp_str rest) {
    while (rest.len && memchr(" \t\r\n", rest.at[0], 4)) rest = (dp_str){rest.at + 1, rest.len - 1};
    return rest;
}

static dp_str first_line(dp_str rest) {
    const char *end = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
    return (dp_str){rest.at, end ? (size_t)(end - rest.at) : rest.len};
}

static dp_str after(dp_str rest, dp_str piece) {
    size_t passed = (size_t)(piece.at - rest.at) + piece.len;
    return (dp_str){rest.at + passed, rest.len - passed};
}

/* Whether some line is a whole JSON object by itself. */
static bool has_object_line(dp_str rest, unsigned depth_max) {
    dp_json json;
    dp_json_error error;
    while ((rest = skip_space(rest)).len) {
        dp_str line = first_line(rest);
        if (line.at[0] == '{' && dp_json_check(line, depth_max, &json, &error)) return true;
        rest = after(rest, line);
    }
    return false;
}

static bool is_array_of_objects(dp_json json) {
    dp_json_cursor cursor = dp_json_enter(json);
    dp_json name, value;
    bool any = false;
    while (dp_json_next(&cursor, &name, &value)) {
        if (value.kind != DP_JSON_OBJECT) return false;
        any = true;
    }
    return any;
}

void dp_splitter_open(dp_splitter *splitter, dp_str file, unsigned depth_max) {
    dp_json json;
    dp_json_error error;
    dp_str rest = dp_str_starts(file, DP_STR("\xEF\xBB\xBF")) ? (dp_str){file.at + 3, file.len - 3} : file, more;
    *splitter = (dp_splitter){.rest = file, .start = file.at, .counted = file.at, .line = 1, .depth_max = depth_max};
    rest = skip_space(rest);
    if (!rest.len || (rest.at[0] != '{' && rest.at[0] != '[')) return;
    bool whole = dp_json_check_prefix(rest, depth_max + 1, &json, &more, &error);
    if (rest.at[0] == '[') {
        if (!whole || more.len || !is_array_of_objects(json)) return;
        splitter->form = DP_FILE_ARRAY;
        splitter->rest = (dp_str){json.raw.at + 1, json.raw.len - 2};
        return;
    }
    if (whole && !more.len) return;
    bool sequence = whole && more.at[0] == '{' && memchr(json.raw.at, '\n', json.raw.len);
    if (!sequence && !has_object_line(rest, depth_max)) return;
    splitter->form = sequence ? DP_FILE_SEQUENCE : DP_FILE_LINES;
    splitter->rest = rest;
}

/* Takes one JSON value off the rest; when there is none, all of the rest. */
static dp_str take_value(dp_splitter *s, dp_str rest) {
    dp_json json;
    dp_json_error error;
    dp_str more;
    if (!dp_json_check_prefix(rest, s->depth_max + 1, &json, &more, &error)) return rest;
    return json.raw;
}

bool dp_splitter_next(dp_splitter *s, dp_str *article, size_t *line) {
    dp_str rest = s->rest;
    if (s->form == DP_FILE_ARRAY) {
        rest = skip_space(rest);
        if (rest.len && rest.at[0] == ',') rest = (dp_str){rest.at + 1, rest.len - 1};
    }
    if (s->form != DP_FILE_ARTICLE) rest = skip_space(rest);
    if (!rest.len) return false;
    switch (s->form) {
        case DP_FILE_ARTICLE:
            *article = rest;
            break;
        case DP_FILE_LINES:
            *article = first_line(rest);
            break;
        case DP_FILE_SEQUENCE:
        case DP_FILE_ARRAY:
            *article = take_value(s, rest);
            break;
    }
    s->rest = after(rest, *article);
    for (; s->counted < article->at; s->counted++) s->line += *s->counted == '\n';
    *line = s->line;
    return true;
}
