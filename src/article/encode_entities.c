#include "article/encoding.h"

static const char *const type_names[] = {"person", "organization", "location", "event", "work", "group"};
static const char *const mention_kinds[] = {"name", "nominal", "pronoun"};
static const char *const link_kinds[] = {"iso3166", "geonames"};

void dp_encode_span(dp_writer *w, depeche_span span) {
    dp_writer_name(w, "start");
    dp_writer_unsigned(w, span.start);
    dp_writer_name(w, "end");
    dp_writer_unsigned(w, span.end);
}

void dp_encode_excerpt(dp_writer *w, const depeche_document *document, depeche_span span) {
    dp_encode_span(w, span);
    dp_writer_name(w, "text");
    dp_writer_string(w, depeche_document_slice(document, span));
}

/* The strings that `get` gives for the entity, left out when there are none. */
static void write_strings(dp_writer *w, const depeche_document *document, uint32_t entity, const char *name,
                          uint32_t count, dp_str (*get)(const depeche_document *, uint32_t, uint32_t)) {
    if (!count) return;
    dp_writer_name(w, name);
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) dp_writer_string(w, get(document, entity, i));
    dp_writer_end(w, ']');
}

static void write_link(dp_writer *w, depeche_link link) {
    dp_writer_open(w, '{');
    dp_writer_name(w, "kind");
    dp_writer_word(w, link_kinds[link.kind]);
    dp_writer_name(w, "id");
    dp_writer_string(w, link.id);
    if (link.label.len) {
        dp_writer_name(w, "label");
        dp_writer_string(w, link.label);
    }
    if (link.has_coordinates) {
        dp_writer_name(w, "latitude");
        dp_writer_degrees(w, link.latitude);
        dp_writer_name(w, "longitude");
        dp_writer_degrees(w, link.longitude);
    }
    dp_writer_end(w, '}');
}

static void write_mentions(dp_writer *w, const depeche_document *document, uint32_t entity, uint32_t count) {
    dp_writer_name(w, "mentions");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        depeche_mention mention = depeche_document_mention(document, entity, i);
        dp_writer_open(w, '{');
        dp_encode_excerpt(w, document, mention.span);
        dp_writer_name(w, "kind");
        dp_writer_word(w, mention_kinds[mention.kind]);
        dp_writer_end(w, '}');
    }
    dp_writer_end(w, ']');
}

static void write_entity(dp_writer *w, const depeche_document *document, uint32_t number) {
    depeche_entity entity = depeche_document_entity(document, number);
    dp_writer_open(w, '{');
    dp_writer_name(w, "id");
    dp_writer_id(w, 'e', number + 1);
    dp_writer_name(w, "type");
    dp_writer_word(w, type_names[entity.type]);
    dp_writer_name(w, "name");
    dp_writer_string(w, entity.name);
    write_strings(w, document, number, "aliases", entity.aliases, depeche_document_alias);
    write_strings(w, document, number, "roles", entity.roles, depeche_document_role);
    dp_writer_name(w, "salience");
    dp_writer_score(w, entity.salience);
    if (entity.links) {
        dp_writer_name(w, "links");
        dp_writer_open(w, '[');
        for (uint32_t i = 0; i < entity.links; i++) write_link(w, depeche_document_link(document, number, i));
        dp_writer_end(w, ']');
    }
    write_mentions(w, document, number, entity.mentions);
    dp_writer_end(w, '}');
}

void dp_encode_entities(dp_writer *w, const depeche_document *document) {
    uint32_t count = depeche_document_entity_count(document);
    dp_writer_name(w, "entities");
    dp_writer_open(w, '[');
    for (uint32_t i = 0; i < count; i++) write_entity(w, document, i);
    dp_writer_end(w, ']');
}
