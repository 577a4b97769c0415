/* The vocabulary of a pack. */
#include "lang/pack_private.h"

enum { BATCH = 32 /* words that are looked up together, so that their cache misses overlap */ };

uint32_t dp_pack_word_count(const depeche_pack *pack) {
    return pack->word_count;
}

const dp_word *dp_pack_word(const depeche_pack *pack, uint32_t word) {
    return &pack->words[word < pack->word_count ? word : 0];
}

dp_str dp_pack_word_form(const depeche_pack *pack, uint32_t word) {
    if (word >= pack->word_count) word = 0;
    uint32_t start = pack->word_offsets[word];
    return (dp_str){pack->word_text + start, pack->word_offsets[word + 1] - start};
}

static uint32_t find_word(const depeche_pack *pack, dp_str lower, uint64_t hash) {
    uint32_t tag = (uint32_t)(hash >> 32);
    for (uint32_t at = (uint32_t)hash & pack->word_mask;; at = (at + 1) & pack->word_mask) {
        dp_pack_word_slot slot = pack->word_slots[at];
        if (slot.word == 0) return 0;
        if (slot.tag == tag && dp_str_equal(dp_pack_word_form(pack, slot.word), lower)) return slot.word;
    }
}

uint32_t dp_pack_word_find(const depeche_pack *pack, dp_str lower) {
    return find_word(pack, lower, dp_str_hash(lower));
}

void dp_pack_assign_words(const depeche_pack *pack, dp_text *text) {
    uint64_t hashes[BATCH];
    for (uint32_t first = 0; first < text->token_count; first += BATCH) {
        dp_token *tokens = text->tokens + first;
        uint32_t count = text->token_count - first < BATCH ? text->token_count - first : BATCH;
        for (uint32_t i = 0; i < count; i++) {
            hashes[i] = dp_str_hash(tokens[i].lower);
            __builtin_prefetch(&pack->word_slots[(uint32_t)hashes[i] & pack->word_mask]);
        }
        for (uint32_t i = 0; i < count; i++) tokens[i].word = find_word(pack, tokens[i].lower, hashes[i]);
    }
}
