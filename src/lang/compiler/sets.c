#include "lang/compiler/sets.h"

#include <stdlib.h>

#include "base/error.h"
#include "lang/fold.h"

static depeche_status out_of_memory(depeche_error *error) {
    return dp_error_set(error, DEPECHE_ERROR_MEMORY, "out of memory");
}

depeche_status dp_sets_read(dp_sets *sets, dp_str name, dp_source *source, depeche_error *error) {
    dp_set set = {.name = name, .path = source->path};
    dp_str last = {NULL, 0};
    for (dp_str line; dp_source_next(source, &line);) {
        char folded[DP_FOLD_MAX];
        depeche_status status = dp_source_in_order(source, line, &last, error);
        if (status) return status;
        if (!dp_str_equal(line, (dp_str){folded, dp_fold(line, folded)})) {
            return dp_source_fail(source, error,
                                  "write the form in lower case, with straight apostrophes and no spare spaces");
        }
        if (!dp_array_push(sets->arena, &set.members, line) || !dp_array_push(sets->arena, &set.lines, source->line)) {
            return out_of_memory(error);
        }
    }
    return dp_array_push(sets->arena, &sets->sets, set) ? DEPECHE_OK : out_of_memory(error);
}

const dp_str *dp_sets_members(const dp_sets *sets, const char *name, size_t *count) {
    for (uint32_t i = 0; i < sets->sets.count; i++) {
        const dp_set *set = &sets->sets.at[i];
        if (!dp_str_equal(set->name, (dp_str){name, strlen(name)})) continue;
        *count = set->members.count;
        return set->members.at;
    }
    *count = 0;
    return NULL;
}

dp_token_rules dp_sets_rules(const dp_sets *sets) {
    dp_token_rules rules = {0};
    rules.abbreviations = dp_sets_members(sets, "tokens.abbreviations", &rules.abbreviation_count);
    rules.elisions = dp_sets_members(sets, "tokens.elisions", &rules.elision_count);
    rules.clitics = dp_sets_members(sets, "tokens.clitics", &rules.clitic_count);
    rules.whole = dp_sets_members(sets, "tokens.whole", &rules.whole_count);
    rules.tails = dp_sets_members(sets, "tokens.tails", &rules.tail_count);
    rules.finals = dp_sets_members(sets, "tokens.finals", &rules.final_count);
    rules.starters = dp_sets_members(sets, "tokens.starters", &rules.starter_count);
    rules.glued = dp_sets_members(sets, "tokens.glued", &rules.glued_count);
    return rules;
}

/* ------------------------------------------------------------------------------------------------ cutting */

static depeche_status add_member(dp_sets *sets, uint32_t number, const uint32_t *words, uint32_t count,
                                 dp_phrases *phrases, depeche_error *error) {
    dp_phrase phrase = {.words = words, .count = count, .reading = {.entry = number}};
    if (dp_phrases_add(phrases, &phrase)) return out_of_memory(error);
    dp_set_word word = {words[0], number};
    if (count == 1 && !dp_array_push(sets->arena, &sets->words, word)) return out_of_memory(error);
    return DEPECHE_OK;
}

/* A member that is one word as it stands. */
static depeche_status add_whole(dp_sets *sets, uint32_t number, dp_str member, dp_vocabulary *vocabulary,
                                dp_phrases *phrases, depeche_error *error) {
    uint32_t *word = dp_arena_alloc(sets->arena, sizeof *word);
    if (!word || !(*word = dp_vocabulary_add(vocabulary, member))) return out_of_memory(error);
    return add_member(sets, number, word, 1, phrases, error);
}

static depeche_status cut_set(dp_sets *sets, uint32_t number, const dp_token_rules *rules, dp_vocabulary *vocabulary,
                              dp_phrases *phrases, depeche_error *error) {
    const dp_set *set = &sets->sets.at[number];
    dp_form *forms = dp_arena_calloc(sets->arena, set->members.count, sizeof *forms);
    if (!forms) return out_of_memory(error);
    depeche_status status =
        dp_forms_cut(sets->arena, rules, vocabulary, set->members.at, set->members.count, forms, error);
    for (uint32_t i = 0; !status && i < set->members.count; i++) {
        if (forms[i].count > DP_PACK_PHRASE_MAX) {
            dp_source source = {.path = set->path, .line = set->lines.at[i]};
            return dp_source_fail(&source, error, "a form of %u words; at most %d", (unsigned)forms[i].count,
                                  (int)DP_PACK_PHRASE_MAX);
        }
        uint32_t *words = dp_arena_alloc(sets->arena, forms[i].count * sizeof *words);
        if (!words) return out_of_memory(error);
        for (uint32_t w = 0; w < forms[i].count; w++) words[w] = forms[i].tokens[w].word;
        status = add_member(sets, number, words, forms[i].count, phrases, error);
    }
    return status;
}

depeche_status dp_sets_cut(dp_sets *sets, const dp_token_rules *rules, dp_vocabulary *vocabulary, dp_phrases *phrases,
                           depeche_error *error) {
    depeche_status status = DEPECHE_OK;
    for (uint32_t i = 0; !status && i < sets->sets.count; i++) {
        const dp_set *set = &sets->sets.at[i];
        if (!dp_str_starts(set->name, DP_STR("tokens."))) {
            status = cut_set(sets, i, rules, vocabulary, phrases, error);
            continue;
        }
        for (uint32_t m = 0; !status && m < set->members.count; m++) {
            status = add_whole(sets, i, set->members.at[m], vocabulary, phrases, error);
        }
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------ writing */

static int write_texts(const dp_sets *sets, dp_writer *writer) {
    uint64_t size = 0;
    uint32_t members = 0;
    for (uint32_t i = 0; i < sets->sets.count; i++) {
        const dp_set *set = &sets->sets.at[i];
        size += set->name.len;
        members += set->members.count;
        for (uint32_t m = 0; m < set->members.count; m++) size += set->members.at[m].len;
    }
    if (size > UINT32_MAX) return -1;
    dp_pack_set_info *info = dp_writer_add(writer, "sets.info", sets->sets.count, sizeof *info);
    dp_pack_slice *slices = dp_writer_add(writer, "sets.members", members, sizeof *slices);
    char *text = dp_writer_add(writer, "sets.text", (size_t)size, 1);
    if (!info || !slices || !text) return -1;
    uint32_t offset = 0, member = 0;
    for (uint32_t i = 0; i < sets->sets.count; i++) {
        const dp_set *set = &sets->sets.at[i];
        info[i] = (dp_pack_set_info){{offset, (uint32_t)set->name.len}, member, set->members.count};
        memcpy(text + offset, set->name.at, set->name.len);
        offset += (uint32_t)set->name.len;
        for (uint32_t m = 0; m < set->members.count; m++) {
            dp_str string = set->members.at[m];
            slices[member++] = (dp_pack_slice){offset, (uint32_t)string.len};
            memcpy(text + offset, string.at, string.len);
            offset += (uint32_t)string.len;
        }
    }
    return 0;
}

static int compare_set_words(const void *left, const void *right) {
    const dp_set_word *a = left, *b = right;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return (a->set > b->set) - (a->set < b->set);
}

/* The row of `groups` that equals `row`, appended when it is new. Rows are few: words are members of few sets. */
static uint32_t group_of(uint64_t *groups, uint32_t *count, const uint64_t *row, uint32_t stride) {
    for (uint32_t i = 0; i < *count; i++) {
        if (!memcmp(groups + (size_t)i * stride, row, stride * sizeof *row)) return i;
    }
    memcpy(groups + (size_t)*count * stride, row, stride * sizeof *row);
    return (*count)++;
}

static int write_groups(dp_sets *sets, const dp_vocabulary *vocabulary, dp_writer *writer, dp_pack_links *links) {
    uint32_t stride = (sets->sets.count + 63) / 64, count = 1, pairs = sets->words.count;
    if (stride == 0) stride = 1;
    for (uint32_t i = 0; i < pairs; i++) sets->words.at[i].word = vocabulary->numbers[sets->words.at[i].word];
    if (pairs) qsort(sets->words.at, pairs, sizeof *sets->words.at, compare_set_words);
    uint64_t *groups = dp_arena_calloc(writer->arena, ((size_t)pairs + 1) * stride, sizeof *groups);
    uint64_t *row = dp_arena_alloc(writer->arena, stride * sizeof *row);
    if (!groups || !row) return -1;
    for (uint32_t i = 0; i < pairs;) {
        uint32_t word = sets->words.at[i].word;
        memset(row, 0, stride * sizeof *row);
        for (; i < pairs && sets->words.at[i].word == word; i++) {
            row[sets->words.at[i].set / 64] |= UINT64_C(1) << (sets->words.at[i].set % 64);
        }
        links[word].set_group = group_of(groups, &count, row, stride);
    }
    dp_str bytes = {(const char *)groups, (size_t)count * stride * sizeof *groups};
    return dp_writer_borrow(writer, "sets.groups", bytes);
}

int dp_sets_write(dp_sets *sets, const dp_vocabulary *vocabulary, dp_writer *writer, dp_pack_links *links) {
    return write_texts(sets, writer) || write_groups(sets, vocabulary, writer, links) ? -1 : 0;
}
