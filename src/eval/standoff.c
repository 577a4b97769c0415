#include "eval/standoff.h"

#include <jansson.h>
#include <stdlib.h>

#include "tagger/tagger.h"

/* One line under way. */
typedef struct line_reader {
    dp_arena *arena;
    const char *name; /* of the file */
    size_t number;
    depeche_error *error;
    dp_str text;
    uint32_t chars;
    uint32_t *bytes_at; /* for every code point of the text and its end, the byte where it begins */
} line_reader;

static depeche_status fail(const line_reader *r, const char *what) {
    return dp_error_set(r->error, DEPECHE_ERROR_PACK_FORMAT, "%s:%zu: %s", r->name, r->number, what);
}

static depeche_status no_memory(const line_reader *r) {
    return dp_error_set(r->error, DEPECHE_ERROR_MEMORY, "%s: out of memory", r->name);
}

/* ------------------------------------------------------------------------------------------------- values */

/* A copy of the string member; empty when there is none. */
static depeche_status read_string(const line_reader *r, const json_t *object, const char *member, dp_str *string) {
    const json_t *value = json_object_get(object, member);
    *string = (dp_str){"", 0};
    if (!json_is_string(value)) return DEPECHE_OK;
    size_t length = json_string_length(value);
    char *copy = dp_arena_alloc(r->arena, length + 1);
    if (!copy) return no_memory(r);
    memcpy(copy, json_string_value(value), length + 1);
    *string = (dp_str){copy, length};
    return DEPECHE_OK;
}

/* Where each code point of the text begins. */
static depeche_status index_text(line_reader *r, dp_str text) {
    if (text.len >= UINT32_MAX) return fail(r, "the text is too long");
    r->text = text;
    r->bytes_at = dp_arena_calloc(r->arena, text.len + 1, sizeof *r->bytes_at);
    if (!r->bytes_at) return no_memory(r);
    r->chars = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.at[i] & 0xC0) != 0x80) r->bytes_at[r->chars++] = (uint32_t)i;
    }
    r->bytes_at[r->chars] = (uint32_t)text.len;
    return DEPECHE_OK;
}

static bool read_offset(const line_reader *r, const json_t *value, uint32_t *offset) {
    if (!json_is_integer(value)) return false;
    json_int_t number = json_integer_value(value);
    if (number < 0 || number > (json_int_t)r->chars) return false;
    *offset = (uint32_t)number;
    return true;
}

static depeche_status read_span(const line_reader *r, const json_t *object, depeche_span *span) {
    bool read = read_offset(r, json_object_get(object, "start"), &span->start) &&
                read_offset(r, json_object_get(object, "end"), &span->end) && span->start <= span->end;
    if (!read) return fail(r, "a span without \"start\" and \"end\" inside the text");
    span->byte_start = r->bytes_at[span->start];
    span->byte_end = r->bytes_at[span->end];
    return DEPECHE_OK;
}

/* Room for the elements of an array (or of no array: none); the status of memory. */
static depeche_status open_array(const line_reader *r, const json_t *array, size_t size, void *elements,
                                 uint32_t *count) {
    size_t length = json_array_size(array);
    if (length >= UINT32_MAX) return fail(r, "too many elements");
    void *room = dp_arena_calloc(r->arena, length ? length : 1, size);
    if (!room) return no_memory(r);
    memcpy(elements, &room, sizeof room);
    *count = (uint32_t)length;
    return DEPECHE_OK;
}

static depeche_status read_spans(const line_reader *r, const json_t *array, depeche_span **spans, uint32_t *count) {
    depeche_status status = open_array(r, array, sizeof **spans, spans, count);
    for (uint32_t i = 0; !status && i < *count; i++) status = read_span(r, json_array_get(array, i), &(*spans)[i]);
    return status;
}

static depeche_status read_offsets(const line_reader *r, const json_t *array, depeche_span **spans, uint32_t *count) {
    depeche_status status = open_array(r, array, sizeof **spans, spans, count);
    for (uint32_t i = 0; !status && i < *count; i++) {
        uint32_t offset;
        if (!read_offset(r, json_array_get(array, i), &offset)) return fail(r, "an offset outside of the text");
        (*spans)[i] = (depeche_span){offset, offset, r->bytes_at[offset], r->bytes_at[offset]};
    }
    return status;
}

/* -------------------------------------------------------------------------------------------- annotations */

static depeche_status read_entities(const line_reader *r, const json_t *array, dp_gold *gold) {
    depeche_status status = open_array(r, array, sizeof *gold->entities, &gold->entities, &gold->entity_count);
    for (uint32_t i = 0; !status && i < gold->entity_count; i++) {
        const json_t *entity = json_array_get(array, i);
        const char *type = json_string_value(json_object_get(entity, "type"));
        for (int tag = 1; type && tag < DP_TAG_COUNT; tag++) {
            const char *name = dp_tag_name((dp_tag)tag);
            if (strcmp(name, type) == 0) gold->entities[i].type = (dp_str){name, strlen(name)};
        }
        if (!gold->entities[i].type.len) return fail(r, "an entity of no known type");
        status = read_span(r, entity, &gold->entities[i].span);
    }
    return status;
}

static depeche_status read_claim(const line_reader *r, const json_t *object, dp_gold_claim *claim) {
    depeche_status status = read_spans(r, json_object_get(object, "content"), &claim->contents, &claim->content_count);
    if (!status) status = read_spans(r, json_object_get(object, "cue"), &claim->cues, &claim->cue_count);
    if (!status) status = read_string(r, object, "who", &claim->who);
    const json_t *source = json_object_get(object, "source");
    claim->has_source = json_is_object(source);
    if (!status && claim->has_source) status = read_span(r, source, &claim->source);
    claim->nominal = json_is_true(json_object_get(object, "nominal"));
    json_int_t number = json_integer_value(json_object_get(object, "id"));
    claim->number = number > 0 && number < UINT32_MAX ? (uint32_t)number : 0;
    return status;
}

static depeche_status read_claims(const line_reader *r, const json_t *array, dp_gold *gold) {
    depeche_status status = open_array(r, array, sizeof *gold->claims, &gold->claims, &gold->claim_count);
    for (uint32_t i = 0; !status && i < gold->claim_count; i++) {
        status = read_claim(r, json_array_get(array, i), &gold->claims[i]);
    }
    return status;
}

static depeche_status read_annotations(const line_reader *r, const json_t *object, dp_gold *gold) {
    depeche_status status = read_entities(r, json_object_get(object, "entities"), gold);
    if (!status) status = read_claims(r, json_object_get(object, "claims"), gold);
    if (status) return status;
    return read_offsets(r, json_object_get(object, "check_worthy"), &gold->check_worthy, &gold->check_worthy_count);
}

static depeche_status read_optional(const line_reader *r, const json_t *object, dp_optional *optional) {
    const json_t *claims = json_object_get(object, "claims");
    depeche_status status =
        read_spans(r, json_object_get(object, "entities"), &optional->entities, &optional->entity_count);
    if (!status) {
        status = read_offsets(r, json_object_get(object, "check_worthy"), &optional->check_worthy,
                              &optional->check_worthy_count);
    }
    if (!status) status = open_array(r, claims, sizeof *optional->claims, &optional->claims, &optional->claim_count);
    for (uint32_t i = 0; !status && i < optional->claim_count; i++) {
        depeche_span *spans;
        status = read_spans(r, json_array_get(claims, i), &spans, &optional->claims[i].count);
        optional->claims[i].at = spans;
    }
    return status;
}

static depeche_status read_exam(line_reader *r, const json_t *object, dp_exam *exam) {
    static const char *const required[] = {"id", "text"};
    for (size_t i = 0; i < 2; i++) {
        if (!json_is_string(json_object_get(object, required[i]))) {
            return fail(r, i ? "a document without \"text\"" : "a document without \"id\"");
        }
    }
    dp_gold *gold = &exam->gold;
    depeche_status status = read_string(r, object, "id", &gold->id);
    if (!status) status = read_string(r, object, "text", &gold->text);
    if (!status) status = read_string(r, object, "date", &gold->date);
    if (!status) status = read_string(r, object, "source", &gold->source);
    if (!status) status = read_string(r, object, "language", &gold->language);
    if (!status) status = index_text(r, gold->text);
    if (!status) status = read_annotations(r, object, gold);
    if (!status) status = read_optional(r, json_object_get(object, "optional"), &exam->optional);
    if (status) return status;
    const char *line_end = gold->text.len ? memchr(gold->text.at, '\n', gold->text.len) : NULL;
    gold->title_length = line_end ? (size_t)(line_end - gold->text.at) : gold->text.len;
    return DEPECHE_OK;
}

/* ------------------------------------------------------------------------------------------------- lines */

/* Takes the next line that is not blank from *rest and parses it. NULL at the end, or with *status set. */
static json_t *next_object(line_reader *r, dp_str *rest, depeche_status *status) {
    *status = DEPECHE_OK;
    while (rest->len) {
        const char *end = memchr(rest->at, '\n', rest->len);
        dp_str line = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
        size_t taken = line.len + (end != NULL);
        *rest = (dp_str){rest->at + taken, rest->len - taken};
        r->number++;
        while (line.len && strchr(" \t\r", line.at[line.len - 1]) && line.at[line.len - 1]) line.len--;
        if (!line.len) continue;
        json_error_t fault;
        json_t *object = json_loadb(line.at, line.len, 0, &fault);
        if (json_is_object(object)) return object;
        json_decref(object);
        *status = dp_error_set(r->error, DEPECHE_ERROR_PACK_FORMAT, "%s:%zu: %s", r->name, r->number,
                               object ? "not a JSON object" : fault.text);
        return NULL;
    }
    return NULL;
}

depeche_status dp_standoff_read(dp_arena *arena, const char *name, dp_str bytes, dp_exams *exams,
                                depeche_error *error) {
    line_reader r = {.arena = arena, .name = name, .error = error};
    depeche_status status;
    for (json_t *object; (object = next_object(&r, &bytes, &status));) {
        dp_exam exam = {0};
        status = read_exam(&r, object, &exam);
        json_decref(object);
        if (!status && !dp_array_push(arena, exams, exam)) status = no_memory(&r);
        if (status) return status;
    }
    return status;
}

typedef struct exam_name {
    dp_str id;
    uint32_t number;
} exam_name;

static int compare_names(const void *a, const void *b) {
    const exam_name *x = a, *y = b;
    int order = dp_str_compare(x->id, y->id);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* The first of the documents that has this id; DEPECHE_NONE when none has. */
static uint32_t find_exam(const exam_name *names, uint32_t count, dp_str id) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dp_str_compare(names[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && dp_str_equal(names[low].id, id) ? names[low].number : DEPECHE_NONE;
}

static depeche_status read_findings(line_reader *r, const json_t *object, const dp_exams *exams, const exam_name *names,
                                    dp_gold *found) {
    const json_t *id = json_object_get(object, "id");
    if (!json_is_string(id)) return fail(r, "a line without \"id\"");
    uint32_t number = find_exam(names, exams->count, (dp_str){json_string_value(id), json_string_length(id)});
    if (number == DEPECHE_NONE) return DEPECHE_OK;
    depeche_status status = index_text(r, exams->at[number].gold.text);
    found[number] = (dp_gold){0};
    return status ? status : read_annotations(r, object, &found[number]);
}

depeche_status dp_standoff_read_system(dp_arena *arena, const char *name, dp_str bytes, const dp_exams *exams,
                                       dp_gold *found, depeche_error *error) {
    line_reader r = {.arena = arena, .name = name, .error = error};
    exam_name *names = dp_arena_calloc(arena, (size_t)exams->count + 1, sizeof *names);
    if (!names) return no_memory(&r);
    for (uint32_t i = 0; i < exams->count; i++) names[i] = (exam_name){exams->at[i].gold.id, i};
    qsort(names, exams->count, sizeof *names, compare_names);
    depeche_status status;
    for (json_t *object; (object = next_object(&r, &bytes, &status));) {
        status = read_findings(&r, object, exams, names, found);
        json_decref(object);
        if (status) return status;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ writing */

static void write_spans(const depeche_span *spans, uint32_t count, FILE *file) {
    fputc('[', file);
    for (uint32_t i = 0; i < count; i++) {
        fprintf(file, "%s{\"start\": %u, \"end\": %u}", i ? ", " : "", spans[i].start, spans[i].end);
    }
    fputc(']', file);
}

/* A string, or null where it is empty. Returns 0, or -1 when memory is out or the file cannot be written. */
static int write_string(dp_str string, FILE *file) {
    json_t *value = string.len ? json_stringn(string.at, string.len) : json_null();
    int result = value ? json_dumpf(value, file, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : -1;
    json_decref(value);
    return result;
}

static int write_claim(const dp_gold_claim *claim, FILE *file) {
    fputs("{\"content\": ", file);
    write_spans(claim->contents, claim->content_count, file);
    fputs(", \"cue\": ", file);
    write_spans(claim->cues, claim->cue_count, file);
    fputs(", \"source\": ", file);
    if (claim->has_source) {
        fprintf(file, "{\"start\": %u, \"end\": %u}", claim->source.start, claim->source.end);
    } else {
        fputs("null", file);
    }
    fputs(", \"who\": ", file);
    int result = write_string(claim->who, file);
    fputc('}', file);
    return result;
}

int dp_standoff_write(const dp_gold *found, dp_str id, FILE *file) {
    fputs("{\"id\": ", file);
    int result = write_string(id, file);
    fputs(", \"entities\": [", file);
    for (uint32_t i = 0; i < found->entity_count; i++) {
        const dp_gold_entity *entity = &found->entities[i];
        fprintf(file, "%s{\"type\": \"%.*s\", \"start\": %u, \"end\": %u}", i ? ", " : "", (int)entity->type.len,
                entity->type.at, entity->span.start, entity->span.end);
    }
    fputs("], \"claims\": [", file);
    for (uint32_t i = 0; !result && i < found->claim_count; i++) {
        if (i) fputs(", ", file);
        result = write_claim(&found->claims[i], file);
    }
    fputs("], \"check_worthy\": [", file);
    for (uint32_t i = 0; i < found->check_worthy_count; i++) {
        fprintf(file, "%s%u", i ? ", " : "", found->check_worthy[i].start);
    }
    fputs("]}\n", file);
    return result || ferror(file) ? -1 : 0;
}
