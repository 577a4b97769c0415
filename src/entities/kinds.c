#include "entities/kinds.h"

enum { ROWS_MAX = 4 };

static void add_kind(dp_kinds *kinds, dp_str kind) {
    uint64_t key = dp_hash_mix(dp_str_hash(kind), DP_LIST_COUNT);
    for (uint32_t i = 0; i < kinds->count; i++) {
        if (kinds->at[i].head_lemma == key) return;
    }
    if (kind.len == 0 || kinds->count == DP_KINDS_MAX) return;
    kinds->at[kinds->count++] = (dp_description){.head_lemma = key, .head_entry = key, .role = DEPECHE_NONE};
}

/* Adds the kinds of a column, separated by |. */
static void add_kinds(dp_kinds *kinds, dp_str field) {
    dp_str kind;
    if (dp_str_equal(field, DP_STR("*"))) kinds->any = true;
    while (dp_pack_next_value(&field, &kind)) add_kind(kinds, kind);
}

bool dp_kinds_is_organization(const dp_hit *hit, const dp_form *form) {
    return (hit->list == DP_LIST_ORGANIZATION || hit->list == DP_LIST_SPORT) && dp_hit_is_whole(hit, form->tokens);
}

dp_kinds dp_kinds_of_form(const depeche_pack *pack, const dp_form *form, const dp_hit *hits, size_t count) {
    dp_kinds kinds = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        if (dp_kinds_is_organization(&hits[i], form)) {
            add_kinds(&kinds, dp_pack_field(pack, (dp_list)hits[i].list, hits[i].entry, 1));
        }
        if (hits[i].list == DP_LIST_INSTITUTION_HEAD) {
            add_kinds(&kinds, dp_pack_field(pack, DP_LIST_INSTITUTION_HEAD, hits[i].entry, 2));
        }
    }
    return kinds;
}

dp_kinds dp_kinds_of_noun(const depeche_pack *pack, const dp_token *noun) {
    dp_kinds kinds = {.count = 0};
    int table = dp_pack_table(pack, "organization-nouns");
    uint32_t rows[ROWS_MAX];
    size_t count = dp_pack_table_find(pack, table, noun->lower, rows, ROWS_MAX);
    if (count == 0) {
        uint32_t lemma = dp_pack_word(pack, noun->word)->lemma;
        if (lemma != 0) count = dp_pack_table_find(pack, table, dp_pack_word_form(pack, lemma), rows, ROWS_MAX);
    }
    for (size_t i = 0; i < count; i++) add_kinds(&kinds, dp_pack_table_field(pack, table, rows[i], 1));
    return kinds;
}
