#include "lang/compiler/show.h"

#include "lang/compiler/manifest.h"
#include "lang/fold.h"
#include "lang/pack_private.h"
#include "text/utf8.h"

void dp_show_pack(const depeche_pack *pack, FILE *out) {
    fprintf(out, "language  %s\ncontent   %s\nengine    %s\nformat    %u\nsize      %zu bytes\n\n",
            depeche_pack_language(pack), depeche_pack_version(pack), pack->header->engine,
            (unsigned)pack->header->format, pack->size);
    for (uint32_t i = 0; i < pack->header->section_count; i++) {
        const dp_pack_section_entry *entry = &pack->table[i];
        fprintf(out, "%12llu  %016llx  %s\n", (unsigned long long)entry->size, (unsigned long long)entry->checksum,
                entry->name);
    }
    fprintf(out, "\n%u words, %u nodes, %u readings, %u sets, %u cities, %u tables\n\n", (unsigned)pack->word_count - 1,
            (unsigned)pack->phrases.node_count - 1, (unsigned)pack->reading_count, (unsigned)pack->set_count,
            (unsigned)pack->city_count, (unsigned)pack->table_count);
    for (unsigned i = 0; i < DP_LIST_COUNT; i++) {
        fprintf(out, "%8u  %s:", (unsigned)pack->lists[i].entries, dp_list_name((dp_list)i));
        for (uint32_t k = 1; k < pack->lists[i].kinds && k <= 40; k++) {
            dp_str name = dp_pack_kind_name(pack, (dp_list)i, (uint16_t)k);
            fprintf(out, " %.*s", (int)name.len, name.at);
        }
        fprintf(out, "%s\n", pack->lists[i].kinds > 41 ? " ..." : "");
    }
}

/* The letters of the morphology tables, by bit. */
static void show_bits(FILE *out, uint16_t bits, const char *const *names) {
    for (unsigned i = 0; names[i]; i++) {
        if (bits >> i & 1) fprintf(out, " %s", names[i]);
    }
}

static void show_word(const depeche_pack *pack, dp_str lower, FILE *out) {
    static const char *const pos[] = {"noun",        "adjective",    "verb",        "infinitive", "participle",
                                      "gerund",      "adverb",       "preposition", "determiner", "pronoun",
                                      "conjunction", "interjection", "proper",      NULL};
    static const char *const grammar[] = {"masculine",  "feminine", "singular", "plural",      "present",
                                          "imperfect",  "past",     "future",   "conditional", "subjunctive",
                                          "imperative", "first",    "second",   "third",       NULL};
    uint32_t number = dp_pack_word_find(pack, lower);
    if (!number) return;
    const dp_word *word = dp_pack_word(pack, number);
    dp_str lemma = dp_pack_word_form(pack, word->lemma);
    fprintf(out, "word %u: classes %u %u %u, cluster %u, frequency %u, lemma '%.*s',", (unsigned)number, word->class64,
            word->class256, word->class1024, word->cluster, (unsigned)word->frequency, (int)lemma.len, lemma.at);
    if (word->capitals) fprintf(out, " %d %% with a capital,", word->capitals - 1);
    show_bits(out, word->pos, pos);
    fputc(';', out);
    show_bits(out, word->grammar, grammar);
    fputs("\n", out);
}

static void show_hits(const depeche_pack *pack, dp_str form, FILE *out) {
    dp_hit hits[DP_HITS_MAX];
    size_t count = dp_pack_lookup(pack, form, hits, DP_HITS_MAX);
    for (size_t i = 0; i < count; i++) {
        dp_list list = (dp_list)hits[i].list;
        dp_str kind = dp_pack_kind_name(pack, list, hits[i].kind);
        uint32_t line = pack->lists[list].first_entry + hits[i].entry;
        fprintf(out, "%s %u, column %u, kind '%.*s', %u tokens%s: %.*s\n", dp_list_name(list), (unsigned)hits[i].entry,
                hits[i].column, (int)kind.len, kind.at, hits[i].length, hits[i].exact ? ", exact" : "",
                (int)(pack->line_offsets[line + 1] - pack->line_offsets[line]),
                pack->list_text + pack->line_offsets[line]);
    }
}

static void show_sets(const depeche_pack *pack, dp_str lower, FILE *out) {
    for (uint32_t set = 0; set < pack->set_count; set++) {
        for (uint32_t i = 0; i < dp_pack_set_size(pack, (int)set); i++) {
            if (!dp_str_equal(dp_pack_set_member(pack, (int)set, i), lower)) continue;
            dp_str name = dp_pack_set_name(pack, (int)set);
            fprintf(out, "set %.*s\n", (int)name.len, name.at);
        }
    }
}

static void show_cities(const depeche_pack *pack, dp_str form, FILE *out) {
    dp_city cities[16];
    size_t count = dp_pack_cities(pack, form, cities, 16);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "city %u %.*s, %.2s, %.4f %.4f, %u people\n", (unsigned)cities[i].geonames,
                (int)cities[i].name.len, cities[i].name.at, cities[i].country, (double)cities[i].latitude,
                (double)cities[i].longitude, (unsigned)cities[i].population);
    }
}

static void show_rows(const depeche_pack *pack, dp_str form, FILE *out) {
    for (uint32_t table = 0; table < pack->table_count; table++) {
        uint32_t rows[16];
        dp_pack_slice name = pack->tables[table].name;
        size_t count = dp_pack_table_find(pack, (int)table, form, rows, 16);
        for (size_t i = 0; i < count; i++) {
            const uint32_t *line = pack->row_offsets + pack->tables[table].first_row + rows[i];
            fprintf(out, "%.*s %u: %.*s\n", (int)name.length, pack->table_text + name.offset, (unsigned)rows[i],
                    (int)(line[1] - line[0]), pack->table_text + line[0]);
        }
    }
}

void dp_show_form(const depeche_pack *pack, const char *form, FILE *out) {
    dp_str string = {form, strlen(form)};
    char folded[DP_FOLD_MAX];
    if (dp_utf8_check(string) != string.len) return;
    dp_str lower = {folded, dp_fold(string, folded)};
    show_word(pack, lower, out);
    show_hits(pack, string, out);
    show_sets(pack, lower, out);
    show_cities(pack, string, out);
    show_rows(pack, string, out);
}
