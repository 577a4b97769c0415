#include "lang/compiler/manifest.h"

#include "base/error.h"

static const char *const list_names[DP_LIST_COUNT] = {
    [DP_LIST_PERSON] = "person",
    [DP_LIST_GIVEN_NAME] = "given-name",
    [DP_LIST_SURNAME] = "surname",
    [DP_LIST_ROLE] = "role",
    [DP_LIST_GROUP] = "group",
    [DP_LIST_DEMONYM] = "demonym",
    [DP_LIST_ORGANIZATION] = "organization",
    [DP_LIST_INSTITUTION_HEAD] = "institution-head",
    [DP_LIST_SPORT] = "sport",
    [DP_LIST_PLACE] = "place",
    [DP_LIST_EVENT] = "event",
    [DP_LIST_WORK] = "work",
    [DP_LIST_PRODUCT] = "product",
    [DP_LIST_NOT_ENTITY] = "not-entity",
    [DP_LIST_CUE] = "cue",
    [DP_LIST_TIME] = "time",
    [DP_LIST_NUMBER] = "number",
    [DP_LIST_UNIT] = "unit",
};

const char *dp_list_name(dp_list list) {
    return (unsigned)list < DP_LIST_COUNT ? list_names[list] : "none";
}

typedef struct dp_statement {
    dp_source *source;
    dp_arena *arena;
    dp_str rest;
    depeche_error *error;
} dp_statement;

/* The next word of the statement; empty at its end. */
static dp_str next_word(dp_statement *statement) {
    dp_str rest = statement->rest;
    size_t start = 0, end;
    while (start < rest.len && rest.at[start] == ' ') start++;
    for (end = start; end < rest.len && rest.at[end] != ' ';) end++;
    statement->rest = (dp_str){rest.at + end, rest.len - end};
    return (dp_str){rest.at + start, end - start};
}

static depeche_status out_of_memory(dp_statement *statement) {
    return dp_error_set(statement->error, DEPECHE_ERROR_MEMORY, "out of memory");
}

static depeche_status read_string(dp_statement *statement, const char **string) {
    dp_str word = next_word(statement);
    if (*string) return dp_source_fail(statement->source, statement->error, "said twice");
    if (!word.len) return dp_source_fail(statement->source, statement->error, "a word is missing");
    char *copy = dp_arena_alloc(statement->arena, word.len + 1);
    if (!copy) return out_of_memory(statement);
    memcpy(copy, word.at, word.len);
    copy[word.len] = 0;
    *string = copy;
    return DEPECHE_OK;
}

/* A column number of a list, below its number of columns. */
static depeche_status read_column(dp_statement *statement, const dp_manifest_list *list, dp_str value,
                                  uint8_t *column) {
    uint32_t number;
    depeche_status status = dp_source_number(statement->source, value, DP_MANIFEST_COLUMNS, &number, statement->error);
    if (status) return status;
    if (number >= list->columns) {
        return dp_source_fail(statement->source, statement->error, "column %u of a file of %u columns",
                              (unsigned)number, list->columns);
    }
    *column = (uint8_t)number;
    return DEPECHE_OK;
}

static depeche_status read_forms(dp_statement *statement, dp_manifest_list *list, dp_str value) {
    while (value.len) {
        const char *comma = memchr(value.at, ',', value.len);
        dp_str number = {value.at, comma ? (size_t)(comma - value.at) : value.len};
        size_t taken = number.len + (comma != NULL);
        value = (dp_str){value.at + taken, value.len - taken};
        if (list->form_count == DP_MANIFEST_COLUMNS) {
            return dp_source_fail(statement->source, statement->error, "too many columns of forms");
        }
        depeche_status status = read_column(statement, list, number, &list->forms[list->form_count++]);
        if (status) return status;
    }
    return DEPECHE_OK;
}

static depeche_status read_option(dp_statement *statement, dp_manifest_list *list, dp_str word) {
    const char *equals = memchr(word.at, '=', word.len);
    dp_str name = {word.at, equals ? (size_t)(equals - word.at) : word.len};
    dp_str value = {word.at + name.len + (equals != NULL), word.len - name.len - (equals != NULL)};
    if (dp_str_equal(name, DP_STR("columns"))) {
        uint32_t columns;
        depeche_status status =
            dp_source_number(statement->source, value, DP_MANIFEST_COLUMNS, &columns, statement->error);
        list->columns = status ? 0 : columns;
        return status;
    }
    if (dp_str_equal(name, DP_STR("forms")) || dp_str_equal(name, DP_STR("keys")))
        return read_forms(statement, list, value);
    if (dp_str_equal(name, DP_STR("kind"))) return read_column(statement, list, value, &list->kind);
    if (dp_str_equal(name, DP_STR("part"))) return read_column(statement, list, value, &list->part);
    if (dp_str_equal(word, DP_STR("unhyphenated"))) {
        list->unhyphenated = true;
        return DEPECHE_OK;
    }
    return dp_source_fail(statement->source, statement->error, "unknown option '%.*s'", (int)name.len, name.at);
}

static depeche_status read_list(dp_statement *statement, dp_manifest *manifest) {
    dp_str name = next_word(statement);
    dp_manifest_list list = {.list = DP_LIST_COUNT, .kind = DP_MANIFEST_NO_COLUMN, .part = DP_MANIFEST_NO_COLUMN};
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        if (dp_str_equal(name, (dp_str){list_names[i], strlen(list_names[i])})) list.list = (dp_list)i;
    }
    if (list.list == DP_LIST_COUNT) {
        return dp_source_fail(statement->source, statement->error, "no list is named '%.*s'", (int)name.len, name.at);
    }
    depeche_status status = read_string(statement, &list.file);
    for (dp_str word; !status && (word = next_word(statement)).len;) status = read_option(statement, &list, word);
    if (status) return status;
    if (!list.columns || !list.form_count) {
        return dp_source_fail(statement->source, statement->error, "columns=N and forms=N,N must be said");
    }
    return dp_array_push(statement->arena, &manifest->lists, list) ? DEPECHE_OK : out_of_memory(statement);
}

/* A table is written as a list of its own name. */
static depeche_status read_table(dp_statement *statement, dp_manifest *manifest) {
    dp_manifest_table table = {.name = next_word(statement)};
    dp_manifest_list list = {0};
    depeche_status status = read_string(statement, &list.file);
    for (dp_str word; !status && (word = next_word(statement)).len;) status = read_option(statement, &list, word);
    if (status) return status;
    if (!list.columns || !list.form_count) {
        return dp_source_fail(statement->source, statement->error, "columns=N and keys=N,N must be said");
    }
    uint32_t count = manifest->tables.count;
    if (count && dp_str_compare(manifest->tables.at[count - 1].name, table.name) >= 0) {
        return dp_source_fail(statement->source, statement->error, "tables must be in the order of their names");
    }
    table.file = list.file;
    table.columns = list.columns;
    table.key_count = list.form_count;
    memcpy(table.keys, list.forms, sizeof table.keys);
    return dp_array_push(statement->arena, &manifest->tables, table) ? DEPECHE_OK : out_of_memory(statement);
}

static depeche_status read_dropped(dp_statement *statement, dp_manifest *manifest) {
    for (dp_str word; (word = next_word(statement)).len;) {
        if (!dp_array_push(statement->arena, &manifest->dropped, word)) return out_of_memory(statement);
    }
    return DEPECHE_OK;
}

static depeche_status read_variants(dp_statement *statement, dp_manifest *manifest, bool last) {
    dp_manifest_variants variants = {.word = next_word(statement), .last = last};
    for (dp_str word; (word = next_word(statement)).len;) {
        if (!dp_array_push(statement->arena, &variants.forms, word)) return out_of_memory(statement);
    }
    if (!variants.forms.count) return dp_source_fail(statement->source, statement->error, "a form is missing");
    return dp_array_push(statement->arena, &manifest->variants, variants) ? DEPECHE_OK : out_of_memory(statement);
}

static depeche_status read_statement(dp_statement *statement, dp_manifest *manifest) {
    dp_str keyword = next_word(statement);
    if (dp_str_equal(keyword, DP_STR("list"))) return read_list(statement, manifest);
    if (dp_str_equal(keyword, DP_STR("table"))) return read_table(statement, manifest);
    if (dp_str_equal(keyword, DP_STR("drop"))) return read_dropped(statement, manifest);
    if (dp_str_equal(keyword, DP_STR("last"))) return read_variants(statement, manifest, true);
    if (dp_str_equal(keyword, DP_STR("anywhere"))) return read_variants(statement, manifest, false);
    const struct {
        dp_str keyword;
        const char **string;
    } strings[] = {{DP_STR("language"), &manifest->language},   {DP_STR("classes"), &manifest->classes},
                   {DP_STR("frequency"), &manifest->frequency}, {DP_STR("morphology"), &manifest->morphology},
                   {DP_STR("cities"), &manifest->cities},       {DP_STR("sets"), &manifest->sets}};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        if (dp_str_equal(keyword, strings[i].keyword)) return read_string(statement, strings[i].string);
    }
    return dp_source_fail(statement->source, statement->error, "unknown statement '%.*s'", (int)keyword.len,
                          keyword.at);
}

static depeche_status check_language(const dp_manifest *manifest, dp_source *source, depeche_error *error) {
    size_t length = manifest->language ? strlen(manifest->language) : 0;
    if (length == 0 || length > 15) {
        return dp_source_fail(source, error, "'language TAG' is missing or longer than 15 bytes");
    }
    for (size_t i = 0; i < length; i++) {
        char c = manifest->language[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!good) return dp_source_fail(source, error, "a language is letters, digits and hyphens");
    }
    return DEPECHE_OK;
}

depeche_status dp_manifest_read(dp_arena *arena, const char *folder, dp_source *source, dp_manifest *manifest,
                                depeche_error *error) {
    *manifest = (dp_manifest){0};
    depeche_status status = dp_source_read(arena, folder, "pack.manifest", source, error);
    if (status) return status;
    for (dp_str line; dp_source_next(source, &line);) {
        dp_statement statement = {.source = source, .arena = arena, .rest = line, .error = error};
        status = read_statement(&statement, manifest);
        if (status) return status;
        if (next_word(&statement).len) return dp_source_fail(source, error, "too many words in the statement");
    }
    return check_language(manifest, source, error);
}
