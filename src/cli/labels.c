#include "cli/labels.h"

#include <math.h>
#include <stdio.h>

const char *dp_label_type(depeche_entity_type type) {
    static const char *const names[] = {"person", "organization", "location", "event", "work", "group"};
    return (unsigned)type < DP_ENTITY_TYPES ? names[type] : "thing";
}

const char *dp_label_types(depeche_entity_type type) {
    static const char *const names[] = {"People", "Organizations", "Locations", "Events", "Works", "Groups"};
    return (unsigned)type < DP_ENTITY_TYPES ? names[type] : "Things";
}

const char *dp_label_claim_kind(depeche_claim_kind kind) {
    static const char *const names[] = {"direct", "indirect", "mixed", "nominal", "statement"};
    return (unsigned)kind <= DEPECHE_CLAIM_STATEMENT ? names[kind] : "claim";
}

const char *dp_label_polarity(depeche_polarity polarity) {
    static const char *const names[] = {NULL, "denies", "doubts", "wishes", "asks", "orders"};
    return (unsigned)polarity <= DEPECHE_ORDERS ? names[polarity] : NULL;
}

const char *dp_label_certainty(depeche_certainty certainty) {
    static const char *const names[] = {NULL, "conditional", "future", "question", "imperative"};
    return (unsigned)certainty <= DEPECHE_IMPERATIVE ? names[certainty] : NULL;
}

const char *dp_label_status(depeche_analysis_status status) {
    switch (status) {
        case DEPECHE_ANALYSED:
            return NULL;
        case DEPECHE_UNSUPPORTED_LANGUAGE:
            return "Not analysed: there is no language pack for its language.";
        case DEPECHE_UNKNOWN_LANGUAGE:
            return "Not analysed: too little text to tell the language.";
    }
    return "Not analysed.";
}

void dp_label_number(dp_buffer *text, double number) {
    char digits[64];
    if (!isfinite(number)) return;
    int length = fabs(number) < 1e15 ? snprintf(digits, sizeof digits, "%.2f", number)
                                     : snprintf(digits, sizeof digits, "%.6g", number);
    if (fabs(number) >= 1e15 || length < 4) {
        dp_buffer_add_text(text, digits);
        return;
    }
    size_t whole = (size_t)length - 3, end = (size_t)length;
    while (end > whole && (digits[end - 1] == '0' || digits[end - 1] == '.')) end--;
    size_t start = digits[0] == '-';
    for (size_t i = 0; i < end; i++) {
        if (i > start && i < whole && (whole - i) % 3 == 0) dp_buffer_add_text(text, "\xC2\xA0");
        dp_buffer_add_char(text, digits[i]);
    }
}

void dp_label_value(dp_buffer *text, const depeche_value *value) {
    static const char *const approximations[] = {"", "about ", "more than ", "less than "};
    bool timed = value->kind == DEPECHE_VALUE_DATE || (value->kind == DEPECHE_VALUE_DURATION && value->iso.len);
    if (timed ? value->iso.len == 0 : !value->has_number) return;
    if ((unsigned)value->approximation <= DEPECHE_LESS_THAN) {
        dp_buffer_add_text(text, approximations[value->approximation]);
    }
    if (timed) {
        dp_buffer_add(text, value->iso);
        return;
    }
    dp_label_number(text, value->number);
    if (value->has_number2) {
        dp_buffer_add_text(text, "–");
        dp_label_number(text, value->number2);
    }
    if (value->kind == DEPECHE_VALUE_PERCENT) dp_buffer_add_text(text, "\xC2\xA0%");
    if (value->unit.len && value->kind != DEPECHE_VALUE_PERCENT) {
        /* A counted noun is named in the singular: 2 000 × soldat. */
        dp_buffer_add_text(text, value->kind == DEPECHE_VALUE_QUANTITY ? "\xC2\xA0×\xC2\xA0" : "\xC2\xA0");
        dp_buffer_add(text, value->unit);
    }
}

void dp_label_factor(dp_buffer *text, const depeche_document *document, const depeche_factor *factor) {
    dp_buffer_format(text, "%+.1f ", (double)factor->weight);
    if (factor->has_span) {
        dp_buffer_add_text(text, "«\xC2\xA0");
        dp_buffer_add(text, depeche_document_slice(document, factor->span));
        dp_buffer_add_text(text, "\xC2\xA0»");
        return;
    }
    for (const char *at = factor->feature; *at; at++) dp_buffer_add_char(text, *at == '_' ? ' ' : *at);
}

void dp_label_speaker(dp_buffer *text, const depeche_document *document, uint32_t claim, const char *none) {
    depeche_claim found = depeche_document_claim(document, claim);
    for (uint32_t i = 0; i < found.joint_speakers; i++) {
        uint32_t entity = depeche_document_claim_joint_speaker(document, claim, i);
        dp_buffer_add(text, depeche_document_entity(document, entity).name);
        dp_buffer_add_text(text, ", ");
    }
    if (found.speaker_name.len) {
        dp_buffer_add(text, found.speaker_name);
    } else if (found.has_source) {
        dp_buffer_add(text, depeche_document_slice(document, found.source));
    } else {
        dp_buffer_add_text(text, none);
    }
}

void dp_label_excerpt(dp_buffer *text, dp_str excerpt, size_t most) {
    bool cut = excerpt.len > most;
    if (cut) {
        excerpt.len = most;
        while (excerpt.len > 0 && ((unsigned char)excerpt.at[excerpt.len] & 0xC0) == 0x80) excerpt.len--;
        size_t word = excerpt.len;
        while (word > most / 2 && excerpt.at[word - 1] != ' ') word--;
        if (word > most / 2) excerpt.len = word - 1;
    }
    for (size_t i = 0; i < excerpt.len; i++) {
        bool is_break = excerpt.at[i] == '\n' || excerpt.at[i] == '\r' || excerpt.at[i] == '\t';
        dp_buffer_add_char(text, is_break ? ' ' : excerpt.at[i]);
    }
    if (cut) dp_buffer_add_text(text, "…");
}
