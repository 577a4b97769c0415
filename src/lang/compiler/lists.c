#include "lang/compiler/lists.h"

#include <stdlib.h>

#include "base/error.h"
#include "lang/fold.h"

static depeche_status out_of_memory(depeche_error *error) {
    return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
}

/* ------------------------------------------------------------------------------------------------ reading */

/* Whether a kind was met before: lists have few kinds, and neighbouring lines often the same. */
static bool is_known(const struct dp_list_lines *list, dp_str kind) {
    for (uint32_t i = list->kinds.count; i-- > 0;) {
        if (dp_str_equal(list->kinds.at[i], kind)) return true;
    }
    return false;
}

static depeche_status add_kinds(dp_lists *lists, struct dp_list_lines *list, dp_str kinds, depeche_error *error) {
    for (dp_str kind; dp_source_value(&kinds, &kind);) {
        if (!is_known(list, kind) && !dp_array_push(lists->arena, &list->kinds, kind)) return out_of_memory(error);
    }
    return DEPECHE_OK;
}

/* Adds a form with spaces in the place of its hyphens, if it has any ("Saint Denis"). */
static depeche_status add_unhyphenated(dp_lists *lists, dp_pending_form form, depeche_error *error) {
    if (!memchr(form.form.at, '-', form.form.len)) return DEPECHE_OK;
    char *bytes = dp_arena_alloc(lists->arena, form.form.len);
    if (!bytes) return out_of_memory(error);
    for (size_t i = 0; i < form.form.len; i++) {
        bool inside = i > 0 && i + 1 < form.form.len;
        bytes[i] = inside && form.form.at[i] == '-' ? ' ' : form.form.at[i];
    }
    form.form.at = bytes;
    return dp_array_push(lists->arena, &lists->forms, form) ? DEPECHE_OK : out_of_memory(error);
}

static depeche_status add_line(dp_lists *lists, const dp_manifest_list *manifest, const dp_source *source, dp_str line,
                               depeche_error *error) {
    struct dp_list_lines *list = &lists->lists[manifest->list];
    dp_str fields[DP_MANIFEST_COLUMNS];
    depeche_status status = dp_source_fields(source, line, fields, manifest->columns, error);
    if (status) return status;
    dp_pending_form form = {
        .path = source->path, .line = source->line, .entry = list->lines.count, .list = manifest->list};
    if (manifest->kind != DP_MANIFEST_NO_COLUMN) {
        form.kinds = fields[manifest->kind];
        if ((status = add_kinds(lists, list, form.kinds, error))) return status;
    }
    if (manifest->part != DP_MANIFEST_NO_COLUMN) form.part = fields[manifest->part];
    bool found = false;
    for (unsigned i = 0; i < manifest->form_count; i++) {
        form.column = manifest->forms[i];
        for (dp_str rest = fields[form.column]; dp_source_value(&rest, &form.form); found = true) {
            if (!dp_array_push(lists->arena, &lists->forms, form)) return out_of_memory(error);
            if (!manifest->unhyphenated) continue;
            if ((status = add_unhyphenated(lists, form, error))) return status;
        }
    }
    if (!found) return dp_source_fail(source, error, "the line has no form");
    return dp_array_push(lists->arena, &list->lines, line) ? DEPECHE_OK : out_of_memory(error);
}

depeche_status dp_lists_read(dp_lists *lists, const dp_manifest_list *manifest, dp_source *source,
                             depeche_error *error) {
    dp_str last = {NULL, 0};
    for (dp_str line; dp_source_next(source, &line);) {
        depeche_status status = dp_source_in_order(source, line, &last, error);
        if (!status) status = add_line(lists, manifest, source, line, error);
        if (status) return status;
    }
    return DEPECHE_OK;
}

/* ------------------------------------------------------------------------------------------------ cutting */

static int compare_strings(const void *left, const void *right) {
    return dp_str_compare(*(const dp_str *)left, *(const dp_str *)right);
}

/* The number of a kind, from 1; the kinds are sorted. */
static uint16_t kind_number(const struct dp_list_lines *list, dp_str kind) {
    const dp_str *found = bsearch(&kind, list->kinds.at, list->kinds.count, sizeof *list->kinds.at, compare_strings);
    return found ? (uint16_t)(found - list->kinds.at + 1) : 0;
}

static depeche_status fail(const dp_pending_form *form, depeche_error *error) {
    dp_source source = {.path = form->path, .line = form->line};
    return error ? dp_source_fail(&source, error, "%s", error->message) : DEPECHE_ERROR_ARGUMENT;
}

/* Adds a form with one kind. */
static depeche_status add_reading(const dp_pending_form *pending, const dp_form *form, const uint32_t *words,
                                  dp_phrase phrase, dp_inflection *inflection, dp_phrases *phrases,
                                  depeche_error *error) {
    if (pending->part.len) {
        phrase.reading.column = 0;
        return dp_inflection_add(inflection, form, pending->part, &phrase, phrases, error);
    }
    char folded[DP_FOLD_MAX];
    dp_str whole = {folded, dp_fold(pending->form, folded)};
    dp_signature signature = {0};
    dp_signature_add(&signature, pending->form);
    phrase.words = words;
    phrase.count = form->count;
    phrase.hash = whole.len ? dp_str_hash(whole) : 0;
    phrase.reading.signature = signature.value;
    return dp_phrases_add(phrases, &phrase) ? out_of_memory(error) : DEPECHE_OK;
}

/* Adds a form, once for each kind of its entry. */
static depeche_status add_form(const dp_lists *lists, const dp_pending_form *pending, const dp_form *form,
                               dp_inflection *inflection, dp_phrases *phrases, depeche_error *error) {
    if (form->count > DP_PACK_PHRASE_MAX) {
        return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "a form of %u words; at most %d", (unsigned)form->count,
                            (int)DP_PACK_PHRASE_MAX);
    }
    uint32_t *words = dp_arena_alloc(lists->arena, form->count * sizeof *words);
    if (!words) return out_of_memory(error);
    for (uint32_t i = 0; i < form->count; i++) words[i] = form->tokens[i].word;
    dp_phrase phrase = {
        .reading = {.list = (uint16_t)pending->list, .entry = pending->entry, .column = pending->column}};
    dp_str rest = pending->kinds, kind = {"", 0};
    bool more = dp_source_value(&rest, &kind);
    do {
        phrase.reading.kind = more ? kind_number(&lists->lists[pending->list], kind) : 0;
        depeche_status status = add_reading(pending, form, words, phrase, inflection, phrases, error);
        if (status) return status;
        phrase.order++;
    } while (more && (more = dp_source_value(&rest, &kind)));
    return DEPECHE_OK;
}

depeche_status dp_lists_cut(dp_lists *lists, const dp_token_rules *rules, dp_inflection *inflection,
                            dp_phrases *phrases, depeche_error *error) {
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        struct dp_list_lines *list = &lists->lists[i];
        if (list->kinds.count) qsort(list->kinds.at, list->kinds.count, sizeof *list->kinds.at, compare_strings);
        if (list->kinds.count >= UINT16_MAX - 1) return dp_error_set(error, DEPECHE_ERROR_ARGUMENT, "too many kinds");
    }
    uint32_t count = lists->forms.count;
    dp_str *strings = dp_arena_alloc(lists->arena, count * sizeof *strings);
    dp_form *forms = dp_arena_alloc(lists->arena, count * sizeof *forms);
    if (!strings || !forms) return out_of_memory(error);
    for (uint32_t i = 0; i < count; i++) strings[i] = lists->forms.at[i].form;
    depeche_status status = dp_forms_cut(lists->arena, rules, inflection->vocabulary, strings, count, forms, error);
    for (uint32_t i = 0; !status && i < count; i++) {
        const dp_pending_form *pending = &lists->forms.at[i];
        status = add_form(lists, pending, &forms[i], inflection, phrases, error);
        if (status == DEPECHE_ERROR_ARGUMENT) status = fail(pending, error);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ writing */

typedef struct dp_list_sections {
    dp_pack_list *info;
    uint32_t *offsets;
    dp_pack_slice *kinds;
    char *text;
    uint32_t entries, kind_count;
    uint64_t size;
} dp_list_sections;

/* How much all lists need. */
static void measure(const dp_lists *lists, dp_list_sections *sections) {
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        const struct dp_list_lines *list = &lists->lists[i];
        sections->entries += list->lines.count;
        sections->kind_count += list->kinds.count + 1;
        for (uint32_t e = 0; e < list->lines.count; e++) sections->size += list->lines.at[e].len;
        for (uint32_t k = 0; k < list->kinds.count; k++) sections->size += list->kinds.at[k].len;
    }
}

static uint32_t put(char *text, uint32_t offset, dp_str string) {
    if (string.len) memcpy(text + offset, string.at, string.len);
    return offset + (uint32_t)string.len;
}

int dp_lists_write(const dp_lists *lists, dp_writer *writer) {
    dp_list_sections sections = {0};
    measure(lists, &sections);
    if (sections.size > UINT32_MAX) return -1;
    sections.info = dp_writer_add(writer, "lists.info", DP_LIST_COUNT, sizeof *sections.info);
    sections.offsets = dp_writer_add(writer, "lists.offsets", (size_t)sections.entries + 1, sizeof *sections.offsets);
    sections.kinds = dp_writer_add(writer, "lists.kinds", sections.kind_count, sizeof *sections.kinds);
    sections.text = dp_writer_add(writer, "lists.text", (size_t)sections.size, 1);
    if (!sections.info || !sections.offsets || !sections.kinds || !sections.text) return -1;
    uint32_t offset = 0, entry = 0, kind = 0;
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        const struct dp_list_lines *list = &lists->lists[i];
        sections.info[i] = (dp_pack_list){entry, list->lines.count, kind, list->kinds.count + 1};
        for (uint32_t e = 0; e < list->lines.count; e++) {
            sections.offsets[entry++] = offset;
            offset = put(sections.text, offset, list->lines.at[e]);
        }
        kind += list->kinds.count + 1;
    }
    sections.offsets[entry] = offset;
    kind = 0;
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        const struct dp_list_lines *list = &lists->lists[i];
        sections.kinds[kind++] = (dp_pack_slice){offset, 0};
        for (uint32_t k = 0; k < list->kinds.count; k++) {
            dp_str name = list->kinds.at[k];
            sections.kinds[kind++] = (dp_pack_slice){offset, (uint32_t)name.len};
            offset = put(sections.text, offset, name);
        }
    }
    return 0;
}
