#include "corpus/system.h"

/* A JSON string: quotation marks, backslashes and control characters escaped, all else as it is. */
static void write_string(FILE *file, dp_str string) {
    fputc('"', file);
    for (size_t i = 0; i < string.len; i++) {
        unsigned char byte = (unsigned char)string.at[i];
        if (byte == '"' || byte == '\\') {
            fprintf(file, "\\%c", byte);
        } else if (byte < 0x20) {
            fprintf(file, "\\u%04x", byte);
        } else {
            fputc(byte, file);
        }
    }
    fputc('"', file);
}

static void write_span(FILE *file, depeche_span span) {
    fprintf(file, "{\"start\": %u, \"end\": %u}", span.start, span.end);
}

static void write_spans(FILE *file, const depeche_span *spans, uint32_t count) {
    fputc('[', file);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(", ", file);
        write_span(file, spans[i]);
    }
    fputc(']', file);
}

static void write_claim(FILE *file, const dp_system_claim *claim) {
    fputs("{\"content\": ", file);
    write_spans(file, claim->contents, claim->content_count);
    fputs(", \"cue\": ", file);
    write_spans(file, claim->cues, claim->cue_count);
    fputs(", \"source\": ", file);
    if (claim->has_source) {
        write_span(file, claim->source);
    } else {
        fputs("null", file);
    }
    fputs(", \"who\": ", file);
    if (claim->who.len) {
        write_string(file, claim->who);
    } else {
        fputs("null", file);
    }
    fputc('}', file);
}

int dp_system_write(FILE *file, const dp_system *system) {
    fputs("{\"id\": ", file);
    write_string(file, system->id);
    fputs(", \"entities\": [", file);
    for (uint32_t i = 0; i < system->entity_count; i++) {
        const dp_system_entity *entity = &system->entities[i];
        fprintf(file, "%s{\"type\": \"%s\", \"start\": %u, \"end\": %u}", i ? ", " : "", entity->type,
                entity->span.start, entity->span.end);
    }
    fputs("], \"claims\": [", file);
    for (uint32_t i = 0; i < system->claim_count; i++) {
        if (i) fputs(", ", file);
        write_claim(file, &system->claims[i]);
    }
    fputs("], \"check_worthy\": [", file);
    for (uint32_t i = 0; i < system->check_worthy_count; i++) {
        fprintf(file, "%s%u", i ? ", " : "", system->check_worthy[i]);
    }
    fputs("]}\n", file);
    return ferror(file) ? -1 : 0;
}
