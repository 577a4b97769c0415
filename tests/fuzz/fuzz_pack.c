/* A small language pack with damage: it is refused, or everything that reads it stays inside of it.
 *
 * The input: one byte of flags (1: the checksums stay wrong; 2: the file is cut short), then changes of eight bytes:
 * section (0: header and table), offset in it (two bytes), bytes to write (1, 2 or 4), and the bytes. */
#define _GNU_SOURCE /* memfd_create */

#include "fuzz/target.h"

#include <sys/mman.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lang/pack_format.h"
#include "lang/tiny.h"

enum { WRONG_SUMS = 1, CUT = 2, CHANGE = 8 };

typedef struct image {
    unsigned char *bytes;
    size_t size;
} image;

/* A good pack of the tiny language. */
static image good_pack(void) {
    char folder[TINY_PATH];
    image good;
    tiny_make(folder);
    depeche_pack_close(tiny_open(folder));
    good.bytes = tiny_read(tiny_path(folder, "base.pack"), &good.size);
    tiny_remove(folder);
    return good;
}

static dp_pack_section_entry *table_of(const image *pack) {
    return (dp_pack_section_entry *)(void *)(pack->bytes + sizeof(dp_pack_header));
}

static void change(image *pack, const image *good, const unsigned char *at) {
    const dp_pack_header *header = (const dp_pack_header *)(const void *)good->bytes;
    size_t section = at[0] % (header->section_count + 1), from = 0;
    size_t size = sizeof *header + header->section_count * sizeof(dp_pack_section_entry);
    if (section) {
        from = (size_t)table_of(good)[section - 1].offset;
        size = (size_t)table_of(good)[section - 1].size;
    }
    size_t width = (size_t)1 << at[3] % 3, offset = (at[1] | (size_t)at[2] << 8);
    if (size < width) return;
    memcpy(pack->bytes + from + offset % (size - width + 1), at + 4, width);
}

/* Makes the checksums right again. */
static void seal(const image *pack) {
    dp_pack_header *header = (dp_pack_header *)(void *)pack->bytes;
    for (uint32_t i = 0; i < header->section_count && i < DP_PACK_SECTIONS_MAX; i++) {
        dp_pack_section_entry *entry = &table_of(pack)[i];
        if ((const unsigned char *)(entry + 1) > pack->bytes + pack->size) break;
        if (entry->offset > pack->size || entry->size > pack->size - entry->offset) continue;
        entry->checksum = XXH3_64bits(pack->bytes + entry->offset, (size_t)entry->size);
    }
    size_t from = offsetof(dp_pack_header, engine);
    XXH128_hash_t sum = XXH3_128bits(pack->bytes + from, pack->size - from);
    header->checksum[0] = sum.low64;
    header->checksum[1] = sum.high64;
}

static void read_words(const depeche_pack *pack) {
    uint32_t count = dp_pack_word_count(pack);
    for (uint32_t i = 0; i < count; i++) {
        dp_str form = dp_pack_word_form(pack, i);
        FUZZ_CHECK(dp_pack_word_find(pack, form) < count && dp_pack_word(pack, i)->lemma < count);
    }
}

static void read_hits(const depeche_pack *pack, const dp_hit *hits, size_t count) {
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(hits[i].list < DP_LIST_COUNT);
        for (unsigned column = 0; column < 4; column++) {
            dp_str_hash(dp_pack_field(pack, (dp_list)hits[i].list, hits[i].entry, column));
        }
        dp_str_hash(dp_pack_kind_name(pack, (dp_list)hits[i].list, hits[i].kind));
    }
}

static void read_text(const depeche_pack *pack, dp_arena *arena) {
    static const char article[] =
        "M. Kim Jong Un a dit son avis sur l'Institut d'Auge. « Selon l'ONU, la ministre Marie Orange se dit sûre de "
        "cela, parce qu'elle fait savoir », dit-elle en face de la porte-parole de l'Organisation des Nations unies "
        "citée par Orange, aujourd'hui. McDonald n'a pas dit : mises en garde, art. 3.";
    dp_hit hits[DP_HITS_MAX];
    dp_text text;
    dp_hits all;
    FUZZ_CHECK(dp_text_cut(arena, dp_pack_token_rules(pack), DP_STR(article), 0, &text) == 0);
    dp_pack_assign_words(pack, &text);
    FUZZ_CHECK(dp_pack_hits_all(pack, arena, &text, &all) == 0);
    for (uint32_t token = 0; token < text.token_count; token++) {
        size_t count = dp_pack_hits(pack, &text, token, hits, DP_HITS_MAX);
        FUZZ_CHECK(count == all.first[token + 1] - all.first[token]);
        read_hits(pack, hits, count);
        read_hits(pack, hits, dp_pack_lookup(pack, dp_text_token(&text, token), hits, DP_HITS_MAX));
        for (int set = 0; dp_pack_set_name(pack, set).len; set++) {
            dp_pack_in_set(pack, set, &text.tokens[token]);
            FUZZ_CHECK(dp_pack_set_match(pack, set, &text, token) <= text.token_count - token);
        }
    }
}

static void read_lists(const depeche_pack *pack) {
    for (int list = 0; list < DP_LIST_COUNT; list++) {
        uint32_t entries = dp_pack_entries(pack, (dp_list)list);
        for (uint32_t i = 0; i < entries; i++) dp_str_hash(dp_pack_field(pack, (dp_list)list, i, i % 5));
        dp_pack_kind_find(pack, (dp_list)list, "city");
    }
    for (int set = 0; dp_pack_set_name(pack, set).len; set++) {
        uint32_t size = dp_pack_set_size(pack, set);
        for (uint32_t i = 0; i < size; i++) dp_str_hash(dp_pack_set_member(pack, set, i));
    }
}

static void read_gazetteer(const depeche_pack *pack) {
    static const dp_str names[] = {{"orange", 6}, {"Arausio", 7}, {"St-Étienne", 11}, {"azur", 4}, {"", 0}};
    dp_city cities[8];
    uint32_t rows[8];
    int table = dp_pack_table(pack, "colours");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t count = dp_pack_cities(pack, names[i], cities, 8);
        for (size_t n = 0; n < count; n++) dp_str_hash(cities[n].name);
        count = table < 0 ? 0 : dp_pack_table_find(pack, table, names[i], rows, 8);
        for (size_t n = 0; n < count; n++) dp_str_hash(dp_pack_table_field(pack, table, rows[n], 1));
    }
}

static void open_and_read(const image *damaged) {
    int file = memfd_create("pack", MFD_CLOEXEC);
    FUZZ_CHECK(file >= 0 && write(file, damaged->bytes, damaged->size) == (ssize_t)damaged->size);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    depeche_pack *pack = NULL;
    depeche_error error = {0};
    if (depeche_pack_open(path, &pack, &error)) {
        FUZZ_CHECK(!pack && error.message[0]);
    } else {
        dp_arena arena;
        dp_arena_init(&arena);
        read_words(pack);
        read_text(pack, &arena);
        read_lists(pack);
        read_gazetteer(pack);
        dp_arena_close(&arena);
    }
    depeche_pack_close(pack);
    close(file);
}

void fuzz_pack(dp_str input) {
    static image good;
    if (!good.bytes) good = good_pack();
    const unsigned char *bytes = (const unsigned char *)input.at;
    unsigned flags = input.len ? bytes[0] : 0;
    image damaged = {malloc(good.size), good.size};
    FUZZ_CHECK(damaged.bytes);
    memcpy(damaged.bytes, good.bytes, good.size);
    for (size_t at = 1; at + CHANGE <= input.len; at += CHANGE) change(&damaged, &good, bytes + at);
    if (flags & CUT) damaged.size = good.size * (flags >> 2) / 64;
    if (!(flags & WRONG_SUMS) && damaged.size >= sizeof(dp_pack_header)) seal(&damaged);
    open_and_read(&damaged);
    free(damaged.bytes);
}
