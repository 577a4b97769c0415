/*
 * make_samples.c - the sample articles of the demo, as JSON Lines, from annotated articles of the training corpus.
 *
 *   make_samples OUT.jsonl IN.ann...
 */
#include <stdio.h>

#include "corpus/gold.h"
#include "ops/buffer.h"

static void add_member(dp_buffer *json, const char *name, dp_str value, bool last) {
    dp_buffer_format(json, "\"%s\":\"", name);
    dp_buffer_add_json(json, value);
    dp_buffer_add_text(json, last ? "\"}\n" : "\",");
}

/* The text below the title. */
static dp_str body_of(const dp_gold *gold) {
    size_t start = gold->title_length;
    while (start < gold->text.len && gold->text.at[start] == '\n') start++;
    return (dp_str){gold->text.at + start, gold->text.len - start};
}

static void add_article(dp_buffer *json, const dp_gold *gold) {
    dp_buffer_add_char(json, '{');
    add_member(json, "id", gold->id, false);
    add_member(json, "published_at", gold->date, false);
    add_member(json, "source", gold->source, false);
    add_member(json, "language", gold->language, false);
    add_member(json, "title", (dp_str){gold->text.at, gold->title_length}, false);
    add_member(json, "text", body_of(gold), true);
}

static int write_file(const char *path, const dp_buffer *json) {
    FILE *file = fopen(path, "wbe");
    if (!file) return -1;
    size_t written = fwrite(json->at, 1, json->len, file);
    return fclose(file) == 0 && written == json->len && !json->failed ? 0 : -1;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: make_samples OUT.jsonl IN.ann...\n");
        return 2;
    }
    dp_arena arena;
    dp_arena_init(&arena);
    dp_buffer json = {0};
    int result = 0;
    for (int i = 2; i < argc && result == 0; i++) {
        dp_gold gold;
        depeche_error error;
        if (dp_gold_read(&arena, argv[i], &gold, &error) == DEPECHE_OK) {
            add_article(&json, &gold);
        } else {
            fprintf(stderr, "make_samples: %s\n", error.message);
            result = 1;
        }
    }
    if (result == 0 && write_file(argv[1], &json) != 0) {
        fprintf(stderr, "make_samples: %s cannot be written\n", argv[1]);
        result = 1;
    }
    dp_buffer_close(&json);
    dp_arena_close(&arena);
    return result;
}
