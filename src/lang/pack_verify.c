/*
 * Verification of the sections of the base pack. Everything that the accessors follow (offsets, numbers of words,
 * nodes, readings, entries, kinds, sets, cities) is checked here once against the array that it leads into, and every
 * hash table for an empty slot, so that a damaged or hostile pack cannot make a later read leave its section or a
 * search go on forever.
 */
#include "lang/pack_private.h"
#include "text/utf8.h"

/* Points *array at the section and *count at its number of elements; false when it is absent or no multiple of size. */
static bool take(const depeche_pack *pack, const char *name, size_t size, const void **array, size_t *count) {
    dp_str section = dp_pack_section(pack, name);
    if (!section.at || section.len % size || section.len / size > UINT32_MAX) return false;
    *array = section.at;
    *count = section.len / size;
    return true;
}

/* As `take`, for arrays counted in 32 bits. */
static bool take_counted(const depeche_pack *pack, const char *name, size_t size, const void **array, uint32_t *count) {
    size_t elements;
    if (!take(pack, name, size, array, &elements)) return false;
    *count = (uint32_t)elements;
    return true;
}

/* As `take`, for hash tables, whose size is a power of two. */
static bool take_table(const depeche_pack *pack, const char *name, size_t size, const void **array, uint32_t *mask) {
    size_t slots;
    if (!take(pack, name, size, array, &slots) || slots == 0 || (slots & (slots - 1))) return false;
    *mask = (uint32_t)(slots - 1);
    return true;
}

/* Whether a slice lies in a text and begins and ends between code points. */
static bool is_slice(const char *text, size_t size, uint32_t offset, uint32_t length) {
    if (offset > size || length > size - offset) return false;
    bool starts_well = length == 0 || ((unsigned char)text[offset] & 0xC0) != 0x80;
    bool ends_well = offset + (size_t)length == size || ((unsigned char)text[offset + length] & 0xC0) != 0x80;
    return starts_well && ends_well;
}

/* Whether offsets[0..count] rise from 0 to the size of the text, each between code points. */
static bool are_offsets(const uint32_t *offsets, size_t count, const char *text, size_t size) {
    if (offsets[0] != 0 || offsets[count] != size) return false;
    for (size_t i = 0; i < count; i++) {
        if (offsets[i] > offsets[i + 1]) return false;
        if (!is_slice(text, size, offsets[i], offsets[i + 1] - offsets[i])) return false;
    }
    return true;
}

static bool is_text(const char *text, size_t size) {
    return dp_utf8_check((dp_str){text, size}) == size;
}

/* -------------------------------------------------------------------------------------------------- words */

static const char *verify_words(depeche_pack *pack) {
    const void *info, *links, *offsets, *text, *slots;
    uint32_t link_count, offset_count;
    size_t text_size;
    if (!take_counted(pack, "words.info", sizeof(dp_word), &info, &pack->word_count) || pack->word_count == 0 ||
        pack->word_count == UINT32_MAX ||
        !take_counted(pack, "words.links", sizeof(dp_pack_links), &links, &link_count) ||
        link_count != pack->word_count ||
        !take_counted(pack, "words.offsets", sizeof(uint32_t), &offsets, &offset_count) ||
        offset_count != pack->word_count + 1 || !take(pack, "words.text", 1, &text, &text_size) ||
        !take_table(pack, "words.slots", sizeof(dp_pack_word_slot), &slots, &pack->word_mask)) {
        return "words: a section is missing or of a wrong size";
    }
    pack->words = info;
    pack->links = links;
    pack->word_offsets = offsets;
    pack->word_text = text;
    pack->word_slots = slots;
    if (!is_text(text, text_size)) return "words.text: not UTF-8";
    if (!are_offsets(offsets, pack->word_count, text, text_size)) return "words.offsets: an offset is out of range";
    static const dp_word unknown;
    if (memcmp(&pack->words[0], &unknown, sizeof unknown)) return "words.info: the unknown word has properties";
    for (uint32_t i = 0; i < pack->word_count; i++) {
        if (pack->words[i].lemma >= pack->word_count) return "words.info: a lemma is out of range";
    }
    bool empty = false;
    for (uint32_t i = 0; i <= pack->word_mask; i++) {
        if (pack->word_slots[i].word >= pack->word_count) return "words.slots: a word is out of range";
        empty |= pack->word_slots[i].word == 0;
    }
    return empty ? NULL : "words.slots: no slot is empty";
}

/* -------------------------------------------------------------------------------------------------- tries */

/* Takes and verifies nodes and edges; `readings` is how many readings the nodes may refer to. */
static const char *verify_trie(depeche_pack *pack, dp_pack_trie *trie, const char *nodes_name, const char *edges_name,
                               uint32_t readings) {
    const void *nodes, *edges;
    if (!take_counted(pack, nodes_name, sizeof(dp_pack_node), &nodes, &trie->node_count) || trie->node_count == 0 ||
        !take_table(pack, edges_name, sizeof(dp_pack_edge), &edges, &trie->edge_mask)) {
        return "a trie is missing or of a wrong size";
    }
    trie->nodes = nodes;
    trie->edges = edges;
    for (uint32_t i = 0; i < trie->node_count; i++) {
        const dp_pack_node *node = &trie->nodes[i];
        if (node->first > readings || node->count > readings - node->first)
            return "a reading of a trie is out of range";
        if (i && (node->depth == 0 || node->depth > DP_PACK_PHRASE_MAX)) return "a node of a trie is too deep";
    }
    bool empty = false;
    for (uint32_t i = 0; i <= trie->edge_mask; i++) {
        const dp_pack_edge *edge = &trie->edges[i];
        if (edge->node >= trie->node_count || edge->child >= trie->node_count || edge->word >= pack->word_count) {
            return "an edge of a trie is out of range";
        }
        empty |= edge->node == 0;
        if (edge->node == 0) continue;
        if (trie->nodes[edge->child].depth != trie->nodes[edge->node].depth + 1) {
            return "an edge of a trie leads back";
        }
    }
    return empty ? NULL : "no slot of a trie is empty";
}

static const char *verify_links(const depeche_pack *pack) {
    for (uint32_t i = 0; i < pack->word_count; i++) {
        const dp_pack_links *links = &pack->links[i];
        if (links->phrase >= pack->phrases.node_count || links->set_phrase >= pack->set_phrases.node_count ||
            links->set_group >= pack->group_count) {
            return "words.links: a number is out of range";
        }
        if ((links->phrase && pack->phrases.nodes[links->phrase].depth != 1) ||
            (links->set_phrase && pack->set_phrases.nodes[links->set_phrase].depth != 1)) {
            return "words.links: a node is not at the root";
        }
    }
    const dp_pack_links *unknown = &pack->links[0];
    if (unknown->phrase || unknown->set_phrase || unknown->set_group) return "words.links: the unknown word has links";
    return NULL;
}

/* --------------------------------------------------------------------------------------------- lexicons */

static const char *verify_lists(depeche_pack *pack) {
    const void *lists, *offsets, *kinds, *text;
    uint32_t list_count, offset_count;
    if (!take_counted(pack, "lists.info", sizeof(dp_pack_list), &lists, &list_count) || list_count != DP_LIST_COUNT ||
        !take_counted(pack, "lists.offsets", sizeof(uint32_t), &offsets, &offset_count) || offset_count == 0 ||
        !take_counted(pack, "lists.kinds", sizeof(dp_pack_slice), &kinds, &pack->kind_count) ||
        !take(pack, "lists.text", 1, &text, &pack->list_text_size)) {
        return "lists: a section is missing or of a wrong size";
    }
    pack->lists = lists;
    pack->line_offsets = offsets;
    pack->entry_count = offset_count - 1;
    pack->kinds = kinds;
    pack->list_text = text;
    if (!is_text(text, pack->list_text_size)) return "lists.text: not UTF-8";
    uint32_t lines_end = pack->line_offsets[pack->entry_count];
    if (lines_end > pack->list_text_size || !are_offsets(offsets, pack->entry_count, text, lines_end)) {
        return "lists.offsets: an offset is out of range";
    }
    for (uint32_t i = 0; i < pack->kind_count; i++) {
        if (!is_slice(text, pack->list_text_size, pack->kinds[i].offset, pack->kinds[i].length)) {
            return "lists.kinds: a name is out of range";
        }
    }
    for (uint32_t i = 0; i < DP_LIST_COUNT; i++) {
        const dp_pack_list *list = &pack->lists[i];
        if (list->first_entry > pack->entry_count || list->entries > pack->entry_count - list->first_entry ||
            list->first_kind > pack->kind_count || list->kinds > pack->kind_count - list->first_kind ||
            list->kinds == 0 || list->kinds >= UINT16_MAX) {
            return "lists.info: a list is out of range";
        }
    }
    return NULL;
}

static const char *verify_phrases(depeche_pack *pack) {
    const void *readings, *forms;
    if (!take_counted(pack, "phrases.readings", sizeof(dp_pack_reading), &readings, &pack->reading_count) ||
        !take_table(pack, "phrases.forms", sizeof(dp_pack_form_slot), &forms, &pack->form_mask)) {
        return "phrases: a section is missing or of a wrong size";
    }
    pack->readings = readings;
    pack->forms = forms;
    const char *wrong = verify_trie(pack, &pack->phrases, "phrases.nodes", "phrases.edges", pack->reading_count);
    if (wrong) return wrong;
    for (uint32_t i = 0; i < pack->reading_count; i++) {
        const dp_pack_reading *reading = &pack->readings[i];
        if (reading->list >= DP_LIST_COUNT || reading->entry >= pack->lists[reading->list].entries ||
            reading->kind >= pack->lists[reading->list].kinds) {
            return "phrases.readings: a reading is out of range";
        }
    }
    bool empty = false;
    for (uint32_t i = 0; i <= pack->form_mask; i++) {
        if (pack->forms[i].node >= pack->phrases.node_count) return "phrases.forms: a node is out of range";
        empty |= pack->forms[i].node == 0;
    }
    return empty ? NULL : "phrases.forms: no slot is empty";
}

/* ------------------------------------------------------------------------------------------------- sets */

static const char *verify_sets(depeche_pack *pack) {
    const void *sets, *members, *groups, *readings, *text;
    size_t group_words;
    if (!take_counted(pack, "sets.info", sizeof(dp_pack_set_info), &sets, &pack->set_count) ||
        pack->set_count > INT16_MAX ||
        !take_counted(pack, "sets.members", sizeof(dp_pack_slice), &members, &pack->member_count) ||
        !take(pack, "sets.groups", sizeof(uint64_t), &groups, &group_words) ||
        !take_counted(pack, "sets.readings", sizeof(uint32_t), &readings, &pack->set_reading_count) ||
        !take(pack, "sets.text", 1, &text, &pack->set_text_size)) {
        return "sets: a section is missing or of a wrong size";
    }
    pack->sets = sets;
    pack->members = members;
    pack->groups = groups;
    pack->set_readings = readings;
    pack->set_text = text;
    pack->set_stride = (pack->set_count + 63) / 64;
    if (pack->set_stride == 0) pack->set_stride = 1;
    pack->group_count = (uint32_t)(group_words / pack->set_stride);
    if (pack->group_count == 0 || group_words % pack->set_stride) return "sets.groups: of a wrong size";
    if (!is_text(text, pack->set_text_size)) return "sets.text: not UTF-8";
    for (uint32_t i = 0; i < pack->set_count; i++) {
        const dp_pack_set_info *set = &pack->sets[i];
        if (!is_slice(text, pack->set_text_size, set->name.offset, set->name.length) ||
            set->first_member > pack->member_count || set->members > pack->member_count - set->first_member) {
            return "sets.info: a set is out of range";
        }
    }
    for (uint32_t i = 0; i < pack->member_count; i++) {
        if (!is_slice(text, pack->set_text_size, pack->members[i].offset, pack->members[i].length)) {
            return "sets.members: a member is out of range";
        }
    }
    for (uint32_t i = 0; i < pack->set_reading_count; i++) {
        if (pack->set_readings[i] >= pack->set_count) return "sets.readings: a set is out of range";
    }
    return verify_trie(pack, &pack->set_phrases, "sets.nodes", "sets.edges", pack->set_reading_count);
}

/* ----------------------------------------------------------------------------------------------- cities */

/* Whether the names of a table lead into its order, and a slot is empty. */
static bool verify_names(const dp_pack_name_slot *slots, uint32_t mask, uint32_t order_count) {
    bool empty = false;
    for (uint32_t i = 0; i <= mask; i++) {
        if (slots[i].first > order_count || slots[i].count > order_count - slots[i].first) return false;
        empty |= slots[i].count == 0;
    }
    return empty;
}

static const char *verify_cities(depeche_pack *pack) {
    const void *cities, *order, *slots, *text;
    if (!take_counted(pack, "cities.info", sizeof(dp_pack_city), &cities, &pack->city_count) ||
        !take_counted(pack, "cities.order", sizeof(uint32_t), &order, &pack->city_order_count) ||
        !take_table(pack, "cities.slots", sizeof(dp_pack_name_slot), &slots, &pack->city_mask) ||
        !take(pack, "cities.text", 1, &text, &pack->city_text_size)) {
        return "cities: a section is missing or of a wrong size";
    }
    pack->cities = cities;
    pack->city_order = order;
    pack->city_slots = slots;
    pack->city_text = text;
    if (!is_text(text, pack->city_text_size)) return "cities.text: not UTF-8";
    for (uint32_t i = 0; i < pack->city_count; i++) {
        const dp_pack_city *city = &pack->cities[i];
        bool has_place =
            city->latitude >= -90 && city->latitude <= 90 && city->longitude >= -180 && city->longitude <= 180;
        bool has_country =
            city->country[0] >= 'A' && city->country[0] <= 'Z' && city->country[1] >= 'A' && city->country[1] <= 'Z';
        if (!has_place || !has_country) return "cities.info: a city has no place on Earth";
        if (!is_slice(text, pack->city_text_size, city->name.offset, city->name.length)) {
            return "cities.info: a name is out of range";
        }
    }
    for (uint32_t i = 0; i < pack->city_order_count; i++) {
        if (pack->city_order[i] >= pack->city_count) return "cities.order: a city is out of range";
    }
    return verify_names(pack->city_slots, pack->city_mask, pack->city_order_count) ? NULL
                                                                                   : "cities.slots: a slot is wrong";
}

/* ----------------------------------------------------------------------------------------------- tables */

static const char *verify_tables(depeche_pack *pack) {
    const void *tables, *offsets, *order, *slots, *text;
    uint32_t offset_count;
    if (!take_counted(pack, "tables.info", sizeof(dp_pack_table_info), &tables, &pack->table_count) ||
        pack->table_count > INT16_MAX ||
        !take_counted(pack, "tables.offsets", sizeof(uint32_t), &offsets, &offset_count) || offset_count == 0 ||
        !take_counted(pack, "tables.order", sizeof(uint32_t), &order, &pack->table_order_count) ||
        !take_table(pack, "tables.slots", sizeof(dp_pack_name_slot), &slots, &pack->table_mask) ||
        !take(pack, "tables.text", 1, &text, &pack->table_text_size)) {
        return "tables: a section is missing or of a wrong size";
    }
    pack->tables = tables;
    pack->row_offsets = offsets;
    pack->row_count = offset_count - 1;
    pack->table_order = order;
    pack->table_slots = slots;
    pack->table_text = text;
    if (!is_text(text, pack->table_text_size)) return "tables.text: not UTF-8";
    uint32_t end = pack->row_offsets[pack->row_count];
    if (end > pack->table_text_size || !are_offsets(offsets, pack->row_count, text, end)) {
        return "tables.offsets: an offset is out of range";
    }
    for (uint32_t i = 0; i < pack->table_count; i++) {
        const dp_pack_table_info *table = &pack->tables[i];
        if (!is_slice(text, pack->table_text_size, table->name.offset, table->name.length) ||
            table->first_row > pack->row_count || table->rows > pack->row_count - table->first_row) {
            return "tables.info: a table is out of range";
        }
    }
    for (uint32_t i = 0; i < pack->table_order_count; i++) {
        if (pack->table_order[i] >= pack->row_count) return "tables.order: a row is out of range";
    }
    return verify_names(pack->table_slots, pack->table_mask, pack->table_order_count) ? NULL
                                                                                      : "tables.slots: a slot is wrong";
}

const char *dp_pack_verify(depeche_pack *pack) {
    const char *wrong;
    if ((wrong = verify_words(pack)) || (wrong = verify_lists(pack)) || (wrong = verify_phrases(pack)) ||
        (wrong = verify_sets(pack)) || (wrong = verify_links(pack))) {
        return wrong;
    }
    return (wrong = verify_cities(pack)) ? wrong : verify_tables(pack);
}
