/* The lexicons of a pack: which entries begin at a token. */
#include "base/array.h"
#include "lang/fold.h"
#include "lang/pack_private.h"

enum { BATCH = 32 /* tokens that are looked up together, so that their cache misses overlap */ };

/* A node on the way down the trie where forms end, and the capitals of the text up to there. */
typedef struct dp_stop {
    const dp_pack_node *node;
    uint32_t signature;
} dp_stop;

/* Writes the readings of a node, at most `max`; gives how many. Readings that differ in capitals only are one. */
static size_t write_hits(const depeche_pack *pack, dp_stop stop, dp_hit *hits, size_t max) {
    const dp_pack_reading *reading = &pack->readings[stop.node->first];
    size_t count = 0;
    for (const dp_pack_reading *end = reading + stop.node->count; reading < end; reading++) {
        bool exact = reading->signature == stop.signature;
        if (count && reading->flags & DP_PACK_READING_VARIANT) {
            hits[count - 1].exact |= exact;
            continue;
        }
        if (count == max) break;
        hits[count++] = (dp_hit){.list = reading->list,
                                 .kind = reading->kind,
                                 .length = stop.node->depth,
                                 .column = reading->column,
                                 .exact = exact,
                                 .entry = reading->entry};
    }
    return count;
}

/* The node of the form that is the token alone; 0 when no form begins with it. */
static uint32_t opened_by(const depeche_pack *pack, const dp_token *token) {
    return pack->links[token->word < pack->word_count ? token->word : 0].phrase;
}

/* Finds where forms that begin at `token` end, from the node of the token alone, shortest first; gives how many. */
static size_t find_stops(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t at,
                         dp_stop stops[DP_PACK_PHRASE_MAX]) {
    const dp_token *tokens = text->tokens;
    uint32_t end = text->sentences[tokens[token].sentence].tokens.end;
    dp_signature signature = {0};
    size_t count = 0;
    for (uint32_t next = token; at && count < DP_PACK_PHRASE_MAX;) {
        const dp_pack_node *node = &pack->phrases.nodes[at];
        dp_signature_add_token(&signature, &tokens[next], dp_text_token(text, next));
        if (node->count) stops[count++] = (dp_stop){node, signature.value};
        if (!(node->flags & DP_PACK_NODE_PARENT) || ++next >= end) break;
        at = dp_pack_trie_next(&pack->phrases, at, tokens[next].word);
    }
    return count;
}

static size_t find_hits(const depeche_pack *pack, const dp_text *text, uint32_t token, uint32_t at, dp_hit *hits,
                        size_t max) {
    dp_stop stops[DP_PACK_PHRASE_MAX];
    size_t stop = find_stops(pack, text, token, at, stops), count = 0;
    while (stop-- > 0 && count < max) count += write_hits(pack, stops[stop], hits + count, max - count);
    return count;
}

size_t dp_pack_hits(const depeche_pack *pack, const dp_text *text, uint32_t token, dp_hit *hits, size_t max) {
    if (token >= text->token_count) return 0;
    uint32_t node = opened_by(pack, &text->tokens[token]);
    return node ? find_hits(pack, text, token, node, hits, max) : 0;
}

/* The nodes of `count` tokens from `first`. They and their edges to the tokens that follow are sent for. */
static void open_batch(const depeche_pack *pack, const dp_text *text, uint32_t first, uint32_t count,
                       uint32_t nodes[BATCH]) {
    const dp_token *tokens = text->tokens + first;
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = opened_by(pack, &tokens[i]);
        __builtin_prefetch(&pack->phrases.nodes[nodes[i]]);
        if (!nodes[i] || first + i + 1 == text->token_count) continue;
        __builtin_prefetch(
            &pack->phrases.edges[dp_pack_edge_hash(nodes[i], tokens[i + 1].word) & pack->phrases.edge_mask]);
    }
}

int dp_pack_hits_all(const depeche_pack *pack, dp_arena *arena, const dp_text *text, dp_hits *all) {
    dp_array(dp_hit) hits = {0};
    uint32_t nodes[BATCH];
    *all = (dp_hits){.first = dp_arena_alloc(arena, ((size_t)text->token_count + 1) * sizeof *all->first)};
    if (!all->first) return -1;
    for (uint32_t token = 0; token < text->token_count; token++) {
        uint32_t place = token % BATCH, left = text->token_count - token;
        if (place == 0) open_batch(pack, text, token, left < BATCH ? left : BATCH, nodes);
        all->first[token] = hits.count;
        if (!nodes[place]) continue;
        dp_hit found[DP_HITS_MAX];
        size_t count = find_hits(pack, text, token, nodes[place], found, DP_HITS_MAX);
        for (size_t i = 0; i < count; i++) {
            if (!dp_array_push(arena, &hits, found[i])) return -1;
        }
    }
    all->first[text->token_count] = hits.count;
    all->at = hits.at;
    all->count = hits.count;
    return 0;
}

size_t dp_pack_lookup(const depeche_pack *pack, dp_str form, dp_hit *hits, size_t max) {
    char folded[DP_FOLD_MAX];
    size_t length = dp_fold(form, folded);
    if (!length) return 0;
    uint64_t hash = dp_str_hash((dp_str){folded, length});
    dp_signature signature = {0};
    dp_signature_add(&signature, form);
    size_t count = 0;
    /* One form may be cut into tokens in two ways, by its capitals: then it has two slots. */
    for (uint32_t at = (uint32_t)hash & pack->form_mask; pack->forms[at].node; at = (at + 1) & pack->form_mask) {
        const dp_pack_form_slot *slot = &pack->forms[at];
        if (slot->hash != hash) continue;
        dp_stop stop = {&pack->phrases.nodes[slot->node], signature.value};
        count += write_hits(pack, stop, hits + count, max - count);
    }
    return count;
}

dp_str dp_pack_column(dp_str line, unsigned column) {
    const char *at = line.at, *end = line.at + line.len, *tab;
    for (; column; column--) {
        tab = memchr(at, '\t', (size_t)(end - at));
        if (!tab) return (dp_str){"", 0};
        at = tab + 1;
    }
    tab = memchr(at, '\t', (size_t)(end - at));
    dp_str field = {at, (size_t)((tab ? tab : end) - at)};
    return dp_str_equal(field, DP_STR("-")) ? (dp_str){"", 0} : field;
}

dp_str dp_pack_field(const depeche_pack *pack, dp_list list, uint32_t entry, unsigned column) {
    if (entry >= dp_pack_entries(pack, list)) return (dp_str){"", 0};
    const uint32_t *offsets = pack->line_offsets + pack->lists[list].first_entry + entry;
    return dp_pack_column((dp_str){pack->list_text + offsets[0], offsets[1] - offsets[0]}, column);
}

bool dp_pack_next_value(dp_str *field, dp_str *value) {
    if (field->len == 0) return false;
    const char *bar = memchr(field->at, '|', field->len);
    size_t length = bar ? (size_t)(bar - field->at) : field->len, step = bar ? length + 1 : length;
    *value = (dp_str){field->at, length};
    *field = (dp_str){field->at + step, field->len - step};
    return true;
}

uint32_t dp_pack_entries(const depeche_pack *pack, dp_list list) {
    return (unsigned)list < DP_LIST_COUNT ? pack->lists[list].entries : 0;
}

dp_str dp_pack_kind_name(const depeche_pack *pack, dp_list list, uint16_t kind) {
    if ((unsigned)list >= DP_LIST_COUNT || kind >= pack->lists[list].kinds) return (dp_str){"", 0};
    dp_pack_slice name = pack->kinds[pack->lists[list].first_kind + kind];
    return (dp_str){pack->list_text + name.offset, name.length};
}

uint16_t dp_pack_kind_find(const depeche_pack *pack, dp_list list, const char *name) {
    if ((unsigned)list >= DP_LIST_COUNT) return UINT16_MAX;
    dp_str wanted = {name, strlen(name)};
    for (uint32_t kind = 0; kind < pack->lists[list].kinds; kind++) {
        if (dp_str_equal(dp_pack_kind_name(pack, list, (uint16_t)kind), wanted)) return (uint16_t)kind;
    }
    return UINT16_MAX;
}
