/*
 * pack_format.h - the file of a language pack, to the byte.
 *
 * A pack is one file: a header, a table of sections, the sections. It is made by depeche-packc, memory-mapped
 * read-only and never changed: a new pack takes the place of an old one by a rename, for a mapped file that is cut
 * short kills the process that reads it. All integers are little-endian and unsigned, all floats IEEE 754 binary32; the
 * file is read in place, so machines of the other byte order refuse it. Every section starts at a multiple of 16 bytes
 * from the start of the file; the gaps are zero bytes. Strings are UTF-8, not terminated.
 *
 *   0     dp_pack_header, 128 bytes
 *   128   dp_pack_section_entry[section_count], 64 bytes each, sorted by name in byte order
 *   ...   the sections, in the order of the table
 *
 * Three kinds of numbers refer from section to section: words (index into words.info; 0 is the unknown word), nodes
 * (index into a trie's nodes; 0 is "no node") and entries (line of a list, counted within the list). All of them, and
 * all offsets, are verified when a pack is opened (pack_verify.c), so that what reads the pack afterwards need not.
 *
 * Sections of the base pack. "[n]" is an array that fills its section.
 *
 *   words.info      dp_word[words]: see pack.h. Words are numbered from the most frequent, equals in byte order.
 *   words.links     dp_pack_links[words]
 *   words.offsets   u32[words + 1]: the form of word w is words.text[offsets[w] .. offsets[w + 1])
 *   words.text      bytes
 *   words.slots     dp_pack_word_slot[2^k]: open addressing, linear probing from the low bits of XXH3-64 of the form;
 *                   word 0 marks an empty slot, of which there is at least one
 *   phrases.nodes   dp_pack_node[nodes]: the trie of all forms of all lists, over words; equal subtrees are one, so a
 *                   node may have several parents, all of one depth. Node 0 is unused. The children of the root are in
 *                   words.links, all others in phrases.edges.
 *   phrases.edges   dp_pack_edge[2^k]: open addressing, linear probing from the low bits of dp_pack_edge_hash; node 0
 *                   marks an empty slot, of which there is at least one
 *   phrases.readings dp_pack_reading[readings]: grouped by node, in a node sorted by list, entry, column, the place of
 *                   the kind in the entry's line, signature
 *   phrases.forms   dp_pack_form_slot[2^k]: whole forms, folded (fold.h), by the low bits of their XXH3-64; node 0
 *                   marks an empty slot, of which there is at least one
 *   lists.info      dp_pack_list[DP_LIST_COUNT], by dp_list
 *   lists.offsets   u32[entries of all lists + 1]: line of entry e of a list is
 *                   lists.text[offsets[first_entry + e] .. offsets[first_entry + e + 1]), columns separated by tabs
 *   lists.kinds     dp_pack_slice[kinds of all lists], into lists.text. Kind 0 of each list is empty: no kind.
 *   lists.text      bytes
 *   sets.info       dp_pack_set_info[sets], sorted by name
 *   sets.members    dp_pack_slice[members of all sets], into sets.text; those of one set in byte order
 *   sets.groups     u64[groups * ceil(sets / 64)]: which sets a group of words is in, bit s % 64 of word s / 64. Group
 *                   0 is in none.
 *   sets.nodes      dp_pack_node[nodes], sets.edges dp_pack_edge[2^k]: the trie of all members, as phrases
 *   sets.readings   u32[readings]: set numbers, those of a node ascending
 *   sets.text       bytes: names and members
 *   cities.info     dp_pack_city[cities]
 *   cities.order    u32[...]: city numbers, those of one name together, most populous first
 *   cities.slots    dp_pack_name_slot[2^k]: names, folded, by the low bits of their XXH3-64; count 0 marks an empty
 *                   slot, of which there is at least one
 *   cities.text     bytes
 *   tables.info     dp_pack_table_info[tables], sorted by name
 *   tables.offsets  u32[rows of all tables + 1]: lines in tables.text, as in lists.offsets
 *   tables.order    u32[...]: numbers of rows, counted over all tables, those of one name together
 *   tables.slots    dp_pack_name_slot[2^k], as cities.slots, by the low bits of dp_pack_table_hash
 *   tables.text     bytes: lines, then names of tables
 *
 * Further sections (models) are added by `depeche-packc link`; their names begin with "model." or another word that is
 * not used above, and their formats belong to the stages that read them.
 */
#ifndef DP_PACK_FORMAT_H
#define DP_PACK_FORMAT_H

#include <stdint.h>

#include "lang/pack.h"

#define DP_PACK_MAGIC \
    "\x89"            \
    "DPACK\r\n" /* 8 bytes; a transfer as text breaks it, and is noticed */

enum {
    DP_PACK_FORMAT = 2,              /* changes with anything said in this file, and with the form of the models */
    DP_PACK_BYTE_ORDER = 0x01020304, /* as a little-endian number */
    DP_PACK_ALIGNMENT = 16,
    DP_PACK_SECTIONS_MAX = 256,
    DP_PACK_NAME_MAX = 31,   /* bytes of a section's name */
    DP_PACK_PHRASE_MAX = 32, /* tokens of the longest form */
};

/* Bytes 0 to 127. */
typedef struct dp_pack_header {
    char magic[8];
    uint32_t format;
    uint32_t byte_order;
    uint64_t file_size;
    uint64_t checksum[2]; /* XXH3-128 (low, high) of everything after this field, to the end of the file */
    char engine[24];      /* version of depeche that made it, such as "0.1.0"; zero-padded, terminated */
    char language[16];    /* BCP 47; zero-padded, terminated */
    char content[40];     /* hash of all that it was made from, 32 hexadecimal digits; zero-padded, terminated */
    uint32_t section_count;
    uint32_t reserved; /* 0 */
} dp_pack_header;

typedef struct dp_pack_section_entry {
    char name[DP_PACK_NAME_MAX + 1]; /* zero-padded, terminated; never empty */
    uint64_t offset, size;           /* bytes, from the start of the file; size may be 0 */
    uint64_t checksum;               /* XXH3-64 of the section */
    uint64_t reserved;               /* 0 */
} dp_pack_section_entry;

typedef struct dp_pack_slice {
    uint32_t offset, length;
} dp_pack_slice;

/* What a word opens and belongs to. */
typedef struct dp_pack_links {
    uint32_t phrase;     /* node of phrases.nodes for the form that is this word alone; 0 when none begins with it */
    uint32_t set_phrase; /* likewise, of sets.nodes */
    uint32_t set_group;  /* row of sets.groups */
} dp_pack_links;

typedef struct dp_pack_word_slot {
    uint32_t tag; /* high half of the form's hash */
    uint32_t word;
} dp_pack_word_slot;

enum { DP_PACK_NODE_PARENT = 1 }; /* the node has children */

typedef struct dp_pack_node {
    uint32_t first; /* its first reading */
    uint16_t count; /* readings; 0 when no form ends here */
    uint8_t depth;  /* tokens from the root, 1 to DP_PACK_PHRASE_MAX */
    uint8_t flags;
} dp_pack_node;

typedef struct dp_pack_edge {
    uint32_t node, word, child;
} dp_pack_edge;

enum { DP_PACK_READING_VARIANT = 1 }; /* the same reading as the one before, in other capitals */

typedef struct dp_pack_reading {
    uint16_t list;
    uint16_t kind;
    uint32_t entry;
    uint32_t signature; /* where the form has capitals: dp_signature in fold.h */
    uint8_t column;
    uint8_t flags;
    uint16_t reserved; /* 0 */
} dp_pack_reading;

typedef struct dp_pack_form_slot {
    uint64_t hash;
    uint32_t node;
    uint32_t reserved; /* 0 */
} dp_pack_form_slot;

typedef struct dp_pack_list {
    uint32_t first_entry, entries;
    uint32_t first_kind, kinds; /* in lists.kinds */
} dp_pack_list;

typedef struct dp_pack_set_info {
    dp_pack_slice name;             /* in sets.text */
    uint32_t first_member, members; /* in sets.members */
} dp_pack_set_info;

typedef struct dp_pack_city {
    uint32_t geonames;
    float latitude, longitude;
    uint32_t population;
    char country[2];
    uint16_t reserved;  /* 0 */
    dp_pack_slice name; /* in cities.text */
} dp_pack_city;

/* A name of cities or of rows of a table. */
typedef struct dp_pack_name_slot {
    uint64_t hash;
    uint32_t first, count; /* in cities.order, tables.order */
} dp_pack_name_slot;

typedef struct dp_pack_table_info {
    dp_pack_slice name; /* in tables.text */
    uint32_t first_row, rows;
} dp_pack_table_info;

_Static_assert(sizeof(dp_pack_header) == 128, "header");
_Static_assert(sizeof(dp_pack_section_entry) == 64, "section entry");
_Static_assert(sizeof(dp_word) == 24, "word");
_Static_assert(sizeof(dp_pack_links) == 12, "links");
_Static_assert(sizeof(dp_pack_node) == 8, "node");
_Static_assert(sizeof(dp_pack_edge) == 12, "edge");
_Static_assert(sizeof(dp_pack_reading) == 16, "reading");
_Static_assert(sizeof(dp_pack_form_slot) == 16, "form slot");
_Static_assert(sizeof(dp_pack_list) == 16, "list");
_Static_assert(sizeof(dp_pack_set_info) == 16, "set");
_Static_assert(sizeof(dp_pack_city) == 28, "city");
_Static_assert(sizeof(dp_pack_name_slot) == 16, "name slot");
_Static_assert(sizeof(dp_pack_table_info) == 16, "table");

/* The hash of a folded name in a table. */
static inline uint64_t dp_pack_table_hash(uint32_t table, dp_str folded) {
    return dp_hash_mix(dp_str_hash(folded), table);
}

/* Where the edge from `node` with `word` is looked for first, before the mask. */
static inline uint32_t dp_pack_edge_hash(uint32_t node, uint32_t word) {
    uint64_t h = ((uint64_t)node << 32 | word) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

#endif
