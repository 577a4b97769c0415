/* The French pack as it stands in the tree: it compiles, the same each time, and every form of its lexicons is met. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/compiler/compile.h"
#include "lang/compiler/manifest.h"
#include "tiny.h"

typedef struct fixture {
    char folder[TINY_PATH], source[TINY_PATH];
    depeche_pack *pack;
    dp_arena arena, scratch;
} fixture;

static int set_up(void **state) {
    static fixture f;
    const char *root = getenv("DEPECHE_SOURCE");
    assert_non_null(root);
    snprintf(f.source, sizeof f.source, "%.200s/src/lang/fr", root);
    tiny_make(f.folder);
    depeche_error error = {0};
    const char *path = tiny_path(f.folder, "fr.pack");
    if (dp_compile(f.source, path, NULL, &error) || depeche_pack_open(path, &f.pack, &error)) {
        fail_msg("%s", error.message);
    }
    dp_arena_init(&f.arena);
    dp_arena_init(&f.scratch);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    depeche_pack_close(f->pack);
    dp_arena_close(&f->arena);
    dp_arena_close(&f->scratch);
    tiny_remove(f->folder);
    return 0;
}

static void test_two_compilations_are_equal_to_the_bit(void **state) {
    fixture *f = *state;
    size_t size, again_size;
    depeche_error error = {0};
    if (dp_compile(f->source, tiny_path(f->folder, "again.pack"), NULL, &error)) fail_msg("%s", error.message);
    unsigned char *bytes = tiny_read(tiny_path(f->folder, "fr.pack"), &size);
    unsigned char *again = tiny_read(tiny_path(f->folder, "again.pack"), &again_size);
    assert_int_equal(size, again_size);
    assert_memory_equal(bytes, again, size);
    free(bytes);
    free(again);
}

/* How the forms of a file fared. */
typedef struct tally {
    unsigned long forms, missed, inexact, not_looked_up;
} tally;

/* Whether one of the hits is of the entry and column, and ends at `end`; *exact tells whether its capitals agree. */
static bool is_met(const fixture *f, const dp_text *text, uint32_t start, size_t end, const dp_hit *wanted,
                   bool *exact) {
    dp_hit hits[DP_HITS_MAX];
    bool met = false;
    size_t count = dp_pack_hits(f->pack, text, start, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        bool same = hits[i].list == wanted->list && hits[i].entry == wanted->entry && hits[i].column == wanted->column;
        if (!same || text->tokens[start + hits[i].length - 1].byte_end != end) continue;
        met = true;
        *exact |= hits[i].exact;
    }
    return met;
}

/* Looks for the form in the middle of a sentence, and as a whole. */
static void try_form(fixture *f, dp_str form, const dp_hit *wanted, tally *score) {
    char bytes[2048];
    static const char before[] = "Il a vu ici ";
    size_t start = sizeof before - 1;
    int length = snprintf(bytes, sizeof bytes, "%s%.*s avec eux hier.", before, (int)form.len, form.at);
    assert_true(length > 0 && (size_t)length < sizeof bytes);
    dp_text text;
    dp_arena_reset(&f->scratch);
    tiny_cut(f->pack, &f->scratch, bytes, &text);
    bool met = false, exact = false;
    for (uint32_t i = 0; i < text.token_count && !met; i++) {
        if (text.tokens[i].byte_start == start) met = is_met(f, &text, i, start + form.len, wanted, &exact);
    }
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_lookup(f->pack, form, hits, DP_HITS_MAX);
    bool looked_up = false;
    for (size_t i = 0; i < count; i++) {
        looked_up |= hits[i].list == wanted->list && hits[i].entry == wanted->entry && hits[i].exact;
    }
    score->forms++;
    score->missed += !met;
    score->inexact += met && !exact;
    score->not_looked_up += !looked_up;
}

static void try_list(fixture *f, const dp_manifest_list *list, uint32_t *entry, tally *score) {
    dp_source source;
    depeche_error error;
    assert_int_equal(dp_source_read(&f->arena, f->source, list->file, &source, &error), DEPECHE_OK);
    for (dp_str line; dp_source_next(&source, &line); ++*entry) {
        dp_str fields[DP_MANIFEST_COLUMNS];
        assert_int_equal(dp_source_fields(&source, line, fields, list->columns, &error), DEPECHE_OK);
        for (unsigned i = 0; i < list->form_count; i++) {
            dp_hit wanted = {.list = (uint16_t)list->list, .entry = *entry, .column = list->forms[i]};
            for (dp_str rest = fields[list->forms[i]], form; dp_source_value(&rest, &form);) {
                try_form(f, form, &wanted, score);
            }
        }
    }
}

static void test_every_form_of_every_lexicon_is_met(void **state) {
    fixture *f = *state;
    dp_manifest manifest;
    dp_source source;
    depeche_error error;
    assert_int_equal(dp_manifest_read(&f->arena, f->source, &source, &manifest, &error), DEPECHE_OK);
    uint32_t entries[DP_LIST_COUNT] = {0};
    tally score = {0};
    for (uint32_t i = 0; i < manifest.lists.count; i++) {
        const dp_manifest_list *list = &manifest.lists.at[i];
        if (list->part != DP_MANIFEST_NO_COLUMN) continue; /* cues match by inflected forms */
        try_list(f, list, &entries[list->list], &score);
    }
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        if (i != DP_LIST_CUE) assert_int_equal(entries[i], dp_pack_entries(f->pack, (dp_list)i));
    }
    assert_true(score.forms > 250000);
    /* Names with the end of a sentence inside ("Bonjour ! La Matinale") cannot be met: hits never cross one. */
    if (score.missed * 1000 > score.forms) fail_msg("%lu of %lu forms are not met", score.missed, score.forms);
    assert_int_equal(score.inexact, 0);
    assert_int_equal(score.not_looked_up, 0);
}

/* Whether a cue with this lemma is hit at the token `lower` of the text. */
static bool has_cue(fixture *f, const char *bytes, const char *lower, const char *lemma) {
    dp_text text;
    dp_hit hits[DP_HITS_MAX];
    dp_arena_reset(&f->scratch);
    tiny_cut(f->pack, &f->scratch, bytes, &text);
    size_t count = dp_pack_hits(f->pack, &text, tiny_token(&text, lower), hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].list != DP_LIST_CUE) continue;
        if (dp_str_equal(dp_pack_field(f->pack, DP_LIST_CUE, hits[i].entry, 0), (dp_str){lemma, strlen(lemma)}))
            return true;
    }
    return false;
}

static void test_cues_are_met_in_their_inflected_forms(void **state) {
    fixture *f = *state;
    static const struct {
        const char *text, *token, *lemma;
    } cues[] = {
        {"Le maire a fait savoir que non.", "fait", "faire savoir"},
        {"Elle ferait savoir que non.", "ferait", "faire savoir"},
        {"Ils se sont félicités du vote.", "félicités", "se féliciter"},
        {"Le ministre n'exclut pas de partir.", "exclut", "ne pas exclure"},
        {"Il a laissé entendre que oui.", "laissé", "laisser entendre"},
        {"Elles croient savoir que oui.", "croient", "croire savoir"},
        {"Des mises en garde.", "mises", "mise en garde"},
        {"Elle s'est dite prête.", "dite", "se dire"},
        {"Selon lui, oui.", "selon", "selon"},
        {"La source citée par le journal.", "citée", "cité par"},
        {"Ils accusaient le voisin.", "accusaient", "accuser"},
    };
    for (size_t i = 0; i < sizeof cues / sizeof *cues; i++) {
        if (!has_cue(f, cues[i].text, cues[i].token, cues[i].lemma)) fail_msg("no cue in '%s'", cues[i].text);
    }
    assert_false(has_cue(f, "Il fait beau.", "fait", "faire savoir"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_compilations_are_equal_to_the_bit),
        cmocka_unit_test(test_every_form_of_every_lexicon_is_met),
        cmocka_unit_test(test_cues_are_met_in_their_inflected_forms),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
