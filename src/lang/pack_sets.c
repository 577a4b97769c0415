/* The word sets of a pack. */
#include "lang/pack_private.h"

static dp_str text_of(const depeche_pack *pack, dp_pack_slice slice) {
    return (dp_str){pack->set_text + slice.offset, slice.length};
}

int dp_pack_set(const depeche_pack *pack, const char *name) {
    dp_str wanted = {name, strlen(name)};
    uint32_t low = 0, high = pack->set_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = dp_str_compare(text_of(pack, pack->sets[middle].name), wanted);
        if (order == 0) return (int)middle;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

static bool is_set(const depeche_pack *pack, int set) {
    return set >= 0 && (uint32_t)set < pack->set_count;
}

dp_str dp_pack_set_name(const depeche_pack *pack, int set) {
    return is_set(pack, set) ? text_of(pack, pack->sets[set].name) : (dp_str){"", 0};
}

uint32_t dp_pack_set_size(const depeche_pack *pack, int set) {
    return is_set(pack, set) ? pack->sets[set].members : 0;
}

dp_str dp_pack_set_member(const depeche_pack *pack, int set, uint32_t number) {
    if (!is_set(pack, set) || number >= pack->sets[set].members) return (dp_str){"", 0};
    return text_of(pack, pack->members[pack->sets[set].first_member + number]);
}

bool dp_pack_in_set(const depeche_pack *pack, int set, const dp_token *token) {
    return dp_pack_word_in_set(pack, set, token->word);
}

bool dp_pack_word_in_set(const depeche_pack *pack, int set, uint32_t word) {
    if (!is_set(pack, set) || word >= pack->word_count) return false;
    uint32_t group = pack->links[word].set_group;
    return pack->groups[group * pack->set_stride + (uint32_t)set / 64] >> (set % 64) & 1;
}

uint32_t dp_pack_word_sets(const depeche_pack *pack, const int *sets, unsigned count, uint32_t word) {
    uint32_t group = word < pack->word_count ? pack->links[word].set_group : 0, found = 0;
    if (group == 0) return 0;
    const uint64_t *row = pack->groups + group * pack->set_stride;
    for (unsigned i = 0; i < count; i++) {
        if (!is_set(pack, sets[i])) continue;
        found |= (uint32_t)(row[(uint32_t)sets[i] / 64] >> (sets[i] % 64) & 1) << i;
    }
    return found;
}

static bool node_has(const depeche_pack *pack, const dp_pack_node *node, uint32_t set) {
    for (uint32_t i = 0; i < node->count; i++) {
        if (pack->set_readings[node->first + i] == set) return true;
    }
    return false;
}

uint32_t dp_pack_set_match(const depeche_pack *pack, int set, const dp_text *text, uint32_t token) {
    if (!is_set(pack, set) || token >= text->token_count) return 0;
    uint32_t end = text->sentences[text->tokens[token].sentence].tokens.end;
    uint32_t word = text->tokens[token].word, longest = 0;
    uint32_t at = word < pack->word_count ? pack->links[word].set_phrase : 0;
    for (uint32_t next = token + 1; at; next++) {
        const dp_pack_node *node = &pack->set_phrases.nodes[at];
        if (node_has(pack, node, (uint32_t)set)) longest = node->depth;
        if (!(node->flags & DP_PACK_NODE_PARENT) || next >= end) break;
        at = dp_pack_trie_next(&pack->set_phrases, at, text->tokens[next].word);
    }
    return longest;
}
