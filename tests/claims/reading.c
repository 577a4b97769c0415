#include "claims/reading.h"

#include <stdlib.h>

enum { MARKS = 64 };

typedef struct mark {
    size_t start, end;
    dp_tag tag;
} mark;

static dp_tag tag_of(const char *at) {
    for (int tag = DP_TAG_PER; tag < DP_TAG_COUNT; tag++) {
        const char *name = dp_tag_name((dp_tag)tag);
        if (strncmp(at, name, strlen(name)) == 0 && at[strlen(name)] == ':') return (dp_tag)tag;
    }
    fail_msg("no tag at %s", at);
    return DP_TAG_NONE;
}

/* Copies the text without its marks; gives its length. */
static size_t take_marks(const char *marked, char *plain, mark marks[MARKS], size_t *count) {
    size_t length = 0;
    *count = 0;
    for (const char *at = marked; *at; at++) {
        if (*at == '{') {
            assert_true(*count < MARKS);
            marks[*count] = (mark){length, 0, tag_of(at + 1)};
            at = strchr(at, ':');
        } else if (*at == '}') {
            marks[(*count)++].end = length;
        } else {
            plain[length++] = *at;
        }
    }
    return length;
}

static void set_tags(reading *r, const mark *marks, size_t count) {
    r->tags.at = dp_arena_calloc(&r->arena, count + 1, sizeof *r->tags.at);
    assert_non_null(r->tags.at);
    for (size_t i = 0; i < count; i++) {
        uint32_t first = 0, end;
        while (first < r->text.token_count && r->text.tokens[first].byte_start < marks[i].start) first++;
        for (end = first; end < r->text.token_count && r->text.tokens[end].byte_end <= marks[i].end; end++) continue;
        assert_true(end > first);
        r->tags.at[r->tags.count++] = (dp_tagged){{first, end}, marks[i].tag, 1.0f};
    }
}

void reading_open(reading *r, const char *marked, size_t title_length) {
    memset(r, 0, sizeof *r);
    dp_arena_init(&r->arena);
    mark marks[MARKS];
    size_t count = 0;
    char *plain = dp_arena_alloc(&r->arena, strlen(marked) + 1);
    assert_non_null(plain);
    dp_str bytes = {plain, take_marks(marked, plain, marks, &count)};
    assert_int_equal(dp_text_cut(&r->arena, dp_pack_token_rules(french_pack), bytes, title_length, &r->text), 0);
    dp_pack_assign_words(french_pack, &r->text);
    assert_int_equal(dp_quotations_find(&r->arena, &r->text, &r->quotations), 0);
    set_tags(r, marks, count);
    dp_day published = {.days = 20335, .known = true}; /* 4 September 2025 */
    assert_int_equal(dp_entities_find(french_pack, &r->arena, &r->text, &r->tags, published, &r->entities), 0);
    assert_int_equal(dp_values_find(french_pack, &r->arena, &r->text, &r->tags, published, &r->values), 0);
    assert_int_equal(dp_scene_build(french_pack, &r->arena, &r->text, &r->quotations, &r->tags, &r->scene), 0);
}

void reading_close(reading *r) {
    dp_arena_close(&r->arena);
}

void reading_find(reading *r) {
    dp_claims_input input = {.text = &r->text,
                             .quotations = &r->quotations,
                             .tags = &r->tags,
                             .values = &r->values,
                             .entities = &r->entities,
                             .narrator = DP_STR("La Dépêche du Lac")};
    assert_int_equal(dp_claims_find(french_pack, &r->arena, &input, &r->claims), 0);
}

uint32_t reading_token(const reading *r, const char *form) {
    for (uint32_t t = 0; t < r->text.token_count; t++) {
        if (dp_str_equal(dp_text_token(&r->text, t), (dp_str){form, strlen(form)})) return t;
    }
    fail_msg("no token %s", form);
    return 0;
}

const char *reading_words(reading *r, dp_range range) {
    dp_str words = dp_text_range(&r->text, range);
    char *copy = dp_arena_alloc(&r->arena, words.len + 1);
    assert_non_null(copy);
    memcpy(copy, words.at, words.len);
    copy[words.len] = '\0';
    return copy;
}

const dp_claim *reading_claim(reading *r, const char *content) {
    for (uint32_t i = 0; i < r->claims.count; i++) {
        const char *words = reading_words(r, r->claims.at[i].contents[0]);
        if (strncmp(words, content, strlen(content)) == 0) return &r->claims.at[i];
    }
    return NULL;
}
