#include "lang/compiler/vocabulary.h"

#include <stdlib.h>

enum { SLOTS_FIRST = 1 << 16 };

int dp_vocabulary_init(dp_vocabulary *vocabulary, dp_arena *arena) {
    *vocabulary = (dp_vocabulary){.arena = arena, .slot_count = SLOTS_FIRST};
    vocabulary->slots = dp_arena_calloc(arena, SLOTS_FIRST, sizeof *vocabulary->slots);
    dp_str unknown = {"", 0};
    dp_word nothing = {0};
    if (!vocabulary->slots || !dp_array_push(arena, &vocabulary->forms, unknown) ||
        !dp_array_push(arena, &vocabulary->words, nothing)) {
        return -1;
    }
    return 0;
}

/* The slot of a form, or the empty one where it belongs. */
static uint32_t *slot_of(const dp_vocabulary *vocabulary, dp_str form) {
    uint32_t mask = vocabulary->slot_count - 1;
    for (uint32_t at = (uint32_t)dp_str_hash(form) & mask;; at = (at + 1) & mask) {
        uint32_t word = vocabulary->slots[at];
        if (word == 0 || dp_str_equal(vocabulary->forms.at[word], form)) return &vocabulary->slots[at];
    }
}

static int grow(dp_vocabulary *vocabulary) {
    if (vocabulary->slot_count > UINT32_MAX / 4) return -1;
    uint32_t count = vocabulary->slot_count * 2;
    uint32_t *slots = dp_arena_calloc(vocabulary->arena, count, sizeof *slots);
    if (!slots) return -1;
    vocabulary->slots = slots;
    vocabulary->slot_count = count;
    for (uint32_t word = 1; word < vocabulary->forms.count; word++) {
        *slot_of(vocabulary, vocabulary->forms.at[word]) = word;
    }
    return 0;
}

static uint32_t add(dp_vocabulary *vocabulary, dp_str form, bool copied) {
    if (form.len == 0) return 0;
    uint32_t *slot = slot_of(vocabulary, form);
    if (*slot) return *slot;
    if (vocabulary->forms.count >= vocabulary->slot_count / 2) {
        if (grow(vocabulary)) return 0;
        slot = slot_of(vocabulary, form);
    }
    if (copied) {
        char *copy = dp_arena_alloc(vocabulary->arena, form.len);
        if (!copy) return 0;
        form.at = memcpy(copy, form.at, form.len);
    }
    dp_word nothing = {0};
    if (!dp_array_push(vocabulary->arena, &vocabulary->words, nothing)) return 0;
    if (!dp_array_push(vocabulary->arena, &vocabulary->forms, form)) return 0;
    *slot = vocabulary->forms.count - 1;
    return *slot;
}

uint32_t dp_vocabulary_add(dp_vocabulary *vocabulary, dp_str form) {
    return add(vocabulary, form, false);
}

uint32_t dp_vocabulary_add_copy(dp_vocabulary *vocabulary, dp_str form) {
    return add(vocabulary, form, true);
}

typedef struct dp_ranked {
    dp_str form;
    uint32_t frequency, word;
} dp_ranked;

static int compare_ranked(const void *left, const void *right) {
    const dp_ranked *a = left, *b = right;
    if (a->frequency != b->frequency) return a->frequency > b->frequency ? -1 : 1;
    return dp_str_compare(a->form, b->form);
}

int dp_vocabulary_number(dp_vocabulary *vocabulary) {
    uint32_t count = vocabulary->forms.count;
    dp_ranked *ranked = dp_arena_calloc(vocabulary->arena, count, sizeof *ranked);
    vocabulary->numbers = dp_arena_calloc(vocabulary->arena, count, sizeof *vocabulary->numbers);
    vocabulary->order = dp_arena_calloc(vocabulary->arena, count, sizeof *vocabulary->order);
    if (!ranked || !vocabulary->numbers || !vocabulary->order) return -1;
    for (uint32_t word = 1; word < count; word++) {
        ranked[word] = (dp_ranked){vocabulary->forms.at[word], vocabulary->words.at[word].frequency, word};
    }
    qsort(ranked + 1, count - 1, sizeof *ranked, compare_ranked);
    for (uint32_t number = 1; number < count; number++) {
        vocabulary->order[number] = ranked[number].word;
        vocabulary->numbers[ranked[number].word] = number;
    }
    return 0;
}

static int write_slots(const dp_vocabulary *vocabulary, dp_writer *writer) {
    uint32_t count = dp_writer_slots(vocabulary->forms.count);
    dp_pack_word_slot *slots = dp_writer_add(writer, "words.slots", count, sizeof *slots);
    if (!slots) return -1;
    for (uint32_t number = 1; number < vocabulary->forms.count; number++) {
        uint64_t hash = dp_str_hash(vocabulary->forms.at[vocabulary->order[number]]);
        uint32_t at = (uint32_t)hash & (count - 1);
        while (slots[at].word) at = (at + 1) & (count - 1);
        slots[at] = (dp_pack_word_slot){.tag = (uint32_t)(hash >> 32), .word = number};
    }
    return 0;
}

int dp_vocabulary_write(const dp_vocabulary *vocabulary, dp_writer *writer) {
    uint32_t count = vocabulary->forms.count;
    uint64_t size = 0;
    for (uint32_t word = 1; word < count; word++) size += vocabulary->forms.at[word].len;
    if (size > UINT32_MAX) return -1;
    dp_word *words = dp_writer_add(writer, "words.info", count, sizeof *words);
    uint32_t *offsets = dp_writer_add(writer, "words.offsets", (size_t)count + 1, sizeof *offsets);
    char *text = dp_writer_add(writer, "words.text", (size_t)size, 1);
    if (!words || !offsets || !text) return -1;
    uint32_t offset = 0;
    for (uint32_t number = 1; number < count; number++) {
        uint32_t word = vocabulary->order[number];
        dp_str form = vocabulary->forms.at[word];
        words[number] = vocabulary->words.at[word];
        words[number].lemma = vocabulary->numbers[words[number].lemma];
        offsets[number] = offset;
        memcpy(text + offset, form.at, form.len);
        offset += (uint32_t)form.len;
    }
    offsets[count] = offset;
    return write_slots(vocabulary, writer);
}
