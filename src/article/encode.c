#include "article/encode.h"

#include <math.h>

#include "article/encoding.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static void write_member(dp_writer *w, const char *name, dp_str string) {
    if (!string.len) return;
    dp_writer_name(w, name);
    dp_writer_string(w, string);
}

dp_str dp_encode_id(const dp_article *article, const depeche_document *document, char made[DP_ID_SIZE]) {
    static const char hex[] = "0123456789abcdef";
    if (article->id.len) return article->id;
    dp_str text = depeche_document_text(document), prefix = DP_STR("xxh128:");
    XXH128_hash_t hash = XXH3_128bits(text.at, text.len);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    memcpy(made, prefix.at, prefix.len);
    size_t length = prefix.len;
    for (size_t i = 0; i < sizeof canonical.digest; i++) {
        made[length++] = hex[canonical.digest[i] >> 4];
        made[length++] = hex[canonical.digest[i] & 15];
    }
    return (dp_str){made, length};
}

static void write_carried(dp_writer *w, const dp_article *article, bool aside) {
    for (uint32_t i = 0; i < article->carried_count; i++) {
        const dp_carried *carried = &article->carried[i];
        if (carried->aside != aside) continue;
        dp_writer_raw(w, carried->name);
        dp_writer_colon(w);
        dp_writer_raw(w, carried->value);
    }
}

static void write_source_members(dp_writer *w, const dp_article *article) {
    bool any = false;
    for (uint32_t i = 0; i < article->carried_count; i++) any |= article->carried[i].aside;
    if (!any) return;
    dp_writer_name(w, "source_members");
    dp_writer_open(w, '{');
    write_carried(w, article, true);
    dp_writer_end(w, '}');
}

static void write_head(dp_writer *w, const dp_article *article, const depeche_document *document) {
    char made[DP_ID_SIZE];
    dp_writer_name(w, "schema_version");
    dp_writer_word(w, DP_SCHEMA_VERSION);
    dp_writer_name(w, "id");
    dp_writer_string(w, dp_encode_id(article, document, made));
    write_member(w, "url", article->url);
    write_member(w, "source", article->source);
    write_member(w, "published_at", article->published_at);
    write_member(w, "language", depeche_document_language(document));
    write_carried(w, article, false);
    write_member(w, "title", article->title);
    write_member(w, "text", depeche_document_text(document));
}

static void write_factor(dp_writer *w, const depeche_document *document, const depeche_factor *factor) {
    dp_writer_open(w, '{');
    dp_writer_name(w, "feature");
    dp_writer_word(w, factor->feature);
    if (factor->has_span) dp_encode_excerpt(w, document, factor->span);
    dp_writer_name(w, "weight");
    dp_writer_number(w, isfinite(factor->weight) ? round((double)factor->weight * 1000) / 1000 : 0);
    dp_writer_end(w, '}');
}

void dp_encode_factors(dp_writer *w, const depeche_document *document, uint32_t count, uint32_t of,
                       depeche_factor (*get)(const depeche_document *, uint32_t, uint32_t)) {
    if (!count) return;
    dp_writer_name(w, "check_worthiness_factors");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        depeche_factor factor = get(document, of, i);
        write_factor(w, document, &factor);
    }
    dp_writer_end(w, ']');
}

static void write_sentences(dp_writer *w, const depeche_document *document) {
    uint32_t count = depeche_document_sentence_count(document);
    bool scored = depeche_document_status(document) == DEPECHE_ANALYSED;
    dp_writer_name(w, "sentences");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        depeche_sentence sentence = depeche_document_sentence(document, i);
        dp_writer_open(w, '{');
        dp_encode_span(w, sentence.span);
        if (scored) {
            dp_writer_name(w, "check_worthiness");
            dp_writer_score(w, sentence.check_worthiness);
            dp_encode_factors(w, document, depeche_document_sentence_factor_count(document, i), i,
                              depeche_document_sentence_factor);
        }
        dp_writer_end(w, '}');
    }
    dp_writer_end(w, ']');
}

static void write_value_number(dp_writer *w, const char *name, bool has, double number) {
    if (!has || !isfinite(number)) return;
    dp_writer_name(w, name);
    dp_writer_number(w, number);
}

static void write_value(dp_writer *w, const depeche_document *document, uint32_t number) {
    static const char *const kinds[] = {"date", "duration", "money", "percentage", "quantity"};
    static const char *const approximations[] = {"exact", "about", "more_than", "less_than"};
    depeche_value value = depeche_document_value(document, number);
    dp_writer_open(w, '{');
    dp_writer_name(w, "id");
    dp_writer_id(w, 'v', number + 1);
    dp_writer_name(w, "kind");
    dp_writer_word(w, kinds[value.kind]);
    dp_encode_excerpt(w, document, value.span);
    dp_writer_name(w, "approximation");
    dp_writer_word(w, approximations[value.approximation]);
    write_value_number(w, "number", value.has_number, value.number);
    write_value_number(w, "number2", value.has_number2, value.number2);
    if (value.kind == DEPECHE_VALUE_MONEY) {
        write_member(w, "currency", value.unit);
    } else {
        write_member(w, "unit", value.unit);
    }
    write_member(w, "iso", value.iso);
    dp_writer_end(w, '}');
}

static void write_values(dp_writer *w, const depeche_document *document) {
    uint32_t count = depeche_document_value_count(document);
    dp_writer_name(w, "values");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) write_value(w, document, i);
    dp_writer_end(w, ']');
}

static void write_times(dp_writer *w, const dp_encode_options *options) {
    if (!options->stages) return;
    dp_writer_name(w, "times_us");
    dp_writer_open(w, '{');
    for (size_t i = 0; options->stages[i]; i++) {
        dp_writer_name(w, options->stages[i]);
        dp_writer_unsigned(w, options->stage_us[i]);
    }
    dp_writer_end(w, '}');
}

static void write_analysis(dp_writer *w, const dp_article *article, const depeche_document *document,
                           const dp_encode_options *options) {
    static const char *const statuses[] = {"analysed", "unsupported_language", "unknown_language"};
    dp_writer_name(w, "analysis");
    dp_writer_open(w, '{');
    dp_writer_name(w, "status");
    dp_writer_word(w, statuses[depeche_document_status(document)]);
    dp_writer_name(w, "engine_version");
    dp_writer_word(w, depeche_version());
    if (options->pack_version) {
        dp_writer_name(w, "pack_version");
        dp_writer_string(w, (dp_str){options->pack_version, strlen(options->pack_version)});
    }
    if (article->notes) {
        dp_writer_name(w, "notes");
        dp_writer_open(w, '[');
        for (uint32_t note = 0; note < DP_NOTE_COUNT; note++) {
            if (article->notes >> note & 1) dp_writer_word(w, dp_note_word((dp_note)note));
        }
        dp_writer_end(w, ']');
    }
    write_times(w, options);
    dp_writer_end(w, '}');
}

int dp_encode(dp_writer *writer, dp_arena *arena, const dp_article *article, const depeche_document *document,
              const dp_encode_options *options) {
    dp_writer_open(writer, '{');
    write_head(writer, article, document);
    write_sentences(writer, document);
    dp_encode_entities(writer, document);
    write_values(writer, document);
    if (dp_encode_claims(writer, arena, document)) writer->failed = true;
    write_analysis(writer, article, document, options);
    write_source_members(writer, article);
    dp_writer_end(writer, '}');
    return writer->failed ? -1 : 0;
}
